"""Names on the map's ground: provinces and communes of the whole country, also where no area was imported."""

from __future__ import annotations

from functools import cache
from typing import Any

from dothi.territory.sources import offline


@cache
def names() -> dict[str, Any]:
    """A FeatureCollection of points with `name` and `level`, from the offline register of today's units."""
    units = [
        unit
        for unit in (*offline.provinces_today(), *offline.communes_today())
        if unit.lon is not None and unit.lat is not None
    ]
    return {
        "type": "FeatureCollection",
        "features": [_feature(unit.name, unit.level, unit.lon, unit.lat) for unit in units],
    }


def _feature(name: str, level: int, lon: float | None, lat: float | None) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "properties": {"name": name, "level": int(level)}, "geometry": point}
