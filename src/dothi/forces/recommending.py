"""Who should go: the run card, one reading of all units with their places, the pure choice (`choosing`), and why – in words.

A time is what the roads say where tiles are installed (`roads`), else the straight line at the usual speed of the kind: an estimate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

import numpy as np
import psycopg
from django.db import connection

from dothi.entities.core.normalize import LOCATION
from dothi.entities.queries import scope_condition
from dothi.forces import catalogue, roads, run_cards
from dothi.forces.choosing import Bar, Flags, Floats, Units, choose, metres_to
from dothi.forces.explaining import Reading
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
    day = now.astimezone(clock.VIETNAM).date()
    book = run_cards.book(day)

    def areas() -> list[run_cards.Area]:
        if unit_id is not None or lon is None or lat is None:
            return run_cards.areas_of(unit_id)
        return run_cards.areas_of(unit_at(lon, lat, day).unit_id)

    card = book.card_for(kind, level, areas)
    if card is None or lon is None or lat is None:
        return Recommendation(card, level, False, now)
    columns = _read(scope, incident)
    needs = _still_needed(card.needs, columns, incident)
    return _weighed(Recommendation(card, level, False, now), columns, needs, book.told, lon, lat)


def _read(scope: Scope, incident: Incident | None) -> Columns:
    """Every unit of the scope with its place: one statement, planned once for a connection and sent in binary – a thousand rows
    cost half of what they do as text."""
    text, values = scope_condition(scope)
    statement = sql.statement("dothi.forces", "sql/forces.sql", "candidates").format(scope=text)
    bound = {**values, "location": LOCATION, "incident": incident.pk if incident else None}
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, bound, prepare=True, binary=True)
        rows = cursor.fetchall()
    return Columns(*zip(*rows, strict=True)) if rows else Columns(*([()] * len(Candidate._fields)))


def _weighed(
    bare: Recommendation,
    columns: Columns,
    needs: Sequence[dict[str, Any]],
    told: catalogue.Catalogue,
    lon: float,
    lat: float,
) -> Recommendation:
    now = bare.at.timestamp()
    places = Places.of(columns, told, now)
    units = _arrays(columns, places, needs, told, lon, lat, now)
    driven = _by_roads(units, places, lon, lat, told)
    picked = choose(units, [int(need["count"]) for need in needs])
    taken = frozenset(unit for one in picked for unit in one.chosen)
    reading = Reading(columns, places, units, needs, bare.at, driven, taken, units.bars)
    return replace(
        bare,
        by_roads=bool(driven),
        chosen=[reading.choice(one, unit) for one in picked for unit in one.chosen],
        passed=_once([reading.passed(one, unit) for one in picked for unit in one.passed]),
        shortfalls=[reading.shortfall(one) for one in picked if one.missing],
        cover=reading.cover(),
    )


def _still_needed(
    needs: Sequence[dict[str, Any]], columns: Columns, incident: Incident | None
) -> list[dict[str, Any]]:
    """What the card asks for less what is on the case already: a second alarm sends the difference."""
    code = incident.code if incident is not None else ""
    there = [
        words.split()
        for words, case in zip(columns.capability_words, columns.case, strict=True)
        if code and case == code
    ]
    left = []
    for need in needs:
        asked = int(need["count"])
        serving = [unit for unit, one in enumerate(there) if need["capability"] in one][:asked]
        there = [one for unit, one in enumerate(there) if unit not in serving]
        left.append({**need, "count": asked - len(serving), "asked": asked})
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
    number = len(columns.id)
    metres = metres_to(lon, lat, places.lon, places.lat)
    speeds = {code: kind.speed_kmh / 3.6 for code, kind in told.kinds.items()}
    pace = np.array(list(map(speeds.get, columns.kind)), dtype=float)  # of an unknown kind: nan
    can = [_among(columns.capability_words, _bringing(columns, need["capability"])) for need in needs]
    return Units(
        can=np.array(can, dtype=bool).reshape(len(needs), number),
        free=_among(columns.state, SENDABLE),
        busy=_among(columns.state, BUSY),
        declined=~_among(columns.declined, {None}),
        crew=np.array(columns.crew, dtype=float),
        crew_minimum=np.array(columns.crew_minimum, dtype=float),
        rests_s=np.nan_to_num(np.array(columns.rests_until, dtype=float) - now, nan=0.0),
        metres=metres,
        seconds=metres * (told.number("detour") or 1.0) / pace,
        older_s=places.older_s,
    )


def _among(values: Sequence[str | None], some: AbstractSet[str | None]) -> Flags:
    return np.array(list(map(some.__contains__, values)), dtype=bool)


def _bringing(columns: Columns, capability: str) -> set[str]:
    """A thousand units bring a few things in a few combinations: each is taken apart once."""
    return {words for words in set(columns.capability_words) if capability in words.split()}


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
