"""What officers do with planned works. Each change of a published one says why, stands in its public record, and reaches who follows it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import F

from dothi.accounts.models import Person
from dothi.around.works.models import Work, WorkLine
from dothi.around.works.said import Said, refuse_times
from dothi.kernel import clock, events, locks, series
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.origin import Origin
from dothi.kernel.said import plain

RIGHT = "around.manage"
REASON = 500
State = Work.State

_action = action_of("around")


@_action
def draft(said: Said, *, key: UUID, by: Person, origin: Origin = Origin.TYPED) -> Work:
    """Nothing is public yet; the same `key` again is the same work. Raises BadRequest, NotAllowed (outside the right)."""
    told = said.checked()
    assert told.unit is not None  # checked
    scope = by.scope(RIGHT)
    if not scope:
        raise NotAllowed(permission=RIGHT)
    agency_id = scope.agency_for(told.unit.pk, by.agency_id)
    locks.hold(f"work {key}")  # of the same form twice at once the second finds the first
    standing = Work.objects.filter(key=key).first()
    if standing is not None:
        return standing
    return Work.objects.create(
        key=key, code=series.next_code("CV", "around_work_series"), agency_id=agency_id, made_by=by, made_at=clock.now(),
        origin=origin.word, **told.columns,
    )  # fmt: skip


@_action
def change(work: Work, said: Said, *, revision: int, by: Person, reason: str = "") -> Work:
    """Other words, place or times. A published one asks for a reason, and says `moved` where its times changed."""
    told, before = said.checked(), (work.starts_at, work.ends_at)
    assert told.unit is not None  # checked
    _refuse_stranger(work, by)
    if not by.scope(RIGHT).covers(told.unit.pk, work.agency_id):
        raise NotAllowed(permission=RIGHT)
    if work.state == State.DRAFT:
        return _moved(work, (State.DRAFT,), revision, **told.columns)
    because = _reason(reason)
    is_moved = before != (told.starts_at, told.ends_at)
    columns = told.columns | ({"state": State.MOVED} if is_moved and work.state != State.RUNNING else {})
    changed = _moved(work, Work.OPEN, revision, **columns)
    was = {"from": clock.iso(before[0]), "to": clock.iso(before[1])} if is_moved else {}
    return _told(changed, "moved" if is_moved else "changed", because, by, **was)


@_action
def publish(work: Work, *, by: Person) -> Work:
    """Makes it public. Raises Conflict: it is, or its time is over."""
    _refuse_stranger(work, by)
    now = clock.now()
    if work.ends_at <= now:
        raise Conflict("work-over", code=work.code)
    return _told(
        _moved(work, (State.DRAFT,), None, state=State.PLANNED, published_at=now), "published", "", by
    )


@_action
def move(
    work: Work, starts_at: dt.datetime | None, ends_at: dt.datetime | None, *, reason: str, by: Person
) -> Work:
    """Another time, and why; what was told first stays readable."""
    _refuse_stranger(work, by)
    refuse_times(starts_at, ends_at)
    because, was = _reason(reason), {"from": clock.iso(work.starts_at), "to": clock.iso(work.ends_at)}
    columns = {"state": State.MOVED, "starts_at": starts_at, "ends_at": ends_at}
    return _told(_moved(work, (State.PLANNED, State.MOVED), None, **columns), "moved", because, by, **was)


@_action
def begin(work: Work, *, by: Person) -> Work:
    """Somebody on the spot says that it began."""
    _refuse_stranger(work, by)
    return _told(_moved(work, (State.PLANNED, State.MOVED), None, state=State.RUNNING), "begun", "", by)


@_action
def finish(work: Work, *, by: Person) -> Work:
    """It is done, also before its time."""
    _refuse_stranger(work, by)
    return _told(_moved(work, Work.OPEN, None, state=State.DONE), "done", "", by)


@_action
def cancel(work: Work, *, reason: str, by: Person) -> Work:
    """It will not be, or no further; why is public."""
    _refuse_stranger(work, by)
    because = _reason(reason)
    return _told(_moved(work, Work.OPEN, None, state=State.CANCELLED), "cancelled", because, by)


def _refuse_stranger(work: Work, by: Person) -> None:
    if not by.scope(RIGHT).covers(work.unit_id, work.agency_id):
        raise NotAllowed(permission=RIGHT)


def _reason(text: str) -> str:
    said = plain(text)[:REASON]
    if not said:
        raise BadRequest("work-needs-reason")
    return said


def _moved(work: Work, before: tuple[str, ...], revision: int | None, **columns: Any) -> Work:
    """By compare-and-swap: of two officers one wins. Raises Conflict."""
    rows = Work.objects.filter(pk=work.pk, state__in=before)
    if revision is not None:
        rows = rows.filter(revision=revision)
    if not rows.update(revision=F("revision") + 1, **columns):
        raise Conflict("work-changed-meanwhile", code=work.code)
    work.refresh_from_db()
    return work


def _told(work: Work, what: str, text: str, by: Person, **fields: Any) -> Work:
    line = WorkLine.objects.create(
        work=work, what=what, text=text, fields=fields, person=by, recorded_at=clock.now()
    )
    payload = {"work": work.code, "what": what, "line": line.pk}
    events.publish("around.work", payload, permission=RIGHT, unit_id=work.unit_id, agency_id=work.agency_id)
    return work
