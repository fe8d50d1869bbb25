"""Writes a batch in one transaction: current state and history, idempotently (the contract stands in ../README.md).

Two round trips: who is known? – then flush row, history, current state and commit in one pipeline. Only repeats,
corrections and late values cost more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from psycopg import AsyncConnection
from psycopg.errors import DeadlockDetected
from psycopg.pq import TransactionStatus

from dothi.entities.core.rows import Batch, Fragment, Mode, instant, microseconds
from dothi.entities.store.columns import Columns
from dothi.entities.store.dictionary import Dictionary, dictionary, write_sql
from dothi.kernel import clock
from dothi.kernel.errors import Conflict, DothiError, NotFound
from dothi.kernel.origin import Origin
from dothi.territory.lookup import units_at_async

_ATTEMPTS = 4
MUST_EXIST = frozenset(
    {
        Mode.UPDATE,
        Mode.UPDATE_REPLACE,
        Mode.APPEND,
        Mode.EXISTING,
        Mode.MERGE,
        Mode.PARTIAL,
        Mode.DELETE,
        Mode.DROP,
    }
)


@dataclass(slots=True)
class Known:
    """An entity as the database knows it."""

    id: int
    types: list[int]
    unit_id: int | None
    agency_id: int | None
    alive: bool


@dataclass(slots=True)
class Written:
    """What one flush did. `changed`: indexes into batch.attributes of what is now current; `refused`: by fragment index."""

    batch: Batch
    recorded_at: dt.datetime
    origin: Origin
    source: str
    flush_id: int = 0
    tx: int = 0
    changed: list[int] = field(default_factory=list)
    created: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    refused: dict[int, DothiError] = field(default_factory=dict)
    entities: dict[str, Known] = field(default_factory=dict)
    recorded: int = 0  # rows added to history; 0 for a pure repeat
    names: dict[int, str] = field(default_factory=dict)  # IRIs by id, for the types of `entities`


@dataclass(slots=True)
class Job:
    """One write in progress."""

    connection: AsyncConnection[Any]
    batch: Batch
    names: Dictionary
    written: Written
    source_id: int
    agency_id: int | None
    tenant: int
    at_us: int
    entities: dict[str, Known] = field(default_factory=dict)

    @property
    def at(self) -> dt.datetime:
        return self.written.recorded_at

    async def run(self, statement: str, **values: Any) -> Any:
        return await self.connection.execute(write_sql(statement), values, prepare=True)


async def prepare(connection: AsyncConnection[Any], batch: Batch, *, source: str) -> None:
    """Learns names and makes partitions, committed by themselves. Whoever calls `write_batch` in a transaction of their
    own calls this before it: then the transaction holds no locks on the dictionary."""
    if connection.info.transaction_status != TransactionStatus.IDLE or not connection.autocommit:
        raise ValueError(
            "prepare commits by itself: call it before the transaction, on a connection in autocommit mode"
        )
    await _learn(dictionary(connection), connection, batch, source)


async def write_batch(
    connection: AsyncConnection[Any],
    batch: Batch,
    *,
    origin: Origin,
    source: str,
    agency_id: int | None = None,
    tenant: int = 0,
) -> Written:
    """Writes `batch`; refused fragments are listed and leave no trace. A repeat (entity, attribute, dataset, observedAt,
    value) changes nothing; another value for the same instant is a new revision.

    On an idle connection in autocommit mode it commits by itself; inside a caller's transaction it is a savepoint of it.
    """
    names = dictionary(connection)
    idle = connection.autocommit and connection.info.transaction_status == TransactionStatus.IDLE
    if not idle and not names.knows(_names(batch), source, _months(batch)):
        names = names.draft()  # ids that may yet be rolled back are not for keeping
    await _learn(names, connection, batch, source)
    for attempt in range(_ATTEMPTS):
        written = Written(batch, clock.now(), origin, source)
        job = Job(
            connection,
            batch,
            names,
            written,
            names.sources[source],
            agency_id,
            tenant,
            microseconds(written.recorded_at),
        )
        try:
            async with connection.transaction():
                await _write(job)
            return written
        except DeadlockDetected:
            if attempt == _ATTEMPTS - 1 or not idle:
                raise
    raise AssertionError("unreachable")


async def _learn(names: Dictionary, connection: AsyncConnection[Any], batch: Batch, source: str) -> None:
    await names.learn(connection, _names(batch))
    await names.make_months(connection, _months(batch))
    await names.learn_source(connection, source)


def _names(batch: Batch) -> set[str]:
    """Every IRI of the batch."""
    wanted = {a.term for a in batch.attributes} | {a.dataset for a in batch.attributes}
    for fragment in batch.fragments:
        wanted.update(fragment.types)
    return wanted


def _months(batch: Batch) -> set[dt.date]:
    """The months (UTC) that its values lie in."""
    observed = {a.observed for a in batch.attributes} | {f.arrived for f in batch.fragments}
    return {_month(instant(us)) for us in observed if us is not None} | {_month(clock.now())}


def _month(at: dt.datetime) -> dt.date:
    return dt.date(at.year, at.month, 1)


async def _write(job: Job) -> None:
    await _resolve(job)
    _refuse_by_mode(job)
    await _create(job)
    await _describe(job)
    await _place(job)
    rounds = Columns.rounds(job.batch, job.entities, job.names, job.written.refused, job.at_us)
    await _flush(job, rounds)
    job.written.entities, job.written.names = job.entities, job.names.iris


async def _resolve(job: Job) -> None:
    urns = list({fragment.urn for fragment in job.batch.fragments})
    cursor = await job.run("resolve", urns=urns, tenant=job.tenant)
    job.entities = {row[0]: Known(*row[1:]) for row in await cursor.fetchall()}


def _refuse_by_mode(job: Job) -> None:
    alive = {urn for urn, known in job.entities.items() if known.alive}
    for index, fragment in enumerate(job.batch.fragments):
        exists = fragment.urn in alive
        if fragment.mode == Mode.CREATE and exists:
            job.written.refused[index] = Conflict("entity-exists", entity=fragment.urn)
        elif fragment.mode in MUST_EXIST and not exists:
            job.written.refused[index] = NotFound("entity-does-not-exist", entity=fragment.urn)
        elif not exists and not fragment.types:
            job.written.refused[index] = NotFound("entity-without-type-does-not-exist", entity=fragment.urn)
        elif not exists:
            alive.add(fragment.urn)


def _accepted(job: Job) -> Iterable[tuple[int, Fragment]]:
    return ((i, f) for i, f in enumerate(job.batch.fragments) if i not in job.written.refused)


async def _create(job: Job) -> None:
    """Entities that are new, and those that come back after a deletion."""
    new: dict[str, Fragment] = {}
    for _, fragment in _accepted(job):
        known = job.entities.get(fragment.urn)
        if (known is None or not known.alive) and fragment.urn not in new:
            new[fragment.urn] = fragment
    fresh = sorted(urn for urn in new if urn not in job.entities)
    if fresh:
        await _insert(job, [new[urn] for urn in fresh])
    dead = sorted((known.id, urn) for urn, known in job.entities.items() if urn in new and not known.alive)
    if dead:
        await _revive(job, [new[urn] for _, urn in dead])


async def _insert(job: Job, fragments: list[Fragment]) -> None:
    columns = _described(job, fragments)
    cursor = await job.run(
        "create_entities",
        urns=[f.urn for f in fragments],
        at=job.at,
        agency=job.agency_id,
        tenant=job.tenant,
        **columns,
    )
    for urn, key in await cursor.fetchall():
        job.entities[urn] = Known(key, [], None, job.agency_id, True)
        job.written.created.append(urn)
    missed = [f.urn for f in fragments if f.urn not in job.entities]
    if missed:  # another writer was quicker: those exist now
        cursor = await job.run("resolve", urns=missed, tenant=job.tenant)
        job.entities.update({row[0]: Known(*row[1:]) for row in await cursor.fetchall()})
        for index, fragment in _accepted(job):
            if fragment.mode == Mode.CREATE and fragment.urn in missed:
                job.written.refused[index] = Conflict("entity-exists", entity=fragment.urn)


async def _revive(job: Job, fragments: list[Fragment]) -> None:
    ids = [job.entities[f.urn].id for f in fragments]
    await job.run("revive_entities", ids=ids, at=job.at, agency=job.agency_id, **_described(job, fragments))
    await job.run("forget_attributes", ids=ids)
    for fragment in fragments:
        job.entities[fragment.urn].alive = True
        job.written.created.append(fragment.urn)


def _described(job: Job, fragments: list[Fragment]) -> dict[str, list[str | None]]:
    return {
        "types": [_literal(job.names.terms[iri] for iri in f.types) for f in fragments],
        "scopes": [_texts(f.scopes) for f in fragments],
    }


def _literal(ids: Iterable[int]) -> str:
    return "{" + ",".join(map(str, ids)) + "}"


def _texts(scopes: tuple[str, ...] | None) -> str | None:
    if scopes is None:
        return None
    return "{" + ",".join('"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"' for s in scopes) + "}"


async def _describe(job: Job) -> None:
    """Types are added to (replaced when the entity is), scopes replaced."""
    changed: dict[str, tuple[list[int], tuple[str, ...] | None]] = {}
    for _, fragment in _accepted(job):
        known = job.entities[fragment.urn]
        types = [job.names.terms[iri] for iri in fragment.types]
        replaces = fragment.mode in (Mode.REPLACE, Mode.UPDATE_REPLACE)
        merged = types if replaces and types else known.types + [t for t in types if t not in known.types]
        if (merged != known.types or fragment.scopes is not None) and fragment.urn not in job.written.created:
            changed[fragment.urn] = (merged, fragment.scopes)
        known.types = merged
    if changed:
        order = sorted(changed, key=lambda urn: job.entities[urn].id)
        await job.run(
            "describe_entities",
            ids=[job.entities[urn].id for urn in order],
            types=[_literal(changed[urn][0]) for urn in order],
            scopes=[_texts(changed[urn][1]) for urn in order],
            at=job.at,
        )


async def _place(job: Job) -> None:
    """The entity's location: point, box and administrative unit."""
    places = {job.entities[f.urn].id: (f.place, f.urn) for _, f in _accepted(job) if f.place is not None}
    if not places:
        return
    ids = sorted(places)
    points = [places[key][0] for key in ids]
    found = await units_at_async(job.connection, [(point.lon, point.lat) for point in points], clock.today())
    units = [place.unit_id for place in found]
    for key, unit_id in zip(ids, units, strict=True):
        job.entities[places[key][1]].unit_id = unit_id
    columns = {
        name: [getattr(point, name) for point in points]
        for name in ("lon", "lat", "west", "south", "east", "north")
    }
    await job.run("place_entities", ids=ids, units=units, **columns)


