"""The clocks of one case and of its units, for its page and its report: read one by one, by the pure definitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from dothi.calls import queries as calls
from dothi.calls.models import Call
from dothi.dispatch.clocks.clocks import Measure, Reading, UnitStamps, of_call, of_case, of_unit
from dothi.forces.models import Assignment
from dothi.incidents.models import Incident
from dothi.kernel.permissions import Scope


@dataclass(frozen=True, slots=True)
class CaseClocks:
    """What is known of one case: its first call, the whole, and each unit with its own clocks."""

    first_call: Call | None
    whole: dict[Measure, Reading]
    units: list[tuple[Assignment, dict[Measure, Reading]]]


def of_incident(incident: Incident, calls_scope: Scope, forces_scope: Scope) -> CaseClocks:
    """The clocks of a case, of the calls and units that these scopes cover; a hoax begins no case."""
    heard = calls.of_incident(incident, calls_scope).exclude(outcome=Call.Outcome.HOAX).first()
    sent = incident.assignments.filter(reached(forces_scope))
    rows = list(sent.select_related("force").order_by("alerted_at", "pk"))
    return CaseClocks(
        heard, _whole(heard, rows, closed=not incident.is_open), _units(rows, not incident.is_open)
    )


def reached(scope: Scope) -> Q:
    """Units sent that a scope covers: by where they are stationed, or by where their agency sits."""
    stationed = scope.as_q("force__unit_id", "force__agency_id")
    return stationed | scope.as_q("force__agency__unit_id", "force__agency_id")


def _whole(heard: Call | None, rows: Sequence[Assignment], *, closed: bool) -> dict[Measure, Reading]:
    found: dict[Measure, Reading] = {}
    if heard is not None:
        found[Measure.ANSWER] = of_call(heard.received_at, heard.answered_at)
    if rows:
        received, answered = (heard.received_at, heard.answered_at) if heard else (None, None)
        found |= of_case(received, answered, [stamps(row) for row in rows], closed=closed)
    return found


def _units(rows: Sequence[Assignment], closed: bool) -> list[tuple[Assignment, dict[Measure, Reading]]]:
    return [(row, of_unit(stamps(row), closed=closed)) for row in rows]


def stamps(row: Assignment) -> UnitStamps:
    """The minutes of a unit as the clocks read them."""
    return UnitStamps(
        row.alerted_at, row.en_route_at, row.on_scene_at, row.transporting_at, row.at_hospital_at, row.ended_at,
        row.ended_as, row.level,
    )  # fmt: skip
