"""The query language: every tree that can be written is read back, and no text whatever breaks the parser or leaks into SQL."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from pathlib import Path as File
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.entities.core.context import CORE
from dothi.entities.core.query import And, Compare, Exists, Instant, Item, Node, Or, Path, Range, parse
from dothi.entities.core.query_sql import names_of, to_sql
from dothi.entities.core.rows import microseconds
from dothi.kernel.clock import iso
from dothi.kernel.errors import BadRequest

names = st.from_regex(r"[a-zA-Z][a-zA-Z0-9_]{0,8}", fullmatch=True)
instants = st.datetimes(min_value=dt.datetime(1971, 1, 1)).map(  # noqa: DTZ001
    lambda at: iso(at.replace(microsecond=0, tzinfo=dt.UTC))
)
items: st.SearchStrategy[Item] = st.one_of(
    st.integers(-(10**9), 10**9).map(float),
    st.booleans(),
    st.text(st.characters(blacklist_categories=["Cs"]), max_size=12),
    instants.map(lambda text: Instant(microseconds(dt.datetime.fromisoformat(text)), text)),
)
paths = st.builds(
    Path,
    st.lists(names, min_size=1, max_size=3).map(tuple),
    st.lists(names, max_size=2).map(tuple),
)
values = st.one_of(items, st.builds(Range, items, items), st.lists(items, min_size=2, max_size=3).map(tuple))
leaves: st.SearchStrategy[Node] = st.one_of(
    st.builds(Exists, paths),
    st.builds(Compare, paths, st.sampled_from(["==", "!="]), values),
    st.builds(Compare, paths, st.sampled_from([">", ">=", "<", "<="]), items),
)
trees: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=8,
)


def written_item(item: Item) -> str:
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, float):
        return str(int(item))
    if isinstance(item, Instant):
        return item.text
    return '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'


def written_value(value: Any) -> str:
    if isinstance(value, Range):
        return f"{written_item(value.low)}..{written_item(value.high)}"
    return ",".join(map(written_item, value)) if isinstance(value, tuple) else written_item(value)


def written(node: Node) -> str:
    if isinstance(node, (And, Or)):
        sign = ";" if isinstance(node, And) else "|"
        return sign.join(f"({written(part)})" for part in node.parts)
    path = ".".join(node.path.names) + (f"[{'.'.join(node.path.keys)}]" if node.path.keys else "")
    return path if isinstance(node, Exists) else f"{path}{node.operator}{written_value(node.value)}"


@given(trees)
@settings(max_examples=300)
def test_what_is_written_is_read_back(tree: Node) -> None:
    assert parse(written(tree)) == tree


@given(st.text(max_size=60) | st.text('abc.[]{}()=!<>~;|,"\\ 0123456789-TZ:', max_size=40))
@settings(max_examples=500)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        tree = parse(text)
    except BadRequest as error:
        assert error.code in {"query-malformed", "query-too-complex", "query-too-deep", "time-malformed"}
        return
    to_sql(tree, CORE, dict.fromkeys(names_of(tree, CORE), 1))


@given(trees)
@settings(max_examples=100)
def test_nothing_of_the_query_is_in_the_sql_itself(tree: Node) -> None:
    text, bound = to_sql(tree, CORE, dict.fromkeys(names_of(tree, CORE), 1))
    assert set(re.findall(r"%\((\w+)\)s", text)) == set(bound)
    assert "\x00" not in text
    for secret in re.findall(r"[a-zA-Z_]{6,}", written(tree)):
        known = {"createdAt", "modifiedAt", "observedAt", "unitCode"}
        assert secret in known or secret.lower() not in text.lower() or secret.lower() in _OWN_WORDS


_OWN_WORDS = set(re.findall(r"[a-z_]{6,}", File(inspect.getfile(to_sql)).read_text().lower()))


@given(trees)
@settings(max_examples=60)
def test_every_condition_is_valid_sql(template_url: str, tree: Node) -> None:
    text, bound = to_sql(tree, CORE, dict.fromkeys(names_of(tree, CORE), 1))
    if any("\x00" in str(value) or "\\u0000" in str(value) for value in bound.values()):
        return  # refused as bad data: PostgreSQL stores no NUL
    with psycopg.connect(template_url) as connection:
        connection.execute(f"select count(*) from entities_entity e where {text}", bound)


@pytest.fixture(scope="module")
def template_url(committed_db: str) -> str:
    return committed_db


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", Exists(Path(("a",)))),
        ("a;b|c", Or((And((Exists(Path(("a",))), Exists(Path(("b",))))), Exists(Path(("c",)))))),
        ("a.b[c.d]>=1.5", Compare(Path(("a", "b"), ("c", "d")), ">=", 1.5)),
        ("a==urn:ngsi-ld:X:1", Compare(Path(("a",)), "==", "urn:ngsi-ld:X:1")),
        ("https://x.org/y==1", Compare(Path(("https://x.org/y",)), "==", 1.0)),
        ("a~=^b.*c", Compare(Path(("a",)), "~=", "^b.*c")),
        ("a{b.c}==1", Compare(Path(("a",), (), Path(("b", "c"))), "==", 1.0)),
        ("a{T,U:b{c}}", Exists(Path(("a",), (), Path(("b",), (), Path(("c",))), ("T", "U")))),
    ],
)
def test_examples(text: str, tree: Node) -> None:
    assert parse(text, depth=2) == tree
