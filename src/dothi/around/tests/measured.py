"""What tests of this room share: stations that tell something, and a ward with a border."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import psycopg
import shapely

from dothi.entities.core.normalize import normalize
from dothi.entities.store.write import write_batch
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.rules.tests.feed import url
from dothi.territory.models import UnitArea
from dothi.territory.names import folded
from dothi.territory.plan import shape_bytes

WEST, SOUTH, EAST, NORTH = 107.0, 10.3, 107.1, 10.4  # ward A; ward B lies east of it


def bordered(cast: Any) -> None:
    """Gives the two wards exact areas side by side."""
    for unit, west in ((cast.ward_a, WEST), (cast.ward_b, EAST)):
        area = shapely.MultiPolygon([shapely.box(west, SOUTH, west + 0.1, NORTH)])
        unit.lon, unit.lat, unit.search_text = west + 0.05, SOUTH + 0.05, search_text(unit)
        unit.save()
        told = {
            "wkb": shape_bytes(area), "sha256": b"x" * 32, "west": west, "south": SOUTH, "east": west + 0.1, "north": NORTH,
            "approximate": False, "source": "thử", "imported_at": clock.now(),
        }  # fmt: skip
        UnitArea.objects.update_or_create(unit=unit, defaults=told)


def search_text(unit: Any) -> str:
    """As the register writes it: what a unit is found by."""
    return f"{folded(unit.name)}\n{folded(unit.full_name)}"


def station(
    type_: str, name: str, lon: float, lat: float, *, at: dt.datetime | None = None, origin: Origin = Origin.LIVE, **values: Any
) -> str:  # fmt: skip
    """A station of that type tells these values; its id."""
    urn, when = f"urn:ngsi-ld:{type_}:{folded(name).replace(' ', '-')}", clock.iso(at or clock.now())
    told = {
        key: {
            "type": "Property",
            "observedAt": when,
            **(value if isinstance(value, dict) else {"value": value}),
        }
        for key, value in values.items()
    }
    place = {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [lon, lat]}}
    body = {"id": urn, "type": type_, "name": {"type": "Property", "value": name}, "location": place, **told}

    async def write() -> None:
        async with await psycopg.AsyncConnection.connect(url(), autocommit=True) as opened:
            await write_batch(opened, normalize([body]), origin=origin, source="trạm thử")

    asyncio.run(write())
    return urn
