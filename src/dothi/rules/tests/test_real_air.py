"""Four days of a real station, hour by hour, against the decision worked out again from its printed tables.

Nothing here uses the product's tables or arithmetic: breakpoints are typed from QĐ 1459/QĐ-TCMT, the sums are fractions.
"""

from __future__ import annotations

import asyncio
import csv
import datetime as dt
import gzip
import math
from fractions import Fraction
from pathlib import Path

import psycopg
import pytest

from dothi.kernel import clock
from dothi.rules import derive
from dothi.rules.tests.feed import send_all, url

I = [0, 50, 100, 150, 200, 300, 400, 500]  # noqa: E741 - the decision's own letter
BP = {
    "o3": [0, 160, 200, 300, 400, 800, 1000, 1200],
    "co": [0, 10000, 30000, 45000, 60000, 90000, 120000, 150000],
    "so2": [0, 125, 350, 550, 800, 1600, 2100, 2630],
    "no2": [0, 100, 200, 700, 1200, 2350, 3100, 3850],
    "pm25": [0, 25, 50, 80, 150, 250, 350, 500],
}
COLUMNS = {"pm25": "PM2.5", "o3": "O3", "co": "CO", "no2": "NO2", "so2": "SO2"}
Hours = dict[dt.datetime, dict[str, float]]


def station(path: Path, number: str, first: dt.datetime, days: int) -> Hours:
    """Its hours as recorded (local time), without empty and negative figures."""
    found: Hours = {}
    with gzip.open(path, "rt", encoding="utf-8") as text:
        for row in csv.DictReader(text):
            at = dt.datetime.strptime(row["date"], "%d-%m-%Y %H:%M").replace(tzinfo=clock.VIETNAM)
            if row["Station_No"] == number and first <= at < first + dt.timedelta(days=days):
                values = {
                    name: float(row[column])
                    for name, column in COLUMNS.items()
                    if row[column] not in {"", "NaN", "nan"}
                }
                found[at] = {name: value for name, value in values.items() if value >= 0}
    return found


def sub_index(name: str, c: Fraction) -> int:
    row = BP[name]
    if c >= row[-1]:
        return 500
    i = max(i for i in range(8) if row[i] <= c)
    return math.floor(Fraction(I[i + 1] - I[i], row[i + 1] - row[i]) * (c - row[i]) + I[i] + Fraction(1, 2))


def index_by_hand(hours: Hours, at: dt.datetime) -> int | None:
    back = [hours.get(at - dt.timedelta(hours=k), {}).get("pm25") for k in range(12)]
    if sum(c is not None for c in back[:3]) < 2:
        return None
    there = [(k, Fraction(str(c))) for k, c in enumerate(back) if c is not None]
    w = min(c for _, c in there) / max(c for _, c in there)
    if w <= Fraction(1, 2):
        cast = sum((c / 2 ** (k + 1) for k, c in there), Fraction(0))
    else:
        cast = sum(w**k * c for k, c in there) / sum(w**k for k, _ in there)
    own = {name: Fraction(str(value)) for name, value in hours.get(at, {}).items() if name != "pm25"}
    return max(sub_index(name, c) for name, c in (own | {"pm25": cast}).items())


@pytest.mark.shared
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", ["1", "5"])
def test_four_real_days_hour_by_hour(shared_data: Path, number: str) -> None:
    first = dt.datetime(2021, 3, 1, 0, tzinfo=clock.VIETNAM)
    hours = station(shared_data / "air" / "hcmc_healthyair_hourly_2021_2022.csv.gz", number, first, days=4)
    urn = f"urn:ngsi-ld:AirQualityObserved:healthyair-{number}"
    send_all([(urn, at, dict(values)) for at, values in hours.items() if values])
    asyncio.run(_derive())
    expected = {
        at: value
        for k in range(96)
        if (value := index_by_hand(hours, at := first + dt.timedelta(hours=k))) is not None
    }
    stored = _stored(urn, first, first + dt.timedelta(hours=95))
    assert len(expected) >= 72
    assert stored == {at.astimezone(dt.UTC): value for at, value in expected.items()}


async def _derive() -> None:
    async with await psycopg.AsyncConnection.connect(url(), autocommit=True) as connection:
        await derive.catch_up(connection)


def _stored(urn: str, first: dt.datetime, last: dt.datetime) -> dict[dt.datetime, int]:
    with psycopg.connect(url()) as connection:
        rows = connection.execute(
            """select distinct on (h.observed_at) h.observed_at, h.num from entities_history h
               join entities_term t on t.id = h.term_id join entities_entity e on e.id = h.entity_id
               where e.urn = %s and t.short = 'airQualityIndex' and h.observed_at between %s and %s order by 1, h.revision desc""",
            [urn, first, last],
        ).fetchall()
    return {at.astimezone(dt.UTC): int(value) for at, value in rows}
