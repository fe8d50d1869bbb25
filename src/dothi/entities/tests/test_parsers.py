"""Whatever comes from outside is read or refused with a code; no parser breaks, hangs, or takes what it cannot write again.

`q` has its own tests (test_query_language), likewise geo, temporal, projection and ordering parameters (test_told_and_retold).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dothi.entities.core.aggregate import METHODS, parse_aggregation
from dothi.entities.core.context import CORE, context_of, urls_of
from dothi.entities.core.kinds import KIND_NAMES
from dothi.entities.core.languages import NO_LANGUAGE, preferred
from dothi.entities.core.names import checked_name, checked_urn, dataset_of
from dothi.entities.core.normalize import normalize, normalize_many
from dothi.entities.core.past import parse_moment
from dothi.entities.core.patterns import checked_pattern
from dothi.entities.core.query import parse
from dothi.entities.core.rows import Mode, instant
from dothi.entities.core.selecting import in_scope, scope_alternatives, type_alternatives
from dothi.entities.core.times import time_of
from dothi.entities.subscriptions.parse import checked
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, DothiError

always_the_same = settings(max_examples=40)
NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.text(
    "{}[](),;|=.<>\"'\\/#+*?0123456789-TZP:@aA\x00 ", max_size=30
)
MEMBERS = [
    "id", "type", "scope", "@context", "@id", "@type", "value", "object", "languageMap", "vocab", "valueList", "objectList", "json",
    "observedAt", "unitCode", "datasetId", "quality", "coordinates", "@none", "vi", "a", "notification", "endpoint", "uri", "entities", "q",
    "geoQ", "georel", "geometry", "watchedAttributes", "idPattern",
]  # fmt: skip
WORDS = [
    *(name for name, _ in KIND_NAMES.values()), "urn:x:y", "urn:ngsi-ld:null", "Point", "Polygon", "Subscription", "2026-11-01T08:00:00Z",
    "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context.jsonld", "near;maxDistance==1", "http://host/x", "A", "\x00", "@none",
]  # fmt: skip
NUMBERS = (
    st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([-0.0, 2**63, 10**30, 1e308])
)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXT | st.sampled_from(WORDS)
ANY_JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(MEMBERS) | TEXT, inner, max_size=5)
    ),
    max_leaves=14,
)
OBJECTS = st.dictionaries(st.sampled_from(MEMBERS) | TEXT, ANY_JSON, max_size=6)


def read_or_refused(read: Callable[[], Any]) -> Any:
    """What was read; None when it was refused by name."""
    try:
        return read()
    except DothiError as error:
        assert (error.code and error.status < 500) or error.code == "context-not-available", error
        return None


@given(OBJECTS, st.sampled_from(Mode))
@always_the_same
def test_any_entity(payload: dict[str, Any], mode: Mode) -> None:
    """What is taken can be written as JSON, as it is stored."""
    body = {"id": "urn:x:y", "type": "T"} | payload
    batch = read_or_refused(lambda: normalize(body, mode=mode, now=NOW))
    if batch is not None:
        assert all(row.json is None or msgspec.json.decode(row.json) is not ... for row in batch.attributes)
        assert not any("\x00" in (row.txt or "") for row in batch.attributes)


@given(st.lists(st.tuples(st.booleans(), OBJECTS), min_size=1, max_size=4))
@settings(always_the_same, max_examples=12)
def test_a_bad_entity_of_a_batch_takes_nothing_from_the_others(
    parts: list[tuple[bool, dict[str, Any]]],
) -> None:
    payloads = [
        {"id": f"urn:x:{i}", "type": "T", "a": i} if good else {**rest, "id": f"urn:x:{i}", "type": 5}
        for i, (good, rest) in enumerate(parts)
    ]
    batch, refused = normalize_many(payloads, now=NOW)
    assert set(refused) == {i for i, (good, _) in enumerate(parts) if not good}
    assert [(one.fragment, one.num) for one in batch.attributes] == [
        (place, i) for place, i in enumerate(i for i, (good, _) in enumerate(parts) if good)
    ]


@given(ANY_JSON)
@always_the_same
def test_any_context(source: Any) -> None:
    urls = urls_of(source)
    assert all(isinstance(url, str) for url in urls)
    context = read_or_refused(lambda: context_of(source))
    if context is not None:
        assert context.compact(context.expand("name"))


@given(OBJECTS, OBJECTS)
@always_the_same
def test_any_subscription(body: dict[str, Any], notification: dict[str, Any]) -> None:
    told = {
        "notification": {"endpoint": {"uri": "http://host/x"}} | notification,
        "entities": [{"type": "A"}],
    } | body
    told["type"] = "Subscription"
    found = read_or_refused(lambda: checked(told, CORE))
    if found is not None:
        msgspec.json.encode(found)


@given(TEXT)
@always_the_same
def test_any_scope_query(text: str) -> None:
    """A selector is no regular expression: what it says itself is in it."""
    found = read_or_refused(lambda: scope_alternatives(text))
    for pattern in (one for both in found or () for one in both):
        re.compile(pattern)
    if found and not set(text) & set(",|;+#\x00\n"):
        assert in_scope(text, (text,))
        assert not in_scope(text + "x", (text,))


@given(TEXT)
@always_the_same
@example("(" * 400 + "A" + ")" * 400)
@example(";".join(["(A,B)"] * 40))
def test_any_selection_of_types(text: str) -> None:
    found = read_or_refused(lambda: type_alternatives(text))
    assert found is None or 0 < len(found) <= 1_000


@given(
    st.none() | TEXT | st.sampled_from(METHODS),
    st.none() | TEXT | st.from_regex(r"P(\d{1,3}D)?(T\d{1,3}H)?", fullmatch=True),
)
@always_the_same
def test_any_aggregation(methods: str | None, duration: str | None) -> None:
    found = read_or_refused(lambda: parse_aggregation(methods, duration))
    assert found is None or (
        set(found.methods) <= set(METHODS) and (found.period is None or found.period == duration)
    )


@given(
    TEXT | st.integers(0, 2**35).map(lambda seconds: clock.iso(dt.datetime.fromtimestamp(seconds, dt.UTC)))
)
@always_the_same
@example("9999-12-31T23:59:59-10:00")
@example("0001-01-01T00:00:00+14:00")
@example("2026-11-01T08:00:00" + "0" * 5_000 + "Z")
@example("２０２６-11-01T08:00:00Z")
def test_any_time(text: str) -> None:
    us = read_or_refused(lambda: time_of(text, "t"))
    if us is not None:
        assert abs(time_of(clock.iso(instant(us)), "t") - us) < 1_000  # told in ms
    moment = read_or_refused(lambda: parse_moment(text, text, NOW))
    assert moment is None or moment.at == moment.known


@given(TEXT, st.lists(st.sampled_from(["vi", "en", "fr-CH", NO_LANGUAGE, "vi-VN"]), min_size=1, unique=True))
@always_the_same
@example("vi;q=nan,en;q=inf,fr;q=1e999", ["vi", "en"])
def test_any_wish_for_a_language(lang: str, offered: list[str]) -> None:
    assert preferred(lang, offered) in offered


@given(TEXT)
@always_the_same
def test_any_name(text: str) -> None:
    for read in (checked_urn, checked_name, lambda raw: dataset_of(raw, "a")):
        found = read_or_refused(lambda read=read: read(text))  # type: ignore[misc]
        assert found is None or found in (text, "")
        assert found is None or "\x00" not in found


@pytest.mark.parametrize(
    "pattern", ["x{2,1}", "[z-a]", "(?<!x+)", "\\", "(?i", "x**", r"(a*)*\1", "(?=a)", "x{1001}", "x" * 1_001, "(" * 600 + ")" * 600]
)  # fmt: skip
def test_what_is_no_pattern_or_might_take_for_ever_is_refused(pattern: str) -> None:
    quoted = pattern.replace("\\", "\\\\")
    with pytest.raises(BadRequest):
        parse(f'name~="{quoted}"')


@given(TEXT | st.text("(a*)+?[]{}|^$1,0\\", max_size=40))
@always_the_same
@example("x{99999999999999999999}")
@example("(" * 499 + ")" * 499)
def test_any_pattern(text: str) -> None:
    assert read_or_refused(lambda: checked_pattern(text, "q")) in (None, text)
