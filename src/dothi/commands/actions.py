"""What people do with commands: ask, consent, refuse, cancel. Sending is `sending.py`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from dothi.accounts.models import Person
from dothi.commands.catalogue import Kind
from dothi.commands.choosing import channel_of
from dothi.commands.interlock import refuse_unless_allowed
from dothi.commands.models import Command
from dothi.commands.telling import tell
from dothi.entities import queries as entities
from dothi.kernel import clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.said import plain
from dothi.streams.commands import is_reachable

_action = action_of("commands")
LONGEST = 500


@_action
def ask(
    kind: Kind, urn: str, *, value: str, key: UUID, reason: str, by: Person, incident: str = ""
) -> Command:
    """Asks for a command; it waits for a second person where it must. The same `key` again is the same command.

    `incident`: code of the case that it is asked for; the case's own room judges whether `by` sees that one.

    Raises NotFound (no such entity, for this person), NotAllowed, BadRequest (another type, a value outside, no reason),
    Conflict (the interlock does not allow it; one is under way).
    """
    locks.hold(f"command {urn}")
    if (standing := Command.objects.filter(key=key, asked_by=by).first()) is not None:
        return standing
    entity = entities.entity(urn, by.scope("entities.view"))
    if not by.scope("commands.ask").covers(entity.unit_id, entity.agency_id):
        raise NotAllowed(permission="commands.ask")
    if kind.type not in entity.types or not (is_reachable(urn) or channel_of(entity)):
        raise BadRequest("command-type", type=kind.type)
    if not plain(reason):
        raise BadRequest("command-needs-reason")
    wanted = kind.value_of(value)
    refuse_unless_allowed(kind.told, entity)
    if Command.objects.filter(urn=urn, code=kind.code, state__in=Command.OPEN).exists():
        raise Conflict("command-under-way", entity=entity.name)
    now = clock.now()
    command = Command.objects.create(
        key=key, code=kind.code, pack=kind.pack, told=kind.told, urn=urn, entity_name=entity.name[:300], unit_id=entity.unit_id,
        agency_id=entity.agency_id, value=wanted, risk=kind.risk, needs_second=kind.needs_second, reason=plain(reason)[:LONGEST], incident=incident[:20],
        state=Command.State.WAITING if kind.needs_second else Command.State.READY, asked_by=by, asked_at=now,
        expires_at=now + kind.expires,
    )  # fmt: skip
    tell("commands.asked", command, by)
    return command


@_action
def consent(command: Command, *, by: Person) -> Command:
    """Lets a command be sent. Raises NotAllowed, Conflict (the same person; decided or expired meanwhile)."""
    _refuse_decider(command, by)
    now = clock.now()
    if command.expires_at <= now:
        raise Conflict("command-expired")
    _move(command, (Command.State.WAITING,), Command.State.READY, decided_by=by, decided_at=now)
    tell("commands.consented", command, by)
    return command


@_action
def refuse(command: Command, *, by: Person, reason: str) -> Command:
    """Says no, with a reason. Raises NotAllowed, BadRequest, Conflict."""
    _refuse_decider(command, by)
    if not plain(reason):
        raise BadRequest("command-needs-reason")
    now = clock.now()
    _move(
        command, (Command.State.WAITING,), Command.State.REFUSED,
        decided_by=by, decided_at=now, ended_at=now, note=plain(reason)[:LONGEST],
    )  # fmt: skip
    tell("commands.ended", command, by)
    return command


@_action
def cancel(command: Command, *, by: Person, reason: str) -> Command:
    """Takes a command back before it is sent. Whoever may ask or consent there may. Raises NotAllowed, Conflict (it is sent)."""
    may = by.scope("commands.ask").covers(command.unit_id, command.agency_id)
    if not may and not by.scope("commands.consent").covers(command.unit_id, command.agency_id):
        raise NotAllowed(permission="commands.ask")
    states = (Command.State.WAITING, Command.State.READY)
    note = f"{by}: {plain(reason)}"[:LONGEST]
    _move(command, states, Command.State.CANCELLED, ended_at=clock.now(), note=note)
    tell("commands.ended", command, by)
    return command


def _refuse_decider(command: Command, by: Person) -> None:
    if not by.scope("commands.consent").covers(command.unit_id, command.agency_id):
        raise NotAllowed(permission="commands.consent")
    if command.asked_by_id == by.pk:
        raise Conflict("command-second-person")


def _move(command: Command, before: tuple[str, ...], state: str, **more: Any) -> None:
    if not Command.objects.filter(pk=command.pk, state__in=before).update(state=state, **more):
        raise Conflict("command-decided-meanwhile")
    command.refresh_from_db()
