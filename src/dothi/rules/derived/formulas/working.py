"""Formulas at work, as one of the methods of `rules/derive.py`.

Two transactions, each exactly once: what new values owe is noted with the cursor; what is due and complete is computed, written
through the store's own door and dropped from the list. Those that others are made of are computed first. A value that can no
longer be said (an input was corrected as suspect) is marked suspect itself, so nothing goes on to stand on it.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import AsyncConnection

from dothi.entities.core.normalize import normalize
from dothi.entities.core.rows import Quality
from dothi.entities.core.times import most_ahead
from dothi.entities.store.write import Written, write_batch
from dothi.kernel import clock, health
from dothi.kernel.clock import VIETNAM
from dothi.kernel.origin import Origin
from dothi.rules.derived import log
from dothi.rules.derived.formulas import reading
from dothi.rules.derived.formulas.definition import Definition
from dothi.rules.derived.formulas.reading import Due, Seen, sql
from dothi.rules.derived.log import Flush
from dothi.rules.expressions import value_of
from dothi.rules.operators.moment import moment_of

logger = logging.getLogger(__name__)

READER = "formulas"
DUE = 2000  # values per transaction
LONGEST_TEXT = 200
FURTHEST = dt.timedelta(days=5 * 366)  # a moment later than this is no end that anybody waits for

Fragment = dict[str, Any]
Versions = dict[str, list[Definition]]  # by `Type.attribute`, the earliest first


async def in_force(connection: AsyncConnection[Any]) -> Versions:
    """Every formula with all its versions."""
    found: Versions = defaultdict(list)
    rows = await connection.execute(
        "select pack, entity_type, attribute, valid_from, rank, told from rules_formula order by valid_from"
    )
    for row in await rows.fetchall():
        one = Definition.of(*row)
        found[one.value].append(one)
    return dict(found)


async def note_touched(connection: AsyncConnection[Any]) -> int:
    """Reads the next flushes and notes what they owe; returns how many flushes were read."""
    return await log.read_on(connection, READER, _owe)


async def _owe(connection: AsyncConnection[Any], flushes: Sequence[Flush]) -> None:
    spans = log.spans(flushes)
    known = [one for versions in (await in_force(connection)).values() for one in versions]
    reads = [read for one in known for read in one.reads()]
    if spans is None or not reads:
        return
    named = sorted({read["attribute"] for read in reads})
    await connection.execute(sql("owe"), {**spans, "attributes": named, "reads": json.dumps(reads)})
    await _owe_moments(connection, spans, known)


async def _owe_moments(
    connection: AsyncConnection[Any], spans: dict[str, Any], known: Sequence[Definition]
) -> None:
    """A value that names a moment ahead owes what it decides at that moment."""
    named = [
        {"value": one.value, "type": one.type, "attribute": name, "after_s": int(length.total_seconds())}
        for one in known
        for name, length in one.moments
    ]
    if not named:
        return
    parameters = {
        **spans,
        "attributes": sorted({str(each["attribute"]) for each in named}),
        "named": json.dumps(named),
    }
    rows = await (await connection.execute(sql("moments"), parameters)).fetchall()
    dues = [
        (value, entity_id, moment + dt.timedelta(seconds=after_s))
        for value, entity_id, told, observed_at, after_s in rows
        if (moment := moment_of(told)) and observed_at < moment < observed_at + FURTHEST
    ]
    async with connection.cursor() as cursor:
        await cursor.executemany(sql("owe_one"), sorted(set(dues)))


async def compute_due(
    connection: AsyncConnection[Any], now: dt.datetime | None = None
) -> tuple[int, list[Written]]:
    """Computes what is due and complete, of one rank; returns how many were taken, and what was written.

    What makes it fall is looked for in ever smaller parts; the one value that does is given up, and all others go on.
    """
    for most in (DUE, 50, 1):
        try:
            return await _compute(connection, now or clock.now(), most)
        except (
            psycopg.OperationalError
        ):  # the database went away: whoever keeps the loop tries all of it again
            raise
        except Exception:
            logger.exception("derive: of %s values that are due one cannot be computed", most)
    return await _compute(connection, now or clock.now(), 1, give_up=True)


async def _compute(
    connection: AsyncConnection[Any], now: dt.datetime, most: int, *, give_up: bool = False
) -> tuple[int, list[Written]]:
    async with connection.transaction():
        known = await in_force(connection)
        await connection.execute(sql("forget_unknown"), {"values": list(known)})
        for rank in sorted({versions[-1].rank for versions in known.values()}):
            own = [versions[-1] for versions in known.values() if versions[-1].rank == rank]
            taken = await _take(connection, own, now, most)
            if taken and give_up:
                logger.error("derive: given up %s", taken)
                return len(taken), []
            if taken:
                return len(taken), await _compute_and_write(connection, known, taken)
    return 0, []


async def _take(
    connection: AsyncConnection[Any], known: Sequence[Definition], now: dt.datetime, most: int
) -> list[Due]:
    told = [
        {
            "value": one.value,
            "period_s": one.period_s,
            "waits": sorted(set(one.inputs) - one.held),
            "across": [
                {"type": each.type, "via": each.via, "attribute": each.attribute}
                for each in one.across.values()
            ],
        }
        for one in known
    ]
    parameters = {"known": json.dumps(told), "now": now, "ahead": most_ahead(), "limit": most}
    return [Due(*row) for row in await (await connection.execute(sql("take_due"), parameters)).fetchall()]


async def _compute_and_write(
    connection: AsyncConnection[Any], known: Versions, taken: Sequence[Due]
) -> list[Written]:
    ids = sorted({due.entity_id for due in taken})
    urns = dict(await (await connection.execute(sql("who"), {"ids": ids})).fetchall())
    by_version: dict[int, tuple[Definition, list[Due]]] = {}
    for due in sorted(taken, key=lambda due: due.at):
        one = version_on(known[due.value], due.at)
        if one is not None and due.entity_id in urns:
            by_version.setdefault(id(one), (one, []))[1].append(due)
    by_source: dict[tuple[Origin, str], list[Fragment]] = defaultdict(list)
    for one, dues in by_version.values():
        found = await reading.read(connection, one, dues)
        unsaid: list[Due] = []
        for due in dues:
            health.moving(log.PART)
            seen = found.seen(due, urns[due.entity_id])
            value = result(one, seen)
            if value is None:
                unsaid.append(due)
            else:
                by_source[origin(one, seen), source(one)].append(
                    fragment(one, due, urns, value, quality(one, seen))
                )
        for due, told, standing in await _standing(connection, one, unsaid):
            by_source[Origin(standing), source(one)].append(fragment(one, due, urns, told, Quality.SUSPECT))
    written = []
    for (origin_, name), fragments in by_source.items():
        written.append(await write_batch(connection, normalize(fragments), origin=origin_, source=name))
        health.moving(log.PART)
    return written


def version_on(versions: Sequence[Definition], at: dt.datetime) -> Definition | None:
    """The version in force at an instant; None before the first."""
    day = at.astimezone(VIETNAM).date()
    return next((one for one in reversed(versions) if one.valid_from <= day), None)


def result(one: Definition, seen: Seen) -> Any:
    """What the formula gives; None when it cannot be said."""
    value = value_of(one.expression, seen.inputs)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(value)
    return value[:LONGEST_TEXT] if isinstance(value, str) and value else None


def _number(value: float) -> float | None:
    """As the store keeps it; None: no double holds it."""
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def origin(one: Definition, seen: Seen) -> Origin:
    """As direct as its least direct input. An estimate of live values is estimated; one of simulated or replayed values stays
    what they are, for nobody may take it for the city's own (its quality says that it is an estimate)."""
    if one.estimate and seen.origin == Origin.LIVE:
        return Origin.ESTIMATED
    return Origin(seen.origin)


