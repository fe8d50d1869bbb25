"""Reads for screens: short names, newest revisions, what was known then, and never a row outside the scope."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection

from dothi.entities import queries, searching
from dothi.entities.core.normalize import normalize
from dothi.entities.core.rows import Mode
from dothi.entities.store.withdraw import Series, withdraw
from dothi.entities.store.write import write_batch
from dothi.entities.tests.test_write import AT, LATER, station
from dothi.kernel import clock
from dothi.kernel.errors import NotFound
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Grant, Scope

pytestmark = pytest.mark.django_db(transaction=True)
NOWHERE = Scope()


def url() -> str:
    settings = connection.settings_dict
    return f"postgresql://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"


def write(
    *payloads: dict[str, Any],
    origin: Origin = Origin.LIVE,
    agency_id: int | None = None,
    mode: Mode = Mode.UPSERT,
) -> None:
    async def run() -> None:
        async with await psycopg.AsyncConnection.connect(url(), autocommit=True) as own:
            batch = normalize(list(payloads), mode=mode)
            await write_batch(own, batch, origin=origin, source="test", agency_id=agency_id)

    asyncio.run(run())


def take_back(urn: str, attr: str, observed: dt.datetime) -> None:
    async def run() -> None:
        async with await psycopg.AsyncConnection.connect(url(), autocommit=True) as own:
            found = await own.execute(
                "select e.id, t.id from entities_entity e, entities_term t where e.urn = %s and t.short = %s",
                [urn, attr],
            )
            row = await found.fetchone()
            assert row is not None
            assert await withdraw(own, Series(*row, 0, observed), source="test") == 1

    asyncio.run(run())


@pytest.fixture(autouse=True)
def clean() -> Iterator[None]:
    yield
    from dothi.entities.store import dictionary

    dictionary._known.clear()
    with connection.cursor() as db:
        db.execute(
            "truncate entities_entity, entities_attribute, entities_history, entities_flush, entities_term, entities_source, entities_words"
        )


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def test_an_entity_with_its_values() -> None:
    write(
        station("urn:ngsi-ld:A:1", 25, name={"languageMap": {"vi": "Trạm Đường Láng", "en": "Lang"}}),
        origin=Origin.SIMULATED,
    )
    found = queries.entity("urn:ngsi-ld:A:1")
    assert (found.name, found.types) == ("Trạm Đường Láng", ("AirQualityObserved",))
    value = found.value("pm25")
    assert value is not None
    assert (value.value, value.unit_code, value.origin, value.observed_at) == (
        25,
        "GQ",
        Origin.SIMULATED,
        at(AT),
    )


def test_what_does_not_exist_or_lies_outside_is_not_found() -> None:
    write(station("urn:x:1"))
    for scope in (NOWHERE, Scope((Grant(frozenset({7}), None),)), Scope((Grant(None, 3),))):
        with pytest.raises(NotFound):
            queries.entity("urn:x:1", scope)
        assert queries.types(scope) == []
        assert searching.listed(scope) == ([], 0, False)
        assert queries.on_map((-180, -90, 180, 90), scope) == []
        assert queries.series("urn:x:1", "pm25", at(AT), at(LATER), scope) == []
        assert queries.revisions("urn:x:1", scope) == []
    with pytest.raises(NotFound):
        queries.entity("urn:x:2")


def test_an_agency_sees_its_own() -> None:
    write(station("urn:x:own"), agency_id=3)
    write(station("urn:x:other"), agency_id=4)
    found = searching.listed(Scope((Grant(None, 3),)))
    assert ([row.urn for row in found.rows], found.total) == (["urn:x:own"], 1)


def names_with(text: str, **asked: Any) -> list[str]:
    return [row.name for row in searching.listed(queries.EVERYWHERE, text, **asked).rows]


def test_a_list_is_searched_without_accents() -> None:
    write(station("urn:x:1", name="Trạm Đường Láng"), station("urn:x:2", name="Trạm Thùy Vân"))
    for text in ("duong lang", "ĐƯỜNG", "lang tram", "urn:x:1", "x_1", "du", "đ", "ường"):
        assert names_with(text) == ["Trạm Đường Láng"], text
    for text in ("ng", "zz", "an tram"):  # one or two letters begin a word
        assert names_with(text) == [], text
    assert searching.listed(queries.EVERYWHERE, type="AirQualityObserved").total == 2
    assert searching.listed(queries.EVERYWHERE, type="Bus") == ([], 0, False)
    assert len(searching.listed(queries.EVERYWHERE, limit=1).rows) == 1


def test_a_new_name_is_found_and_the_old_one_not() -> None:
    """Also when it is ended or comes back."""
    write(station("urn:x:1", name="Cũ", no2=1))
    write(station("urn:x:1", name={"languageMap": {"en": "Port", "vi": "Bến cảng"}}))
    assert (names_with("cu"), names_with("cang"), names_with("port")) == ([], ["Bến cảng"], [])
    write({"id": "urn:x:1", "type": "AirQualityObserved", "name": "urn:ngsi-ld:null"}, mode=Mode.MERGE)
    assert (names_with("cang"), names_with("x 1")) == ([], ["1"])
    write(station("urn:x:1", name="Mới"))
    assert names_with("mo") == ["Mới"]


def test_counting_stops_where_nobody_reads_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few are found first, many are walked to; nothing lies beyond what is counted."""
    monkeypatch.setattr(searching, "MOST", 5)
    write(*(station(f"urn:x:{n}", name=f"Trạm {n}") for n in range(9)))
    found = searching.listed(queries.EVERYWHERE, "tram", limit=4)
    assert ([row.name for row in found.rows], found.total, found.has_more) == (
        [f"Trạm {n}" for n in range(4)],
        5,
        True,
    )
    assert names_with("tram", limit=4, offset=4) == ["Trạm 4"]
    assert names_with("tram", limit=4, offset=8) == []
    assert searching.listed(queries.EVERYWHERE, "tram 3").total == 1
    assert searching.listed(queries.EVERYWHERE).total == 9


