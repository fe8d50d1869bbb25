"""Forms of tasks. Each step carries the state that its sender saw, so the second time it finds the task moved on."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from dothi.kernel import clock
from dothi.tasks import actions
from dothi.tasks.models import Task
from dothi.tasks.working_time import Deadline

from .city import City
from .form import Case

KEY = str(uuid4())
DAY = dt.timedelta(days=1)


class _Standing:
    """The task that a case is about: made once, for the address and for the second time the form is sent."""

    def __init__(self) -> None:
        self.code = ""

    def of(self, city: City) -> Task:
        found = Task.objects.filter(code=self.code).first()
        if found is None:
            cast = city.cast
            found = actions.give(
                title="Khói", lead=cast.environment, due_at=clock.now() + 3 * DAY, by=cast.hoa
            )
            self.code = found.code
        return found

    def path(self, rest: str):  # type: ignore[no-untyped-def]
        return lambda city: f"/tasks/{self.of(city).code}/{rest}/"

    def decide(self, city: City) -> str:
        task = self.of(city)
        asked = task.extensions.first() or actions.ask_more_time(
            task, until=Deadline(task.due_at + DAY), reason="x", by=city.cast.nga
        )
        return f"/tasks/{task.code}/more-time/{asked.pk}/"


_STEP, _ANSWER, _MORE, _DECIDE = _Standing(), _Standing(), _Standing(), _Standing()

# the task that a case makes for itself counts too: one line when it is given
CASES: dict[str, Case] = {
    "task-new": Case("hoa", lambda c: "/tasks/new/", lambda c: {"key": KEY, "title": "x", "lead": f"a{c.cast.environment.pk}", "due": "days:3"}, {"tasks_task": 1, "tasks_line": 1}),
    "task-step": Case("nga", _STEP.path("step"), lambda c: {"step": "accept", "seen": "given"}, {"tasks_line": 2}),
    "task-answer": Case("nga", _ANSWER.path("answer"), lambda c: {"text": "x"}, {"tasks_line": 2}),
    "task-more-time": Case("nga", _MORE.path("more-time"), lambda c: {"due": "days:1", "reason": "x"}, {"tasks_extension": 1}),
    "task-more-time-decide": Case("hoa", _DECIDE.decide, lambda c: {"grant": "yes"}, {"tasks_extension": 1, "tasks_line": 3}),
}  # fmt: skip
