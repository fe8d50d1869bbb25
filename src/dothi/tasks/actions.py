"""What people do with tasks. Each action is one transaction: row, line of the record, history, what is owed, event.

Callers have read the task through their scope (queries.py) before. Every change of state is compare-and-swap: of two officers who
close one task one wins, the other is told who did it and when.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from dothi.accounts.models import Agency, Person
from dothi.kernel import clock, locks
from dothi.kernel.attachments import Sound
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.said import plain
from dothi.tasks.codes import next_code
from dothi.tasks.files import attach
from dothi.tasks.messages import tell_lead
from dothi.tasks.models import Extension, Importance, Task, TaskLine, TaskPart
from dothi.tasks.reach import reaches
from dothi.tasks.sides import refuse_stranger, takes_part
from dothi.tasks.telling import lead_anew, renew_debts, tell, write
from dothi.tasks.workflow import STEPS, Side, State, may_take
from dothi.tasks.working_time import Deadline
from dothi.territory.names import folded

action = action_of("tasks")
LONGEST_TITLE, LONGEST_TEXT, LONGEST_REASON = 200, 4000, 1000
TWICE = dt.timedelta(minutes=1)  # the same from the same person within this is a form sent twice
NOTHING = ("", "", "")  # given about nothing in particular


@action
def give(
    *,
    title: str,
    lead: Agency | Person,
    due_at: dt.datetime,
    by: Person,
    text: str = "",
    with_: Sequence[Agency] = (),
    about: tuple[str, str, str] = NOTHING,
    importance: str = Importance.NORMAL,
    key: UUID | None = None,
    due_said: str = "",
    due_expected: bool = False,
) -> Task:
    """Gives a task to an agency or a person. `about`: (kind, code, path) of what it is given from; the same `key` again is the
    same task.

    Raises BadRequest (no title, a deadline that has passed, an importance or lead that cannot be or lies out of reach), NotAllowed.
    """
    key = key or uuid4()
    locks.hold(f"task {key}")
    if (standing := Task.objects.filter(key=key, giver=by).first()) is not None:
        return standing
    now = clock.now()
    title = plain(title)[:LONGEST_TITLE]
    _refuse_unsound(title, due_at, importance, lead, now)
    if not by.may("tasks.give"):
        raise NotAllowed(permission="tasks.give")
    _refuse_out_of_reach(by, lead)
    text = plain(text)[:LONGEST_TEXT]
    code = next_code()
    task = Task.objects.create(
        key=key, code=code, title=title, text=text, importance=importance, giver=by, agency_id=by.agency_id,
        unit_id=by.agency.unit_id if by.agency else None,
        source_kind=about[0][:20], source_code=about[1][:80], source_path=about[2][:300], given_at=now, first_due_at=due_at,
        due_at=due_at, due_said=due_said[:20], due_expected=due_expected, changed_at=now,
        search_text=folded(f"{code} {title} {text}"), **_led(lead),
    )  # fmt: skip
    _write_parts(task, with_)
    write(task, "given", "", by, lead=str(task.lead))
    renew_debts(task)
    tell("tasks.given", task)
    tell_lead(task, "given", besides=by)
    return task


def _refuse_unsound(
    title: str, due_at: dt.datetime, importance: str, lead: Agency | Person, now: dt.datetime
) -> None:
    if not title:
        raise BadRequest("task-needs-title")
    if due_at <= now:
        raise BadRequest("task-due-has-passed")
    if importance not in Importance.values:
        raise BadRequest("task-importance", importance=importance[:20])
    _refuse_lead(lead)


def _refuse_lead(lead: Agency | Person) -> None:
    if isinstance(lead, Person) and not (lead.is_current() and lead.may("tasks.work")):
        raise BadRequest("task-lead-may-not-work", lead=str(lead))
    if isinstance(lead, Agency) and lead.valid_to is not None and lead.valid_to <= clock.today():
        raise BadRequest("task-agency-ended", agency=str(lead))


def _refuse_out_of_reach(by: Person, lead: Agency | Person) -> None:
    if not reaches(by, lead):
        raise BadRequest("task-lead-out-of-reach", lead=str(lead))


def _led(lead: Agency | Person) -> dict[str, Any]:
    """A person leads for their agency: it sees the task, and may act while the person is away."""
    if isinstance(lead, Person):
        return {"lead_person": lead, "lead_agency": lead.agency}
    return {"lead_person": None, "lead_agency": lead}


def _write_parts(task: Task, with_: Sequence[Agency]) -> None:
    parts = {agency.pk: TaskPart(task=task, agency=agency, unit_id=agency.unit_id, role=TaskPart.Role.WITH) for agency in with_}  # fmt: skip
    if (lead := task.lead_agency) is not None:
        parts[lead.pk] = TaskPart(task=task, agency=lead, unit_id=lead.unit_id, role=TaskPart.Role.LEAD)
    TaskPart.objects.bulk_create(parts.values())


@action
def accept(task: Task, *, by: Person, seen: str = "") -> Task:
    """The lead takes it."""
    return _step(task, "accept", by, seen)


@action
def start(task: Task, *, by: Person, seen: str = "") -> Task:
    """Work on it has begun."""
    return _step(task, "start", by, seen)


@action
def hand_in(task: Task, *, text: str = "", files: Sequence[Sound] = (), by: Person, seen: str = "") -> Task:
    """The lead says that it is done, and how; now its giver confirms. `files` were put by (`tasks.files`)."""
    return _step(task, "hand-in", by, seen, text=text, files=files, handed_in_at=clock.now(), handed_in_by=by)


@action
def refuse(task: Task, *, reason: str, by: Person, seen: str = "") -> Task:
    """Not ours. Raises BadRequest without a reason."""
    return _step(task, "refuse", by, seen, text=reason)


@action
def confirm(task: Task, *, text: str = "", by: Person, seen: str = "") -> Task:
    """It is done. Raises Conflict also when the same person handed it in for somebody else's task."""
    task.refresh_from_db()
    if task.handed_in_by_id == by.pk != task.giver_id:
        raise Conflict("task-second-person", code=task.code)
    _drop_questions(task, by)
    return _step(task, "confirm", by, seen, text=text, ended_at=clock.now(), ended_by=by)


