"""Writes a batch in one transaction: current state and history, idempotently (the contract stands in ../README.md).

Two round trips: who is known? – then flush row, history, current state and commit in one pipeline. Only repeats,
corrections, late values and merges cost more.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from psycopg import AsyncConnection
from psycopg.errors import DeadlockDetected, UniqueViolation
from psycopg.pq import TransactionStatus

from dothi.entities.core.rows import Batch, Writer, instant
from dothi.entities.store import complaints, heads, judging, lookup, merging, shaping, values
from dothi.entities.store.dictionary import Dictionary, dictionary
from dothi.entities.store.job import Job, Known, Written
from dothi.kernel import clock
from dothi.kernel.origin import Origin

__all__ = ["Known", "Written", "prepare", "write_batch"]
_ATTEMPTS = 4
_CAREFUL = 20  # where one write was a repeat, the next probably are


async def prepare(connection: AsyncConnection[Any], batch: Batch, *, source: str) -> None:
    """Learns names and makes partitions, committed by themselves. Whoever calls `write_batch` in a transaction of their
    own calls this before it: then the transaction holds no locks on the dictionary."""
    if not _is_idle(connection):
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
) -> Written:
    """Writes `batch`; refused fragments are listed and leave no trace. A repeat (entity, attribute, dataset, observedAt,
    value) changes nothing; another value for the same instant is a new revision.

    On an idle connection in autocommit mode it commits by itself; inside a caller's transaction it is a savepoint of it.
    """
    names, idle = dictionary(connection), _is_idle(connection)
    if not idle and not names.knows(_names(batch), _sources(batch, source), _months(batch)):
        names = names.draft()  # ids that may yet be rolled back are not for keeping
    await _learn(names, connection, batch, source)
    writer = Writer(origin, source, agency_id)
    for attempt in range(_ATTEMPTS):
        copy = Batch(batch.fragments, list(batch.attributes), batch.tenant, batch.merging)
        written = Written(copy, clock.now(), origin, source)
        job = Job(connection, copy, names, written, writer, careful=names.careful > 0)
        try:
            async with connection.transaction():
                await _write(job)
            names.careful -= names.careful > 0
            return job.written
        except UniqueViolation:  # only COPY does not look first (copying.py)
            if job.careful:
                raise
            names.careful = _CAREFUL
        except DeadlockDetected:
            if attempt == _ATTEMPTS - 1 or not idle:
                raise
    raise AssertionError("unreachable")


async def _write(job: Job) -> None:
    await lookup.look_up(job)
    shaping.shape(job)
    await judging.judge(job)
    await heads.write_heads(job)
    await merging.settle_modes(job)
    await values.write_values(job)
    if job.written.complaints:
        await complaints.note(job)
    job.written.entities, job.written.names = job.entities, job.names.iris


def _is_idle(connection: AsyncConnection[Any]) -> bool:
    return connection.autocommit and connection.info.transaction_status == TransactionStatus.IDLE


async def _learn(names: Dictionary, connection: AsyncConnection[Any], batch: Batch, source: str) -> None:
    await names.learn(connection, _names(batch))
    await names.make_months(connection, _months(batch))
    await names.learn_sources(connection, _sources(batch, source))


def _names(batch: Batch) -> set[str]:
    """Every IRI of the batch."""
    wanted = {a.term for a in batch.attributes} | {a.dataset for a in batch.attributes}
    for fragment in batch.fragments:
        wanted.update(fragment.types)
    return wanted


def _sources(batch: Batch, source: str) -> set[str]:
    return {source} | {f.writer.source for f in batch.fragments if f.writer}


def _months(batch: Batch) -> set[dt.date]:
    """The months (UTC) that its values lie in."""
    observed = {a.observed for a in batch.attributes} | {f.arrived for f in batch.fragments}
    observed |= {said.observed for said in batch.merging.values()}
    return {_month(instant(us)) for us in observed if us is not None} | {_month(clock.now())}


def _month(at: dt.datetime) -> dt.date:
    return dt.date(at.year, at.month, 1)
