"""What the book writes down by itself: it hears of the other rooms, for every open shift whose desk looks after the place."""

from __future__ import annotations

from typing import Any

from dothi.accounts.models import Person
from dothi.kernel.events import hears
from dothi.kernel.models import Event
from dothi.shiftbook import book, queries
from dothi.shiftbook.models import Shift


def _note(event: Event, kind: str, *, path: str, key: str, **fields: Any) -> None:
    for shift in Shift.objects.filter(state=Shift.State.OPEN).select_related("desk"):
        if queries.desk_scope(shift.desk).covers(event.unit_id, event.agency_id):
            written = book.write(shift, kind, path=path, key=key, at=event.recorded_at, **fields)
            if written is not None:
                book.tell("changed", shift, what=kind)


@hears("alarms.raised")
def note_critical(event: Event) -> None:
    told = event.payload
    if told.get("severity") == "critical" and not told.get("hidden"):
        key = f"alarm {told['alarm']} {told['raised_at']}"
        _note(
            event,
            "alarm",
            path=f"/alarms/{told['alarm']}/",
            key=key,
            title=told["title"],
            origin=told["origin"],
        )


@hears("incidents.opened")
def note_opened(event: Event) -> None:
    _incident(event, "incident-opened")


@hears("incidents.closed")
def note_closed(event: Event) -> None:
    _incident(event, "incident-closed")


def _incident(event: Event, kind: str) -> None:
    told = event.payload
    path = f"/incidents/{told['incident']}/"
    _note(event, kind, path=path, key=f"{kind} {event.pk}", code=told["incident"], title=told["title"])


@hears("warnings.changed")
def note_warning(event: Event) -> None:
    """Released and ended ones; told once for each unit, written once."""
    told = event.payload
    if told["what"] in ("released", "ended"):
        code, what = told["warning"], told["what"]
        _note(
            event,
            f"warning-{what}",
            path=f"/warnings/{code}/",
            key=f"warning {code} {what}",
            code=code,
            status=told["status"],
        )


@hears("duty.called")
def note_called(event: Event) -> None:
    _duty(event, "duty-called")


@hears("duty.taken")
def note_taken(event: Event) -> None:
    _duty(event, "duty-taken")


@hears("duty.exhausted")
def note_exhausted(event: Event) -> None:
    _duty(event, "duty-exhausted")


def _duty(event: Event, kind: str) -> None:
    """Each step of an escalation: whom it called, who took it, that nobody did."""
    told = event.payload
    people = Person.objects.filter(pk__in=told.get("people", ())).order_by("pk")
    name = told.get("by_name") or ", ".join(str(one) for one in people) or "—"
    _note(event, kind, path=told["path"], key=f"{kind} {event.pk}", title=told["title"], name=name)


@hears("drills.changed")
def note_drill(event: Event) -> None:
    """That a drill began and that it is over; one that goes on after a pause has begun before."""
    told = event.payload
    kind = {"playing": "drill-begun", "ended": "drill-ended"}.get(told["state"])
    if kind is not None:
        _note(event, kind, path="/drills/", key=f"{kind} {told['name']}", title=told["name"])
