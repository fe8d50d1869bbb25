"""Many addresses told in a handful of statements: a warning is for ten thousand people at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dothi.kernel import clock, events
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest
from dothi.kernel.events import Told
from dothi.kernel.said import plain
from dothi.notify import routing
from dothi.notify.actions import PATH, wake
from dothi.notify.models import Channel, Delivery, Message, State, Way
from dothi.notify.said import Said

_action = action_of("notify")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message to one address, as `actions.send_to_address` takes it."""

    way: str
    address: str
    text: Said
    key: str
    about: str = ""
    importance: str = Message.Importance.NORMAL
    language: str = "vi"
    origin: str = "live"
    unit_id: int | None = None


@_action
def send_to_addresses(letters: Sequence[Letter], *, purpose: str) -> int:
    """Tells each address by its way; a `key` that was sent before is left out. Returns how many are new.

    Raises BadRequest (no such way, no address, no purpose), IntegrityError where another transaction sends one of these keys at the
    same moment: whoever calls holds their rows locked.
    """
    if not plain(purpose):
        raise BadRequest("notify-needs-purpose")
    known = set(Message.objects.filter(key__in=[one.key for one in letters]).values_list("key", flat=True))
    messages = Message.objects.bulk_create(_message(one, purpose) for one in letters if one.key not in known)
    serving: dict[tuple[str, int | None, str], Channel | None] = {}
    reached = [(message, _channel(message, serving)) for message in messages]
    lost = [message.pk for message, channel in reached if channel is None]
    now = clock.now()
    Delivery.objects.bulk_create(
        Delivery(
            message=message,
            channel=channel,
            address=message.address,
            number=1,
            next_try_at=now,
            created_at=now,
        )
        for message, channel in reached
        if channel is not None
    )
    if lost:
        Message.objects.filter(pk__in=lost).update(state=State.FAILED, trouble="no-channel", ended_at=now)
    events.publish_all([_told(message, channel is None) for message, channel in reached])
    if len(lost) < len(messages):
        wake()
    return len(messages)


def _message(one: Letter, purpose: str) -> Message:
    if one.way not in Way.values:
        raise BadRequest("notify-way", way=one.way[:20])
    if not plain(one.address):
        raise BadRequest("notify-needs-address")
    return Message(
        key=one.key[:200], way=one.way, address=plain(one.address)[:1000], text_key=one.text.key, text_fields=dict(one.text.fields),
        language=one.language, importance=one.importance, about=one.about[:PATH], purpose=plain(purpose)[:200], origin=one.origin,
        unit_id=one.unit_id, created_at=clock.now(),
    )  # fmt: skip


def _channel(message: Message, serving: dict[tuple[str, int | None, str], Channel | None]) -> Channel | None:
    """The first that carries it; asked once for all that go the same way from the same unit."""
    alike = (message.way, message.unit_id, message.origin)
    if alike not in serving:
        turn = next(routing.turns(message), None)
        serving[alike] = turn.channel if turn else None
    return serving[alike]


def _told(message: Message, is_lost: bool) -> Told:
    state = State.FAILED if is_lost else message.state
    payload = {"message": message.pk, "key": message.key, "state": str(state), "about": message.about}
    return Told(f"notify.{'failed' if is_lost else 'changed'}", payload, "notify.view", message.unit_id, None)