@action
def give_back(task: Task, *, reason: str, by: Person, seen: str = "") -> Task:
    """Not done yet. Raises BadRequest without a reason."""
    return _step(task, "give-back", by, seen, text=reason, handed_in_at=None, handed_in_by=None)


@action
def withdraw(task: Task, *, reason: str, by: Person, seen: str = "") -> Task:
    """It need not be done. Raises BadRequest without a reason."""
    _drop_questions(task, by)
    return _step(task, "withdraw", by, seen, text=reason, ended_at=clock.now(), ended_by=by)


@action
def give_again(
    task: Task,
    *,
    lead: Agency | Person,
    until: Deadline | None = None,
    text: str = "",
    by: Person,
    seen: str = "",
) -> Task:
    """What was refused goes to another lead, or to the same one with a word why; `until` gives more time with it. Raises as `give`:
    a deadline that has passed is no deadline."""
    _refuse_lead(lead)
    refuse_stranger(task, Side.GIVER, by)
    _refuse_out_of_reach(by, lead)
    if until is None and task.due_at <= clock.now():
        raise BadRequest("task-due-has-passed")
    moved = _step(task, "give-again", by, seen, text=text, lead=lead)
    if until is not None:
        extend(moved, until=until, reason=text or in_words(until.at), by=by)
        moved.refresh_from_db()
    tell("tasks.given", moved)
    tell_lead(moved, "given", besides=by)
    return moved


