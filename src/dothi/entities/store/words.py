"""Keeps what entities are searched by: the name when it may have changed (the id is there since the entity is: a trigger)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from psycopg import AsyncConnection

from dothi.entities.core.names import short
from dothi.entities.store.columns import Columns
from dothi.entities.store.job import Job
from dothi.entities.store.statements import write_sql


async def tell_words(job: Job, rounds: list[Columns]) -> None:
    """After the values are written. A batch of numbers costs nothing here."""
    ids: set[int] = set()
    for columns in rounds:
        ids |= _named(job, columns.others())
    ids |= {key[0] for key in job.drops if _is_name(job, key[1])}
    if ids:
        await rewrite(job.connection, ids)


def _named(job: Job, others: Columns) -> set[int]:
    """The entities whose name is among these values; no name is a plain number."""
    if not len(others):
        return set()
    terms = others.sheet.term[others.rows]
    names = [term for term in np.unique(terms).tolist() if _is_name(job, term)]
    return set(others.sheet.entity[others.rows][np.isin(terms, names)].tolist()) if names else set()


def _is_name(job: Job, term: int) -> bool:
    return short(job.names.iris[term]) == "name"


async def rewrite(connection: AsyncConnection[Any], ids: Iterable[int]) -> None:
    """From what is current of these entities."""
    terms = [row[0] async for row in await connection.execute(write_sql("name_terms"))]
    await connection.execute(write_sql("tell_words"), {"ids": sorted(ids), "terms": terms})
