"""A run is taken, is exhausted, is over: each by compare-and-swap, with its line in the record and its word to the rooms above.

How one begins stands in `opening.py`, what its steps do in `advancing.py`. A run that gathers others is locked before them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from dothi.accounts.models import Person
from dothi.duty.models import Run, RunLine
from dothi.kernel import clock, events
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import Conflict, NotAllowed, NotFound
from dothi.kernel.i18n import t
from dothi.rules.alarms import actions as alarms
from dothi.rules.alarms.models import Alarm

_action = action_of("duty")
State, Line = Run.State, RunLine.Kind


@_action
def take(run: Run, *, by: Person) -> Run:
    """`by` takes care of it: nobody else is called. An alarm is acknowledged with it where `by` may; those of a run that gathers are
    taken with it and not acknowledged: nobody has looked at each of them yet.

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
    told = titles_of(fresh)  # before: then none of what it gathers is left
    _end(fresh, State.TAKEN, now, taken_by=by)
    write(fresh, Line.TAKEN, at=now, person=by, by="link")
    _take_gathered(fresh, by, now)
    tell(fresh, "taken", said=told, by=by.pk, by_name=str(by))
    _acknowledge(fresh, by)
    _over_with_the_last(fresh, now)
    return fresh


def _take_gathered(run: Run, by: Person, now: dt.datetime) -> None:
    """All at once: a flood has hundreds."""
    ids = list(run.gathered.filter(state=State.GATHERED).values_list("pk", flat=True))
    Run.objects.filter(pk__in=ids).update(state=State.TAKEN, ended_at=now, taken_by=by)
    RunLine.objects.bulk_create(
        RunLine(run_id=pk, at=now, kind=Line.TAKEN, person=by, fields={"by": "many"}) for pk in ids
    )


def _over_with_the_last(run: Run, now: dt.datetime) -> None:
    """A run that gathers is over when nothing that it gathered is left."""
    many = run.gathered_in
    if many is None or many.gathered.filter(state=State.GATHERED).exists():
        return
    if many.state in (State.OPEN, State.EXHAUSTED):
        end_over(many, "all-ended", now)


def may_take(run: Run, person: Person) -> bool:
    """Was this person called, or may they act on it anyhow?"""
    if run.lines.filter(kind=Line.CALLED, person=person).exists():
        return True
    scope = person.scope("alarms.act")
    if run.kind != Run.MANY:
        return scope.covers(run.unit_id, run.agency_id)
    waiting = run.gathered.filter(state=State.GATHERED).values_list("unit_id", "agency_id").distinct()
    return all(scope.covers(unit, agency) for unit, agency in [*waiting, (run.unit_id, run.agency_id)])


@transaction.atomic
def taken_elsewhere(kind: str, reference: str, by: Person | None, *, at: dt.datetime | None = None) -> int:
    """Somebody acknowledged the alarm (took the case …) where it stands: whatever still runs for it stops."""
    ended = 0
    for run in _running(kind, reference):
        now = at or clock.now()
        _end(run, State.TAKEN if by else State.OVER, now, taken_by=by)
        write(run, Line.TAKEN if by else Line.OVER, at=now, person=by, by="desk")
        tell(run, "taken", by=by.pk if by else None, by_name=str(by or ""))
        _over_with_the_last(run, now)
        ended += 1
    return ended


@transaction.atomic
def over(kind: str, reference: str, why: str, *, at: dt.datetime | None = None) -> int:
    """What it was about is over (`why`: cleared, closed, hidden …): nobody else is called."""
    ended = 0
    for run in _running(kind, reference):
        end_over(run, why, at or clock.now())
        _over_with_the_last(run, at or clock.now())
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


def tell(run: Run, what: str, *, said: tuple[str, str] | None = None, **more: Any) -> None:
    """`what`: changed, called, taken, exhausted (`duty.<what>`). `said`: what it is about, where that is not as it stands."""
    title_vi, title_en = said or titles_of(run)
    told = {
        "run": run.pk, "kind": run.kind, "reference": run.reference, "path": run.path, "state": run.state,
        "severity": run.severity, "title": title_vi, "title_en": title_en, **more,
    }  # fmt: skip
    events.publish(f"duty.{what}", told, permission="duty.view", unit_id=run.unit_id, agency_id=run.agency_id)


def titles_of(run: Run) -> tuple[str, str]:
    """What it is about, in Vietnamese and English; of many also how many wait, and the newest of them."""
    if run.kind != Run.MANY:
        return run.title_vi, run.title_en
    waiting = run.gathered.filter(state=State.GATHERED)
    newest = waiting.order_by("-pk").first()
    count = waiting.count()
    if newest is None:
        return run.title_vi, run.title_en
    told = [(lang, getattr(run, f"title_{lang}"), getattr(newest, f"title_{lang}")) for lang in ("vi", "en")]
    vi, en = (t("duty-many-said", lang, n=count, title=title, newest=last) for lang, title, last in told)
    return vi, en


def _end(run: Run, state: str, now: dt.datetime, taken_by: Person | None = None) -> None:
    """By compare-and-swap: of two that end it one does. Raises Conflict."""
    won = Run.objects.filter(pk=run.pk, state=run.state).update(
        state=state, due_at=None, ended_at=now, taken_by=taken_by
    )
    if not won:
        raise Conflict("duty-run-over")
    run.state, run.due_at, run.ended_at, run.taken_by = state, None, now, taken_by


def _running(kind: str, reference: str) -> list[Run]:
    """Locked: those that stand, also what ended with nobody (it is red at the desk until somebody takes it)."""
    rows = Run.objects.filter(
        kind=kind, reference=reference, state__in=[State.OPEN, State.GATHERED, State.EXHAUSTED]
    )
    _lock_gathering(rows)
    return list(
        rows.select_for_update(no_key=True, of=("self",)).select_related("gathered_in").order_by("pk")
    )


def _lock_gathering(rows: QuerySet[Run]) -> None:
    """What gathers these is locked before them: who takes all of them goes the same way."""
    many = [pk for pk in rows.values_list("gathered_in", flat=True) if pk is not None]
    if many:
        list(Run.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=many).order_by("pk"))


def _locked(run: Run) -> Run:
    rows = Run.objects.filter(pk=run.pk)
    _lock_gathering(rows)
    fresh = rows.select_for_update(no_key=True, of=("self",)).select_related("gathered_in").first()
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
