"""The aggregated temporal representation (CIM 009 §4.5.19): periods from the first value or the time asked from."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

URN = "urn:ngsi-ld:Meter:sums"
PAST = f"/temporal/entities/{URN}"


def told(value: Any, at: str) -> dict[str, Any]:
    return {"type": "Property", "value": value, "observedAt": f"2021-03-{at}Z"}


@pytest.fixture
async def meter(client: httpx.AsyncClient) -> httpx.AsyncClient:
    await client.delete(PAST)
    flow = [told(1, "01T00:00:00"), told(3, "01T00:30:00"), told(8, "01T01:10:00"), told(4, "02T00:00:00")]
    state = [told("on", "01T00:00:00"), told("off", "01T00:10:00"), told("on", "01T00:20:00")]
    body = {"id": URN, "type": "Meter", "flow": flow, "state": state}
    assert (await client.post("/temporal/entities", json=body)).status_code == 201
    return client


async def asked(client: httpx.AsyncClient, methods: str, period: str | None, **more: str) -> dict[str, Any]:
    params = {"options": "aggregatedValues", "aggrMethods": methods, **more}
    answer = await client.get(PAST, params=params | ({"aggrPeriodDuration": period} if period else {}))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_hours_begin_at_the_first_value(meter: httpx.AsyncClient) -> None:
    flow = (await asked(meter, "avg,totalCount", "PT1H"))["flow"]
    assert flow["type"] == "Property"
    first = ["2021-03-01T00:00:00Z", "2021-03-01T01:00:00Z"]
    assert flow["avg"] == [
        [2, *first],
        [8, "2021-03-01T01:00:00Z", "2021-03-01T02:00:00Z"],
        [4, "2021-03-02T00:00:00Z", "2021-03-02T01:00:00Z"],
    ]
    assert [one[0] for one in flow["totalCount"]] == [2, 1, 1]


async def test_periods_count_from_the_time_asked_from(meter: httpx.AsyncClient) -> None:
    span = {"timerel": "between", "timeAt": "2021-03-01T00:15:00Z", "endTimeAt": "2021-03-02T12:00:00Z"}
    flow = (await asked(meter, "sum", "PT1H", **span))["flow"]
    assert [one[:2] for one in flow["sum"]] == [
        [11, "2021-03-01T00:15:00Z"],
        [4, "2021-03-01T23:15:00Z"],
    ]


@pytest.mark.parametrize(
    ("method", "figure"),
    [("min", 1), ("max", 8), ("sumsq", 90), ("distinctCount", 4), ("avg", 4), ("stddev", 2.5495097567963922)],
)
async def test_without_a_period_all_is_one(meter: httpx.AsyncClient, method: str, figure: float) -> None:
    told_of = (await asked(meter, method, None))["flow"][method]
    assert told_of == [[figure, "2021-03-01T00:00:00Z", "2021-03-02T00:00:00Z"]]


async def test_words_are_counted_and_months_are_months(meter: httpx.AsyncClient) -> None:
    state = (await asked(meter, "distinctCount,avg", "P1M"))["state"]
    assert state["distinctCount"] == [[2, "2021-03-01T00:00:00Z", "2021-04-01T00:00:00Z"]]
    assert state["avg"] == []


async def test_a_correction_counts_once_and_a_value_taken_back_not_at_all(meter: httpx.AsyncClient) -> None:
    assert (await meter.post(f"{PAST}/attrs", json={"flow": [told(5, "01T00:30:00")]})).status_code == 204
    last = (await meter.get(PAST)).json()["flow"][-1]["instanceId"]
    assert (await meter.delete(f"{PAST}/attrs/flow/{last}")).status_code == 204
    flow = (await asked(meter, "sum,totalCount", None))["flow"]
    assert (flow["sum"][0][0], flow["totalCount"][0][0]) == (14, 3)


@pytest.mark.parametrize(
    ("methods", "period", "status"),
    [
        ("median", "PT1H", 400),
        ("", "PT1H", 400),
        ("avg", "1 hour", 400),
        ("avg", "P", 400),
        ("avg", "PT1S", 403),
    ],
)
async def test_what_cannot_be_answered(
    meter: httpx.AsyncClient, methods: str, period: str, status: int
) -> None:
    params = {"options": "aggregatedValues", "aggrMethods": methods, "aggrPeriodDuration": period}
    assert (await meter.get(PAST, params=params)).status_code == status
