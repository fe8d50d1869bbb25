"""The course of a command once nobody is asked any more: every step a compare-and-swap with its version and its event."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from dothi.commands.channels.kinds import Answer, Kind, NotSent, Order, Unanswered
from dothi.commands.choosing import channel_of, kind_of, settings_of
from dothi.commands.interlock import allows, is_own_word
from dothi.commands.models import Channel, Command
from dothi.commands.telling import tell
from dothi.connectors.sources.asking import SettingsRefused
from dothi.connectors.sources.errors import SourceError
from dothi.entities import queries as entities
from dothi.kernel import clock
from dothi.kernel.audit.context import change
from dothi.kernel.errors import BadRequest, NotFound
from dothi.rules.expressions import duration

MOST = 100  # of one round
logger = logging.getLogger(__name__)
State = Command.State


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A command with all that is needed outside the database."""

    pk: int
    order: Order
    kind: Kind
    settings: Any


def break_off() -> int:
    """Commands that a process was sending when it ended: nobody knows whether the device has them."""
    left = list(Command.objects.filter(state=State.SENDING))
    return sum(
        _move(one, State.SENDING, State.UNKNOWN, ended_at=clock.now(), trouble="killed") for one in left
    )


def look_after() -> None:
    """What time and the devices say of commands that wait or are sent."""
    now = clock.now()
    for one in Command.objects.filter(state=State.WAITING, expires_at__lte=now)[:MOST]:
        _move(one, State.WAITING, State.EXPIRED, ended_at=now)
    sent = list(Command.objects.filter(state=State.SENT).order_by("pk")[:MOST])
    shown = entities.latest({one.urn for one in sent}, {one.attribute for one in sent}) if sent else {}
    for one in sent:
        if _shows(shown.get(one.urn), one):
            _move(one, State.SENT, State.CONFIRMED, ended_at=now, shown_by=Command.Shown.ATTRIBUTE)
        elif one.until is not None and one.until <= now:
            _move(one, State.SENT, State.TIMED_OUT, ended_at=now)


def _shows(entity: entities.Entity | None, command: Command) -> bool:
    """Does the device itself show the value, told since it was sent? Whole seconds: many devices' clocks have no finer ones."""
    value = entity.value(command.attribute) if entity is not None else None
    if value is None or command.sent_at is None or not is_own_word(value):
        return False
    return bool(value.value == command.value) and value.observed_at >= command.sent_at.replace(microsecond=0)


def claim_ready() -> list[Outgoing]:
    """Commands that are now this process's to send: committed as `sending` before anything leaves."""
    ready = list(Command.objects.filter(state=State.READY).order_by("pk")[:MOST])
    channels = list(Channel.objects.all()) if ready else []
    return [found for one in ready if (found := _claimed(one, channel_of(one, channels)))]


def _claimed(command: Command, channel: Channel | None) -> Outgoing | None:
    now = clock.now()
    outgoing = None
    try:
        if not (trouble := _hindrance(command, channel, now)):
            outgoing = _outgoing(command, channel, now)
    except (SettingsRefused, SourceError):
        logger.exception("channel %s cannot be used", channel)
        trouble = "channel"
    except BadRequest:  # as it was asked it says nothing to this version of the program
        logger.exception("command %s cannot be read", command.pk)
        trouble = "interlock"
    if trouble:
        _move(command, State.READY, State.FAILED, ended_at=now, trouble=trouble, channel=channel)
        return None
    return outgoing if _move(command, State.READY, State.SENDING, sent_at=now, channel=channel) else None


def _hindrance(command: Command, channel: Channel | None, now: dt.datetime) -> str:
    """Why it must not be sent any more; consent is for now, not for when a worker comes back."""
    if now >= command.expires_at:
        return "expired"
    if (channel is not None and not channel.is_on) or kind_of(channel) is None:
        return "channel-off"
    try:
        entity = entities.entity(command.urn)
    except NotFound:
        return "gone"
    return "" if allows(command.told, entity) else "interlock"


def _outgoing(command: Command, channel: Channel | None, at: dt.datetime) -> Outgoing:
    kind = kind_of(channel)
    assert kind is not None
    until = at + duration(command.told["timeout"])
    order = Order(command.key, command.code, command.urn, command.attribute, command.value, at, until)
    return Outgoing(command.pk, order, kind, settings_of(channel, kind))


def note_answer(pk: int, answer: Answer | NotSent | Unanswered) -> None:
    """What the other side said, or why it did not."""
    command, now = Command.objects.get(pk=pk), clock.now()
    if isinstance(answer, NotSent):
        told = {"trouble": answer.trouble, "acknowledgement": answer.said}
        _move(command, State.SENDING, State.FAILED, ended_at=now, **told)
        return
    if isinstance(answer, Unanswered):
        _move(command, State.SENDING, State.UNKNOWN, ended_at=now, trouble="unanswered")
        return
    said = {"acknowledged_at": now, "acknowledgement": answer.said[:120]} if answer.said else {}
    _move(command, State.SENDING, State.SENT, until=now + duration(command.told["timeout"]), **said)
    if answer.shown:
        note_shown(pk)


def to_read_back() -> list[Outgoing]:
    """What is sent over a channel that can be asked whether it is done."""
    sent = Command.objects.filter(state=State.SENT, channel__isnull=False, channel__is_on=True)
    found = []
    for one in sent.select_related("channel").order_by("pk")[:MOST]:
        kind = kind_of(one.channel)
        if kind is not None and kind.look is not None and one.sent_at is not None:
            try:
                found.append(_outgoing(one, one.channel, one.sent_at))
            except (SettingsRefused, SourceError):
                logger.exception("channel %s cannot be used", one.channel)
    return found


def note_shown(pk: int) -> None:
    """It was read from the device over the channel."""
    shown = {"ended_at": clock.now(), "shown_by": Command.Shown.READ_BACK}
    _move(Command.objects.get(pk=pk), State.SENT, State.CONFIRMED, **shown)


def _move(command: Command, before: str, after: str, **more: Any) -> bool:
    """One step; False when somebody was faster."""
    with change(by=None, source=f"commands.{after}"), transaction.atomic():
        if not Command.objects.filter(pk=command.pk, state=before).update(state=after, **more):
            return False
        command.refresh_from_db()
        tell("commands.moved" if command.is_open else "commands.ended", command)
    return True
