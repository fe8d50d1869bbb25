"""What the common reads touch: a few pages of the tables however large these are. Counted in pages, not in seconds."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import psycopg
import pytest

from dothi.entities.core.query import parse
from dothi.entities.core.selecting import in_scope, scope_roots
from dothi.entities.core.temporal import parse_temporal
from dothi.entities.store import evolving
from dothi.entities.store.discovery import attributes_in
from dothi.entities.store.limits import as_seen
from dothi.entities.store.past import count_statement, page_statement
from dothi.entities.store.selecting import Limits, Selection, limited
from dothi.entities.store.statements import read_sql
from dothi.kernel.sql import statement as statement_of

_FILL = """
insert into entities_term (iri) select 'urn:plan:' || i from generate_series(1, 60) i;
insert into entities_entity (created_at, modified_at, unit_id, urn, types, scopes)
select now(), now(), i % 50, 'urn:plan:' || i, array[(select id from entities_term where iri = 'urn:plan:1')],
    case when i % 4 > 0 then array['/City/W' || i % 50 || '/B' || i % 20] end
from generate_series(1, 4000) i;
insert into entities_attribute (entity_id, flush_id, observed_at, created_at, modified_at, num, txt, term_id, source_id, kind, origin, declared)
select e.id, 1, now(), now(), now(), case when t.iri <> 'urn:plan:9' then 1 end, case when t.iri = 'urn:plan:9' then 'ok' end, t.id, 1, 1, 0, true
from entities_entity e, entities_term t where t.iri like 'urn:plan:_' and e.urn like 'urn:plan:%';
insert into entities_attribute (entity_id, flush_id, observed_at, created_at, modified_at, num, term_id, source_id, kind, origin, declared)
select (select min(id) from entities_entity where urn like 'urn:plan:%'), 1, now(), now(), now(), 1, t.id, 1, 1, 0, true
from entities_term t where t.iri like 'urn:plan:__';
select entities_make_month(m::date) from generate_series('2024-01-01'::date, '2024-06-01', interval '1 month') m;
insert into entities_history (entity_id, flush_id, observed_at, recorded_at, num, term_id, source_id, kind, origin, declared)
select 1, 1, '2024-01-01'::timestamptz + i * interval '5 minutes', now(), i, 1, 1, 1, 0, true from generate_series(0, 40000) i;
vacuum analyze entities_entity;
vacuum analyze entities_attribute;
vacuum analyze entities_history;
vacuum analyze entities_term;
"""


@pytest.fixture
async def large(connection: psycopg.AsyncConnection[Any]) -> psycopg.AsyncConnection[Any]:
    known = await connection.execute("select from entities_term where iri = 'urn:plan:1'")
    for statement in () if await known.fetchone() is not None else _FILL.split(";\n"):
        if statement.strip():
            await connection.execute(statement)
    return connection


async def pages(connection: psycopg.AsyncConnection[Any], statement: str, **values: Any) -> int:
    """How many pages of 8 kB a statement touches."""
    explained = await connection.execute("explain (analyze, buffers, format json) " + statement, values)
    row = await explained.fetchone()
    assert row is not None
    plan = (json.loads(row[0]) if isinstance(row[0], str) else row[0])[0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


async def test_names_of_attributes_and_types(large: psycopg.AsyncConnection[Any]) -> None:
    narrow = Limits(unit_ids=frozenset({7}))
    for limits, names in (
        (Limits(), ("types", "attribute_names")),
        (narrow, ("types", "attribute_names_within")),
    ):
        where, values = limited(limits)
        for name in names:
            assert await pages(large, read_sql(name).format(where=where), tenant=0, **values) < 700
    assert len(await attributes_in(large, Limits())) == 60
    assert len(await attributes_in(large, narrow)) == 9
    cursor = await large.execute("select count(*) from entities_attribute")
    row = await cursor.fetchone()
    assert row is not None
    assert row[0] > 36_000


async def test_a_key_that_sees_few_attributes_reads_no_more_for_it(
    large: psycopg.AsyncConnection[Any],
) -> None:
    """What the table shows it is read by the table's own indexes, not made first."""
    narrow = Limits(attributes=frozenset({"urn:plan:3", "urn:plan:9"}))
    asked: dict[str, Any] = {"tenant": 0, "limit": 20, "offset": 0, "urns": ["urn:plan:77"]}
    with_value = "exists (select from entities_attribute a where a.entity_id = e.id and a.term_id = %(term)s and a.num > 0)"
    cursor = await large.execute("select id from entities_term where iri = 'urn:plan:3'")
    (term,) = await cursor.fetchone() or (0,)
    for name, condition, most in (("entities", "true", 60), ("page", "true", 250), ("page", with_value, 250)):
        touched = []
        for limits in (Limits(), narrow):
            where, values = limited(limits)
            text = read_sql(name).format(where=f"{where} and {condition}", attributes="true")
            touched.append(await pages(large, as_seen(text, limits), **asked, **values, term=term))
        assert max(touched) < most, (name, touched)


