"""One step of a run: who is called now, by which messages, and when the next step is due.

A step and its lines, its messages and the place of the run are one transaction under the run's lock: whatever is killed, a step is
done whole or not at all, and its messages have the keys run-round-step-person, so that a repeat is the same message.

After a time in which nothing ran, a run that is overdue does the one step that is due now; the waits of the following steps count
from then. Nothing that was missed is made up for in a burst, and what was taken in between calls nobody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import transaction

from dothi.accounts.models import Person
from dothi.accounts.queries import people_who_may
from dothi.duty import hooks, queries, runs
from dothi.duty.models import Run, RunLine, Step
from dothi.kernel import clock
from dothi.kernel.audit.context import change
from dothi.notify import actions as notify
from dothi.notify.models import Preference
from dothi.notify.queries import states_of
from dothi.notify.said import Said
from dothi.rules.alarms.models import Alarm

LATE = dt.timedelta(minutes=1)  # a step later than this is written down as late
MOST_CALLED = 20  # people of one step: a whole agency is not woken at once
Line = RunLine.Kind
SENT = (Line.CALLED, Line.HOOKED)
MISSED = ("failed", "no-receipt")  # what notify says of a message that nobody has


@transaction.atomic
def advance(pk: int, now: dt.datetime) -> bool:
    """Does the step of this run that is due; False when there is none, or another process is at it."""
    with change(by=None, source="worker:duty"):
        run = Run.objects.select_for_update(no_key=True, of=("self",), skip_locked=True).filter(
            pk=pk, state=Run.State.OPEN, due_at__lte=now
        )
        found = run.select_related("policy").first()
        if found is None:
            return False
        _advance(found, now)
        return True


def _advance(run: Run, now: dt.datetime) -> None:
    if why := ended_why(run):
        runs.end_over(run, why, now)
        return
    assert run.due_at is not None
    if now - run.due_at > LATE:
        runs.write(run, Line.LATE, at=now, late_s=round((now - run.due_at).total_seconds()))
    _note_silence(run, now)
    steps = list(run.policy.steps.select_related("roster", "agency"))
    if run.position >= len(steps):
        if run.round >= run.policy.repeats:
            runs.exhaust(run, now)
            return
        run.round, run.position = run.round + 1, 0
        runs.write(run, Line.AGAIN, at=now)
    step = steps[run.position]
    reached = _done(run, step, now)
    following = steps[run.position + 1] if run.position + 1 < len(steps) else None
    wait_s = following.wait_s if following else run.policy.last_wait_s
    # before it begins again it always waits: else all rounds would be over within seconds
    at_once = following is not None and not reached
    _move(run, step, now if at_once else now + dt.timedelta(seconds=wait_s))


def _move(run: Run, step: Step, due_at: dt.datetime) -> None:
    """To the next step. The run is locked, so this always finds it as it was."""
    Run.objects.filter(pk=run.pk, state=Run.State.OPEN).update(
        round=run.round, position=step.position + 1, due_at=due_at
    )
    run.position = step.position + 1
    runs.tell(run, "changed")


def ended_why(run: Run) -> str:
    """Why nobody needs to be called any more though the event has not arrived yet; empty while somebody does."""
    if run.kind == Run.MANY:
        waiting = list(run.gathered.filter(state=Run.State.GATHERED).values_list("kind", "reference"))
        return "" if any(not why for why in _alarms_over(waiting)) else "all-ended"
    return next(_alarms_over([(run.kind, run.reference)]))


def _alarms_over(things: list[tuple[str, str]]) -> Iterator[str]:
    """Why each of these needs nobody any more; empty while it does. Only alarms are asked themselves."""
    ids = [int(reference) for kind, reference in things if kind == "alarm"]
    alarms = Alarm.objects.select_related("set_aside").in_bulk(ids) if ids else {}
    for kind, reference in things:
        yield _alarm_over(alarms.get(int(reference))) if kind == "alarm" else ""


def _alarm_over(alarm: Alarm | None) -> str:
    if alarm is None or alarm.closed_at is not None:
        return "closed"
    if alarm.acknowledged:
        return "acknowledged"
    return "cleared" if not alarm.active else str(alarm.hidden)


def _done(run: Run, step: Step, now: dt.datetime) -> bool:
    """False where nobody was reached: the next step need not wait. A condition that does not hold changes no times."""
    if why := _unmet(run, step, now):
        runs.write(run, Line.SKIPPED, at=now, step=step, why=why)
        return True
    if step.kind == Step.Kind.HOOK:
        return hooks.call(run, step, now)
    people = called_by(run, step, now)
    for person in people:
        _call(run, step, person, now)
    if not people:
        runs.write(run, Line.EMPTY, at=now, step=step)
        return False
    runs.tell(run, "called", people=[person.pk for person in people], step=step.position)
    return True


def called_by(run: Run, step: Step, now: dt.datetime) -> list[Person]:
    """Whom a step calls at this instant, first first; accounts that ended are left out."""
    if step.kind in (Step.Kind.ROSTER, Step.Kind.DESK):
        roster = step.roster if step.kind == Step.Kind.ROSTER else run.roster
        found = queries.people_on(roster, now) if roster else []
        found = found[:1] if step.first_only else found
    elif step.kind == Step.Kind.AGENCY:
        agency_id = step.agency_id or run.agency_id
        found = [
            one for one in people_who_may("alarms.act", run.unit_id, agency_id) if one.agency_id == agency_id
        ]
    else:
        found = queries.people_of(step.people)
        if step.kind == Step.Kind.ROTATING and found:
            found = [found[_turn(run) % len(found)]]
    day = now.astimezone(clock.VIETNAM).date()
    current = {person.pk: person for person in found if person.is_current(day)}
    return list(current.values())[:MOST_CALLED]


def _turn(run: Run) -> int:
    """Counts on with each run of this policy that calls, whatever its version, and with each round."""
    before = Run.objects.filter(policy__code=run.policy.code, pk__lt=run.pk, gathered_in=None)
    return before.count() + run.round


def _call(run: Run, step: Step, person: Person, now: dt.datetime) -> None:
    key = f"duty-{run.pk}-{run.round}-{step.position}-{person.pk}"
    runs.write(run, Line.CALLED, at=now, step=step, person=person, key=key, importance=step.importance)
    notify.send(
        person,
        Said("duty-call", said_of(run, language_of(person))),
        importance=step.importance,
        about=f"/duty/take/{run.code}/",
        purpose="duty-escalation",
        key=key,
        origin=run.origin,
    )


def said_of(run: Run, language: str = "vi") -> dict[str, str]:
    """What a message tells, in the words that its reader chose; its title (`duty-call-title`) names nothing."""
    began = run.began_at.astimezone(clock.VIETNAM)
    vi, en = runs.titles_of(run)
    return {"title": en if language == "en" and en else vi, "at": f"{began:%H:%M %d/%m}"}


def language_of(person: Person) -> str:
    """As messages to this person are written."""
    return Preference.objects.filter(person=person).values_list("language", flat=True).first() or "vi"


def _unmet(run: Run, step: Step, now: dt.datetime) -> str:
    """`hours` or `count` where such a condition does not hold."""
    if step.only_from is not None and step.only_to is not None:
        local = now.astimezone(clock.VIETNAM).time()
        inside = (
            step.only_from <= local < step.only_to
            if step.only_from < step.only_to
            else local >= step.only_from or local < step.only_to
        )
        if not inside:
            return "hours"
    if step.only_count is not None and step.only_window_s is not None:
        since = now - dt.timedelta(seconds=step.only_window_s)
        begun = Run.objects.filter(policy__code=run.policy.code, began_at__gt=since, began_at__lte=now)
        if begun.exclude(kind=Run.MANY).count() < step.only_count:
            return "count"
    return ""


def _note_silence(run: Run, now: dt.datetime) -> None:
    """Before the next step: whoever was called and of whose message nobody heard that it arrived."""
    called = list(
        run.lines.filter(kind__in=SENT, round=run.round, position=run.position - 1)
        .select_related("person", "roster")
        .order_by("pk")
    )
    states = states_of([one.key for one in called])
    told = set(
        run.lines.filter(key__in=[one.key for one in called])
        .exclude(kind__in=SENT)
        .values_list("key", flat=True)
    )
    for one in called:
        if one.key not in told and states.get(one.key) not in ("delivered", "read", "failed"):
            RunLine.objects.create(
                run=run, at=now, kind=Line.SILENT, round=one.round, position=one.position, person=one.person,
                roster=one.roster, key=one.key, fields={"state": states.get(one.key, "")},
            )  # fmt: skip


@transaction.atomic
def heard(key: str, state: str, now: dt.datetime) -> bool:
    """What became of a message of ours is written down; when all of a step's messages failed, the next step comes at once."""
    line = RunLine.objects.filter(key=key, kind__in=SENT).select_related("person", "roster").first()
    kind = {
        "delivered": Line.DELIVERED,
        "read": Line.READ,
        "failed": Line.FAILED,
        "no-receipt": Line.SILENT,
    }.get(state)
    if line is None or kind is None:
        return False
    run = Run.objects.select_for_update(no_key=True, of=("self",)).get(pk=line.run_id)
    if run.lines.filter(key=key, kind=kind).exists():
        return False
    RunLine.objects.create(
        run=run, at=now, kind=kind, round=line.round, position=line.position, person=line.person, roster=line.roster, key=key,
    )  # fmt: skip
    if kind in (Line.FAILED, Line.SILENT):
        _hurry(run, line, now)
    runs.tell(run, "changed")
    return True


def _hurry(run: Run, line: RunLine, now: dt.datetime) -> None:
    """Nobody of this step has its message: why wait for them? After the last step it waits all the same before it begins again."""
    if run.state != Run.State.OPEN or (line.round, line.position) != (run.round, run.position - 1):
        return
    if not run.policy.steps.filter(position__gte=run.position).exists():
        return
    keys = list(
        run.lines.filter(kind__in=SENT, round=line.round, position=line.position).values_list(
            "key", flat=True
        )
    )
    if (
        run.due_at is not None
        and run.due_at > now
        and all(state in MISSED for state in states_of(keys).values())
    ):
        Run.objects.filter(pk=run.pk, state=Run.State.OPEN).update(due_at=now)