def _step(
    task: Task, name: str, by: Person, seen: str, *, text: str = "", lead: Agency | Person | None = None,
    files: Sequence[Sound] = (), **columns: Any,
) -> Task:  # fmt: skip
    """One step of the workflow by compare-and-swap against the state that the person saw (`seen`; empty: as it was read).

    Raises NotAllowed (not their step), BadRequest (no reason), Conflict (not in the workflow; somebody was faster).
    """
    step = STEPS[name]
    refuse_stranger(task, step.side, by)
    said = plain(text)[: LONGEST_REASON if step.reason else LONGEST_TEXT]
    if step.reason and not said:
        raise BadRequest("task-needs-reason", code=task.code)
    old = seen if seen in set(State) else task.state
    if not may_take(name, State(old)):
        _refuse_meanwhile(task)
    columns |= {"reason": said} if step.reason else {}
    columns |= _led(lead) if lead is not None else {}
    rows = Task.objects.filter(pk=task.pk, state=old)
    if not rows.update(state=step.new.value, changed_at=clock.now(), **columns):
        _refuse_meanwhile(task)
    task.refresh_from_db()
    if lead is not None:
        lead_anew(task)
    told: dict[str, Any] = {"lead": str(task.lead)} if lead is not None else {}
    attach(write(task, name, said, by, **told, **_named(files)), files)
    renew_debts(task)
    tell("tasks.moved", task, step=name, old=old, by=by.pk)
    return task


def _named(files: Sequence[Sound]) -> dict[str, Any]:
    """The line keeps their names when the files are forgotten."""
    return {"files": [one.name for one in files]} if files else {}


def _refuse_meanwhile(task: Task) -> None:
    """Says who moved it last, and when."""
    task.refresh_from_db()
    last = (
        task.lines.filter(what__in=("given", "fell-back", "passed-on", *STEPS))
        .select_related("person")
        .order_by("-pk")
        .first()
    )
    raise Conflict(
        "task-changed-meanwhile",
        code=task.code,
        state=task.state,
        who=str(last.person) if last else "",
        when=in_words(last.recorded_at) if last else "",
    )


def in_words(at: dt.datetime) -> str:
    return f"{at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}"


@action
def answer(
    task: Task,
    text: str,
    *,
    by: Person,
    to: Agency | None = None,
    files: Sequence[Sound] = (),
    done: bool = False,
) -> TaskLine:
    """A word on the record, to all or to one of the agencies (all read it). Also when the task is over: later findings belong to it.
    `done`: the agency that works along says that its share is done; it owes nothing of it any more, and the task says since when.

    Raises NotAllowed, BadRequest (empty; to an agency that takes no part), Conflict (the same a moment ago)."""
    if not takes_part(task, by):
        raise NotAllowed(permission="tasks.work")
    said = plain(text)[:LONGEST_TEXT]
    if not said and not files:
        raise BadRequest("task-answer-empty")
    if to is not None and to.pk != task.agency_id and not task.parts.filter(agency=to).exists():
        raise BadRequest("task-answer-to-stranger", agency=str(to))
    Task.objects.select_for_update(no_key=True).get(pk=task.pk)
    same = task.lines.filter(
        recorded_at__gt=clock.now() - TWICE, what__in=("answer", "answer-done"), person=by, text=said
    )
    if any(line.fields.get("files", []) == [one.name for one in files] for line in same):
        raise Conflict("task-answer-twice")
    share = task.parts.filter(agency=by.agency_id, role=TaskPart.Role.WITH, answered_at__isnull=True)
    done = bool(done and share.update(answered_at=clock.now()))
    line = write(task, "answer-done" if done else "answer", said, by, to=to, **_named(files))
    attach(line, files)
    if done:
        renew_debts(task)
    tell("tasks.answered", task, line=line.pk, by=by.pk, to=to.pk if to else None)
    return line


@action
def ask_more_time(task: Task, *, until: Deadline, reason: str, by: Person) -> Extension:
    """The lead asks for a later deadline. Raises NotAllowed, BadRequest (no reason, not later), Conflict (over, or asked already)."""
    refuse_stranger(task, Side.LEAD, by)
    held, said = _extendable(task, until.at, reason)
    if held.extensions.filter(state=Extension.State.ASKED).exists():
        raise Conflict("task-time-asked-already", code=task.code)
    made = Extension.objects.create(
        task=held, asked_by=by, asked_agency=by.agency, asked_at=clock.now(), reason=said, due_before=held.due_at, new_due=until.at,
        new_expected=until.expected,
    )  # fmt: skip
    write(held, "asked-time", said, by, due=until.at.isoformat())
    renew_debts(held)
    tell("tasks.time-asked", held, new_due=until.at.isoformat(), by=by.pk)
    return made


