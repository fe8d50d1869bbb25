"""What the clock does to tasks: tells once that one is due soon, and once that one is overdue. More time begins both anew."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from dothi.kernel import calendar, clock
from dothi.tasks import messages
from dothi.tasks.dated import rules_on
from dothi.tasks.models import State, Task
from dothi.tasks.telling import tell
from dothi.tasks.working_time import after_hours

MOST = 200  # at a time: the next minute goes on
_WORKED_ON = (State.GIVEN, State.ACCEPTED, State.WORKING)


def tell_due(now: dt.datetime | None = None) -> int:
    """Tells what came due since; returns how many tasks were told of."""
    now = now or clock.now()
    hours = int(rules_on(now.astimezone(clock.VIETNAM).date())["due-soon-hours"].value)
    soon = after_hours(now, hours, calendar.in_force()).at
    late = _tell("overdue", Q(due_at__lte=now, overdue_told_at__isnull=True), now)
    near = Q(due_at__gt=now, due_at__lte=soon, soon_told_at__isnull=True)
    return late + _tell("due-soon", near, now)


def _tell(what: str, which: Q, now: dt.datetime) -> int:
    """Each task in a transaction of its own: at the end of a working day many fall due at once, and nobody waits for the last."""
    found = Task.objects.filter(which, state__in=_WORKED_ON).order_by("due_at", "pk")
    return sum(_tell_one(what, which, pk, now) for pk in list(found.values_list("pk", flat=True)[:MOST]))


@transaction.atomic
def _tell_one(what: str, which: Q, pk: int, now: dt.datetime) -> bool:
    rows = Task.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
    one = (
        rows.select_related("lead_person", "lead_agency", "giver")
        .filter(which, pk=pk, state__in=_WORKED_ON)
        .first()
    )
    if one is None:
        return False
    column = "overdue_told_at" if what == "overdue" else "soon_told_at"
    Task.objects.filter(pk=pk).update(**{column: now})
    tell(f"tasks.{what}", one)
    messages.tell_lead(one, what)
    if what == "overdue":
        messages.tell_giver(one, what)
    return True
