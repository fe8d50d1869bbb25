"""What a shift hands over: everything open in the rooms below, asked live of each, in the scope of the desk.

The next room is an entry of `ROOMS` – which of its things are open, in which order, and how one of them is called – and its word
`shiftbook-room-<name>`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from dothi.calls import queries as calls
from dothi.calls.models import Call
from dothi.connectors.models import Source
from dothi.duty.models import Run
from dothi.incidents import queries as incidents
from dothi.incidents.models import Incident
from dothi.kernel.i18n import t
from dothi.kernel.permissions import Scope
from dothi.rules.alarms import queries as alarms
from dothi.rules.alarms.models import Alarm
from dothi.tasks import queries as tasks
from dothi.tasks.models import State as TaskState
from dothi.tasks.models import Task
from dothi.warnings import queries as warnings
from dothi.warnings.models import PublicWarning


class Item(NamedTuple):
    """One open thing: of which room, its code there, what people call it, its page, since when."""

    room: str
    code: str
    label: str
    path: str
    since: dt.datetime | None
    severity: str = ""


class Room(NamedTuple):
    """`rows`: what is open in a scope, the first to be looked at first; `item`: how one of them is handed over; `permission`: of who may
    open its page."""

    rows: Callable[[Scope], QuerySet[Any]]
    item: Callable[[Any], Item]
    permission: str


class Some(NamedTuple):
    """The first open things of one room, and how many are open there in all."""

    room: str
    of: int
    items: list[Item]


def open_items(scope: Scope) -> list[Item]:
    """Everything open in this scope, room by room; read in pieces, a flood has thousands."""
    return [room.item(row) for room in ROOMS.values() for row in room.rows(scope).iterator(chunk_size=2000)]


def first_items(scope: Scope, most: int) -> list[Some]:
    """Of each room that has any the first `most`; counts only where there are more."""
    found = []
    for name, room in ROOMS.items():
        rows = room.rows(scope)
        items = [room.item(row) for row in rows[: most + 1]]
        if items:
            count = len(items) if len(items) <= most else rows.order_by().count()
            found.append(Some(name, count, items[:most]))
    return found


def _alarms(scope: Scope) -> QuerySet[Alarm]:
    """Every alarm that is not closed, also those set aside: whoever comes must know what was."""
    return alarms.in_order(alarms.visible(scope).filter(closed_at__isnull=True))


def _alarm(one: Alarm) -> Item:
    known = t("shiftbook-open-acknowledged" if one.acknowledged else "shiftbook-open-unacknowledged", "vi")
    label = f"{one.rule.name_vi} · {one.entity_name or one.entity_urn} · {known}"
    return Item("alarms", str(one.pk), label, f"/alarms/{one.pk}/", one.raised_at, one.severity)


def _incidents(scope: Scope) -> QuerySet[Incident]:
    return incidents.visible(scope).filter(incidents.is_open()).order_by("opened_at", "pk")


def _incident(one: Incident) -> Item:
    label = f"{one.code} · {one.title}"
    return Item("incidents", one.code, label, f"/incidents/{one.code}/", one.opened_at, one.severity)


def _calls(scope: Scope) -> QuerySet[Call]:
    """Calls that ring or are spoken, missed ones that wait to be called back, records that nobody finished."""
    waits = Q(state=Call.State.ABANDONED, returned_at__isnull=True)
    unwritten = Q(state=Call.State.ENDED) | Q(state=Call.State.ABANDONED, returned_at__isnull=False)
    rows = calls.own(scope).filter(
        Q(state__in=Call.RUNNING) | waits | (unwritten & Q(wrapped_at__isnull=True))
    )
    return rows.order_by("received_at", "pk")


def _call(one: Call) -> Item:
    """Nothing of the caller."""
    line = one.line.name if one.line else one.number_dialled
    label = f"{one.code} · {line} · {t(f'calls-state-{one.state}', 'vi')}"
    return Item("calls", one.code, label, f"/calls/{one.code}/", one.received_at, one.severity)


def _tasks(scope: Scope) -> QuerySet[Task]:
    over = (TaskState.CONFIRMED, TaskState.WITHDRAWN)
    return tasks.visible(scope).exclude(state__in=over).order_by("due_at", "pk")


def _task(one: Task) -> Item:
    return Item("tasks", one.code, f"{one.code} · {one.title}", f"/tasks/{one.code}/", one.given_at)


def _runs(scope: Scope) -> QuerySet[Run]:
    """Escalations that run, and those that ended at nobody: red until somebody takes them."""
    rows = scope.restrict(Run.objects.all()).filter(state__in=(Run.State.OPEN, Run.State.EXHAUSTED))
    return rows.order_by("began_at", "pk")


def _run(one: Run) -> Item:
    return Item("duty", str(one.pk), one.title_vi, one.path, one.began_at, one.severity)


def _warnings(scope: Scope) -> QuerySet[PublicWarning]:
    """Warnings to the public that hold."""
    rows = warnings.in_force().filter(pk__in=warnings.touching(scope).values("pk"))
    return rows.prefetch_related("units").order_by("expires", "pk")


def _warning(one: PublicWarning) -> Item:
    label = f"{one.code} · {', '.join(unit.name for unit in list(one.units.all())[:5])}"
    return Item("warnings", one.code, label, f"/warnings/{one.code}/", one.sent)


def _sources(scope: Scope) -> QuerySet[Source]:
    """Connected sources that are late or fail."""
    wrong = Q(standing__late_since__isnull=False) | Q(standing__failures__gt=0)
    rows = scope.restrict(Source.objects.select_related("standing")).filter(wrong, state=Source.State.ON)
    return rows.order_by("code")


def _source(one: Source) -> Item:
    since = one.standing.late_since or one.standing.error_at
    return Item("sources", one.code, one.name_vi, f"/connectors/sources/{one.code}/", since)


ROOMS = {
    "alarms": Room(_alarms, _alarm, "alarms.view"),
    "incidents": Room(_incidents, _incident, "incidents.view"),
    "calls": Room(_calls, _call, "calls.view"),
    "tasks": Room(_tasks, _task, "tasks.view"),
    "duty": Room(_runs, _run, "duty.view"),
    "warnings": Room(_warnings, _warning, "warnings.view"),
    "sources": Room(_sources, _source, "connectors.view"),
}
