"""Files that a person hands in by a mapping: the import itself is a person's; here it has an owner and a rhythm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection

from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.kinds import Kind, Seen, Way
from dothi.kernel.sql import statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The name of the mapping file by which it is handed in."""

    mapping: str = ask(example="station_hourly_csv.toml")


async def observe(connection: AsyncConnection[Any], settings: Settings) -> Seen:
    """When such an import last brought something."""
    cursor = await connection.execute(
        statement("dothi.connectors", "sql/observed.sql", "by_import"), {"mapping": settings.mapping}
    )
    row = await cursor.fetchone()
    return Seen(*row) if row else Seen(None, None)


KIND = Kind("hand_in", Way.OBSERVED, Settings, observe=observe)
