"""What the desk's map draws: units where they are or live, cases, and the call's place with its circle."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

from dothi.calls.models import Call
from dothi.dispatch import queries, stamps
from dothi.dispatch.desk import Desk
from dothi.dispatch.shared import Shelf
from dothi.forces import queries as forces
from dothi.forces.models import Force
from dothi.incidents import queries as incidents
from dothi.incidents.models import Incident, Status
from dothi.kernel.permissions import Scope
from dothi.livemap.queries import start_box
from dothi.rules.alarms.queries import SEVERITY_ORDER

MOST_UNITS = 1000
MOST_CASES = 200
MOST_KEPT = 16  # maps of as many different rights; one of 1,000 units is 130 kB


def bounds(desk: Desk) -> str:
    """Where the map begins: around the units' homes, else around what the person sees."""
    homes = queries.reachable(desk.person).values_list("home_lon", "home_lat")[:MOST_UNITS]
    placed = [(lon, lat) for lon, lat in homes if lon is not None and lat is not None]
    if not placed:
        return start_box(desk.person.scope("entities.view"))
    lons, lats = [lon for lon, _ in placed], [lat for _, lat in placed]
    return f"{min(lons) - 0.01:.4f},{min(lats) - 0.01:.4f},{max(lons) + 0.01:.4f},{max(lats) + 0.01:.4f}"


class OnMap(NamedTuple):
    """Units and cases as JSON (`"units": […], "cases": […]`), and a short mark of it: equal marks, equal text."""

    text: str
    mark: str


_maps: Shelf[OnMap] = Shelf(MOST_KEPT)


def on_map(desk: Desk) -> OnMap:
    """Where units and cases are, the same for all who may see the same. A unit that only moved makes no new text: units move on every
    map by the entities' own stream, here is where they stand at first (and how old that is, so that the stream's word is kept)."""
    names = ("forces.view", "incidents.view")
    forces_seen, cases_seen = (Scope(desk.person.scope(name).grants) for name in names)
    return _maps.read((forces_seen, cases_seen), stamps.of("places"), lambda: _drawn(forces_seen, cases_seen))


def _drawn(forces_seen: Scope, cases_seen: Scope) -> OnMap:
    units = queries.within(forces_seen).select_related(None).only(*_UNIT)[:MOST_UNITS]
    fixes = forces.fixes([one.urn for one in units])
    open_ = incidents.visible(cases_seen).exclude(status=Status.CLOSED).select_related(None)
    cases = open_.filter(lon__isnull=False).order_by(SEVERITY_ORDER, "-opened_at").only(*_CASE)[:MOST_CASES]
    drawn = {
        "units": [found for one in units if (found := _unit(one, fixes))],
        "cases": [_case(one) for one in cases],
    }
    text = json.dumps(drawn, ensure_ascii=False, separators=(",", ":"))[1:-1]
    return OnMap(text, blake2b(text.encode(), digest_size=9).hexdigest())


_UNIT = ("call_sign", "urn", "state", "home_lon", "home_lat")
_CASE = ("code", "title", "severity", "lon", "lat")


def _unit(force: Force, fixes: Mapping[str, forces.Fix]) -> dict[str, Any] | None:
    fix = fixes.get(force.urn)
    lon, lat = (fix.lon, fix.lat) if fix else (force.home_lon, force.home_lat)
    if lon is None:
        return None
    at = round(fix.observed_at.timestamp() * 1000) if fix else 0
    return {"id": force.call_sign, "urn": force.urn, "state": force.state, "lon": lon, "lat": lat, "at": at}


def _case(incident: Incident) -> dict[str, Any]:
    return {
        "id": incident.code,
        "title": incident.title,
        "severity": incident.severity,
        "lon": incident.lon,
        "lat": incident.lat,
    }


def of_call(call: Call | None) -> dict[str, Any] | None:
    """Where the call is, with its circle; None where that is not known."""
    if call is None or call.lon is None:
        return None
    return {
        "id": call.code,
        "lon": call.lon,
        "lat": call.lat,
        "accuracy": call.accuracy_m,
        "source": call.place_source,
    }