async def _flush(job: Job, rounds: list[Columns]) -> None:
    """The flush row and all values; one pipeline when nothing is repeated, corrected or late."""
    count = sum(len(columns) for columns in rounds)
    spans = [columns.span() for columns in rounds if len(columns)]
    if not count and not job.written.created:
        return
    first, rest = (rounds[0] if rounds else None), rounds[1:]
    complete = True
    async with job.connection.pipeline():
        flush = await job.run(
            "flush",
            at=job.at,
            rows=count,
            **{
                "from": min((s[0] for s in spans), default=None),
                "to": max((s[1] for s in spans), default=None),
            },
        )
        cursors = await _values(job, first) if first is not None and len(first) else []
        job.written.flush_id, job.written.tx = await flush.fetchone()
        complete = all(cursor.rowcount == expected for cursor, expected in cursors)
        job.written.recorded = sum(cursor.rowcount for cursor, _ in cursors[::2])
    if first is None:
        return
    if not complete:
        await _settle(job, first)
    for columns in rest:
        await _correct(job, columns)
    await _note_changes(job, rounds, complete and not rest)


async def _values(job: Job, columns: Columns) -> list[tuple[Any, int]]:
    """Sends history and current state in turn; returns the cursors with the row count each should have."""
    cursors = []
    fixed = {"at": job.at, "source": job.source_id, "origin": int(job.written.origin)}
    for statement, part in (("numbers", columns.numbers()), ("values", columns.others())):
        if part is None:
            continue
        latest = part.latest()
        cursors.append((await job.run(f"{statement}_history", **part.parameters(), **fixed), len(part)))
        cursors.append((await job.run(f"{statement}_current", **latest.parameters(), **fixed), len(latest)))
    return cursors


