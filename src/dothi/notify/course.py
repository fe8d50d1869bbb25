"""What becomes of a message, in rows: claimed, taken, refused, acknowledged, given up, handed to the next channel.

Each step is compare-and-swap: a claim ends with its lease, and who lost it writes nothing.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Case, F, IntegerField, Q, Value, When

from dothi.kernel import clock, health, settings
from dothi.kernel.audit.context import change
from dothi.kernel.said import plain
from dothi.notify import routing, rules
from dothi.notify.channels.kinds import Accepted, NotSent, Outgoing, Report, cleaned, forms_of, get_kind
from dothi.notify.models import Address, Channel, ChannelStanding, Delivery, Message, Receipt, State
from dothi.notify.said import in_words
from dothi.notify.telling import tell

PART = "channels"
logger = logging.getLogger(__name__)
SPARE_S = 20.0  # of a lease beyond the channel's own patience
TIRED = 3  # failures one after another, then the channel rests
AT_ONCE = 500
UNCLAIMED = dt.timedelta(hours=6)  # how long a receipt that came too early is looked at again
DONE = (State.DELIVERED, State.READ)
_URGENCY = Case(
    When(message__importance="critical", then=Value(0)),
    When(message__importance="high", then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery in hand."""

    pk: int
    claim: uuid.UUID
    out: Outgoing


# ---- taking in hand


def claim(channel: Channel, most: int, now: dt.datetime | None = None) -> list[Claimed]:
    """What is due by this channel, the most urgent first, leased to us. Two senders never hold the same one."""
    now = now or clock.now()
    lease = now + dt.timedelta(seconds=get_kind(channel.kind).patience_s + SPARE_S)
    with transaction.atomic():
        rows = Delivery.objects.select_for_update(no_key=True, of=("self",), skip_locked=True).select_related(
            "message"
        )
        due = list(
            rows.filter(channel=channel, state=State.WAITING, next_try_at__lte=now).order_by(
                _URGENCY, "next_try_at"
            )[:most]
        )
        taken = [Claimed(one.pk, uuid.uuid4(), _outgoing(one, now)) for one in due]
        for one in taken:
            Delivery.objects.filter(pk=one.pk).update(
                state=State.SENDING, claim=one.claim, lease_until=lease, tries=F("tries") + 1, held=""
            )
    return taken


def _outgoing(one: Delivery, now: dt.datetime) -> Outgoing:
    message = one.message
    words = in_words(message.text_key, message.text_fields, message.language)
    base = str(settings.read("PUBLIC_URL")).rstrip("/")
    return Outgoing(
        our_id=one.our_id, address=one.address, title=words.title, text=words.text, about=message.about,
        link=f"{base}{message.about}" if base and message.about else "", importance=message.importance,
        language=message.language, at=now, channel=one.channel_id,
    )  # fmt: skip


# ---- what came of it


def note_accepted(one: Claimed, told: Accepted, now: dt.datetime | None = None) -> None:
    """The other side has it; receipts that were quicker than we are taken up."""
    now = now or clock.now()
    with _step():
        row = Delivery.objects.select_related("channel", "message").get(pk=one.pk)
        wait = rules.number(f"no-receipt-{row.message.importance}")
        # by a way without receipts what is critical goes on to the next channel all the same: nobody knows that it arrived
        awaited = get_kind(row.channel.kind).receipts or row.message.importance == Message.Importance.CRITICAL
        won = Delivery.objects.filter(pk=one.pk, state=State.SENDING, claim=one.claim).update(
            state=State.SENT, provider_id=plain(told.provider_id)[:200], said=plain(told.said), trouble="", sent_at=now, lease_until=None,
            claim=None, next_try_at=None, receipt_due_at=now + dt.timedelta(seconds=wait) if awaited else None,
        )  # fmt: skip
        _worked(row.channel_id, now)
        if not won:
            return
        _count("sent")
        Message.objects.filter(pk=row.message_id, state=State.WAITING).update(state=State.SENT, sent_at=now)
        if told.delivered:
            _arrived(one.pk, State.DELIVERED, now)
        else:
            tell(Message.objects.get(pk=row.message_id), "changed")
        _take_early(row.channel_id, (plain(told.provider_id)[:200], str(row.our_id)), now)


