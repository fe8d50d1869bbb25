"""History asked for by when it was told (CIM 009 §4.8): the same as sorting everything, from a few pages of the tables."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import psycopg
import pytest

from dothi.entities.core.represent import Head
from dothi.entities.core.temporal import TemporalQuery, TimeProperty
from dothi.entities.store.history import _statement, read_history
from dothi.entities.store.limits import Limits
from dothi.entities.store.statements import read_sql
from dothi.entities.tests.test_plans import pages

START = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
ENTITY, TERM = 7_000_001, 7_001
HEAD = Head(ENTITY, "urn:x:told", [], None, None, None, None, None, START, START)
HOUR = dt.timedelta(hours=1)
_INSERT = """
insert into entities_history (entity_id, flush_id, observed_at, recorded_at, num, term_id, source_id, revision, kind, origin, declared)
values (%s, 1, %s, %s, %s, %s, 1, %s, %s, 0, true)"""
_CURRENT = """
insert into entities_attribute (entity_id, flush_id, observed_at, created_at, modified_at, num, term_id, source_id, kind, origin, declared)
values (%s, 1, now(), now(), now(), 1, %s, 1, 1, 0, true)"""
Told = tuple[dt.datetime, dt.datetime, dt.datetime, int]  # observed, first told, last told, value


@pytest.fixture
async def told(connection: psycopg.AsyncConnection[Any]) -> list[Told]:
    """A thousand values ten minutes apart: most told within a minute, some days late, some corrected, a few ahead of their time."""
    chance, found = random.Random(7), []
    await connection.execute(
        "insert into entities_term (id, iri) overriding system value values (%s, 'urn:x:told') on conflict do nothing",
        [TERM],
    )
    await connection.execute("select entities_make_month(date '2024-03-01')")
    rows = []
    for n in range(1000):
        observed = START + n * dt.timedelta(minutes=10)
        late = chance.choice(
            [chance.uniform(0, 60)] * 8 + [chance.uniform(0, 9 * 86_400), -chance.uniform(0, 86_400)]
        )
        first = last = observed + dt.timedelta(seconds=late)
        rows.append((ENTITY, observed, first, n, TERM, 0, 1))
        if chance.random() < 0.05:
            last = first + dt.timedelta(seconds=chance.uniform(1, 3 * 86_400))
            rows.append((ENTITY, observed, last, -n, TERM, 1, 1))
        found.append((observed, first, last, n if last == first else -n))
    async with connection.transaction(force_rollback=False), connection.cursor() as cursor:
        await cursor.execute("delete from entities_history where entity_id = %s", [ENTITY])
        await cursor.execute("delete from entities_attribute where entity_id = %s", [ENTITY])
        await cursor.executemany(_INSERT, rows)
        await cursor.execute(_CURRENT, [ENTITY, TERM])
    return found


@pytest.mark.parametrize("by", [TimeProperty.CREATED, TimeProperty.MODIFIED])
@pytest.mark.parametrize(("start", "end"), [(None, None), (30, None), (None, 60), (30, 60)])
@pytest.mark.parametrize("last", [None, 40])
async def test_the_same_as_sorting_everything(
    connection: psycopg.AsyncConnection[Any],
    told: list[Told],
    by: TimeProperty,
    start: int | None,
    end: int | None,
    last: int | None,
) -> None:
    span = [None if hours is None else START + hours * HOUR for hours in (start, end)]
    nth = 1 if by is TimeProperty.CREATED else 2
    wanted = sorted(
        (one for one in told if (not span[0] or one[nth] >= span[0]) and (not span[1] or one[nth] < span[1])),
        key=lambda one: one[nth],
        reverse=last is not None,
    )
    page = await read_history(
        connection, [HEAD], TemporalQuery(by, span[0], span[1], last), limits=Limits(), most=100
    )
    shown = {(row.observed_at, row.num) for row in page.rows[ENTITY]}
    most = last or len(shown)
    assert shown == {(observed, value) for observed, _, _, value in wanted[:most]}
    if page.range is not None:
        assert page.range.end == wanted[most - 1][nth]
        assert most in (99, 100)


async def test_ends_are_found_by_when_they_were(
    connection: psycopg.AsyncConnection[Any], told: list[Told]
) -> None:
    """§4.8 deletedAt."""
    for hours in (10, 20):
        at = START + hours * HOUR + dt.timedelta(minutes=1)
        await connection.execute(_INSERT, (ENTITY, at, at, None, TERM, 0, 0))
    asked = TemporalQuery(TimeProperty.DELETED, START + 15 * HOUR, None)
    found = await read_history(connection, [HEAD], asked, limits=Limits())
    assert [(row.kind, row.observed_at) for row in found.rows[ENTITY]] == [
        (0, START + 20 * HOUR + dt.timedelta(minutes=1))
    ]


async def test_a_page_touches_little(connection: psycopg.AsyncConnection[Any]) -> None:
    """Of 40,000 values, a few told late: first page, last page, a window – for each a small part of the tables.

    Whatever the statistics say, also when everything was vacuumed: "told within 6 h" was then taken for one value in two
    hundred, and this one series sorted (80,000 pages).
    """
    await connection.execute(
        "select entities_make_month(m::date) from generate_series('2024-01-01'::date, '2024-06-01', interval '1 month') m"
    )
    await connection.execute(
        """insert into entities_history (entity_id, flush_id, observed_at, recorded_at, num, term_id, source_id, kind, origin, declared)
        select 7000002, 1, o, o + case when mod(i, 1000) = 0 then interval '3 days' else interval '5 seconds' end, i, 1, 1, 1, 0, true
        from (select i, '2024-01-01'::timestamptz + i * interval '5 minutes' as o from generate_series(0, 40000) i) s on conflict do nothing"""
    )
    middle = dt.datetime(2024, 3, 10, tzinfo=dt.UTC)
    bound: dict[str, Any] = {
        "entities": [7_000_002],
        "terms": [1],
        "datasets": [0],
        "most": 101,
        "start": middle,
        "end": middle + 6 * HOUR,
    }
    for kept in ("vacuum analyze entities_history", "vacuum", "analyze"):
        await connection.execute(kept)
        for asked in (
            TemporalQuery(),
            TemporalQuery(start=middle),
            TemporalQuery(last=100),
            TemporalQuery(TimeProperty.MODIFIED),
            TemporalQuery(TimeProperty.MODIFIED, last=100),
            TemporalQuery(TimeProperty.CREATED, middle, None),
            TemporalQuery(TimeProperty.CREATED, middle, middle + 6 * HOUR, 100),
        ):
            name, parts = _statement(asked)
            assert await pages(connection, read_sql(name).format(**parts), **bound) < 3_000
