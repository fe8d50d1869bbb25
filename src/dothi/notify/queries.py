"""Reads of messages; every list begins with what a scope may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Min, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dothi.kernel import clock
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope
from dothi.notify.models import Channel, Delivery, Message, Shown, State, Way

OPEN = (State.WAITING, State.SENT)


def state_of(key: str) -> str:
    """`waiting | sent | delivered | read | failed | no-receipt`. Raises NotFound: no message has this key."""
    found = Message.objects.filter(key=key).values_list("state", flat=True).first()
    if found is None:
        raise NotFound("notify-message-does-not-exist", key=key[:200])
    return found


def trouble_of(key: str) -> str:
    """Why it ended badly (`notify-trouble-…`); empty: it did not, or there is no such message."""
    return Message.objects.filter(key=key).values_list("trouble", flat=True).first() or ""


def states_of(keys: list[str]) -> dict[str, str]:
    """The same for many at once; keys of no message are left out."""
    return dict(Message.objects.filter(key__in=keys).values_list("key", "state"))


def has_channel(way: str) -> bool:
    """Is there a channel that would carry a message by this way?"""
    assert way in Way.values
    return Channel.objects.filter(way=way, is_on=True).exists()


def about_of(ids: list[UUID]) -> list[str]:
    """What messages were about, by the ids under which they left: an answer to a letter names them."""
    rows = Delivery.objects.filter(our_id__in=ids).order_by("-pk")
    return list(dict.fromkeys(rows.values_list("message__about", flat=True)))


def senders_of(way: str) -> list[str]:
    """The addresses that channels of this way send from."""
    return [
        str(one["sender"])
        for one in Channel.objects.filter(way=way).values_list("settings", flat=True)
        if one.get("sender")
    ]


def visible(scope: Scope) -> QuerySet[Message]:
    """Messages of this scope."""
    return scope.restrict(Message.objects.select_related("person", "agency", "unit"))


def outbox(scope: Scope, *, state: str = "", way: str = "", importance: str = "") -> QuerySet[Message]:
    """The newest first, each with its channels in order; what is no word of ours filters nothing."""
    rows = visible(scope)
    if state in State.values:
        rows = rows.filter(state=state)
    if importance in Message.Importance.values:
        rows = rows.filter(importance=importance)
    if way in Way.values:
        rows = rows.filter(pk__in=Delivery.objects.filter(channel__way=way).values("message_id"))
    turns = Prefetch(
        "deliveries", Delivery.objects.select_related("channel").order_by("number"), to_attr="turns"
    )
    return rows.prefetch_related(turns).order_by("-created_at", "-pk")


def get_message(pk: int, scope: Scope) -> Message:
    """Raises NotFound when there is none or it lies outside the scope."""
    found = visible(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("notify-message-does-not-exist", key=str(pk))
    return found


def channels(scope: Scope) -> QuerySet[Channel]:
    """Channels of this scope, with how they stand and what waits there."""
    # of all that a channel ever sent only what waits is looked at
    waits = Delivery.objects.filter(channel=OuterRef("pk"), state=State.WAITING).order_by().values("channel")
    count, oldest = waits.annotate(found=Count("pk")), waits.annotate(found=Min("created_at"))
    rows = scope.restrict(Channel.objects.select_related("agency", "unit", "standing", "changed_by"))
    return rows.annotate(
        waiting=Coalesce(Subquery(count.values("found")), 0), oldest=Subquery(oldest.values("found"))
    ).order_by("way", "position", "pk")


def get_channel(code: str, scope: Scope) -> Channel:
    """Raises NotFound when there is none or it lies outside the scope."""
    found = channels(scope).filter(code=code).first()
    if found is None:
        raise NotFound("channel-does-not-exist", code=code[:60])
    return found


@dataclass(frozen=True, slots=True)
class Waiting:
    """How the outbox is: how many wait to leave, since when the oldest; how many nobody got in a day."""

    count: int
    oldest: dt.datetime | None
    lost: int


def waiting(scope: Scope) -> Waiting:
    day = clock.now() - dt.timedelta(days=1)
    rows = visible(scope).select_related(None)
    told = rows.filter(state=State.WAITING).aggregate(count=Count("pk"), oldest=Min("created_at"))
    lost = rows.filter(state__in=(State.FAILED, State.NO_RECEIPT), created_at__gt=day).count()
    return Waiting(told["count"], told["oldest"], lost)


def phones(scope: Scope) -> QuerySet[Shown]:
    """What the demo's phones and mailboxes show, the newest first."""
    messages = visible(scope).select_related(None)
    ours = Delivery.objects.filter(our_id=OuterRef("our_id"), message__in=messages)
    rows = Shown.objects.select_related("channel").annotate(
        person=Subquery(ours.values("message__person__full_name")[:1]),
        importance=Subquery(ours.values("message__importance")[:1]),
    )
    mine = Delivery.objects.filter(message__in=messages).values("our_id")
    return rows.filter(our_id__in=mine).annotate(way=F("channel__way")).order_by("-pk")


def is_open(state: str) -> bool:
    return state in OPEN
