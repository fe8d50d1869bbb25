"""Giving and handing over command roles. The row, a line of the log and the event in one transaction; of two people one wins."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from dothi.accounts.models import Agency, Person
from dothi.incidents.command.models import CommandRole, HeldRole
from dothi.incidents.joining.moving import hold, refuse_closed
from dothi.incidents.journal import tell, write
from dothi.incidents.models import Incident, IncidentLog
from dothi.kernel import clock
from dothi.kernel.audit.context import because
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.said import plain

LONGEST_REASON = 500
EARLIER = dt.timedelta(minutes=30)  # somebody may have taken command before the call came


@dataclass(frozen=True, slots=True)
class Holder:
    """Who takes a role: a person of this system, or a name as it is written (rank and name), with an agency and a telephone."""

    name: str = ""
    person: Person | None = None
    agency: Agency | None = None
    phone: str = ""

    @property
    def written(self) -> str:
        return (plain(self.name) or (str(self.person) if self.person else ""))[:200]

    @property
    def of(self) -> Agency | None:
        return self.agency or (self.person.agency if self.person else None)


@transaction.atomic
def give(
    incident: Incident,
    role: CommandRole,
    holder: Holder,
    *,
    at: dt.datetime | None = None,
    reason: str = "",
    by: Person,
) -> HeldRole:
    """Gives a role that nobody holds, from `at` (now). Raises BadRequest without a name or for an instant that cannot be,
    Conflict when the case is closed or somebody holds it."""
    (held,) = hold(incident)
    refuse_closed(held)
    begun = _instant(held, at)
    row = _begin(held, role, holder, begun, plain(reason)[:LONGEST_REASON], by)
    _say(held, row, role, "given", row.reason, at, by)
    return row


@transaction.atomic
def hand_over(
    standing: HeldRole, holder: Holder, *, at: dt.datetime | None = None, reason: str, by: Person
) -> HeldRole:
    """Another takes the role from this instant on: no moment without a holder, none with two. Raises as `give`, BadRequest without
    a reason, Conflict when it was handed over or ended meanwhile."""
    held, begun, why = _ending(standing, at, reason)
    if not holder.written:
        raise BadRequest("incident-role-needs-name")
    _end(standing, begun, why, by)
    row = _begin(held, standing.role, holder, begun, why, by)
    _say(held, row, standing.role, "handed", why, at, by, before=standing.name)
    return row


@transaction.atomic
def end(standing: HeldRole, *, at: dt.datetime | None = None, reason: str, by: Person) -> None:
    """Nobody holds the role any more. Raises BadRequest without a reason, Conflict when it was ended meanwhile."""
    held, ended, why = _ending(standing, at, reason)
    _end(standing, ended, why, by)
    _say(held, standing, standing.role, "ended", why, at, by)


def _ending(standing: HeldRole, at: dt.datetime | None, reason: str) -> tuple[Incident, dt.datetime, str]:
    (held,) = hold(standing.incident)
    refuse_closed(held)
    why = plain(reason)[:LONGEST_REASON]
    if not why:
        raise BadRequest("incident-role-needs-reason")
    when = _instant(held, at)
    if when < standing.from_at:
        raise BadRequest("incident-role-before-it-began")
    because(why)
    return held, when, why


def _instant(incident: Incident, at: dt.datetime | None) -> dt.datetime:
    now = clock.now()
    if at is None:
        return now
    if not incident.opened_at - EARLIER <= at <= now:
        raise BadRequest("incident-role-time")
    return at


def _begin(
    incident: Incident, role: CommandRole, holder: Holder, at: dt.datetime, reason: str, by: Person
) -> HeldRole:
    if not holder.written:
        raise BadRequest("incident-role-needs-name")
    rows = HeldRole.objects.filter(incident=incident, code=f"{role.pack}/{role.code}")
    if not role.many and rows.filter(until_at__gt=at).exists():
        raise BadRequest("incident-role-time")  # somebody held it then
    try:
        with transaction.atomic():
            return HeldRole.objects.create(
                incident=incident,
                role=role,
                code=f"{role.pack}/{role.code}",
                single=not role.many,
                person=holder.person,
                name=holder.written,
                agency=holder.of,
                phone=plain(holder.phone)[:40],
                from_at=at,
                given_by=by,
                reason=reason,
            )
    except IntegrityError as error:
        if "role_held_by_one" not in str(error):
            raise
        there = rows.get(until_at__isnull=True)
        raise Conflict("incident-role-held", role=role.name, holder=there.name) from error


def _end(standing: HeldRole, at: dt.datetime, reason: str, by: Person) -> None:
    ended = HeldRole.objects.filter(pk=standing.pk, until_at__isnull=True)
    if not ended.update(until_at=at, ended_by=by, end_reason=reason):
        raise Conflict("incident-role-ended-meanwhile", role=standing.role.name)


def _say(
    incident: Incident,
    row: HeldRole,
    role: CommandRole,
    what: str,
    reason: str,
    at: dt.datetime | None,
    by: Person,
    before: str = "",
) -> None:
    line = write(
        incident,
        IncidentLog.Kind.COMMAND_ROLE,
        reason,
        by,
        at=at,
        what=what,
        holder=row.name,
        name_vi=role.name_vi,
        name_en=role.name_en,
        before=before,
    )
    Incident.objects.filter(pk=incident.pk).update(changed_at=line.recorded_at)
    tell("incidents.updated", incident)
