"""Who should go: the run card, one reading of all units with their places, the pure choice (`choosing`), and why – in words.

A time is what the roads say where tiles are installed (`roads`), else the straight line at the usual speed of the kind: an estimate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import connection

from dothi.entities.core.normalize import LOCATION
from dothi.entities.queries import scope_condition
from dothi.forces import catalogue, roads, run_cards
from dothi.forces.choosing import Bar, Flags, Floats, Units, choose, metres_to
from dothi.forces.explaining import Reading
from dothi.forces.models import RunCard
from dothi.forces.places import Columns, Places
from dothi.forces.recommended import Candidate, Passed, Recommendation
from dothi.forces.workflow import BUSY, SENDABLE
from dothi.incidents.models import Incident
from dothi.kernel import clock, sql
from dothi.kernel.permissions import Scope
from dothi.territory.lookup import unit_at


def recommend(
    *,
    kind: str,
    severity: str,
    lon: float | None,
    lat: float | None,
    level: int = 1,
    scope: Scope,
    at: dt.datetime | None = None,
    unit_id: int | None = None,
    incident: Incident | None = None,
) -> Recommendation:
    """What the run card asks for, of the units that `scope` reaches, as they stand at `at` (now).

    Without a place there is no order, so nothing is chosen; without a card nobody knows how many: both are said by what is
    empty. With `incident` those that declined it are not proposed again, and those already on it count.
    """
    now = at or clock.now()
    if unit_id is None and lon is not None and lat is not None:
        unit_id = unit_at(lon, lat, now.astimezone(clock.VIETNAM).date()).unit_id
    card = run_cards.card_for(kind, level, unit_id, now.astimezone(clock.VIETNAM).date())
    if card is None or lon is None or lat is None:
        return Recommendation(card, level, False, now)
    forces = read_candidates(scope, incident)
    return _weighed(card, level, forces, lon, lat, now, incident)


def read_candidates(scope: Scope, incident: Incident | None = None) -> list[Candidate]:
    """Every unit of the scope with its place, in one query."""
    text, values = scope_condition(scope)
    statement = sql.statement("dothi.forces", "sql/forces.sql", "candidates").format(scope=text)
    bound = {**values, "location": LOCATION, "incident": incident.pk if incident else None}
    with connection.cursor() as cursor:
        cursor.execute(statement, bound)
        return [Candidate._make(row) for row in cursor.fetchall()]


def _weighed(
    card: RunCard,
    level: int,
    forces: list[Candidate],
    lon: float,
    lat: float,
    now: dt.datetime,
    incident: Incident | None,
) -> Recommendation:
    told = catalogue.in_force(now.astimezone(clock.VIETNAM).date())
    columns = Columns(*zip(*forces, strict=True)) if forces else Columns(*([()] * len(Candidate._fields)))
    places = Places.of(columns, told, now.timestamp())
    needs = _still_needed(card.needs, forces, incident)
    units = _arrays(columns, places, needs, told, lon, lat, now.timestamp())
    driven = _by_roads(units, places, lon, lat, told)
    by_roads = bool(driven)
    picked = choose(units, [int(need["count"]) for need in needs])
    taken = frozenset(unit for one in picked for unit in one.chosen)
    reading = Reading(forces, places, units, needs, now, driven, taken, units.bars)
    return Recommendation(
        card,
        level,
        by_roads,
        now,
        [reading.choice(one, unit) for one in picked for unit in one.chosen],
        _once([reading.passed(one, unit) for one in picked for unit in one.passed]),
        [reading.shortfall(one) for one in picked if one.missing],
        reading.cover(),
    )


def _still_needed(
    needs: Sequence[dict[str, Any]], forces: list[Candidate], incident: Incident | None
) -> list[dict[str, Any]]:
    """What the card asks for less what is on the case already: a second alarm sends the difference."""
    there = [one for one in forces if incident is not None and one.case == incident.code]
    left = []
    for need in needs:
        serving = [one for one in there if need["capability"] in one.capabilities][: int(need["count"])]
        there = [one for one in there if one not in serving]
        left.append({**need, "count": int(need["count"]) - len(serving), "asked": int(need["count"])})
    return left


def _arrays(
    columns: Columns,
    places: Places,
    needs: Sequence[dict[str, Any]],
    told: catalogue.Catalogue,
    lon: float,
    lat: float,
    now: float,
) -> Units:
    speeds = {code: kind.speed_kmh / 3.6 for code, kind in told.kinds.items()}
    metres = metres_to(lon, lat, places.lon, places.lat)
    brings = [words.split() for words in columns.capability_words]
    can = [[need["capability"] in one for one in brings] for need in needs]
    pace = np.array([speeds.get(kind, np.nan) for kind in columns.kind], dtype=float)
    return Units(
        can=np.array(can, dtype=bool).reshape(len(needs), len(brings)),
        free=np.isin(np.array(columns.state, dtype=str), [one.value for one in SENDABLE]),
        busy=np.isin(np.array(columns.state, dtype=str), [one.value for one in BUSY]),
        declined=np.array([one is not None for one in columns.declined], dtype=bool),
        crew=np.array(columns.crew, dtype=float),
        crew_minimum=np.array(columns.crew_minimum, dtype=float),
        rests_s=np.nan_to_num(np.array(columns.rests_until, dtype=float) - now, nan=0.0),
        metres=metres,
        seconds=metres * (told.number("detour") or 1.0) / pace,
        older_s=places.older_s,
    )


def _by_roads(
    units: Units, places: Places, lon: float, lat: float, told: catalogue.Catalogue
) -> frozenset[int]:
    """For each need the nearest that may go, by the roads, where tiles are installed: puts those times in place of the straight
    line's and says whose. The others keep theirs, as an estimate."""
    shortlist = int(told.number("road-shortlist") or 0)
    if not shortlist or not roads.installed():
        return frozenset()
    may = units.can & (units.bars == Bar.NONE)
    each = max(1, shortlist // max(1, len(may)))
    near = sorted({int(unit) for row in may for unit in _nearest(row, units.cost, each)})
    starts = [(float(places.lon[unit]), float(places.lat[unit])) for unit in near]
    found = dict(zip(near, roads.seconds(starts, (lon, lat)), strict=True))
    driven = {unit: seconds for unit, seconds in found.items() if seconds is not None}
    for unit, seconds in driven.items():
        units.seconds[unit] = seconds
    return frozenset(driven)


def _nearest(may: Flags, cost: Floats, most: int) -> list[int]:
    open_ = np.flatnonzero(may)
    return [int(unit) for unit in open_[np.argsort(cost[open_], kind="stable")][:most]]


def _once(passed: list[Passed]) -> list[Passed]:
    seen: set[int] = set()
    return [one for one in passed if not (one.force.id in seen or seen.add(one.force.id))]  # type: ignore[func-returns-value]
