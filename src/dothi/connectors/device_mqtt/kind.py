"""Devices that publish to our own broker: they come by `streams`; here they have an owner and a rhythm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection

from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.kinds import Kind, Seen, Way
from dothi.kernel.ids import URN
from dothi.kernel.sql import statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The beginning of the ids of the entities that the devices write."""

    prefix: str = ask(example="urn:ngsi-ld:AirQualityObserved:tram-")

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """The beginning of an id."""
        if not URN.match(self.prefix.rstrip(":") + ":x"):
            yield "prefix", "prefix", {}


async def observe(connection: AsyncConnection[Any], settings: Settings) -> Seen:
    """When something last came by MQTT for these entities."""
    cursor = await connection.execute(
        statement("dothi.connectors", "sql/observed.sql", "by_mqtt"),
        {"prefix": settings.prefix},
    )
    row = await cursor.fetchone()
    return Seen(*row) if row else Seen(None, None)


KIND = Kind("device_mqtt", Way.OBSERVED, Settings, observe=observe)
