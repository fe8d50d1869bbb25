"""Runs one import: rows in batches, each batch one transaction with its values, its rejects and the counts so far.

Killed in the middle, whole batches stay; the same file run again changes nothing that is there already and goes on.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from psycopg import AsyncConnection

from dothi.connectors.files.readings import Reader, Reading, Reject, Tally
from dothi.connectors.files.shapes import Mapping
from dothi.connectors.files.stations import read_stations
from dothi.connectors.files.tables import Table, open_table
from dothi.connectors.writing import Pen, storable
from dothi.entities.store.write import write_batch
from dothi.kernel import clock
from dothi.kernel.errors import Conflict
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope
from dothi.kernel.sql import statement

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
    pen: Pen
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
        source = f"file:{order.mapping.file}"
        pen = Pen(order.mapping, source, order.origin, order.started_at, order.scope, order.agency_id)
        work = _Work(order, reader, table, rejects, pen, changed=order.written_before)
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
    written, rows, pen = None, None, work.pen
    batch = await pen.judged(connection, work.reader, batch)
    if batch and not work.order.dry_run:
        rows = await pen.rows(connection, batch)
    async with connection.transaction():
        if rows is not None:
            written = await write_batch(connection, rows, origin=pen.origin, source=pen.source)
            work.changed += written.recorded
        await _list_rejects(connection, work)
        await _note_progress(connection, work)
    return written


async def _list_rejects(connection: AsyncConnection[Any], work: _Work) -> None:
    room = max(MOST_REJECTS - work.listed, 0)
    listed = work.rejects[:room]
    if listed:
        async with connection.cursor() as cursor, cursor.copy(_sql("copy_rejects")) as copy:
            for one in listed:
                row = (one.column[:255], storable(one.value), one.reason, storable(one.detail)[:255])
                await copy.write_row((work.order.import_id, one.line, *row))
    work.listed += len(listed)
    work.rejects.clear()


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