def note_failed(one: Claimed, error: NotSent, now: dt.datetime | None = None) -> None:
    """Tried again after the dated wait, or handed on."""
    now = now or clock.now()
    with _step():
        row = (
            Delivery.objects.select_for_update(no_key=True, of=("self",))
            .select_related("message")
            .get(pk=one.pk)
        )
        if error.down:
            _failed_channel(row.channel_id, error, now)
        if row.state == State.SENDING and row.claim == one.claim:
            _again(row, error, now)


def _again(row: Delivery, error: NotSent, now: dt.datetime) -> None:
    after = None if error.permanent else rules.retry_after(row.message.importance, row.tries)
    if after is None or row.message.erased_at is not None:  # what was erased has nothing left to say
        _give_up(row, State.FAILED, error.trouble, error.said, now)
        return
    due = now + dt.timedelta(seconds=max(after, min(error.after_s or 0, 3600)))
    over = routing.quiet_until(row.message, due)
    Delivery.objects.filter(pk=row.pk).update(
        state=State.WAITING,
        next_try_at=over or due,
        held="quiet" if over else "",
        claim=None,
        lease_until=None,
        trouble=error.trouble,
        said=error.said,
    )


def _give_up(row: Delivery, state: State, trouble: str, said: str, now: dt.datetime) -> None:
    """This channel is done with it; the next one has its turn, unless somebody has it already."""
    Delivery.objects.filter(pk=row.pk).update(
        state=state, trouble=trouble, said=said, ended_at=now, claim=None, lease_until=None, next_try_at=None
    )
    if trouble == "gone":  # a browser that withdrew: it is asked no more
        Address.objects.filter(person=row.message.person_id, value=row.address).delete()
    _count("no-receipt" if state == State.NO_RECEIPT else "failed")
    message = (
        Message.objects.select_for_update(no_key=True, of=("self",))
        .select_related("person")
        .get(pk=row.message_id)
    )
    if message.state in DONE or message.erased_at is not None:
        return
    if routing.begin(message, now) is not None:
        tell(message, "changed")
    elif not message.deliveries.filter(state__in=(State.WAITING, State.SENDING)).exists():
        _end(message, trouble, now)


def _end(message: Message, trouble: str, now: dt.datetime) -> None:
    """No channel is left. One that took it without a receipt may yet speak; until then nobody knows."""
    states = set(message.deliveries.values_list("state", flat=True))
    if State.SENT in states and _without_receipts(message):
        return  # taken by a way that never says more
    message.state = State.NO_RECEIPT if states & {State.SENT, State.NO_RECEIPT} else State.FAILED
    message.trouble, message.ended_at = trouble, now
    message.save(update_fields=["state", "trouble", "ended_at"])
    tell(message, "failed")


def _without_receipts(message: Message) -> bool:
    return message.deliveries.filter(state=State.SENT, receipt_due_at__isnull=True).exists()


def _arrived(pk: int, state: State, now: dt.datetime) -> None:
    """It is there, or was read: the other channels need not try any more."""
    before = (State.READ,) if state == State.READ else DONE
    row = Delivery.objects.select_related("message").get(pk=pk)
    won = (
        Delivery.objects.filter(pk=pk)
        .exclude(state__in=before)
        .update(
            state=state,
            receipt_at=now,
            ended_at=now,
            trouble="",
            claim=None,
            lease_until=None,
            next_try_at=None,
        )
    )
    if not won:
        return
    others = Delivery.objects.filter(message_id=row.message_id, state=State.WAITING).exclude(pk=pk)
    others.update(state=State.NEEDLESS, ended_at=now, next_try_at=None)
    Address.objects.filter(person=row.message.person_id, value=row.address, verified_at__isnull=True).update(
        verified_at=now
    )
    _count(state.value)
    message = Message.objects.select_for_update(no_key=True).get(pk=row.message_id)
    if message.state not in before:
        message.state, message.trouble, message.ended_at = state, "", now
        message.save(update_fields=["state", "trouble", "ended_at"])
        tell(message, state.value)