async def test_words_in_names_and_ids(large: psycopg.AsyncConnection[Any]) -> None:
    """A word of one entity by the index, one of all of them by a short walk; also words of two letters."""
    await large.execute(
        """insert into entities_words (entity_id, urn, name)
        select id, urn, 'Trạm ' || md5(id::text) || ' Lê' from entities_entity where urn like 'urn:plan:%'
        on conflict (entity_id) do update set name = excluded.name"""
    )
    await large.execute("vacuum analyze entities_words")
    await large.execute("vacuum analyze entities_entity")
    for once, word in (
        ("materialized", "plan 3999"),
        ("not materialized", "tram"),
        ("not materialized", " le"),
    ):
        parts = {"scope": "true", "where": "true", "words": f"w.words like '%%{word}%%'", "once": once}
        for name in ("count", "page"):
            statement = statement_of("dothi.entities.store", "sql/search.sql", name).format(**parts)
            assert await pages(large, statement, most=100, limit=20, offset=0) < 700


async def test_a_page_of_a_long_series(large: psycopg.AsyncConnection[Any]) -> None:
    asked: dict[str, Any] = {"entities": [1], "terms": [1], "datasets": [0], "most": 101, "order": "asc"}
    asked["start"] = "2024-02-15T00:00:00Z"
    where = "h.observed_at >= %(start)s"
    for name in ("instances", "last_instances"):
        assert await pages(large, read_sql(name).format(where=where, order="asc"), **asked) < 60


_LONG = """
insert into entities_history (entity_id, flush_id, observed_at, recorded_at, num, term_id, source_id, kind, origin, declared)
select e.id, 1, m, m, 1, t.id, 1, 1, 0, true from entities_entity e, entities_term t, generate_series(
    '2024-01-01'::timestamptz, '2024-06-01', e.id % 100 * interval '1 hour' + interval '5 minutes') m
where e.urn ~ '^urn:plan:..?$' and t.iri = 'urn:plan:1'
on conflict do nothing;
insert into entities_history (entity_id, flush_id, observed_at, recorded_at, num, term_id, source_id, kind, origin, declared)
select e.id, 1, '2024-02-01', '2024-02-01', 1, t.id, 1, 1, 0, true from entities_entity e, entities_term t
where e.urn like 'urn:plan:%' and t.iri = 'urn:plan:2' on conflict do nothing;
vacuum analyze entities_history;
"""


@pytest.fixture
async def long(large: psycopg.AsyncConnection[Any]) -> psycopg.AsyncConnection[Any]:
    for statement in _LONG.split(";\n"):
        if statement.strip():
            await large.execute(statement)
    return large


