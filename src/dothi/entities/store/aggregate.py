"""Aggregated history (CIM 009 §4.5.19), computed by the database: no value leaves it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from psycopg import AsyncConnection

from dothi.entities.core.aggregate import Aggregation, Period
from dothi.entities.core.represent import Head, Names
from dothi.entities.core.temporal import TemporalQuery
from dothi.entities.store.dictionary import dictionary
from dothi.entities.store.during import spans_of
from dothi.entities.store.history import series_of
from dothi.entities.store.limits import Limits
from dothi.entities.store.read import rows_of
from dothi.entities.store.statements import read_sql
from dothi.kernel.errors import DothiError

_MOST_PERIODS = 10_000  # of one series


class TooManyPeriods(DothiError):
    """More periods than one answer may hold (CIM 009 §6.3.2)."""

    code, status, title = "periods-too-many", 403, "TooManyResults"


async def read_aggregated(
    connection: AsyncConnection[Any],
    heads: list[Head],
    temporal: TemporalQuery,
    asked: Aggregation,
    attrs: Iterable[str] = (),
    *,
    limits: Limits,
) -> tuple[dict[int, list[Period]], Names]:
    """The periods of each entity by attribute and time. They begin at the time asked from, else at the entity's first value.

    Raises TooManyPeriods when a series would have more than 10,000.
    """
    names = dictionary(connection)
    terms = list((await names.find(connection, attrs)).values())
    series = await series_of(connection, [head.id for head in heads], terms, limits)
    if not series:
        return {}, names.iris
    entities, of_term, datasets = (list(column) for column in zip(*series, strict=True))
    bound = {
        "entities": entities, "terms": of_term, "datasets": datasets, "start": temporal.start, "end": temporal.end,
        "period": asked.period, "most": _MOST_PERIODS,
    }  # fmt: skip
    where = " and ".join(spans_of(temporal)) or "true"
    rows = await rows_of(
        connection, read_sql("aggregated").format(where=where, column=f"h.{temporal.column}"), bound
    )
    await names.names(connection, {part for one in series for part in one[1:]})
    found: dict[int, list[Period]] = {}
    for row in rows:
        if row[4] is None:
            raise TooManyPeriods(period=asked.period, most=_MOST_PERIODS)
        found.setdefault(row[0], []).append(
            Period(row[0], row[1], row[2], row[3], row[4], row[5], tuple(row[6:]))
        )
    return found, names.iris
