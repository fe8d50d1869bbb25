"""Reads of messages; every list begins with what a scope may see."""

from __future__ import annotations

from django.db.models import QuerySet

from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope
from dothi.notify.models import Channel, Message, State, Way


def state_of(key: str) -> str:
    """`waiting | sent | delivered | read | failed | no-receipt`. Raises NotFound: no message has this key."""
    found = Message.objects.filter(key=key).values_list("state", flat=True).first()
    if found is None:
        raise NotFound("notify-message-does-not-exist", key=key[:200])
    return found


def states_of(keys: list[str]) -> dict[str, str]:
    """The same for many at once; keys of no message are left out."""
    return dict(Message.objects.filter(key__in=keys).values_list("key", "state"))


def has_channel(way: str) -> bool:
    """Is there a channel that would carry a message by this way?"""
    assert way in Way.values
    return Channel.objects.filter(way=way, is_on=True).exists()


def visible(scope: Scope) -> QuerySet[Message]:
    """Messages of this scope."""
    return scope.restrict(Message.objects.select_related("person", "agency", "unit"))


def is_open(state: str) -> bool:
    return state in (State.WAITING, State.SENT)
