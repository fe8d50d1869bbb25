"""Runs one import: rows in batches, each batch one transaction with its values, its rejects and the counts so far.

Killed in the middle, whole batches stay; the same file run again changes nothing that is there already and goes on.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from psycopg import AsyncConnection

from dothi.connectors.files.mapping import Mapping
from dothi.connectors.files.readings import Reader, Reading, Reject, Tally, payload
from dothi.connectors.files.stations import read_stations
from dothi.connectors.files.tables import Table, open_table
from dothi.entities.core.normalize import normalize
from dothi.entities.core.rows import Writer
from dothi.entities.store.write import prepare, write_batch
from dothi.kernel import clock
from dothi.kernel.errors import Conflict
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope
from dothi.kernel.sql import statement
from dothi.territory.lookup import units_at_async

BATCH = 1000  # readings per transaction: about 7,000 values, 0.3 s; a kill loses no more than that
MOST_REJECTS = 100_000  # listed; the rest is only counted


@dataclass(frozen=True, slots=True)
class Order:
    """What to run: the row of `connectors_import` it reports to and everything that row says."""

    import_id: int
    started_at: dt.datetime
    mapping: Mapping
    path: Path
    folders: tuple[Path, ...]
    origin: Origin  # as it was handed in; a value too old for "live" is written as played back
    dry_run: bool = False
    scope: Scope | None = None  # where it may write; None: everywhere
    agency_id: int | None = None  # the agency that it is done for
    written_before: int = 0  # new values of this run that a killed process wrote already


Progress = Callable[[float, Tally, int], None]  # fraction, counts, changed values
Announce = Callable[[Any], Awaitable[None]]


@dataclass(slots=True)
class _Work:
    """What one run keeps between batches."""

    order: Order
    reader: Reader
    table: Table
    rejects: list[Reject]
    told: set[str] = field(default_factory=set)  # entities whose place and name were written
    forbidden: set[str] = field(default_factory=set)
    checked: set[str] = field(default_factory=set)
    agencies: dict[str, int | None] = field(default_factory=dict)  # of entities that this run makes
    listed: int = 0
    changed: int = 0


async def run(
    connection: AsyncConnection[Any], order: Order, *, progress: Progress, announce: Announce | None = None
) -> Tally:
    """Imports the file. Raises MappingError or TableError; Conflict when another process took the run over."""
    with open_table(order.path, order.mapping.shape) as table:
        rejects: list[Reject] = []
        stations = read_stations(order.mapping, list(order.folders))
        reader = Reader(order.mapping, table, stations, rejects.append)
        work = _Work(order, reader, table, rejects, changed=order.written_before)
        for batch in _batches(reader.readings(), rejects):
            written = await _write(connection, work, batch)
            progress(table.fraction(), reader.tally, work.changed)
            if announce and written is not None and written.changed:
                await announce(written)
        return reader.tally


def _batches(readings: Iterator[Reading], rejects: list[Reject]) -> Iterator[list[Reading]]:
    """Readings in batches; also a batch without readings when many rejects wait, and always a last one."""
    batch: list[Reading] = []
    for reading in readings:
        batch.append(reading)
        if len(batch) >= BATCH or len(rejects) >= 5 * BATCH:
            yield batch
            batch = []
    yield batch


async def _write(connection: AsyncConnection[Any], work: _Work, batch: list[Reading]) -> Any:
    order, written = work.order, None
    source = f"file:{order.mapping.file}"
    batch = await _inside_scope(connection, work, batch)
    rows = normalize([_payload(work, reading) for reading in batch]) if batch and not order.dry_run else None
    if rows is not None:
        for fragment, reading in zip(rows.fragments, batch, strict=True):
            origin = order.origin.at_age(order.started_at - reading.at)
            fragment.writer = Writer(origin, source, work.agencies.get(fragment.urn))
        await prepare(connection, rows, source=source)
    async with connection.transaction():
        if rows is not None:
            written = await write_batch(connection, rows, origin=order.origin, source=source)
            work.changed += written.recorded
        await _list_rejects(connection, work)
        await _note_progress(connection, work)
    return written


def _payload(work: _Work, reading: Reading) -> dict[str, Any]:
    first = reading.entity not in work.told
    work.told.add(reading.entity)
    return payload(reading, work.order.mapping, first=first)


async def _inside_scope(connection: AsyncConnection[Any], work: _Work, batch: list[Reading]) -> list[Reading]:
    """Takes out what lies outside the area or the agency of the person who imports."""
    scope = work.order.scope
    if scope is None:
        return batch
    new = {one.entity: one for one in batch if one.entity not in work.checked}
    if new:
        work.checked |= new.keys()
        await _judge(connection, work, scope, new)
    for reading in batch:
        if reading.entity in work.forbidden:
            work.reader.tally.stored -= 1
            work.reader.tally.values -= len(reading.values)
            work.reader.refuse(Reject(reading.line, "", reading.entity, "outside-area"))
    return [one for one in batch if one.entity not in work.forbidden]


async def _judge(
    connection: AsyncConnection[Any], work: _Work, scope: Scope, new: dict[str, Reading]
) -> None:
    """An entity that stands must lie in the scope as it is and where the file puts it; one that is new gets its agency."""
    cursor = await connection.execute(_sql("places_of"), {"urns": list(new)})
    standing = {str(row[0]): (row[1], row[2]) for row in await cursor.fetchall()}
    own = None if scope.agency_ids is None else work.order.agency_id
    for entity, reading in new.items():
        put = await _unit_put(connection, work.order.mapping, reading)
        if entity in standing:
            unit, agency = standing[entity]
            inside = scope.covers(unit, agency) and scope.covers(unit if put is None else put[0], agency)
        else:
            unit = put[0] if put else None
            inside = scope.reaches(unit)
            work.agencies[entity] = scope.agency_for(unit, own) if inside else None
        if not inside:
            work.forbidden.add(entity)


async def _unit_put(
    connection: AsyncConnection[Any], mapping: Mapping, reading: Reading
) -> tuple[int | None] | None:
    """The unit of the place that the mapping gives the entity; None: it gives no place."""
    place = (reading.station.lon, reading.station.lat) if reading.station else mapping.location
    if not place:
        return None
    return ((await units_at_async(connection, [place], clock.today()))[0].unit_id,)


async def _list_rejects(connection: AsyncConnection[Any], work: _Work) -> None:
    room = max(MOST_REJECTS - work.listed, 0)
    listed = work.rejects[:room]
    if listed:
        async with connection.cursor() as cursor, cursor.copy(_sql("copy_rejects")) as copy:
            for one in listed:
                row = (one.column[:255], _clean(one.value), one.reason, _clean(one.detail)[:255])
                await copy.write_row((work.order.import_id, one.line, *row))
    work.listed += len(listed)
    work.rejects.clear()


def _clean(value: str) -> str:
    """Text that PostgreSQL can hold: no NUL, no lone surrogates (undecodable bytes of the file)."""
    return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


async def _note_progress(connection: AsyncConnection[Any], work: _Work) -> None:
    counts = asdict(work.reader.tally) | {"reasons": json.dumps(work.reader.tally.reasons)}
    order = work.order
    cursor = await connection.execute(
        _sql("progress"),
        counts
        | {
            "now": clock.now(),
            "fraction": work.table.fraction(),
            "changed": work.changed,
            "id": order.import_id,
            "started_at": order.started_at,
        },
    )
    if cursor.rowcount != 1:
        raise Conflict("import-taken-over", id=order.import_id)


def _sql(name: str) -> str:
    return statement("dothi.connectors", "sql/imports.sql", name)