async def _settle(job: Job, columns: Columns) -> None:
    """Some rows were told before: equal ones change nothing, the others are corrections."""
    cursor = await job.run("fresh_keys", **columns.keys())
    fresh = np.zeros(len(columns), dtype=bool)
    fresh[[row[0] - 1 for row in await cursor.fetchall()]] = True
    if not fresh.all():
        await _correct(job, columns.where(~fresh))


async def _correct(job: Job, columns: Columns) -> None:
    fixed = {"at": job.at, "source": job.source_id, "origin": int(job.written.origin)}
    await job.run("lock_corrections")
    cursor = await job.run("correct_history", **columns.general_parameters(), **fixed)
    job.written.recorded += cursor.rowcount
    await job.run("correct_current", **columns.keys())


async def _note_changes(job: Job, rounds: list[Columns], all_changed: bool) -> None:
    if all_changed:
        job.written.changed = rounds[0].latest().rows.tolist()
        return
    ids = sorted({int(key) for columns in rounds for key in columns.entity})
    cursor = await job.run("changed_keys", ids=ids)
    current = set(await cursor.fetchall())
    last: dict[tuple[int, int, int], tuple[int, int]] = {}
    for columns in rounds:
        for row, key, observed in columns.each():
            if key in current and (key not in last or observed >= last[key][0]):
                last[key] = (observed, row)
    job.written.changed = sorted(row for _, row in last.values())
