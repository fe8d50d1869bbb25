"""The administrative unit of an entity's location."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from psycopg import AsyncConnection

from dothi.kernel import clock


async def unit_of(connection: AsyncConnection[Any], lon: float, lat: float) -> int | None:
    """The id of today's unit at this point, or None when no unit's area holds it."""
    if find_spec("dothi.territory.lookup") is None:
        return None
    lookup = import_module("dothi.territory.lookup")
    found = await lookup.unit_at_async(connection, lon, lat, clock.today())
    return getattr(found, "unit_id", found)
