"""What every action on a task leaves behind: a line of its record, word to the other rooms, and who owes what now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from dothi.accounts.models import Agency, Person
from dothi.kernel import clock, events
from dothi.kernel.events import Told
from dothi.tasks import owed
from dothi.tasks.models import Extension, Owed, State, Task, TaskLine, TaskPart
from dothi.tasks.owed import Debt
from dothi.tasks.sides import decides

KIND, PART, DECIDE, MORE_TIME = "task", "task-part", "task-decide", "task-time"
_WORKED_ON = (State.GIVEN, State.ACCEPTED, State.WORKING)


def write(
    task: Task, what: str, text: str, by: Person | None, *, to: Agency | None = None, **fields: Any
) -> TaskLine:
    """A line of the record; `fields` are what its sentence (`tasks-said-<what>`) needs."""
    return TaskLine.objects.create(
        task=task,
        what=what,
        text=text,
        fields=fields,
        person=by,
        agency=by.agency if by else None,
        to=to,
        recorded_at=clock.now(),
    )


def tell(topic: str, task: Task, **more: Any) -> None:
    """Publishes how the task stands now, once under `topic` and, for the agencies that take part, as `tasks.shared`."""
    payload = {
        "task": task.code,
        "title": task.title,
        "state": task.state,
        "importance": task.importance,
        "path": task.path,
        "due_at": task.due_at.isoformat(),
        "lead_person": task.lead_person_id,
        "lead_agency": task.lead_agency_id,
        "giver": task.giver_id,
        "unit_id": task.unit_id,
        "agency_id": task.agency_id,
        **more,
    }
    events.publish_all(
        [Told(topic, payload, "tasks.view", task.unit_id, task.agency_id), *_shared(task, payload)]
    )


def _shared(task: Task, payload: dict[str, Any]) -> Iterator[Told]:
    for unit_id, agency_id in task.parts.values_list("unit_id", "agency_id"):
        yield Told("tasks.shared", payload, "tasks.view", unit_id, agency_id)


def renew_debts(task: Task) -> None:
    """Writes who owes what of this task as it stands now, and settles the rest."""
    debts = list(_debts(task))
    owed.owe_all(debts)
    still = Q(pk__in=[])
    for one in debts:
        still |= Q(kind=one.kind, code=one.code)
    mine = Q(kind__in=(KIND, DECIDE, MORE_TIME), code=task.code) | Q(
        kind=PART, code__startswith=f"{task.code}/"
    )
    Owed.objects.filter(mine, closed_at__isnull=True).exclude(still).update(closed_at=clock.now())


def _debts(task: Task) -> Iterator[Debt]:
    """Without a unit: a task follows the agency that it was given to, wherever its people work."""
    if task.is_over:
        return
    if task.state in _WORKED_ON:
        yield Debt(
            KIND, task.code, task.path, "tasks.work", task.due_at, task.title, person_id=task.lead_person_id,
            agency_id=task.lead_agency_id,
        )  # fmt: skip
        for part in task.parts.filter(role=TaskPart.Role.WITH, answered_at__isnull=True):
            yield Debt(
                PART, f"{task.code}/{part.agency_id}", task.path, "tasks.work", task.due_at, task.title,
                agency_id=part.agency_id,
            )  # fmt: skip
    else:
        yield _of_giver(task, DECIDE, f"tasks-owed-{task.state}")
    if task.extensions.filter(state=Extension.State.ASKED).exists():
        yield _of_giver(task, MORE_TIME, "tasks-owed-more-time")


def _of_giver(task: Task, kind: str, words: str) -> Debt:
    """What whoever gave the task has to decide, or their agency when they are gone; it has no deadline of its own."""
    person = decides(task)
    return Debt(
        kind, task.code, task.path, "tasks.give", title_key=words, title_fields={"code": task.code, "title": task.title},
        person_id=person.pk if person else None, agency_id=None if person else task.agency_id,
    )  # fmt: skip


def lead_anew(task: Task) -> None:
    """The former lead still sees what it was asked, and owes nothing of it any more."""
    former = task.parts.filter(role=TaskPart.Role.LEAD)
    if (agency := task.lead_agency) is not None and former.filter(agency=agency).exists():
        return
    former.update(role=TaskPart.Role.WITH, answered_at=clock.now())
    if agency is not None:
        task.parts.update_or_create(
            agency=agency,
            defaults={"role": TaskPart.Role.LEAD, "unit_id": agency.unit_id, "answered_at": None},
        )
