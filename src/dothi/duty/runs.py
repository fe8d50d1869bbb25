"""A run begins, is taken, is over: each by compare-and-swap, with its line in the record and its word to the rooms above.

What the steps of a run do stands in `advancing.py`.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.db import transaction

from dothi.accounts.models import Person
from dothi.duty import routing
from dothi.duty.models import Run, RunLine
from dothi.duty.routing import Thing
from dothi.kernel import clock, events
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import Conflict, NotAllowed, NotFound
from dothi.rules.alarms import actions as alarms
from dothi.rules.alarms.models import Alarm

_action = action_of("duty")
State, Line = Run.State, RunLine.Kind


@transaction.atomic
def open_run(thing: Thing, *, at: dt.datetime | None = None) -> Run | None:
    """Begins to call by the policy that holds today; the run that is open for the same thing is that run. None: nobody is called."""
    now = at or clock.now()
    standing = Run.objects.filter(kind=thing.kind, reference=thing.reference, state=State.OPEN).first()
    if standing is not None:
        return standing
    policy = routing.policy_for(thing, now.astimezone(clock.VIETNAM).date())
    first = policy.steps.first() if policy else None
    if policy is None or first is None:
        return None
    run = Run.objects.create(
        kind=thing.kind, reference=thing.reference, path=thing.path, title_vi=thing.title_vi[:300],
        title_en=thing.title_en[:300], severity=thing.severity, origin=thing.origin, unit_id=thing.unit_id,
        agency_id=thing.agency_id, policy=policy, code=secrets.token_urlsafe(16), began_at=now,
        due_at=now + dt.timedelta(seconds=first.wait_s),
    )  # fmt: skip
    write(run, Line.OPENED, at=now, policy=policy.code, since=f"{policy.valid_from:%d/%m/%Y}")
    tell(run, "changed")
    return run


@_action
def take(run: Run, *, by: Person) -> Run:
    """`by` takes care of it: nobody else is called. An alarm is acknowledged with it where `by` may.

    Raises NotAllowed (neither called nor allowed to act there), Conflict when somebody took it (names them) or it is over.
    """
    fresh = _locked(run)
    if not may_take(fresh, by):
        raise NotAllowed(permission="alarms.act")
    if fresh.state == State.TAKEN:
        raise Conflict("duty-taken-already", by=str(fresh.taken_by))
    if fresh.state == State.OVER:
        raise Conflict("duty-run-over")
    now = clock.now()
    _end(fresh, State.TAKEN, now, taken_by=by)
    write(fresh, Line.TAKEN, at=now, person=by, by="link")
    tell(fresh, "taken", by=by.pk, by_name=str(by))
    _acknowledge(fresh, by)
    return fresh


def may_take(run: Run, person: Person) -> bool:
    """Was this person called, or may they act on it anyhow?"""
    if run.lines.filter(kind=Line.CALLED, person=person).exists():
        return True
    return person.scope("alarms.act").covers(run.unit_id, run.agency_id)


@transaction.atomic
def taken_elsewhere(kind: str, reference: str, by: Person | None, *, at: dt.datetime | None = None) -> int:
    """Somebody acknowledged the alarm (took the case …) where it stands: whatever still runs for it stops."""
    ended = 0
    for run in _running(kind, reference):
        now = at or clock.now()
        _end(run, State.TAKEN if by else State.OVER, now, taken_by=by)
        write(run, Line.TAKEN if by else Line.OVER, at=now, person=by, by="desk")
        tell(run, "taken", by=by.pk if by else None, by_name=str(by or ""))
        ended += 1
    return ended


@transaction.atomic
def over(kind: str, reference: str, why: str, *, at: dt.datetime | None = None) -> int:
    """What it was about is over (`why`: cleared, closed, hidden …): nobody else is called."""
    ended = 0
    for run in _running(kind, reference):
        end_over(run, why, at or clock.now())
        ended += 1
    return ended


def end_over(run: Run, why: str, now: dt.datetime) -> None:
    """The same of one run that the caller has locked."""
    _end(run, State.OVER, now)
    write(run, Line.OVER, at=now, why=why)
    tell(run, "changed")


def exhaust(run: Run, now: dt.datetime) -> None:
    """Every step is done and nobody took it: told in red at the desk until somebody does. The caller has locked the run."""
    _end(run, State.EXHAUSTED, now)
    write(run, Line.EXHAUSTED, at=now)
    tell(run, "exhausted")


def write(
    run: Run, kind: str, *, at: dt.datetime, person: Person | None = None, key: str = "", step: Any = None, **fields: Any
) -> RunLine:  # fmt: skip
    """Adds a line to the record of a run. `step`: the one it belongs to."""
    return RunLine.objects.create(
        run=run, at=at, kind=kind, round=run.round, position=step.position if step else None, person=person,
        roster=step.roster if step else None, key=key, fields=fields,
    )  # fmt: skip


def tell(run: Run, what: str, **more: Any) -> None:
    """`what`: changed, called, taken, exhausted (`duty.<what>`)."""
    told = {
        "run": run.pk, "kind": run.kind, "reference": run.reference, "path": run.path, "state": run.state,
        "severity": run.severity, "title": run.title_vi, "title_en": run.title_en, **more,
    }  # fmt: skip
    events.publish(f"duty.{what}", told, permission="duty.view", unit_id=run.unit_id, agency_id=run.agency_id)


def _end(run: Run, state: str, now: dt.datetime, taken_by: Person | None = None) -> None:
    """By compare-and-swap: of two that end it one does. Raises Conflict."""
    won = Run.objects.filter(pk=run.pk, state=run.state).update(
        state=state, due_at=None, ended_at=now, taken_by=taken_by
    )
    if not won:
        raise Conflict("duty-run-over")
    run.state, run.due_at, run.ended_at, run.taken_by = state, None, now, taken_by


def _running(kind: str, reference: str) -> list[Run]:
    """Locked: open ones, and the newest that ended with nobody (it is red at the desk until somebody takes it)."""
    rows = Run.objects.select_for_update(of=("self",)).filter(kind=kind, reference=reference)
    return list(rows.filter(state__in=[State.OPEN, State.EXHAUSTED]).order_by("pk"))


def _locked(run: Run) -> Run:
    fresh = Run.objects.select_for_update(of=("self",)).filter(pk=run.pk).first()
    if fresh is None:
        raise NotFound("duty-run-unknown")
    return fresh


def _acknowledge(run: Run, by: Person) -> None:
    """Taking an alarm's run is acknowledging the alarm, where this person may; somebody else may have been first."""
    if run.kind != "alarm":
        return
    alarm = Alarm.objects.filter(pk=int(run.reference)).first()
    if alarm is None or alarm.acknowledged or alarm.closed_at is not None:
        return
    if by.scope("alarms.act").covers(alarm.unit_id, alarm.agency_id):
        try:
            with transaction.atomic():
                alarms.acknowledge(alarm, by=by)
        except Conflict:
            return  # between reading and locking somebody was first: it is acknowledged all the same