def test_a_series_has_each_instant_in_its_newest_revision() -> None:
    write(station("urn:x:1", 10, AT), station("urn:x:1", 20, LATER))
    write(station("urn:x:1", 11, AT))
    points = queries.series("urn:x:1", "pm25", at(AT), at(LATER) + dt.timedelta(seconds=1))
    assert [point.value for point in points] == [11, 20]
    told = queries.revisions("urn:x:1", attr="pm25")
    assert [(one.value, one.revision) for one in told] == [(20, 0), (11, 1), (10, 0)]


def test_a_past_minute_knows_nothing_of_later_corrections() -> None:
    write(station("urn:x:1", 10, AT))
    then = clock.now()
    write(station("urn:x:1", 11, AT), station("urn:x:1", 20, LATER))
    assert [value.value for value in queries.known_at("urn:x:1", then)] == [10]
    assert [value.value for value in queries.known_at("urn:x:1", clock.now())] == [20]


def test_a_value_that_was_taken_back_counted_until_then() -> None:
    """The value before it counts since; it is no end of the attribute, and the history says what became of it."""
    write(station("urn:x:1", 10, AT), station("urn:x:1", 20, LATER))
    then = clock.now()
    take_back("urn:x:1", "pm25", at(LATER))
    assert [value.value for value in queries.known_at("urn:x:1", then)] == [20]
    assert [value.value for value in queries.known_at("urn:x:1", clock.now())] == [10]
    told = queries.revisions("urn:x:1", attr="pm25")
    assert [(one.value, one.is_withdrawn, one.is_end) for one in told] == [
        (None, True, False), (20, False, False), (10, False, False),
    ]  # fmt: skip


def test_the_map_shows_what_touches_the_box() -> None:
    write(
        station("urn:x:in", location={"type": "Point", "coordinates": [107.08, 10.35]}),
        station("urn:x:out", location={"type": "Point", "coordinates": [105.8, 21.0]}),
    )
    found = queries.on_map((107, 10, 108, 11), queries.EVERYWHERE, attrs=["pm25"])
    assert [one.urn for one in found] == ["urn:x:in"]
    assert [value.attr for value in found[0].values] == ["pm25"]
    near: dict[str, Any] = {"limit": 1, "attrs": ["pm25"]}
    here = ("AirQualityObserved", 107.08, 10.36)
    ((one, metres),) = queries.nearest(*here, queries.EVERYWHERE, within_m=2000, **near)
    assert (one.urn, round(metres), one.value("pm25").value) == ("urn:x:in", 1112, 25.5)
    assert queries.nearest(*here, queries.EVERYWHERE, within_m=1000, **near) == []
    assert queries.nearest(*here, NOWHERE, within_m=2000, **near) == []


def test_latest_leaves_out_what_does_not_exist() -> None:
    write(station("urn:x:1"))
    assert list(queries.latest(["urn:x:1", "urn:x:2"], ["pm25"])) == ["urn:x:1"]
    assert [one.urn for one in queries.entities_of_type("AirQualityObserved")] == ["urn:x:1"]


def test_the_cursor_is_where_the_log_stands() -> None:
    assert queries.cursor().endswith("-0")
