"""What was told comes back as it was, in every form (CIM 009 §4.5); and no parameter whatever breaks a parser."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.entities.core.context import CORE
from dothi.entities.core.geo_query import GeoQuery, parse_geo
from dothi.entities.core.normalize import normalize
from dothi.entities.core.ordering import parse_ordering
from dothi.entities.core.projecting import Projection, parse_projection
from dothi.entities.core.represent import Form, Head, Stored, entity
from dothi.entities.core.rows import Attribute, Batch, instant
from dothi.entities.core.temporal import parse_temporal
from dothi.kernel import clock
from dothi.kernel.clock import iso
from dothi.kernel.errors import BadRequest

_WHEN = st.integers(1, 4_000_000_000).map(lambda s: iso(instant(s * 1_000_000)))
_TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=8)
_URN = st.from_regex(r"urn:x:[a-z]{1,4}", fullmatch=True)
_JSON = st.recursive(
    st.one_of(st.booleans(), st.integers(-(2**53), 2**53), _TEXT),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["p", "q", "r"]), inner, max_size=2)
    ),
    max_leaves=4,
)
_POINT = st.tuples(st.integers(-180, 180), st.integers(-90, 90)).map(
    lambda at: {"type": "Point", "coordinates": list(at)}
)
_VALUES = st.one_of(
    st.fixed_dictionaries({"type": st.just("Property"), "value": _JSON}),
    st.fixed_dictionaries({"type": st.just("Relationship"), "object": _URN}),
    st.fixed_dictionaries({"type": st.just("GeoProperty"), "value": _POINT}),
    st.fixed_dictionaries(
        {
            "type": st.just("LanguageProperty"),
            "languageMap": st.dictionaries(st.sampled_from(["vi", "en"]), _TEXT, min_size=1),
        }
    ),
    st.fixed_dictionaries({"type": st.just("VocabProperty"), "vocab": st.sampled_from(["good", "bad"])}),
    st.fixed_dictionaries({"type": st.just("JsonProperty"), "json": _JSON}),
    st.fixed_dictionaries({"type": st.just("ListProperty"), "valueList": st.lists(_JSON, max_size=3)}),
    st.fixed_dictionaries(
        {
            "type": st.just("ListRelationship"),
            "objectList": st.lists(_URN.map(lambda urn: {"object": urn}), max_size=3),
        }
    ),
)
_MORE = st.fixed_dictionaries(
    {}, optional={"observedAt": _WHEN, "unitCode": st.sampled_from(["GQ", "CEL"]), "near": _VALUES}
)
attributes = st.builds(lambda value, more: {**value, **more}, _VALUES, _MORE)
entities = st.dictionaries(st.sampled_from(["a", "b", "location", "c"]), attributes, max_size=3).map(
    lambda held: {"id": "urn:x:T:1", "type": "T", **held}
)


def told(batch: Batch, style: str) -> dict[str, Any]:
    """The rows as the store would give them back, written in a form."""
    names = {0: ""}
    keys = {"": 0}
    for iri in (*batch.fragments[0].types, *(row.term for row in batch.attributes)):
        names[keys.setdefault(iri, len(keys))] = iri
    now = clock.now()
    head = Head(
        1,
        batch.fragments[0].urn,
        [keys[iri] for iri in batch.fragments[0].types],
        None,
        None,
        None,
        None,
        None,
        now,
        now,
    )

    def stored(row: Attribute) -> Stored:
        observed = now if row.observed is None else instant(row.observed)
        at = None if row.at is None else instant(row.at)
        return Stored(
            keys[row.term], 0, row.kind, row.num, row.txt, row.json, at, row.unit_code, observed, row.observed is not None,
            now, now, 0, row.quality, 0, 0, row.sub,
        )  # fmt: skip

    return plain(entity(head, map(stored, batch.attributes), names, Form(style=style)))


def plain(value: Any) -> Any:
    """Raw JSON read."""
    return msgspec.json.decode(msgspec.json.encode(value))


@given(entities)
@settings(max_examples=100)
def test_normalized_comes_back_equal(payload: dict[str, Any]) -> None:
    assert told(normalize(payload), "normalized") == plain(payload)


@given(entities)
@settings(max_examples=100)
def test_concise_is_the_same_said_shorter(payload: dict[str, Any]) -> None:
    """§4.5.1: read again, it is what was told, to the last member."""
    concise = told(normalize(payload), "concise")
    assert told(normalize(concise), "normalized") == plain(payload)


_ANY = st.one_of(st.none(), _TEXT, st.text('{}[](),;|=.<>"0123456789-TZ:abc', max_size=20))
_CODES = {
    "parameter-malformed", "parameter-missing", "query-malformed", "query-too-complex", "time-malformed", "geometry-malformed",
    "geometry-ring-open", "coordinates-out-of-range", "pick-and-omit", "query-too-deep",
}  # fmt: skip


@given(st.sampled_from(["near;maxDistance==", "within", "near", "equals"]), _ANY, _ANY, _ANY, _ANY)
@settings(max_examples=150)
def test_any_parameter_is_read_or_refused(
    georel: str, one: str | None, two: str | None, three: str | None, four: str | None
) -> None:
    for parsed in (
        lambda: parse_geo(georel + (one or ""), "Point", two, three),
        lambda: parse_geo(georel, two, three, four),
        lambda: parse_temporal(one, two, three, four, None),
        lambda: parse_temporal("between", two, three, None, four),
        lambda: parse_projection(one, two, CORE),
        lambda: parse_ordering(one or "", two, three, four),
    ):
        try:
            parsed()
        except BadRequest as error:
            assert error.code in _CODES, error


@given(st.lists(st.sampled_from("abcde"), min_size=1, max_size=4, unique=True), st.integers(0, 3))
@settings(max_examples=50)
def test_a_projection_shows_exactly_what_it_names(names: list[str], depth: int) -> None:
    iris = {name: CORE.expand(name) for name in "abcdef"}
    inner = "{" * depth and "{" + "{".join(["z"] * depth) + "}" * depth
    shown = parse_projection(",".join(name + inner for name in names), None, CORE)
    assert {name for name, iri in iris.items() if shown.shows(iri)} == set(names)
    assert shown.depth == (depth if inner else 0)
    hidden = parse_projection(None, "|".join(names), CORE)
    assert {name for name, iri in iris.items() if not hidden.shows(iri)} == set(names)
    assert isinstance(hidden.of_linked("x"), Projection)


@given(st.integers(0, 10**7), st.integers(-180, 180), st.integers(-90, 90))
@settings(max_examples=50)
def test_a_distance_is_read_as_it_is_written(most: int, lon: int, lat: int) -> None:
    query = parse_geo(f"near;maxDistance=={most}", "Point", f"[{lon},{lat}]", None)
    assert query == GeoQuery(
        "near", {"type": "Point", "coordinates": [lon, lat]}, float(most), None, "location"
    )
    assert query.holds({"type": "Point", "coordinates": [lon, lat]})


def test_coordinates_nested_too_deep_are_refused() -> None:
    with pytest.raises(BadRequest, match="parameter-malformed"):
        parse_geo("within", "Polygon", "[" * 2000, None)
