"""One meaning of `q` in two places: the database's (core/query_sql) and the notifier's (subscriptions/evaluate) judge alike."""

from __future__ import annotations

import asyncio
from typing import Any, NamedTuple

import psycopg
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dothi.entities.core.context import CORE
from dothi.entities.core.normalize import normalize
from dothi.entities.core.query import parse
from dothi.entities.core.query_sql import names_of, to_sql
from dothi.entities.core.represent import Head, Stored
from dothi.entities.store.dictionary import dictionary
from dothi.entities.store.read import read_entity
from dothi.entities.store.selecting import Limits
from dothi.entities.store.write import write_batch
from dothi.entities.subscriptions import evaluate
from dothi.kernel.origin import Origin

_AT = "2026-10-01T00:00:00Z"
ENTITIES: list[dict[str, Any]] = [
    {
        "id": "urn:v:T:1", "type": "T", "n": {"value": 2, "unitCode": "CEL", "observedAt": _AT, "near": {"value": 1}},
        "t": "b", "flag": True, "list": {"value": [1, "b", True]}, "deep": {"value": {"k": {"j": 2}, "s": "b", "l": [1, 2]}},
        "said": {"languageMap": {"vi": "b", "en": "c"}}, "word": {"vocab": "b"}, "words": {"vocab": ["a", "b"]},
        "to": {"object": "urn:v:b"}, "tos": {"object": ["urn:v:a", "urn:v:b"]}, "when": {"value": {"@type": "DateTime", "@value": _AT}},
    },
    {
        "id": "urn:v:T:2", "type": "T", "n": [{"value": 1}, {"value": 3, "datasetId": "urn:v:d"}], "t": {"value": "c", "near": {"value": "b"}},
        "flag": False, "list": {"value": []}, "deep": {"value": {"k": "b"}}, "any": {"json": {"k": 2}}, "when": {"value": _AT},
        "said": {"languageMap": {"en": "b"}, "near": {"object": "urn:v:b"}}, "to": {"object": "urn:v:a"}, "listed": {"valueList": [1, 2]},
    },
    {"id": "urn:v:T:3", "type": "T"},
]  # fmt: skip
_NAMES = [
    "n",
    "t",
    "flag",
    "list",
    "deep",
    "said",
    "word",
    "words",
    "to",
    "tos",
    "when",
    "any",
    "listed",
    "missing",
]
_PATHS = [
    *_NAMES, "n.near", "t.near", "said.near", "n.unitCode", "n.observedAt", "t.observedAt", "deep[k]", "deep[k.j]", "deep[s]", "deep[l]",
    "said[vi]", "said[*]", "any[k]", "n.missing", "createdAt", "n.modifiedAt",
]  # fmt: skip
_VALUES = [
    "1", "2", "3", '"b"', '"c"', "true", "false", "urn:v:b", _AT, "2026-11-01T00:00:00Z", '"urn:v:a"', '"2"',
    "https://uri.etsi.org/ngsi-ld/default-context/b",
]  # fmt: skip
_one = st.one_of(
    st.sampled_from(_PATHS),
    st.builds(
        "{}{}{}".format,
        st.sampled_from(_PATHS),
        st.sampled_from(["==", "!=", ">", ">=", "<", "<="]),
        st.sampled_from(_VALUES),
    ),
    st.builds('{}{}"a".."c"'.format, st.sampled_from(_PATHS), st.sampled_from(["==", "!="])),
    st.builds("{}{}1..2".format, st.sampled_from(_PATHS), st.sampled_from(["==", "!="])),
    st.builds('{}{}"b",2,true'.format, st.sampled_from(_PATHS), st.sampled_from(["==", "!="])),
    st.builds("{}{}^b".format, st.sampled_from(_PATHS), st.sampled_from(["~=", "!~="])),
)
queries = st.one_of(_one, st.builds("({}){}{}".format, _one, st.sampled_from(";|"), _one))


class Known(NamedTuple):
    url: str
    entities: list[tuple[Head, dict[str, list[Stored]]]]  # rows by the IRI of their attribute
    ids: dict[str, int]


@pytest.fixture(scope="module")
def known(committed_db: str) -> Known:
    return asyncio.run(_write_and_read(committed_db))


async def _write_and_read(url: str) -> Known:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await write_batch(connection, normalize(ENTITIES), origin=Origin.LIVE, source="test")
        found = []
        for entity in ENTITIES:
            head, rows, names = await read_entity(connection, entity["id"], Limits())
            by_name: dict[str, list[Stored]] = {}
            for row in rows:
                by_name.setdefault(names[row.term_id], []).append(row)
            found.append((head, by_name))
        ids = await dictionary(connection).find(
            connection, [CORE.expand(path) for path in (*_NAMES, "createdAt")]
        )
    return Known(url, found, ids)


@given(queries)
@example('list!="b"')
@example("said[*]!~=^b")
@settings(max_examples=150)
def test_both_judge_alike(known: Known, q: str) -> None:
    node = parse(q)
    condition, bound = to_sql(node, CORE, {iri: known.ids.get(iri, -1) for iri in names_of(node, CORE)})
    with psycopg.connect(known.url) as connection:
        for head, rows in known.entities:
            row = connection.execute(
                f"select {condition} from entities_entity e where e.id = %(id)s", {**bound, "id": head.id}
            ).fetchone()
            assert row is not None
            assert evaluate.holds(node, CORE, head, lambda iri, rows=rows: rows.get(iri, ())) is row[0], (
                f"{q} of {head.urn}: the database says {row[0]}"
            )