# ---- receipts


def take_receipt(channel: Channel, told: Report, now: dt.datetime | None = None) -> bool:
    """What a provider says, once: a repeat changes nothing, one of a message that we do not know waits. True: it was new and ours."""
    now = now or clock.now()
    provider_id = plain(told.provider_id)[:200]
    if not provider_id or told.state not in (*DONE, State.FAILED):
        return False
    with _step():
        receipt, is_new = Receipt.objects.get_or_create(
            channel=channel, provider_id=provider_id, state=told.state,
            defaults={"said": plain(told.said)[:200], "received_at": now},
        )  # fmt: skip
        return is_new and _settle(receipt, now)


def _settle(receipt: Receipt, now: dt.datetime) -> bool:
    """Lets a receipt mean what it means; False: its message is not known (yet)."""
    rows = Delivery.objects.filter(channel_id=receipt.channel_id).exclude(
        state__in=(State.WAITING, State.NEEDLESS)
    )
    named = Q(provider_id=receipt.provider_id)
    if (ours := uuid_of(receipt.provider_id)) is not None:
        named |= Q(our_id=ours)
    row = rows.filter(named).order_by("-pk").select_related("message").first()
    if row is None:
        return False
    Receipt.objects.filter(pk=receipt.pk).update(delivery=row)
    if receipt.state != State.FAILED:
        _arrived(row.pk, State(receipt.state), now)
    elif row.state in (State.SENT, State.SENDING):
        _give_up(row, State.FAILED, "undelivered", cleaned(receipt.said, forms_of(row.address)), now)
    return True


def _take_early(channel_id: int, ids: tuple[str, ...], now: dt.datetime) -> None:
    early = Receipt.objects.filter(
        channel_id=channel_id, delivery__isnull=True, provider_id__in=[one for one in ids if one]
    )
    for receipt in early.order_by("pk"):
        _settle(receipt, now)


