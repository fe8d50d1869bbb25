"""What a shift hands over: everything open in the rooms below, asked live of each, in the scope of the desk.

The next room is a function here that gives its open things, and its word `shiftbook-room-<name>`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.db.models import Q

from dothi.calls import queries as calls
from dothi.calls.models import Call
from dothi.connectors.models import Source
from dothi.duty.models import Run
from dothi.incidents import queries as incidents
from dothi.kernel.i18n import t
from dothi.kernel.permissions import Scope
from dothi.rules.alarms import queries as alarms
from dothi.tasks import queries as tasks
from dothi.tasks.models import State as TaskState
from dothi.warnings import queries as warnings


class Item(NamedTuple):
    """One open thing: of which room, its code there, what people call it, its page, since when."""

    room: str
    code: str
    label: str
    path: str
    since: dt.datetime | None
    severity: str = ""


def _alarms(scope: Scope) -> Iterator[Item]:
    """Every alarm that is not closed, also those set aside: whoever comes must know what was."""
    rows = alarms.visible(scope).filter(closed_at__isnull=True)
    for one in alarms.in_order(rows):
        known = t(
            "shiftbook-open-acknowledged" if one.acknowledged else "shiftbook-open-unacknowledged", "vi"
        )
        label = f"{one.rule.name_vi} · {one.entity_name or one.entity_urn} · {known}"
        yield Item("alarms", str(one.pk), label, f"/alarms/{one.pk}/", one.raised_at, one.severity)


def _incidents(scope: Scope) -> Iterator[Item]:
    for one in incidents.visible(scope).filter(incidents.is_open()).order_by("opened_at", "pk"):
        label = f"{one.code} · {one.title}"
        yield Item("incidents", one.code, label, f"/incidents/{one.code}/", one.opened_at, one.severity)


def _calls(scope: Scope) -> Iterator[Item]:
    """Calls that ring or are spoken, missed ones that wait to be called back, records that nobody finished. Nothing of the caller."""
    waits = Q(state=Call.State.ABANDONED, returned_at__isnull=True)
    unwritten = Q(state=Call.State.ENDED) | Q(state=Call.State.ABANDONED, returned_at__isnull=False)
    rows = calls.own(scope).filter(
        Q(state__in=Call.RUNNING) | waits | (unwritten & Q(wrapped_at__isnull=True))
    )
    for one in rows.order_by("received_at", "pk"):
        line = one.line.name if one.line else one.number_dialled
        label = f"{one.code} · {line} · {t(f'calls-state-{one.state}', 'vi')}"
        yield Item("calls", one.code, label, f"/calls/{one.code}/", one.received_at, one.severity)


def _tasks(scope: Scope) -> Iterator[Item]:
    over = (TaskState.CONFIRMED, TaskState.WITHDRAWN)
    for one in tasks.visible(scope).exclude(state__in=over).order_by("due_at", "pk"):
        yield Item("tasks", one.code, f"{one.code} · {one.title}", f"/tasks/{one.code}/", one.given_at)


def _sources(scope: Scope) -> Iterator[Item]:
    """Connected sources that are late or fail."""
    wrong = Q(standing__late_since__isnull=False) | Q(standing__failures__gt=0)
    rows = scope.restrict(Source.objects.select_related("standing")).filter(wrong, state=Source.State.ON)
    for one in rows.order_by("code"):
        since = one.standing.late_since or one.standing.error_at
        yield Item("sources", one.code, one.name_vi, f"/connectors/sources/{one.code}/", since)


def _runs(scope: Scope) -> Iterator[Item]:
    """Escalations that run: somebody is being called."""
    rows = scope.restrict(Run.objects.all()).filter(state=Run.State.OPEN)
    for one in rows.order_by("began_at", "pk"):
        yield Item("duty", str(one.pk), one.title_vi, one.path, one.began_at, one.severity)


def _warnings(scope: Scope) -> Iterator[Item]:
    """Warnings to the public that hold."""
    rows = warnings.in_force().filter(pk__in=warnings.touching(scope).values("pk"))
    for one in rows.order_by("expires", "pk"):
        label = f"{one.code} · {', '.join(unit.name for unit in list(one.units.all())[:5])}"
        yield Item("warnings", one.code, label, f"/warnings/{one.code}/", one.sent)


SOURCES: dict[str, Callable[[Scope], Iterable[Item]]] = {
    "alarms": _alarms,
    "incidents": _incidents,
    "calls": _calls,
    "tasks": _tasks,
    "duty": _runs,
    "warnings": _warnings,
    "sources": _sources,
}


def open_items(scope: Scope) -> list[Item]:
    """Everything open in this scope, room by room."""
    return [item for ask in SOURCES.values() for item in ask(scope)]
