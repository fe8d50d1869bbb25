"""A report that came without a position gets one: from the desk, or from whoever reported it by their link."""

from __future__ import annotations

from typing import Any

from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.said import plain
from dothi.reports.actions.receiving import LONGEST_PLACE, Spot, held_by
from dothi.reports.actions.stepping import action, refuse_stranger
from dothi.reports.dated.handling import handling_of
from dothi.reports.intake.ground import refuse_elsewhere
from dothi.reports.matching.routing import find_route
from dothi.reports.models import Report, State
from dothi.reports.telling import renew_debts, tell, write
from dothi.reports.workflow import OVER, Side
from dothi.territory.lookup import unit_at
from dothi.territory.models import Unit
from dothi.territory.names import folded


@action
def place(report: Report, spot: Spot, *, by: Person | None) -> Report:
    """Where it is. While nobody has taken it, it goes where the rows say for its commune. `by` None: its reporter.

    Raises NotAllowed, BadRequest (no position; a place outside every unit), Conflict (it has one; it is over).
    """
    if by is not None:
        refuse_stranger(report, Side.DESK, by)
    unit = _unit_of(spot)
    held = Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    if held.lon is not None or held.state in OVER:
        raise Conflict("report-placed-already", code=held.code)
    old = held.state
    words = plain(spot.words)[:LONGEST_PLACE] or held.place
    columns: dict[str, Any] = {
        "lon": spot.lon, "lat": spot.lat, "accuracy_m": spot.accuracy_m, "place": words, "unit": unit,
        "officer_text": folded(f"{held.code} {held.text} {words}"), "changed_at": clock.now(),
    }  # fmt: skip
    if old in (State.NEW, State.GIVEN) and (route := find_route(held.category, unit)) is not None:
        columns |= held_by(handling_of(held.category), route) if route.agency.pk != held.agency_id else {}
    Report.objects.filter(pk=held.pk).update(**columns)
    held.refresh_from_db()
    write(held, "placed", "", by, public=True, agency=str(held.agency or ""))
    renew_debts(held)
    tell("reports.moved", held, step="place", old=old)
    return held


def _unit_of(spot: Spot) -> Unit:
    """The commune of today. Raises BadRequest: no position, or one outside every commune of ours."""
    point, day = spot.point_on_earth, clock.today()
    found = unit_at(*point, day).unit_id if point else None
    if found is None:
        raise BadRequest("report-place-outside")
    unit = Unit.objects.get(pk=found)
    refuse_elsewhere(unit, day)
    return unit
