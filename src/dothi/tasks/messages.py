"""Word to the people whom a task concerns, through the room of messages: one message per person and occasion."""

from __future__ import annotations

from collections.abc import Iterable

from dothi.accounts.models import Person
from dothi.accounts.queries import people_who_may
from dothi.kernel import clock
from dothi.notify import actions as notify
from dothi.notify.said import Said
from dothi.tasks.models import Task
from dothi.tasks.sides import decides

MOST = 20  # people of one agency that are told; its other people see the task in their list


def tell_lead(task: Task, what: str, *, besides: Person | None = None) -> None:
    """`what`: given, due-soon, overdue. To the person who leads, or to the people of the leading agency who work on tasks."""
    _send(task, what, [one for one in _leads(task) if besides is None or one.pk != besides.pk])


def tell_giver(task: Task, what: str) -> None:
    """To whoever gave it, or to those of their agency who decide when they are gone."""
    _send(task, what, [giver] if (giver := decides(task)) is not None else _deciders(task))


def _deciders(task: Task) -> list[Person]:
    people = people_who_may("tasks.give", task.unit_id, task.agency_id)
    return [one for one in people if one.agency_id == task.agency_id][:MOST]


def _leads(task: Task) -> list[Person]:
    if task.lead_person is not None:
        return [task.lead_person]
    agency = task.lead_agency
    assert agency is not None  # held by the database
    people = people_who_may("tasks.work", agency.unit_id, agency.pk)
    return [one for one in people if one.agency_id == agency.pk][:MOST]


def _send(task: Task, what: str, people: Iterable[Person]) -> None:
    due = f"{task.due_at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}"
    said = Said(
        f"tasks-message-{what}",
        {"code": task.code, "title": task.title, "due": due, "giver": str(task.giver)},
    )
    for one in people:
        key = f"task {task.code} {what} {task.changed_at.isoformat()} {one.pk}"
        notify.send(one, said, importance=task.importance, about=task.path, purpose="task", key=key)
