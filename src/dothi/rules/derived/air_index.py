"""VN_AQI of every hour and day that new values touched; late values compute the later hours again.

Two transactions, each exactly once: (1) read the log, note the touched hours as due, move the cursor; (2) take due hours
that are complete, compute, write them through the store's own door, drop them from the due list. Computing twice writes
the same value, which the store takes as a repeat.

Origin: an index is as direct as the least direct value in it (a replayed hour gives a replayed index).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from psycopg import AsyncConnection

from dothi.entities.core.normalize import normalize
from dothi.entities.core.times import most_ahead
from dothi.entities.store.write import Written, write_batch
from dothi.kernel import clock, health
from dothi.kernel.origin import Origin
from dothi.kernel.sql import statement
from dothi.rules.derived import log, vn_aqi
from dothi.rules.derived.log import Flush
from dothi.rules.derived.tables import IndexTable, vn_aqi_on
from dothi.rules.derived.units import factor

READER = "vn_aqi"
TYPE = "AirQualityObserved"
POLLUTANTS = ["pm25", "pm10", "o3", "no2", "so2", "co"]
DUE = 2000  # hours per transaction
HOUR = dt.timedelta(hours=1)


class Due(NamedTuple):
    """An hour (its end) or a day (its begin, Viet Nam midnight) of an entity to compute."""

    entity_id: int
    daily: bool
    at: dt.datetime

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """(since, until] of the values that enter it."""
        if self.daily:
            return self.at - vn_aqi.LEAD_HOURS * HOUR, self.at + vn_aqi.DAY_HOURS * HOUR
        return self.at - vn_aqi.NOWCAST_HOURS * HOUR, self.at

    @property
    def hours(self) -> tuple[int, int]:
        """The same span in whole hours since 1970."""
        begin = int(self.at.timestamp()) // 3600
        if self.daily:
            return begin - vn_aqi.LEAD_HOURS, begin + vn_aqi.DAY_HOURS
        return begin - vn_aqi.NOWCAST_HOURS, begin


@dataclass(slots=True)
class Means:
    """One-hour means of one entity: pollutant -> hour -> µg/m³, and the least direct origin per hour.

    Hours are whole hours since 1970: a backlog of a month asks for a million of them, and adding integers is cheap.
    """

    values: dict[str, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    origins: dict[int, int] = field(default_factory=dict)

    def add(self, pollutant: str, hour: int, value: float, origin: int) -> None:
        self.values[pollutant][hour] = value
        if origin > self.origins.get(hour, 0):
            self.origins[hour] = origin

    def hours_of(self, pollutant: str, hours: range) -> list[float | None]:
        own = self.values.get(pollutant)
        return [None] * len(hours) if own is None else list(map(own.get, hours))

    def origin(self, due: Due) -> Origin:
        if not self.origins:  # all live
            return Origin.LIVE
        since, until = due.hours
        return Origin(max(self.origins.get(hour, 0) for hour in range(since + 1, until + 1)))


def compute(due: Due, means: Means) -> vn_aqi.Index | None:
    """The index of a due hour or day; None when the method has no value for it."""
    table = _table(due)
    since, until = due.hours
    if due.daily:
        return vn_aqi.daily(
            table, {p: means.hours_of(p, range(since + 1, until + 1)) for p in table.pollutants}
        )
    back = {p: until - vn_aqi.NOWCAST_HOURS if p in vn_aqi.PARTICLES else until - 1 for p in table.pollutants}
    return vn_aqi.hourly(table, {p: means.hours_of(p, range(until, end, -1)) for p, end in back.items()})


def payload(urn: str, kind: str, due: Due, index: vn_aqi.Index) -> dict[str, Any]:
    """The entity fragment to store. An hour is observed at its end, a day at its end too (its 00:00)."""
    name = "airQualityIndexDaily" if due.daily else "airQualityIndex"
    at = clock.iso(due.at + vn_aqi.DAY_HOURS * HOUR if due.daily else due.at)
    table = _table(due)
    detail = {
        "level": index.level.code,
        "dominant": index.dominant,
        "sub": dict(index.sub),
        "inputs": {pollutant: round(c, 2) for pollutant, c in index.inputs.items()},
        "capture": {pollutant: round(share, 3) for pollutant, share in index.capture.items()},
        "capped": index.capped,
        "shortOfData": index.short_of_data,
        "method": table.method,
        "version": table.version,
    }
    value = {"type": "Property", "value": index.value, "observedAt": at}
    return {
        "id": urn,
        "type": kind,
        name: value,
        f"{name}Detail": {"type": "Property", "value": detail, "observedAt": at},
    }


async def note_touched(connection: AsyncConnection[Any]) -> int:
    """Reads the next flushes and notes what they owe; returns how many flushes were read."""
    return await log.read_on(connection, READER, _owe)


async def _owe(connection: AsyncConnection[Any], flushes: Sequence[Flush]) -> None:
    touched = await _touched(connection, flushes)
    if touched:
        owed = {"entities": [entity for entity, _ in touched], "hours": [hour for _, hour in touched]}
        await connection.execute(_sql("owe"), owed)


async def compute_due(
    connection: AsyncConnection[Any], now: dt.datetime | None = None
) -> tuple[int, list[Written]]:
    """Computes what is due and complete; returns how many hours and days were taken, and what was written."""
    async with connection.transaction():
        parameters = {
            "pollutants": POLLUTANTS,
            "now": now or clock.now(),
            "ahead": most_ahead(),
            "limit": DUE,
        }
        taken = [
            Due(*row) for row in await (await connection.execute(_sql("take_due"), parameters)).fetchall()
        ]
        written = await _compute_and_write(connection, taken) if taken else []
    return len(taken), written


async def _compute_and_write(connection: AsyncConnection[Any], taken: Sequence[Due]) -> list[Written]:
    ids = sorted({due.entity_id for due in taken})
    who = {
        row[0]: row[1:]
        for row in await (await connection.execute(_sql("who"), {"ids": ids, "type": TYPE})).fetchall()
    }
    means = await _means(connection, taken)
    by_source: dict[tuple[Origin, str], list[dict[str, Any]]] = defaultdict(list)
    for due in sorted(taken, key=lambda due: due.at):
        health.moving(log.PART)
        index = compute(due, means[due.entity_id]) if due.entity_id in who else None
        if index is not None:
            urn, kind = who[due.entity_id]
            by_source[means[due.entity_id].origin(due), source(due)].append(payload(urn, kind, due, index))
    written = []
    for (origin, name), payloads in by_source.items():
        written.append(await write_batch(connection, normalize(payloads), origin=origin, source=name))
        health.moving(log.PART)
    return written


def source(due: Due) -> str:
    """Where the value says it comes from."""
    return f"{_table(due).method}, {'ngày' if due.daily else 'giờ'}"


async def _means(connection: AsyncConnection[Any], taken: Sequence[Due]) -> Mapping[int, Means]:
    """One-hour means in µg/m³ of every entity over all it needs, in one read."""
    spans: dict[int, tuple[dt.datetime, dt.datetime]] = {}
    for due in taken:
        since, until = due.span
        known = spans.get(due.entity_id, (since, until))
        spans[due.entity_id] = (min(known[0], since), max(known[1], until))
    parameters = {
        "ids": list(spans),
        "since": [since for since, _ in spans.values()],
        "until": [until for _, until in spans.values()],
        "earliest": min(since for since, _ in spans.values()),
        "latest": max(until for _, until in spans.values()),
        "pollutants": POLLUTANTS,
    }
    means: dict[int, Means] = defaultdict(Means)
    for entity_id, pollutant, unit, hour, value, origin in await (
        await connection.execute(_sql("hourly_means"), parameters)
    ).fetchall():
        scale = _scale(hour, pollutant, unit)
        if scale is not None:
            means[entity_id].add(pollutant, hour, value * scale, origin)
    return means


async def _touched(
    connection: AsyncConnection[Any], flushes: Sequence[Flush]
) -> list[tuple[int, dt.datetime]]:
    if (spans := log.spans(flushes)) is None:
        return []
    parameters = {
        **spans,
        "pollutants": POLLUTANTS,
        "type": TYPE,
    }
    return [
        (row[0], row[1]) for row in await (await connection.execute(_sql("touched"), parameters)).fetchall()
    ]


def _table(due: Due) -> IndexTable:
    return _table_of(int(due.at.timestamp()) // 3600)


@lru_cache(20_000)
def _table_of(hour: int) -> IndexTable:
    return vn_aqi_on(dt.datetime.fromtimestamp(hour * 3600, clock.VIETNAM).date())


@lru_cache(20_000)
def _scale(hour: int, pollutant: str, unit: str | None) -> float | None:
    """What makes µg/m³ of a value of that hour; None: a unit that the table does not know."""
    return factor(_table_of(hour), pollutant, unit)


def _sql(name: str) -> str:
    return statement("dothi.rules", "sql/derive.sql", name)
