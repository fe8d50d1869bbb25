"""The values of a batch: one flush row, history, current state; then what was told before is sorted out."""

from __future__ import annotations

from typing import Any

import numpy as np

from dothi.entities.store.columns import Columns
from dothi.entities.store.copying import FROM_ROWS, copy_numbers
from dothi.entities.store.job import Job
from dothi.entities.store.merging import write_drops


async def write_values(job: Job) -> None:
    """Writes what the batch says; one pipeline when nothing is repeated, corrected or late."""
    rounds = Columns.rounds(job)
    if not rounds and not job.drops and not job.written.created and not job.written.deleted:
        return
    complete = await _flush(job, rounds)
    if rounds and not complete:
        await _settle(job, rounds[0])
    for columns in rounds[1:]:
        await _correct(job, columns)
    if rounds:
        await _note_changes(job, rounds, complete and len(rounds) == 1)


async def _flush(job: Job, rounds: list[Columns]) -> bool:
    """Was every row of the first round new and its latest values the newest?"""
    first = rounds[0] if rounds else None
    by_copy = first is not None and not job.careful and len(first.numbers()) >= FROM_ROWS
    if by_copy and first is not None:
        await _note_flush(job, await _open_flush(job, rounds))
        await copy_numbers(job, first.numbers())
        job.written.recorded = len(first.numbers())
    async with job.connection.pipeline() as pipeline:
        flush = None if by_copy else await _open_flush(job, rounds)
        histories, currents = await _send(job, first, by_copy) if first is not None else ([], [])
        await write_drops(job)
        await pipeline.sync()  # row counts are known from here on
        if flush is not None:
            await _note_flush(job, flush)
        job.written.recorded += sum(cursor.rowcount for cursor, _ in histories)
        return all(cursor.rowcount == expected for cursor, expected in (*histories, *currents))


async def _open_flush(job: Job, rounds: list[Columns]) -> Any:
    spans = [columns.span() for columns in rounds] + ([(job.at, job.at)] if job.drops else [])
    span = {"from": min((s[0] for s in spans), default=None), "to": max((s[1] for s in spans), default=None)}
    return await job.run("flush", at=job.at, rows=sum(map(len, rounds)), **span)


async def _note_flush(job: Job, cursor: Any) -> None:
    job.written.flush_id, job.written.tx = await cursor.fetchone()


Sent = list[tuple[Any, int]]  # cursors with the row count each should have


async def _send(job: Job, columns: Columns, is_copied: bool) -> tuple[Sent, Sent]:
    """Sends history (of numbers: unless it was copied) and current state."""
    histories, currents = [], []
    if len(part := columns.numbers()):
        latest = part.latest()
        if not is_copied:
            histories.append(
                (await job.run("numbers_history", at=job.at, **part.number_parameters()), len(part))
            )
        currents.append(
            (await job.run("numbers_current", at=job.at, **latest.number_parameters()), len(latest))
        )
    if len(part := columns.others()):
        latest = part.latest()
        histories.append((await job.run("values_history", at=job.at, **part.value_parameters()), len(part)))
        currents.append(
            (await job.run("values_current", at=job.at, **latest.value_parameters()), len(latest))
        )
    return histories, currents


async def _settle(job: Job, columns: Columns) -> None:
    """Some rows were told before: equal ones change nothing, the others are corrections."""
    cursor = await job.run("fresh_keys", **columns.keys())
    fresh = np.zeros(len(columns), dtype=bool)
    fresh[[row[0] - 1 for row in await cursor.fetchall()]] = True
    if not fresh.all():
        await _correct(job, columns.where(~fresh))


async def _correct(job: Job, columns: Columns) -> None:
    await job.run("lock_corrections")
    cursor = await job.run("correct_history", at=job.at, **columns.value_parameters())
    job.written.recorded += cursor.rowcount
    await job.run("correct_current", **columns.keys())


async def _note_changes(job: Job, rounds: list[Columns], all_changed: bool) -> None:
    if all_changed:
        job.written.changed = rounds[0].latest().rows.tolist()
        return
    ids = sorted({key for columns in rounds for key in columns.entity_ids()})
    cursor = await job.run("changed_keys", ids=ids)
    current = set(await cursor.fetchall())
    last: dict[tuple[int, int, int], tuple[int, int]] = {}
    for columns in rounds:
        for row, key, observed in columns.each():
            if key in current and (key not in last or observed >= last[key][0]):
                last[key] = (observed, row)
    job.written.changed = sorted(row for _, row in last.values())
