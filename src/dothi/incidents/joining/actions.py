"""Merging, parting, splitting and linking cases. Each is one transaction: rows, a line in both logs, an event.

Callers have read both cases through the right to work on them; the rows are held in one order, so of two people one waits and is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.db import transaction

from dothi.accounts.models import Person
from dothi.incidents import owing
from dothi.incidents.codes import next_code
from dothi.incidents.joining.models import IncidentLink, IncidentMerge
from dothi.incidents.joining.moving import Moved, hold, move, refuse_closed
from dothi.incidents.journal import tell, write
from dothi.incidents.models import Incident, IncidentLog, Status
from dothi.kernel import clock
from dothi.kernel.audit.context import because
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.said import plain
from dothi.rules.models import Severity

LONGEST_REASON = 500
DEEPEST = 50  # causes of causes that are looked through


@transaction.atomic
def merge(source: Incident, target: Incident, *, reason: str, by: Person) -> IncidentMerge:
    """Takes `source` into `target`: what belongs to it goes there, it is closed. Raises BadRequest without a reason or for a case
    with itself, Conflict when one of them is closed or was merged meanwhile."""
    if source.pk == target.pk:
        raise BadRequest("incident-joined-with-itself", code=source.code)
    why = _reason(reason, source)
    held, into = hold(source, target)
    refuse_closed(held, into)
    moved = move(held, into, by)
    done = IncidentMerge.objects.create(
        source=held, target=into, was_status=held.status, moved=moved, reason=why, at=clock.now(), by=by
    )
    _close_into(held, into, why, by, done.at)
    owing.follow_case(held)
    counts = _counts(moved)
    write(held, IncidentLog.Kind.MERGE, why, by, what="into", other=into.code, moved=counts)
    write(into, IncidentLog.Kind.MERGE, why, by, what="from", other=held.code, moved=counts)
    _touch(into, done.at)
    tell("incidents.merged", held, into=into.code, moved=moved)
    tell("incidents.closed", held)
    tell("incidents.updated", into)
    return done


def _close_into(source: Incident, target: Incident, reason: str, by: Person, at: dt.datetime) -> None:
    source.status, source.merged_into = Status.CLOSED, target
    source.closed_at, source.closed_by, source.changed_at = at, by, at
    source.close_reason = reason
    source.save(
        update_fields=["status", "merged_into", "closed_at", "closed_by", "close_reason", "changed_at"]
    )


@transaction.atomic
def part(done: IncidentMerge, *, reason: str, by: Person) -> Incident:
    """The way back of a merge: what went along returns, the case is again as it stood. Raises Conflict when they were parted
    already or the case that it went into is closed."""
    why = _reason(reason, done.source)
    source, target = hold(done.source, done.target)
    refuse_closed(target)
    because(why)
    if not IncidentMerge.objects.filter(pk=done.pk, undone_at__isnull=True).update(
        undone_at=clock.now(), undone_by=by, undo_reason=why
    ):
        raise Conflict("incident-parted-already", code=source.code)
    Incident.objects.filter(pk=source.pk).update(
        status=done.was_status, merged_into=None, closed_at=None, closed_by=None, close_reason=""
    )
    source.refresh_from_db()
    owing.follow_case(source)
    moved = move(target, source, by, done.moved)
    counts = _counts(moved)
    write(source, IncidentLog.Kind.SPLIT, why, by, what="parted", other=target.code, moved=counts)
    write(target, IncidentLog.Kind.SPLIT, why, by, what="parted-here", other=source.code, moved=counts)
    for case in (source, target):
        _touch(case, clock.now())
    tell("incidents.split", target, into=source.code, moved=moved)
    tell("incidents.updated", source)
    return source


@transaction.atomic
def split(
    incident: Incident,
    *,
    title: str,
    kind: str,
    severity: str,
    chosen: Mapping[str, Collection[int]],
    reason: str,
    by: Person,
) -> Incident:
    """Takes some of a case out into a new one, linked to it. `chosen`: ids by part (alarms, entities, sources, calls …).

    Raises BadRequest without a title, a reason or anything chosen, Conflict when the case is closed or nothing of what was
    chosen stands in it any more (a form sent twice).
    """
    title, why = plain(title)[:200], _reason(reason, incident)
    if not title:
        raise BadRequest("incident-needs-title")
    if severity not in Severity.values:
        raise BadRequest("incident-severity", severity=severity)
    if not any(chosen.values()):
        raise BadRequest("incident-split-nothing", code=incident.code)
    (held,) = hold(incident)
    refuse_closed(held)
    new = _taken_out(held, title, kind, severity, by)
    moved = move(held, new, by, chosen)
    if not moved:
        raise Conflict("incident-split-gone", code=held.code)
    IncidentLink.objects.create(
        first=held, second=new, kind=IncidentLink.Kind.SPLIT, made_at=new.opened_at, made_by=by
    )
    counts = _counts(moved)
    write(new, IncidentLog.Kind.SPLIT, why, by, what="out-of", other=held.code, moved=counts)
    write(held, IncidentLog.Kind.SPLIT, why, by, what="taken-out", other=new.code, moved=counts)
    _touch(held, clock.now())
    tell("incidents.split", held, into=new.code, moved=moved)
    tell("incidents.opened", new)
    return new


def _taken_out(incident: Incident, title: str, kind: str, severity: str, by: Person) -> Incident:
    now = clock.now()
    return Incident.objects.create(
        code=next_code(),
        title=title,
        kind=(kind or incident.kind)[:60],
        severity=severity,
        opened_at=now,
        changed_at=now,
        opened_by=by,
        unit=incident.unit,
        agency=incident.agency,
        lon=incident.lon,
        lat=incident.lat,
        place=incident.place,
        accuracy_m=incident.accuracy_m,
        origin=incident.origin,
    )


@transaction.atomic
def link(first: Incident, second: Incident, *, kind: str, by: Person) -> IncidentLink:
    """Says that two cases belong together. Raises BadRequest for a case with itself or a kind that nobody may choose, Conflict
    when they are linked already, one of them is closed, or a cause would be its own effect."""
    if first.pk == second.pk:
        raise BadRequest("incident-joined-with-itself", code=first.code)
    if kind not in (IncidentLink.Kind.RELATED, IncidentLink.Kind.CAUSE):
        raise BadRequest("incident-link-kind")
    a, b = hold(first, second)
    refuse_closed(a, b)
    standing = IncidentLink.objects.filter(ended_at__isnull=True)
    if standing.filter(first__in=(a, b), second__in=(a, b)).exists():
        raise Conflict("incident-linked-already", code=a.code, other=b.code)
    if kind == IncidentLink.Kind.CAUSE and _leads_to(b, a):
        raise Conflict("incident-link-cycle", code=a.code, other=b.code)
    made = IncidentLink.objects.create(first=a, second=b, kind=kind, made_at=clock.now(), made_by=by)
    for case, other, what in ((a, b, kind), (b, a, "effect" if kind == IncidentLink.Kind.CAUSE else kind)):
        write(case, IncidentLog.Kind.LINK, "", by, what=str(what), other=other.code)
        tell("incidents.updated", case)
    return made


def _leads_to(first: Incident, last: Incident) -> bool:
    """Is `last` an effect of `first`, or of one of its effects?"""
    seen: set[int] = set()
    front = {first.pk}
    for _ in range(DEEPEST):
        rows = IncidentLink.objects.filter(
            first__in=front, kind=IncidentLink.Kind.CAUSE, ended_at__isnull=True
        )
        front = set(rows.values_list("second_id", flat=True)) - seen
        if last.pk in front:
            return True
        if not front:
            return False
        seen |= front
    return True  # deeper than anybody means: rather refused


@transaction.atomic
def unlink(made: IncidentLink, *, reason: str, by: Person) -> None:
    """Ends a link. Raises BadRequest without a reason, Conflict when it was ended before."""
    why = _reason(reason, made.first)
    because(why)
    ended = IncidentLink.objects.filter(pk=made.pk, ended_at__isnull=True)
    if not ended.update(ended_at=clock.now(), ended_by=by, end_reason=why):
        raise Conflict("incident-unlinked-already", code=made.first.code, other=made.second.code)
    for case, other in ((made.first, made.second), (made.second, made.first)):
        write(case, IncidentLog.Kind.LINK, why, by, what="ended", other=other.code)
        tell("incidents.updated", case)


def _reason(text: str, incident: Incident) -> str:
    said = plain(text)[:LONGEST_REASON]
    if not said:
        raise BadRequest("incident-needs-reason", code=incident.code)
    because(said)
    return said


def _counts(moved: Moved) -> dict[str, int]:
    return {part: len(ids) for part, ids in moved.items()}


def _touch(incident: Incident, at: dt.datetime) -> None:
    Incident.objects.filter(pk=incident.pk).update(changed_at=at)
