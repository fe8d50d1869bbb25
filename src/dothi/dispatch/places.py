"""What the desk's map draws: units where they are or live, cases, and the call's place with its circle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dothi.calls.models import Call
from dothi.dispatch import queries
from dothi.dispatch.desk import Desk
from dothi.forces import queries as forces
from dothi.forces.models import Force
from dothi.incidents import queries as incidents
from dothi.incidents.models import Incident, Status
from dothi.livemap.queries import start_box
from dothi.rules.alarms.queries import SEVERITY_ORDER

MOST_UNITS = 1000
MOST_CASES = 200


def bounds(desk: Desk) -> str:
    """Where the map begins: around the units' homes, else around what the person sees."""
    homes = queries.reachable(desk.person).values_list("home_lon", "home_lat")[:MOST_UNITS]
    placed = [(lon, lat) for lon, lat in homes if lon is not None and lat is not None]
    if not placed:
        return start_box(desk.person.scope("entities.view"))
    lons, lats = [lon for lon, _ in placed], [lat for _, lat in placed]
    return f"{min(lons) - 0.01:.4f},{min(lats) - 0.01:.4f},{max(lons) + 0.01:.4f},{max(lats) + 0.01:.4f}"


def on_map(desk: Desk) -> dict[str, Any]:
    """Units move by the entities' own stream; here is where they stand at first."""
    units = list(queries.reachable(desk.person)[:MOST_UNITS])
    fixes = forces.fixes([one.urn for one in units])
    open_ = incidents.visible(desk.person.scope("incidents.view")).exclude(status=Status.CLOSED)
    cases = open_.filter(lon__isnull=False).order_by(SEVERITY_ORDER, "-opened_at")[:MOST_CASES]
    return {
        "units": [found for one in units if (found := _unit(one, fixes))],
        "cases": [_case(one) for one in cases],
        "call": _call(desk.call) if desk.call and desk.call.lon is not None else None,
    }


def _unit(force: Force, fixes: Mapping[str, forces.Fix]) -> dict[str, Any] | None:
    fix = fixes.get(force.urn)
    lon, lat = (fix.lon, fix.lat) if fix else (force.home_lon, force.home_lat)
    if lon is None:
        return None
    return {"id": force.call_sign, "urn": force.urn, "state": force.state, "lon": lon, "lat": lat}


def _case(incident: Incident) -> dict[str, Any]:
    return {
        "id": incident.code,
        "title": incident.title,
        "severity": incident.severity,
        "lon": incident.lon,
        "lat": incident.lat,
    }


def _call(call: Call) -> dict[str, Any]:
    return {
        "id": call.code,
        "lon": call.lon,
        "lat": call.lat,
        "accuracy": call.accuracy_m,
        "source": call.place_source,
    }
