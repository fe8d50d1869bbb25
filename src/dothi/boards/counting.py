"""Open alarms, cases and tasks: how many, how bad, listed, and by area, always within the reader's scope."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, QuerySet

from dothi.incidents import queries as incidents
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope
from dothi.rules.alarms import queries as alarms
from dothi.rules.alarms.aside import RANK
from dothi.tasks import queries as tasks
from dothi.tasks.models import Task
from dothi.tasks.workflow import Word


@dataclass(frozen=True, slots=True)
class Counted:
    """`worst`: severity of the worst (empty: none, or they have none); `late`: of tasks those past their deadline; `newest_at`: when the
    newest began."""

    number: int
    worst: str
    late: int
    newest_at: dt.datetime | None
    origins: tuple[Origin, ...]

    @property
    def marks(self) -> list[str]:
        from dothi.boards.looks import marks

        return marks(is_gap=False, waits=False, is_late=False, origins=self.origins)


def counted(of: str, scope: Scope, now: dt.datetime) -> Counted:
    """In one question (two of tasks)."""
    if of == "tasks":
        return _tasks(scope, now)
    begins = "raised_at" if of == "alarms" else "opened_at"
    rows = (
        _rows(of, scope, now)
        .order_by()
        .values("severity", "origin")
        .annotate(n=Count("pk"), newest=Max(begins))
    )
    found = list(rows)
    number = sum(row["n"] for row in found)
    worst = max((row["severity"] for row in found), key=lambda one: RANK.get(one, -1), default="")
    newest = max((row["newest"] for row in found), default=None)
    return Counted(number, worst, 0, newest, tuple({Origin(row["origin"]) for row in found}))


def listed(of: str, scope: Scope, now: dt.datetime, most: int) -> list[Any]:
    """The gravest first; tasks by their deadline."""
    return list(_rows(of, scope, now)[:most])


def by_unit(of: str, scope: Scope, now: dt.datetime) -> Counter[int | None]:
    rows = _rows(of, scope, now).order_by().values_list("unit_id").annotate(n=Count("pk"))
    return Counter(dict(rows))


def within(of: str, scope: Scope, now: dt.datetime, unit_id: int | None, most: int) -> list[Any]:
    """Those of one unit (None: of none)."""
    return list(_rows(of, scope, now).filter(unit_id=unit_id)[:most])


def _tasks(scope: Scope, now: dt.datetime) -> Counted:
    rows = _rows("tasks", scope, now).order_by()
    told = rows.aggregate(n=Count("pk"), newest=Max("given_at"))
    late = rows.filter(tasks.with_word(Word.OVERDUE, now)).count() if told["n"] else 0
    return Counted(told["n"], "medium" if late else "", late, told["newest"], ())


def _rows(of: str, scope: Scope, now: dt.datetime) -> QuerySet[Any]:
    return _ROWS[of](scope, now)


def _open_tasks(scope: Scope, now: dt.datetime) -> QuerySet[Task]:
    return tasks.listed(scope, tasks.Filter(word="open"), now)


_ROWS: dict[str, Callable[[Scope, dt.datetime], QuerySet[Any]]] = {
    "alarms": lambda scope, now: alarms.listed(scope, alarms.Filter(state="open")),
    "incidents": lambda scope, now: incidents.listed(scope, incidents.Filter(state="open")),
    "tasks": _open_tasks,
}
