"""VN_AQI from stored measurements: hours, days, late values, units, origins, once."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
from typing import Any

import psycopg
import pytest

from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.rules import derive
from dothi.rules.derived import air_index
from dothi.rules.tests.feed import send, send_all, url
from dothi.rules.tests.test_vn_aqi import NOWCAST_EXAMPLE, O3_DAY

pytestmark = pytest.mark.django_db(transaction=True)

_number = itertools.count()
DAY = dt.datetime(2026, 11, 20, tzinfo=clock.VIETNAM)  # a midnight in Viet Nam


@pytest.fixture
def urn() -> str:
    asyncio.run(_step(DAY))  # read the log to its end: what other tests left is not ours
    return f"urn:ngsi-ld:AirQualityObserved:derive-{next(_number)}"


def hour(n: int) -> dt.datetime:
    return DAY + dt.timedelta(hours=n)


async def _step(now: dt.datetime) -> int:
    total = 0
    async with await psycopg.AsyncConnection.connect(url(), autocommit=True) as connection:
        while await air_index.note_touched(connection):
            pass
        while (found := await air_index.compute_due(connection, now))[0]:
            total += found[0]
    return total


def derived(now: dt.datetime) -> int:
    return asyncio.run(_step(now))


def stored(urn: str, attribute: str) -> list[tuple[Any, ...]]:
    """(observedAt, revision, number or JSON, origin, source) in order."""
    with psycopg.connect(url()) as connection:
        return connection.execute(
            """select h.observed_at, h.revision, coalesce(to_jsonb(h.num), h.json), h.origin, s.name
               from entities_history h join entities_term t on t.id = h.term_id join entities_entity e on e.id = h.entity_id
               join entities_source s on s.id = h.source_id
               where e.urn = %s and t.short = %s order by 1, 2""",
            [urn, attribute],
        ).fetchall()


def test_the_official_hourly_example_through_the_store(urn: str) -> None:
    send_all([(urn, hour(9 + i), {"pm25": c}) for i, c in enumerate(NOWCAST_EXAMPLE)])
    send(urn, hour(20), no2=118.7, o3=136.1)
    derived(hour(20))
    at, _revision, value, origin, source = stored(urn, "airQualityIndex")[-1]
    assert (at, value, origin) == (hour(20), 59, Origin.LIVE)
    assert source == "VN_AQI, QĐ 1459/QĐ-TCMT, 12/11/2019, giờ"
    detail = stored(urn, "airQualityIndexDetail")[-1][2]
    assert detail["sub"] == {"pm25": 41, "no2": 59, "o3": 43}
    assert (detail["dominant"], detail["level"], detail["shortOfData"]) == ("no2", "moderate", False)


def test_the_official_daily_example_through_the_store(urn: str) -> None:
    messages = [(urn, hour(n), {"pm25": 55.7}) for n in range(1, 25)]
    messages += [(urn, hour(n - 6), {"o3": c}) for n, c in enumerate(O3_DAY)]
    send_all(messages)
    assert not stored(urn, "airQualityIndexDaily")
    derived(hour(24))
    ((at, _revision, value, _origin, source),) = stored(urn, "airQualityIndexDaily")
    assert (at, value) == (hour(24), 110)
    assert source.endswith("ngày")
    detail = stored(urn, "airQualityIndexDailyDetail")[0][2]
    assert detail["sub"] == {"pm25": 110, "o3": 37}  # 74.4 on the 8-hour table
    assert detail["inputs"]["o3"] == 74.39


def test_values_finer_than_an_hour_become_means_of_their_hour(urn: str) -> None:
    send_all(
        [
            (urn, hour(h) + dt.timedelta(minutes=m), {"pm25": c})
            for h in (8, 9)
            for m, c in ((15, 10.0), (30, 20.0), (60, 30.0))
        ]
    )
    derived(hour(10))
    assert [(at, value) for at, _r, value, *_ in stored(urn, "airQualityIndex")] == [
        (hour(10), 40)
    ]  # both hours: mean 20


def test_an_hour_is_not_told_before_it_is_over(urn: str) -> None:
    send_all(
        [
            (urn, hour(9), {"pm25": 20.0}),
            (urn, hour(10), {"pm25": 20.0}),
            (urn, hour(10) + dt.timedelta(minutes=20), {"pm25": 90.0}),
        ]
    )
    derived(hour(10) + dt.timedelta(minutes=21))
    assert stored(urn, "airQualityIndex")[-1][0] == hour(10)
    derived(hour(11) + dt.timedelta(minutes=21))  # nothing more came: the clock ends the hour
    assert stored(urn, "airQualityIndex")[-1][0] == hour(11)


def test_a_late_value_computes_the_later_hours_again(urn: str) -> None:
    send_all([(urn, hour(n), {"pm25": 20.0}) for n in (1, 2, 3, 5, 6)])
    derived(hour(6))
    before = {at: value for at, _r, value, *_ in stored(urn, "airQualityIndex")}
    send(urn, hour(4), pm25=39.0)
    derived(hour(6))
    rows = stored(urn, "airQualityIndex")
    again = {at: value for at, revision, value, *_ in rows if revision == 1}
    assert set(again) == {hour(4), hour(5), hour(6)}
    assert all(again[at] > before[at] for at in again)


def test_a_repeat_and_a_second_computation_write_nothing(urn: str) -> None:
    messages = [(urn, hour(n), {"pm25": 20.0 + n}) for n in range(6)]
    send_all(messages)
    derived(hour(6))
    first = stored(urn, "airQualityIndex")
    with psycopg.connect(url()) as connection:  # as if the cursor had been set back
        connection.execute("update rules_cursor set tx = 0, flush_id = 0 where reader = 'vn_aqi'")
    send_all(messages)
    assert derived(hour(6)) > 0
    assert stored(urn, "airQualityIndex") == first


def test_what_dies_after_the_write_is_computed_again_and_stands_once(
    urn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_all([(urn, hour(n), {"pm25": 20.0}) for n in (1, 2)])
    written = air_index.write_batch

    async def write_and_die(*args: Any, **named: Any) -> None:
        await written(*args, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(air_index, "write_batch", write_and_die)
        derived(hour(2))
    assert not stored(urn, "airQualityIndex")
    derived(hour(2))
    assert [(at, revision) for at, revision, *_ in stored(urn, "airQualityIndex")] == [(hour(2), 0)]


@pytest.mark.parametrize(
    ("unit", "value", "expected"),
    [("GQ", 118.7, 59), ("61", 118.7 / 1.9, 59), ("GP", 0.1187, 59), ("KGM", 118.7, 40)],
)
def test_units_are_brought_to_micrograms_or_left_out(
    urn: str, unit: str, value: float, expected: int
) -> None:
    send_all([(urn, hour(n), {"pm25": 20.0}) for n in (1, 2)])
    send(urn, hour(2), no2={"value": value, "unitCode": unit})
    derived(hour(2))
    assert stored(urn, "airQualityIndex")[-1][2] == expected


def test_an_index_is_as_direct_as_its_least_direct_value(urn: str) -> None:
    send_all([(urn, hour(1), {"pm25": 20.0})], origin=Origin.LIVE)
    send_all([(urn, hour(2), {"pm25": 20.0})], origin=Origin.REPLAYED)
    derived(hour(2))
    assert stored(urn, "airQualityIndex")[-1][3] == Origin.REPLAYED


def test_a_clock_ahead_as_far_as_the_setting_allows_is_computed(
    urn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_all([(urn, hour(n), {"pm25": 20.0}) for n in (1, 2, 3)])
    derived(hour(2) + dt.timedelta(minutes=30))
    assert [at for at, *_ in stored(urn, "airQualityIndex")] == [hour(2)]
    monkeypatch.setattr(air_index, "most_ahead", lambda: dt.timedelta(hours=1))
    derived(hour(2) + dt.timedelta(minutes=30))
    assert [at for at, *_ in stored(urn, "airQualityIndex")] == [hour(2), hour(3)]


def test_the_lag_is_what_waits(urn: str) -> None:
    async def told(busy_since: float | None) -> float:
        async with await psycopg.AsyncConnection.connect(url(), autocommit=True) as connection:
            return await derive.lag(connection, busy_since)

    async def busy() -> float:
        return await told(asyncio.get_running_loop().time() - 90)

    assert asyncio.run(told(None)) == 0.0
    send(urn, hour(1), pm25=20.0)
    assert asyncio.run(told(None)) > 0.0
    derived(hour(1))
    assert asyncio.run(told(None)) == 0.0
    assert asyncio.run(busy()) >= 90


def test_impossible_values_take_no_part(urn: str) -> None:
    send_all([(urn, hour(n), {"pm25": c}) for n, c in ((1, 20.0), (2, -999.0), (3, 20.0))])
    derived(hour(3))
    assert [at for at, *_ in stored(urn, "airQualityIndex")] == [hour(3)]


def test_the_station_card_says_level_advice_and_method_in_both_languages(urn: str, client_of: Any) -> None:
    from dothi.kernel.testing.cast import gather

    cast = gather()
    send_all([(urn, hour(n), {"pm25": 160.0}) for n in (1, 2)])
    derived(hour(2))
    page = client_of(cast.minh).get(f"/air/{urn}/").content.decode()
    for text in ("Rất xấu", "#8F3F97", "khẩu trang đạt chuẩn", "QĐ 1459/QĐ-TCMT", "Thiếu số liệu", "PM2.5"):
        assert text in page, text
    english = client_of(cast.minh)
    english.cookies["django_language"] = "en"
    assert "Very unhealthy" in english.get(f"/air/{urn}/").content.decode()
    assert client_of(cast.dung).get(f"/air/{urn}/").status_code == 403
    assert client_of(cast.lan).get(f"/air/{urn}/").status_code == 404  # a station outside her ward
    assert client_of(None).get(f"/air/{urn}/").status_code == 302


def test_a_long_step_gives_a_sign_of_life_for_each_hour(urn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that computes over an import of a year must not look stuck (three minutes of silence end it)."""
    signs: list[str] = []
    monkeypatch.setattr(air_index.health, "moving", signs.append)
    send_all([(urn, hour(9 + i), {"pm25": 20.0}) for i in range(12)])
    taken = derived(hour(21))
    assert taken >= 12
    assert len(signs) >= taken
    assert set(signs) == {"derive"}


def test_a_value_that_a_correction_calls_suspect_is_out(urn: str) -> None:
    """Not the correction is left out, which would bring the value back that it corrects."""
    for minute, value in ((10, 20.0), (40, 900.0)):
        send(urn, hour(0) + dt.timedelta(minutes=minute), pm25=value)
    for n in (2, 3):
        send(urn, hour(n), pm25=20.0)
    derived(hour(3))
    spoiled = stored(urn, "airQualityIndex")[-1][2]
    suspect = {"value": 900.0, "quality": "suspect"}
    send(urn, hour(0) + dt.timedelta(minutes=40), pm25=suspect)
    derived(hour(3))
    at, revision, mended, _, _ = stored(urn, "airQualityIndex")[-1]
    assert (at, revision) == (hour(3), 1)
    assert mended < spoiled
