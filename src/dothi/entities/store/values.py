"""The values of a batch: one flush row, history, current state; then what was told before is sorted out."""

from __future__ import annotations

from typing import Any

import numpy as np

from dothi.entities.store.columns import Columns
from dothi.entities.store.copying import FROM_ROWS, copy_numbers
from dothi.entities.store.heads import name_heads
from dothi.entities.store.job import Job
from dothi.entities.store.merging import write_drops
from dothi.entities.store.words import tell_words


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
    await tell_words(job, rounds)


async def _flush(job: Job, rounds: list[Columns]) -> bool:
    """Was every row of the first round new and its latest values the newest?"""
    first = rounds[0] if rounds else Columns.none()
    numbers, others = first.numbers(), first.others()
    by_copy = not job.careful and len(numbers) >= FROM_ROWS
    async with job.connection.pipeline() as pipeline:
        flush = await _open_flush(job, rounds, numbers, by_copy)
        sent = await _send_others(job, others) if len(others) else []
        await write_drops(job)
        await name_heads(job)
        await pipeline.sync()  # row counts are known from here on
        job.written.flush_id, job.written.tx, recorded, current = await flush.fetchone()
    if by_copy:
        await copy_numbers(job, numbers)
        recorded = len(numbers)
    told, made = [cursor.rowcount for cursor in sent] if sent else [0, 0]
    job.written.recorded += recorded + told
    return (recorded, current, told, made) == (
        len(numbers),
        len(numbers.latest()),
        len(others.with_past()),
        len(others.latest()),
    )


async def _open_flush(job: Job, rounds: list[Columns], numbers: Columns, by_copy: bool) -> Any:
    """One row of the flush log, with the numbers when there are any: (id, tx, recorded, made current)."""
    spans = [columns.span() for columns in rounds] + ([(job.at, job.at)] if job.drops else [])
    flush = {
        "at": job.at,
        "from": min((s[0] for s in spans), default=None),
        "to": max((s[1] for s in spans), default=None),
        "rows": sum(map(len, rounds)),
    }
    if not len(numbers):
        return await job.run("flush", **flush)
    return await job.run("write_numbers", **flush, copied=by_copy, **numbers.number_parameters())


async def _send_others(job: Job, columns: Columns) -> list[Any]:
    """History and current state of what is not a plain number. The log names what the history does not tell of."""
    sent = [
        await job.run("values_history", at=job.at, **columns.with_past().value_parameters()),
        await job.run("values_current", at=job.at, **columns.latest().value_parameters()),
    ]
    if len(unwritten := columns.without_past().latest()):
        await job.run("name_told", told=[part for _, key, _ in unwritten.each() for part in key])
    return sent


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