def quality(one: Definition, seen: Seen) -> Quality:
    return Quality(reading.worst([seen.quality, *([Quality.ESTIMATED] if one.estimate else [])]))


def source(one: Definition) -> str:
    """Where the value says it comes from."""
    return f"Công thức ({one.pack}): {one.source}"[:200]


def fragment(one: Definition, due: Due, urns: dict[int, str], value: Any, quality: Quality) -> Fragment:
    """What is stored: observed at the instant, at the end of a period."""
    told: dict[str, Any] = {"type": "Property", "value": value, "observedAt": clock.iso(due.at)}
    if one.unit and not isinstance(value, str | bool):
        told["unitCode"] = one.unit
    if quality != Quality.UNKNOWN:
        told["quality"] = quality.name.lower()
    return {"id": urns[due.entity_id], "type": one.type, one.attribute: told}


async def _standing(
    connection: AsyncConnection[Any], one: Definition, unsaid: Sequence[Due]
) -> list[tuple[Due, Any, int]]:
    """What was said before at instants of which nothing can be said now."""
    if not unsaid:
        return []
    parameters = {
        "ids": [due.entity_id for due in unsaid],
        "attributes": [one.attribute] * len(unsaid),
        "ats": [due.at for due in unsaid],
        "source": "Công thức (%",
    }
    rows = await (await connection.execute(sql("standing"), parameters)).fetchall()
    return [(unsaid[row[0] - 1], row[1], row[4]) for row in rows if row[3] != Quality.SUSPECT]