async def test_the_past_of_one_and_of_a_type(long: psycopg.AsyncConnection[Any]) -> None:
    """Some pages for each series, however long it is and however many entities there are."""
    then = dt.datetime(2024, 5, 5, tzinfo=dt.UTC)
    asked = {
        "tenant": 0,
        "limit": 20,
        "offset": 0,
        "at": then,
        "known": then,
        "moment": then,
        "urn": "urn:plan:3999",
    }
    assert await pages(long, page_statement("e.urn = %(urn)s"), **asked) < 300
    assert await pages(long, page_statement("e.urn like 'urn:plan:%%'"), **asked) < 20 * 300
    made = {**asked, "moment": dt.datetime(2030, 1, 1, tzinfo=dt.UTC)}
    assert await pages(long, count_statement("e.urn like 'urn:plan:%%'"), **made) < 300


def _read(node: dict[str, Any]) -> set[str]:
    """The tables that a plan has read."""
    own = {node["Relation Name"]} if "Relation Name" in node and node["Actual Loops"] else set()
    return own.union(*(_read(part) for part in node.get("Plans", ())))


async def test_who_fulfilled_q_in_a_month(
    long: psycopg.AsyncConnection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the key of the history, in the partition of that month; no other is opened."""
    plans: list[dict[str, Any]] = []

    async def explained(
        connection: psycopg.AsyncConnection[Any], statement: str, values: Any, **_: Any
    ) -> list[Any]:
        told = await connection.execute("explain (analyze, format json) " + statement, values, prepare=False)
        ((plan,),) = await told.fetchall()
        plans.append(plan[0]["Plan"])
        return []

    monkeypatch.setattr(evolving, "rows_of", explained)
    month = parse_temporal("between", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z", None, None)
    for q in ("urn:plan:1>5", "urn:plan:1>5|urn:plan:2!=1", "urn:plan:1==1;urn:plan:2<1"):
        selection = Selection(types=(frozenset({"urn:plan:1"}),), q=parse(q), during=month)
        await evolving.read_evolving(long, selection, month, 20)
        read = {name for plan in plans for name in _read(plan) if name.startswith("entities_history")}
        assert read == {"entities_history_2024_02"}, q


async def test_a_key_limited_by_scope_reads_what_is_in_it(large: psycopg.AsyncConnection[Any]) -> None:
    """Of a narrow scope, or one that holds nothing, a few pages; of a wide one the first entities, not all of them sorted."""
    for scopes, statement, most in (
        (("/City/W7/#",), "count", 90),
        (("/City/W7/B7", "/City/W9/B9"), "page", 220),
        (("/Nowhere/#", "/City/W99/+"), "count", 20),
        (("/Nowhere/#", "/City/W99/+"), "page", 20),
        (("/City/#",), "page", 220),
    ):
        where, values = limited(Limits(scopes=scopes))
        asked = read_sql(statement).format(where=where, attributes="true")
        assert await pages(large, asked, tenant=0, limit=20, offset=0, **values) < most, (scopes, statement)


async def test_the_index_of_scopes_hides_nothing_that_the_patterns_find(
    large: psycopg.AsyncConnection[Any],
) -> None:
    """§4.19, also of scopes with empty levels and wildcards in every place."""
    told = ["/", "//", "/A", "/A/", "/A//B", "/A/B", "/A/B/C", "/AB", "/A+", "/+", "/#", "/Á/b c"]
    asked = [
        *told,
        "/A/#",
        "/A/+",
        "/A/+/C",
        "/+/B",
        "/#",
        "/A/#/C",
        "/A//#",
        "/A+/#",
        "/Á/#",
        "/A/B/C/#",
        "/A/B#",
    ]
    rows = await large.execute("select s, entities_above(array[s]) from unnest(%s::text[]) s", (told,))
    above = dict(await rows.fetchall())
    for selector in asked:
        roots = scope_roots((selector,))
        for scope in told:
            if in_scope(scope, (selector,)):
                assert roots is None or set(roots) & set(above[scope]), (scope, selector)
