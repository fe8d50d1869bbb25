"""A source as the database has it, ready to be asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import dict_row

from dothi.connectors.sources import asking, records, secrets
from dothi.connectors.sources.kinds import Kind, get_kind
from dothi.kernel.permissions import Grant, Scope
from dothi.kernel.sql import statement


@dataclass(frozen=True, slots=True)
class Ready:
    """Its secrets still encrypted."""

    id: int
    code: str
    kind: str
    settings: dict[str, Any]
    mapping_text: str
    origin: int
    unit_id: int | None
    own_only: bool
    agency_id: int
    ask_every_s: int
    dry: bool
    place: dict[str, Any]
    mapping_sha256: str
    next_at: dt.datetime
    failures: int
    since: dt.datetime | None  # newest value of the rounds that ended whole
    secrets: dict[str, str] = field(repr=False)
    stamp: str = ""

    @property
    def kind_of(self) -> Kind:
        return get_kind(self.kind)

    def mapping(self) -> Any:
        """Of values, or of records (`records.py`). Raises MappingError."""
        return records.mapping_of(self.mapping_text, file=self.code)

    def destination(self) -> records.Destination | None:
        """Who takes its rows where they are no values. Raises MappingError."""
        return records.find(self.mapping_text, file=self.code)

    def read_settings(self) -> Any:
        """The kind's own settings, secrets decrypted. Raises SettingsRefused, SourceError."""
        opened = {name: secrets.decrypt(token) for name, token in self.secrets.items()}
        return asking.read(self.kind_of.settings, {**self.settings, **opened})

    def scope(self) -> Scope | None:
        """Where it may write; None: everywhere."""
        if self.unit_id is None and not self.own_only:
            return None
        from django.db import close_old_connections

        from dothi.territory.queries import unit_and_below

        close_old_connections()  # of this thread: the database may have been away since it was lent last
        units = None if self.unit_id is None else unit_and_below(self.unit_id)
        return Scope((Grant(units, self.agency_id if self.own_only else None),))


async def active(connection: AsyncConnection[Any], kinds: list[str]) -> list[Ready]:
    """Sources of these kinds that are on, the longest due first."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_sql("active"), {"kinds": kinds})
        return [Ready(**row) for row in await cursor.fetchall()]


async def get_ready(connection: AsyncConnection[Any], source_id: int) -> Ready | None:
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_sql("one"), {"source": source_id})
        row = await cursor.fetchone()
        return Ready(**row) if row else None


def _sql(name: str) -> str:
    return statement("dothi.connectors", "sql/sources.sql", name)