def uuid_of(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


# ---- time


def look_after(now: dt.datetime | None = None) -> int:
    """What time does: leases that ran out, receipts that did not come, what waits too long at a channel that is down."""
    now = now or clock.now()
    return _leases(now) + _silent(now) + _stuck(now) + _early(now)


def _leases(now: dt.datetime) -> int:
    """A sender that was killed: nobody knows whether it left; it is sent again under the same id."""
    rows = Delivery.objects.filter(state=State.SENDING, lease_until__lte=now)
    return _each(rows, lambda row: _again(row, NotSent("broke-off"), now))


def _silent(now: dt.datetime) -> int:
    rows = Delivery.objects.filter(state=State.SENT, receipt_due_at__lte=now)
    return _each(rows, lambda row: _give_up(row, State.NO_RECEIPT, "no-receipt", "", now))


def _stuck(now: dt.datetime) -> int:
    """What is critical does not wait behind a channel that rests or is overloaded, where another may carry it; nothing waits at one that
    was switched off."""
    late = now - dt.timedelta(seconds=rules.number("no-receipt-critical"))
    rows = Delivery.objects.filter(state=State.WAITING, next_try_at__lte=now)
    urgent = Q(channel__standing__rests_until__gt=now) | Q(next_try_at__lte=late)
    rows = rows.filter(
        Q(channel__is_on=False) | (Q(message__importance=Message.Importance.CRITICAL) & urgent)
    )
    return _each(rows, lambda row: _leave(row, now))


def _leave(row: Delivery, now: dt.datetime) -> None:
    """Its only channel it waits for: a gateway that is away for a minute is no reason to call nobody. One that cannot even be opened
    is away for longer."""
    broken = ChannelStanding.objects.filter(channel=row.channel_id, trouble="settings", failures__gt=0)
    if not row.channel.is_on or routing.next_turn(row.message) is not None or broken.exists():
        _give_up(row, State.FAILED, "channel-down", "", now)


def _early(now: dt.datetime) -> int:
    """Receipts that came while what they are about was being noted."""
    lost = Receipt.objects.filter(delivery__isnull=True, received_at__gt=now - UNCLAIMED)
    known = lost.filter(
        Q(
            provider_id__in=Delivery.objects.filter(sent_at__gt=now - UNCLAIMED)
            .exclude(provider_id="")
            .values("provider_id")
        )
    )
    done = 0
    for receipt in known[:AT_ONCE]:
        with _step():
            done += _settle(receipt, now)
    return done


def _each(rows: Any, call: Any) -> int:
    """One transaction for each, so that one that cannot be done holds up no other; two workers never do the same."""
    return sum(_done(rows, pk, call) for pk in list(rows.values_list("pk", flat=True)[:AT_ONCE]))


def _done(rows: Any, pk: int, call: Any) -> bool:
    """A fault of ours is logged; a database that is away ends the round."""
    try:
        with _step():
            locked = rows.select_for_update(no_key=True, of=("self",), skip_locked=True).select_related(
                "message", "channel"
            )
            row = locked.filter(pk=pk).first()
            if row is not None:
                call(row)
            return row is not None
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("a message could not be looked after", extra={"delivery": pk})
        return False


# ---- channels


def on_duty(now: dt.datetime | None = None) -> list[Channel]:
    """Channels that are on, with how they stand."""
    return list(
        Channel.objects.filter(is_on=True)
        .select_related("standing")
        .prefetch_related("secrets")
        .order_by("pk")
    )


def may_send(channel: Channel, at_once: int, now: dt.datetime | None = None) -> int:
    """How many side by side: none while it rests, one to see whether it works again."""
    standing = getattr(channel, "standing", None)
    if standing is None or standing.failures < TIRED:
        return at_once
    return 0 if standing.rests_until and standing.rests_until > (now or clock.now()) else 1


def note_channel_failed(channel_id: int, error: NotSent) -> None:
    """A channel that cannot even be opened."""
    with _step():
        _failed_channel(channel_id, error, clock.now())


def _failed_channel(channel_id: int, error: NotSent, now: dt.datetime) -> None:
    standing, _ = ChannelStanding.objects.select_for_update(no_key=True).get_or_create(channel_id=channel_id)
    standing.failures = min(standing.failures + 1, 30_000)
    standing.failed_at, standing.trouble, standing.said = now, error.trouble, error.said
    if standing.failures >= TIRED:
        standing.rests_until = now + dt.timedelta(seconds=rules.number("channel-rest"))
    standing.save()


def _worked(channel_id: int, now: dt.datetime) -> None:
    ChannelStanding.objects.update_or_create(
        channel_id=channel_id, defaults={"worked_at": now, "failures": 0, "rests_until": None}
    )


def lag_s(now: dt.datetime | None = None) -> float:
    """Seconds that the oldest due delivery has waited, channels that rest left out: they have a mark of their own."""
    now = now or clock.now()
    rows = Delivery.objects.filter(state=State.WAITING, next_try_at__lte=now, channel__is_on=True)
    oldest = (
        rows.exclude(channel__standing__failures__gte=TIRED)
        .order_by("next_try_at")
        .values_list("next_try_at", flat=True)
    )
    first = oldest.first()
    return max(0.0, (now - first).total_seconds()) if first else 0.0


def _count(what: str) -> None:
    health.count(PART, what)


@contextmanager
def _step() -> Iterator[None]:
    """One transaction of the machine: its rows say that no person changed them."""
    with change(by=None, source="worker:channels"), transaction.atomic():
        yield
