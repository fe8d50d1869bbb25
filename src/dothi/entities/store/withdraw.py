"""Takes values back out of an entity's history (CIM 009 §5.6.13, 5.6.15, 5.6.16): a later revision says that they no longer
count. Nothing is erased: what was told, and when it was taken back, stays readable as known at a past minute.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from psycopg import AsyncConnection

from dothi.entities.core.rows import Attribute, Kind
from dothi.entities.store.dictionary import dictionary
from dothi.entities.store.lookup import attribute_of
from dothi.entities.store.statements import write_sql
from dothi.entities.store.words import rewrite
from dothi.kernel import clock, sql

_MOST_MOVES = 100  # of one instance that are followed


@dataclass(frozen=True, slots=True)
class Series:
    """What to withdraw of an entity; None: every term, every dataset, every instant."""

    entity_id: int
    term_id: int | None = None
    dataset_id: int | None = None
    observed_at: dt.datetime | None = None


def _sql(name: str) -> str:
    return sql.statement("dothi.entities.store", "sql/withdraw.sql", name)


async def withdraw(
    connection: AsyncConnection[Any], series: Series, *, source: str, moved_to: dt.datetime | None = None
) -> int:
    """How many instants were withdrawn, in one transaction; what was current falls back to the instant before. `moved_to`:
    the instant for which it is told from now on, under its old instanceId."""
    names, at = dictionary(connection), clock.now()
    await names.learn_sources(connection, {source})
    async with connection.transaction():
        await connection.execute(write_sql("lock_corrections"))
        flush = await _one(connection, "flush", at=at)
        found = await connection.execute(
            _sql("instances"),
            {
                "entity": series.entity_id,
                "term": series.term_id,
                "dataset": series.dataset_id,
                "observed": series.observed_at,
                "flush": flush,
                "at": at,
                "moved": moved_to,
                "source": names.sources[source],
            },
        )
        withdrawn = await found.fetchall()
        if withdrawn:
            await _restore(connection, series.entity_id, withdrawn, flush, at)
            await rewrite(connection, {series.entity_id})
        if series.term_id is None:
            await connection.execute(_sql("entity"), {"entity": series.entity_id, "at": at})
    return len(withdrawn)


async def _restore(
    connection: AsyncConnection[Any],
    entity_id: int,
    withdrawn: list[tuple[Any, ...]],
    flush: int,
    at: dt.datetime,
) -> None:
    terms, datasets, instants = (list(column) for column in zip(*withdrawn, strict=True))
    gone = await connection.execute(
        _sql("forget_current"),
        {"entity": entity_id, "terms": terms, "datasets": datasets, "instants": instants},
    )
    ended = await _fall_back(connection, entity_id, await gone.fetchall(), flush, at)
    span = {"from": min(instants), "to": max(instants), "rows": len(withdrawn)}
    triples = [part for key in ended for part in (entity_id, *key)]
    await connection.execute(_sql("span"), {"flush": flush, **span, "ended": triples or None})


async def _fall_back(
    connection: AsyncConnection[Any],
    entity_id: int,
    gone: list[tuple[Any, ...]],
    flush: int,
    at: dt.datetime,
) -> list[tuple[int, int]]:
    """What was current becomes what counted before it; returns the attributes (term, dataset) that have nothing left."""
    if not gone:
        return []
    terms, datasets, created = (list(column) for column in zip(*gone, strict=True))
    bound = {"terms": terms, "datasets": datasets, "created": created}
    found = await connection.execute(
        _sql("restore_current"), {"entity": entity_id, "flush": flush, "at": at, **bound}
    )
    return sorted(set(zip(terms, datasets, strict=True)) - set(await found.fetchall()))


async def standing(connection: AsyncConnection[Any], series: Series) -> Series:
    """Where an instance is that was named by this instant: what was moved keeps its name."""
    for _ in range(_MOST_MOVES):
        bound = {"entity": series.entity_id, "term": series.term_id, "dataset": series.dataset_id}
        found = await connection.execute(_sql("moved"), {**bound, "observed": series.observed_at})
        row = await found.fetchone()
        if row is None or row[0] is None:
            break
        series = replace(series, observed_at=row[0])
    return series


async def instance(connection: AsyncConnection[Any], series: Series) -> Attribute | None:
    """What counts for one instant; None when nothing does."""
    found = await connection.execute(
        _sql("instance"),
        {
            "entity": series.entity_id,
            "term": series.term_id,
            "dataset": series.dataset_id,
            "observed": series.observed_at,
        },
    )
    row = await found.fetchone()
    return None if row is None or row[3] == Kind.DELETED else attribute_of(row)


async def _one(connection: AsyncConnection[Any], name: str, **values: Any) -> int:
    row = await (await connection.execute(_sql(name), values)).fetchone()
    assert row is not None
    return int(row[0])
