"""VN_WQI of every instant at which a station of surface water told something: of the means of the hour before it.

One transaction: read the log, compute, write through the store's own door, move the cursor. A sample whose parameters come one by
one, and a value that comes late, compute the later instants of that hour again; the same value again is a repeat to the store.
Origin: an index is as direct as the least direct value in it.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from psycopg import AsyncConnection

from dothi.entities.core.normalize import normalize
from dothi.entities.core.rows import Quality
from dothi.entities.store.write import Written, write_batch
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.sql import statement
from dothi.rules.derived import log, vn_wqi

READER = "vn_wqi"
TYPE = "WaterQualityObserved"
SOURCE = "VN_WQI, "  # what the source of an index begins with
WRITTEN = ("waterQualityIndex", "waterQualityIndexDetail")
WINDOW = dt.timedelta(hours=1)
# sent unit, the table's own → what to multiply by
_FACTORS = {("GL", "M1"): 1000.0, ("H29", "M1"): 0.001, ("M1", "H29"): 1000.0}


class Told(NamedTuple):
    """One value of an entity, in the unit of the table."""

    attribute: str
    at: dt.datetime
    value: float
    origin: int


class Instant(NamedTuple):
    entity_id: int
    at: dt.datetime


def parameters() -> list[str]:
    """Every attribute that an index may need."""
    return sorted({"temperature", *(name for table in vn_wqi.tables() for name in table.parameters)})


async def note_touched(connection: AsyncConnection[Any]) -> int:
    """Nothing is owed for later: what was told is computed as it is read."""
    return 0


async def compute_due(
    connection: AsyncConnection[Any], now: dt.datetime | None = None
) -> tuple[int, list[Written]]:
    """Reads the next flushes and writes the indices they give; returns how many flushes were read, and what was written."""
    written: list[Written] = []

    async def answer(opened: AsyncConnection[Any], flushes: Sequence[log.Flush]) -> None:
        instants = await _touched(opened, flushes)
        written.extend(await _write(opened, instants) if instants else [])

    return await log.read_on(connection, READER, answer), written


async def _touched(connection: AsyncConnection[Any], flushes: Sequence[log.Flush]) -> list[Instant]:
    if (spans := log.spans(flushes)) is None:
        return []
    asked = {**spans, "parameters": parameters(), "type": TYPE}
    return [Instant(*row) for row in await (await connection.execute(_sql("touched"), asked)).fetchall()]


async def _write(connection: AsyncConnection[Any], instants: Sequence[Instant]) -> list[Written]:
    told = await _told(connection, instants)
    ids = sorted({instant.entity_id for instant in instants})
    rows = await connection.execute(
        statement("dothi.rules", "sql/derive.sql", "who"), {"ids": ids, "type": TYPE}
    )
    who = {row[0]: row[1:] for row in await rows.fetchall()}
    by_source: dict[tuple[Origin, str], list[dict[str, Any]]] = defaultdict(list)
    unsaid: list[Instant] = []
    for instant in sorted(instants, key=lambda instant: instant.at):
        window = _window(told.get(instant.entity_id, []), instant.at)
        table = vn_wqi.table_on(instant.at.astimezone(clock.VIETNAM).date())
        index = vn_wqi.water_quality(table, means(window))
        if instant.entity_id not in who:
            continue
        if index is None:
            unsaid.append(instant)
        else:
            origin = Origin(max(one.origin for one in window))
            urn, kind = who[instant.entity_id]
            by_source[origin, f"{SOURCE}{table.source}"].append(payload(urn, kind, instant.at, index, table))
    for instant, name, told, origin in await _standing(connection, unsaid):
        urn, kind = who[instant.entity_id]
        table = vn_wqi.table_on(instant.at.astimezone(clock.VIETNAM).date())
        by_source[origin, f"{SOURCE}{table.source}"].append(suspect(urn, kind, name, told, instant.at))
    return [
        await write_batch(connection, normalize(payloads), origin=origin, source=source)
        for (origin, source), payloads in by_source.items()
    ]


async def _standing(
    connection: AsyncConnection[Any], unsaid: Sequence[Instant]
) -> list[tuple[Instant, str, Any, Origin]]:
    """What was said before at instants of which nothing can be said now: an input was corrected as suspect."""
    asked = [(instant, name) for instant in unsaid for name in WRITTEN]
    parameters = {
        "ids": [instant.entity_id for instant, _ in asked],
        "attributes": [name for _, name in asked],
        "ats": [instant.at for instant, _ in asked],
        "source": f"{SOURCE}%",
    }
    found = await connection.execute(statement("dothi.rules", "sql/formulas.sql", "standing"), parameters)
    return [
        (*asked[place - 1], value, Origin(origin))
        for place, value, _unit, quality, origin in await found.fetchall()
        if quality != Quality.SUSPECT
    ]


def suspect(urn: str, kind: str, name: str, value: Any, at: dt.datetime) -> dict[str, Any]:
    """The fragment that marks what stands as no longer to be relied on."""
    told = {"type": "Property", "value": value, "observedAt": clock.iso(at), "quality": "suspect"}
    return {"id": urn, "type": kind, name: told}


def means(window: Sequence[Told]) -> dict[str, float]:
    """The mean of each attribute."""
    values: dict[str, list[float]] = defaultdict(list)
    for one in window:
        values[one.attribute].append(one.value)
    return {name: sum(found) / len(found) for name, found in values.items()}


def payload(urn: str, kind: str, at: dt.datetime, index: vn_wqi.Index, table: vn_wqi.Table) -> dict[str, Any]:
    """The entity fragment to store."""
    told = clock.iso(at)
    detail = {
        "level": index.level.code,
        "groups": {group: round(value, 1) for group, value in index.groups.items()},
        "sub": {name: round(value, 1) for name, value in index.sub.items()},
        "version": table.version,
    }
    return {
        "id": urn,
        "type": kind,
        "waterQualityIndex": {"type": "Property", "value": index.value, "observedAt": told},
        "waterQualityIndexDetail": {"type": "Property", "value": detail, "observedAt": told},
    }


async def _told(connection: AsyncConnection[Any], instants: Sequence[Instant]) -> Mapping[int, list[Told]]:
    """What the entities told in the hours before their instants, in order of time, in one read."""
    spans: dict[int, tuple[dt.datetime, dt.datetime]] = {}
    for entity_id, at in instants:
        since, until = spans.get(entity_id, (at, at))
        spans[entity_id] = (min(since, at), max(until, at))
    asked = {
        "ids": list(spans),
        "since": [since - WINDOW for since, _ in spans.values()],
        "until": [until for _, until in spans.values()],
        "earliest": min(since for since, _ in spans.values()) - WINDOW,
        "latest": max(until for _, until in spans.values()),
        "parameters": parameters(),
    }
    found: dict[int, list[Told]] = defaultdict(list)
    rows = await connection.execute(_sql("values"), asked)
    for entity_id, attribute, unit, at, value, origin in await rows.fetchall():
        if (factor := factor_of(attribute, unit, at)) is not None:
            found[entity_id].append(Told(attribute, at, value * factor, origin))
    return found


def factor_of(attribute: str, unit: str | None, at: dt.datetime) -> float | None:
    """What makes the table's unit of a value; None: another unit, the value takes no part. No unit means the table's own."""
    parameter = vn_wqi.table_on(at.astimezone(clock.VIETNAM).date()).parameters.get(attribute)
    own = parameter.unit if parameter else "CEL"
    return 1.0 if unit in (None, own) else _FACTORS.get((unit, own))


def _window(told: Sequence[Told], at: dt.datetime) -> list[Told]:
    """(at - 1 h, at], from values in order of time: a backlog has thousands of them."""
    begin = bisect_right(told, at - WINDOW, key=lambda one: one.at)
    end = bisect_right(told, at, key=lambda one: one.at)
    return list(told[begin:end])


def _sql(name: str) -> str:
    return statement("dothi.rules", "sql/water.sql", name)
