"""Long histories come in pages (CIM 009 §6.3.10): 206 and the range of time that the answer is complete in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import httpx
import pytest

from dothi.entities.store import history

URN = "urn:ngsi-ld:AirQualityObserved:long"
DENSE = "urn:ngsi-ld:AirQualityObserved:dense"
START = dt.datetime(2026, 9, 30, 22, tzinfo=dt.UTC)  # the pages cross a month
_told: set[str] = set()
PAGES = {"timerel": "after", "timeAt": START.isoformat(), "options": "temporalValues"}


def at(minute: int) -> str:
    return (START + dt.timedelta(minutes=minute)).isoformat().replace("+00:00", "Z")


@pytest.fixture
async def city(
    client: httpx.AsyncClient, committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> httpx.AsyncClient:
    """300 minutes of pm25, one in ten of no2 (in two instances), a name; one correction. Told once, each by itself."""
    monkeypatch.setenv("DOTHI_TEMPORAL_MAX", "40")
    if committed_db not in _told:
        _told.add(committed_db)
        await _tell(client)
    return client


async def _tell(client: httpx.AsyncClient) -> None:
    for minute in range(300):
        told: dict[str, Any] = {"pm25": {"value": minute, "observedAt": at(minute)}}
        if minute % 10 == 0:
            told["no2"] = [
                {"value": minute, "observedAt": at(minute)},
                {"value": -minute, "observedAt": at(minute), "datasetId": "urn:x:second"},
            ]
        entity = {"id": URN, "type": "AirQualityObserved", **told}
        answer = await client.post("/entityOperations/upsert?options=update", json=[entity])
        assert answer.status_code in (201, 204), answer.text
    corrected = {"pm25": {"value": 7777, "observedAt": at(77)}}
    assert (await client.post(f"/entities/{URN}/attrs", json=corrected)).status_code == 204


def series(told: dict[str, Any], name: str, dataset: str | None = None) -> list[Any]:
    found = told.get(name, [])
    every = found if isinstance(found, list) else [found]
    return next((one["values"] for one in every if one.get("datasetId") == dataset), [])


def range_of(answer: httpx.Response) -> tuple[str, str, str]:
    times, _, size = answer.headers["content-range"].removeprefix("date-time ").rpartition("/")
    start, end = times.split("Z-")
    return f"{start}Z", end, size


async def test_pages_from_the_start_hold_every_value_once(city: httpx.AsyncClient) -> None:
    asked, values, others, pages = dict(PAGES), {}, {}, 0
    while True:
        answer = await city.get(f"/temporal/entities/{URN}", params=asked)
        for value, observed in series(answer.json(), "pm25"):
            values[observed] = value
        assert len(series(answer.json(), "pm25")) <= 40
        others |= {observed: value for value, observed in series(answer.json(), "no2", "urn:x:second")}
        pages += 1
        if answer.status_code == 200:
            break
        start, end, size = range_of(answer)
        assert (answer.status_code, size, start) == (206, "*", asked["timeAt"].replace("+00:00", "Z"))
        assert end > start
        asked["timeAt"] = end
    assert pages == 8  # 39 new ones in each: the last instant of a page is the first of the next
    assert list(values.items()) == [(at(m), 7777 if m == 77 else m) for m in range(300)]
    assert others == {at(m): -m for m in range(0, 300, 10)}


async def test_every_attribute_ends_where_the_fullest_one_does(city: httpx.AsyncClient) -> None:
    answer = await city.get(f"/temporal/entities/{URN}", params=PAGES)
    assert answer.status_code == 206
    assert range_of(answer)[1] == at(39)
    assert [observed for _, observed in series(answer.json(), "no2", "urn:x:second")] == [
        at(m) for m in (0, 10, 20, 30)
    ]


async def test_last_n_pages_backwards(city: httpx.AsyncClient) -> None:
    asked: dict[str, str] = {"lastN": "100", "attrs": "pm25", "options": "temporalValues"}
    answer = await city.get(f"/temporal/entities/{URN}", params=asked)
    assert (answer.status_code, range_of(answer)) == (206, (at(299), at(260), "100"))
    assert [value for value, _ in series(answer.json(), "pm25")] == list(range(260, 300))
    asked |= {"timerel": "before", "timeAt": range_of(answer)[1]}
    answer = await city.get(f"/temporal/entities/{URN}", params=asked)
    assert [value for value, _ in series(answer.json(), "pm25")] == list(range(220, 260))
    asked |= {"lastN": "40"}  # what was asked for fits
    answer = await city.get(f"/temporal/entities/{URN}", params=asked)
    assert (answer.status_code, "content-range" in answer.headers) == (200, False)


async def test_pages_by_when_values_were_recorded(city: httpx.AsyncClient) -> None:
    asked = {
        **PAGES,
        "timerel": "after",
        "timeAt": "2020-01-01T00:00:00Z",
        "timeproperty": "createdAt",
        "attrs": "pm25",
    }
    values: dict[str, Any] = {}
    for _ in range(20):
        answer = await city.get(f"/temporal/entities/{URN}", params=asked)
        values |= {observed: value for value, observed in series(answer.json(), "pm25")}
        if answer.status_code == 200:
            break
        asked["timeAt"] = range_of(answer)[1]
    assert values == {at(m): 7777 if m == 77 else m for m in range(300)}


async def test_more_at_one_instant_than_an_answer_holds_is_refused(city: httpx.AsyncClient) -> None:
    told = [
        {"id": DENSE, "type": "AirQualityObserved", "so2": {"value": m, "observedAt": at(m)}}
        for m in range(60)
    ]
    assert (await city.post("/entityOperations/upsert?options=update", json=told)).status_code == 201
    asked = {"timerel": "after", "timeAt": at(0), "timeproperty": "createdAt", "attrs": "so2"}
    answer = await city.get(f"/temporal/entities/{DENSE}", params=asked)
    assert (answer.status_code, answer.json()["code"]) == (403, "history-too-dense")


async def test_an_answer_of_many_entities_is_bounded_in_all(
    city: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "_IN_ALL", 200)
    told = [
        {
            "id": f"urn:ngsi-ld:Meter:{i}", "type": "Meter",
            "level": [{"value": m, "observedAt": at(m), "datasetId": f"urn:x:{m % 4}"} for m in range(j, j + 4)],
        }
        for i in range(10) for j in range(0, 60, 4)
    ]  # fmt: skip
    assert (await city.post("/entityOperations/upsert?options=update", json=told)).status_code in (
        201,
        207,
        204,
    )
    asked = {**PAGES, "type": "Meter", "limit": "10", "options": "normalized"}
    answer = await city.get("/temporal/entities", params=asked)
    assert answer.status_code == 206
    assert sum(len(one["level"]) for one in answer.json()) <= 400  # 40 series, 10 each: the fewest
    asked |= {"limit": "4"}
    answer = await city.get("/temporal/entities", params=asked)
    assert 'rel="next"' in answer.headers["link"]


async def test_no_more_rows_are_read_than_one_answer_may_hold(
    city: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    rows_of = history.rows_of

    async def counted(*asked: Any) -> list[Any]:
        rows = await rows_of(*asked)
        read.append(len(rows))
        return rows

    monkeypatch.setattr(history, "rows_of", counted)
    await city.get(f"/temporal/entities/{URN}", params=PAGES)
    series_found, instances, moved = read
    assert moved == 0
    assert instances <= series_found * 41


async def test_what_was_deleted_keeps_its_history(city: httpx.AsyncClient) -> None:
    """The last one here: those before it read the series while it goes on."""
    assert (await city.delete(f"/entities/{URN}/attrs/pm25")).status_code == 204
    answer = await city.get(f"/temporal/entities/{URN}", params={**PAGES, "attrs": "pm25"})
    assert len(series(answer.json(), "pm25")) == 40
