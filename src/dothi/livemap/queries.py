"""What the map starts from: entities in scope with their values, and the place in the log that the stream goes on from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dothi.entities import meaning, queries
from dothi.entities.core.rows import Kind
from dothi.kernel import clock
from dothi.kernel.permissions import Scope
from dothi.rules.book import versions_in_force

VIET_NAM: queries.Box = (98.0, 4.0, 121.0, 25.0)
MOST = 10_000
STALE_AFTER_S = 3 * 3600  # used where no rule says when a source counts as silent


def snapshot(
    scope: Scope, box: queries.Box = VIET_NAM, urns: Sequence[str] = (), type_: str = ""
) -> dict[str, Any]:
    """Cursor first, rows second: a change in between is told twice, never lost. `type_`: of this type only."""
    cursor = queries.cursor()
    rows = (
        list(queries.latest(urns, scope=scope).values())
        if urns
        else queries.entities_of_type(type_, scope, limit=MOST + 1)
        if type_
        else queries.on_map(box, scope, limit=MOST + 1)
    )
    if type_:
        rows = [row for row in rows if type_ in row.types]
    return {
        "cursor": cursor,
        "at": clock.iso(clock.now()),
        "stale_after_s": stale_after_s(),
        "truncated": len(rows) > MOST,
        "entities": [_thing(row) for row in rows[:MOST] if row.lon is not None],
    }


def _thing(entity: queries.Entity) -> dict[str, Any]:
    return {
        "id": entity.urn,
        "type": meaning.type_(entity.types[0]) if entity.types else "",
        "name": entity.name,
        "lon": entity.lon,
        "lat": entity.lat,
        "unit": entity.unit_id,
        "attrs": {
            value.attr: _value(value)
            for value in entity.values
            if value.kind != Kind.GEO and value.attr != "name"
        },
    }


def _value(value: queries.Value) -> dict[str, Any]:
    return {
        "value": value.value,
        "unitCode": value.unit_code,
        "observedAt": clock.iso(value.observed_at),
        "origin": value.origin.word,
    }


def stale_after_s() -> int:
    """The longest silence that a no-data rule in force allows; older figures are drawn as *no data*."""
    silences = [rule.no_data_after for rule in versions_in_force() if rule.armed and rule.no_data_after]
    return round(max(silences).total_seconds()) if silences else STALE_AFTER_S


def start_box(scope: Scope, type_: str = "") -> str:
    """`w,s,e,n` around what this person sees, a little wider; empty when there is nothing yet (the map shows the country)."""
    placed = [
        (row.lon, row.lat) for row in _placed(scope, type_) if row.lon is not None and row.lat is not None
    ]
    if not placed:
        return ""
    lons, lats = sorted(lon for lon, _ in placed), sorted(lat for _, lat in placed)
    edge = 0.02
    return f"{lons[0] - edge:.5f},{lats[0] - edge:.5f},{lons[-1] + edge:.5f},{lats[-1] + edge:.5f}"


def _placed(scope: Scope, type_: str) -> list[queries.Entity]:
    if type_:
        return queries.entities_of_type(type_, scope, attrs=[], limit=MOST)
    return queries.on_map(VIET_NAM, scope, attrs=[], limit=MOST)
