"""Readings on their way into the store, on somebody's behalf: where they may be written, and which of them tell place and name.

Files and connected sources write through the same pen, so both are judged alike.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from psycopg import AsyncConnection

from dothi.connectors.files.mapping import Mapping
from dothi.connectors.files.payloads import payload, place_of
from dothi.connectors.files.readings import Reader, Reading, Reject
from dothi.entities.core.normalize import normalize
from dothi.entities.core.rows import Batch, Writer
from dothi.entities.store.write import prepare
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope
from dothi.kernel.sql import statement
from dothi.territory.lookup import units_at_async

_SAME_PLACE = 1e-7  # degrees, a centimetre


@dataclass(slots=True)
class Pen:
    """What one run keeps between its batches.

    `tells_anew`: entities that stand where the mapping puts them are told their place, name and provider once more (a file's
    first reading; a source whose mapping changed). Else only what is new or moved is told.
    """

    mapping: Mapping
    source: str  # as the store names it: `file:<mapping>`, `source:<code>`
    origin: Origin
    begun_at: dt.datetime
    scope: Scope | None = None  # where it may write; None: everywhere
    agency_id: int | None = None  # that it is done for
    tells_anew: bool = True
    owns: bool = False  # what it makes where nothing limits it belongs to `agency_id` all the same
    forbidden: set[str] = field(default_factory=set)
    _told: dict[str, tuple[float, float] | None] = field(default_factory=dict)
    _checked: set[str] = field(default_factory=set)
    _agencies: dict[str, int | None] = field(default_factory=dict)  # of entities that this run makes

    async def judged(
        self, connection: AsyncConnection[Any], reader: Reader, batch: list[Reading]
    ) -> list[Reading]:
        """Without what lies outside the area or the agency of whoever it is done for: that is refused."""
        new = {one.entity: one for one in batch if one.entity not in self._checked}
        if new and (self.scope is not None or self.owns):
            self._checked |= new.keys()
            await self._judge(connection, new)
        if not self.forbidden:
            return batch
        for reading in batch:
            if reading.entity in self.forbidden:
                reader.tally.stored -= 1
                reader.tally.values -= len(reading.values)
                reader.refuse(Reject(reading.line, "", reading.entity, "outside-area"))
        return [one for one in batch if one.entity not in self.forbidden]

    async def rows(self, connection: AsyncConnection[Any], batch: list[Reading]) -> Batch:
        """The batch as the store takes it, its names learnt. Call it before the transaction that writes."""
        rows = normalize([self._payload(reading) for reading in batch])
        for fragment, reading in zip(rows.fragments, batch, strict=True):
            origin = self.origin.at_age(self.begun_at - reading.at)
            fragment.writer = Writer(origin, self.source, self._agencies.get(fragment.urn))
        await prepare(connection, rows, source=self.source)
        return rows

    def _payload(self, reading: Reading) -> dict[str, Any]:
        place = place_of(reading, self.mapping)
        tells = reading.entity not in self._told or (
            self.mapping.place is not None and _moved(self._told[reading.entity], place)
        )
        self._told[reading.entity] = place
        return payload(reading, self.mapping, first=tells)

    async def _judge(self, connection: AsyncConnection[Any], new: dict[str, Reading]) -> None:
        """An entity that stands must lie in the scope as it is and where it is put; one that is new gets its agency."""
        cursor = await connection.execute(
            statement("dothi.connectors", "sql/imports.sql", "places_of"), {"urns": list(new)}
        )
        standing = {str(row[0]): row[1:] for row in await cursor.fetchall()}
        for entity, reading in new.items():
            if entity in standing and not self.tells_anew:
                lon, lat = standing[entity][2:]
                self._told[entity] = None if lon is None else (lon, lat)
            if self.scope is not None and not await self._may(connection, reading, standing.get(entity)):
                self.forbidden.add(entity)
            elif self.scope is None and self.owns and entity not in standing:
                self._agencies[entity] = self.agency_id

    async def _may(
        self, connection: AsyncConnection[Any], reading: Reading, standing: tuple[Any, ...] | None
    ) -> bool:
        assert self.scope is not None
        put = await self._unit_put(connection, reading)
        if standing is not None:
            unit, agency = standing[:2]
            put_unit = unit if put is None else put[0]
            return self.scope.covers(unit, agency) and self.scope.covers(put_unit, agency)
        unit = put[0] if put else None
        if not self.scope.reaches(unit):
            return False
        own = None if self.scope.agency_ids is None else self.agency_id
        self._agencies[reading.entity] = self.scope.agency_for(unit, own)
        return True

    async def _unit_put(self, connection: AsyncConnection[Any], reading: Reading) -> tuple[int | None] | None:
        """The unit of the place that the mapping gives the entity; None: it gives no place."""
        place = place_of(reading, self.mapping)
        if not place:
            return None
        return ((await units_at_async(connection, [place], clock.today()))[0].unit_id,)


def _moved(before: tuple[float, float] | None, now: tuple[float, float] | None) -> bool:
    if before is None or now is None:
        return now is not None
    return max(abs(a - b) for a, b in zip(before, now, strict=True)) > _SAME_PLACE


def storable(value: str) -> str:
    """Text that PostgreSQL can hold: no NUL, no lone surrogates (undecodable bytes of the file)."""
    return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