@action
def extend(
    task: Task, *, until: Deadline, reason: str, by: Person, seen: dt.datetime | None = None
) -> Extension:
    """Whoever gave it gives more time unasked; what waits for an answer is answered by it. `seen`: the deadline that the person saw.
    Raises as `ask_more_time`, and Conflict where the deadline is another by now."""
    refuse_stranger(task, Side.GIVER, by)
    held, said = _extendable(task, until.at, reason)
    if seen is not None and held.due_at != seen:
        raise Conflict("task-due-changed-meanwhile", code=task.code, due=in_words(held.due_at))
    _drop_questions(held, by)
    now = clock.now()
    made = Extension.objects.create(
        task=held, state=Extension.State.GRANTED, asked_by=by, asked_agency=by.agency, asked_at=now, reason=said,
        due_before=held.due_at, new_due=until.at, new_expected=until.expected, decided_by=by, decided_at=now,
    )  # fmt: skip
    _set_due(held, made, said, by)
    return made


@action
def decide_time(extension: Extension, *, grant: bool, text: str = "", by: Person) -> Extension:
    """Grants or refuses what was asked for; a refusal says why. Raises NotAllowed, BadRequest, Conflict (decided meanwhile, over)."""
    task = Task.objects.select_for_update(no_key=True).get(pk=extension.task_id)
    refuse_stranger(task, Side.GIVER, by)
    said = plain(text)[:LONGEST_REASON]
    if not grant and not said:
        raise BadRequest("task-needs-reason", code=task.code)
    if task.is_over:
        raise Conflict("task-is-over", code=task.code)
    state = Extension.State.GRANTED if grant else Extension.State.REFUSED
    rows = Extension.objects.filter(pk=extension.pk, state=Extension.State.ASKED)
    if not rows.update(state=state, decided_by=by, decided_at=clock.now(), decision=said):
        extension.refresh_from_db()
        raise Conflict("task-time-decided", code=task.code, who=str(extension.decided_by))
    extension.refresh_from_db()
    if grant:
        _set_due(task, extension, said, by)
    else:
        write(task, "refused-time", said, by, due=extension.new_due.isoformat())
        renew_debts(task)
        tell("tasks.time-refused", task, by=by.pk)
    return extension


def _extendable(task: Task, new_due: dt.datetime, reason: str) -> tuple[Task, str]:
    """The row, held, and the reason."""
    held = Task.objects.select_for_update(no_key=True).get(pk=task.pk)
    said = plain(reason)[:LONGEST_REASON]
    if not said:
        raise BadRequest("task-needs-reason", code=task.code)
    if held.is_over:
        raise Conflict("task-is-over", code=task.code)
    if new_due <= held.due_at:
        raise BadRequest("task-due-not-later", code=task.code)
    if new_due <= clock.now():
        raise BadRequest("task-due-has-passed")
    return held, said


def _set_due(task: Task, extension: Extension, said: str, by: Person) -> None:
    """The new deadline holds; who was told of the old one is told of the new one again."""
    task.due_at, task.changed_at = extension.new_due, clock.now()
    task.due_said, task.due_expected = "", extension.new_expected
    task.soon_told_at = task.overdue_told_at = None
    task.save(
        update_fields=["due_at", "changed_at", "due_said", "due_expected", "soon_told_at", "overdue_told_at"]
    )
    write(task, "extended", said, by, before=extension.due_before.isoformat(), due=extension.new_due.isoformat())  # fmt: skip
    renew_debts(task)
    tell("tasks.extended", task, before=extension.due_before.isoformat(), by=by.pk)


def _drop_questions(task: Task, by: Person) -> None:
    """What was asked and needs no answer any more is refused by whoever decided otherwise."""
    waiting = task.extensions.filter(state=Extension.State.ASKED)
    waiting.update(state=Extension.State.REFUSED, decided_by=by, decided_at=clock.now())
