"""Real recordings through the whole line: file → mapping → entities → unit of today and of 2022 → VN_AQI.

It stands here because it needs rooms that do not know each other (connectors, rules, territory).
"""

from __future__ import annotations

import asyncio
import csv
import datetime as dt
import gzip
from pathlib import Path

import pytest
from django.db import connection
from psycopg import AsyncConnection

import dothi.connectors.tests
from dothi.connectors import actions
from dothi.connectors.files import mapping as mappings
from dothi.kernel.origin import Origin
from dothi.rules import derive
from dothi.territory import actions as territory
from dothi.territory import lookup
from dothi.territory.models import Unit

MAPPING = Path(next(iter(dothi.connectors.tests.__path__))) / "mappings" / "hcmc_healthyair.toml"
RECORDING = "air/hcmc_healthyair_hourly_2021_2022.csv.gz"
FORMAT = "%d-%m-%Y %H:%M"

# Found with the full-resolution polygons and a point-in-polygon test outside this program.
WARDS_OF_2026 = {
    "1": ("26800", "Phường Linh Xuân"),
    "2": ("27460", "Phường An Lạc"),
    "3": ("27013", "Phường Tây Thạnh"),
    "4": ("26911", "Phường Bình Quới"),
    "5": ("27139", "Phường Xuân Hoà"),
    "6": ("27163", "Phường Hoà Hưng"),
}


def rows_of(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def bring_in(folder: Path, shared_data: Path, wanted: list[dict[str, str]]) -> None:
    """Imports some rows of the recording with the committed mapping."""
    path = folder / "part.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(wanted[0]))
        writer.writeheader()
        writer.writerows(wanted)
    text = MAPPING.read_text(encoding="utf-8")
    mapping = mappings.parse(text, file=MAPPING.name)
    row = actions.register_import(
        path, mapping, text, by=None, origin=Origin.REPLAYED, stations_folder=shared_data / "air"
    )
    actions.run_import(row.pk)


@pytest.mark.shared
@pytest.mark.slow
def test_the_stations_stand_in_their_wards_of_today_and_maybe_in_those_of_2022(
    stored: None, tmp_path: Path, shared_data: Path
) -> None:
    territory.derive("79", by=None)
    polygons = [
        shared_data / "admin" / name
        for name in ("provinces34_full.geojson.gz", "wards_full_79_ho_chi_minh.geojson.gz")
    ]
    territory.import_files(polygons, by=None, on=dt.date(2026, 4, 30), province="79", mend=True)
    rows = rows_of(shared_data / RECORDING)
    first = {row["Station_No"]: row for row in reversed(rows)}
    bring_in(tmp_path, shared_data, list(first.values()))
    with connection.cursor() as cursor:
        cursor.execute(
            "select right(e.urn, 1), u.code, u.full_name, e.lon, e.lat from entities_entity e join territory_unit u on u.id = e.unit_id"
        )
        found = {station: (code, name, lon, lat) for station, code, name, lon, lat in cursor.fetchall()}
    assert {station: place[0] for station, place in found.items()} == {
        s: code for s, (code, _) in WARDS_OF_2026.items()
    }
    for code, _name, lon, lat in found.values():
        then = lookup.unit_at(lon, lat, dt.date(2022, 3, 1))
        assert then.approximate  # there are no polygons of before July 2025
        candidates = lookup.candidates_at(lon, lat, dt.date(2022, 3, 1))
        assert candidates[0].became_todays
        old = Unit.objects.get(pk=candidates[0].unit_id)
        assert old.valid_to == dt.date(2025, 7, 1)
        assert code in {change.to_unit.code for change in old.became.select_related("to_unit")}


# VN_AQI by hand, written from the decision's tables and formula and from nothing of this program.
STEPS = (0, 50, 100, 150, 200, 300, 400, 500)
TABLE = {
    "PM2.5": (0, 25, 50, 80, 150, 250, 350, 500),
    "O3": (0, 160, 200, 300, 400, 800, 1000, 1200),
    "CO": (0, 10_000, 30_000, 45_000, 60_000, 90_000, 120_000, 150_000),
    "NO2": (0, 100, 200, 700, 1200, 2350, 3100, 3850),
    "SO2": (0, 125, 350, 550, 800, 1600, 2100, 2630),
}


def index_by_hand(pollutant: str, c: float) -> int:
    for low, high, i, j in zip(TABLE[pollutant], TABLE[pollutant][1:], STEPS, STEPS[1:], strict=False):
        if c <= high:
            return int((j - i) / (high - low) * (c - low) + i + 0.5)
    return 500


def nowcast_by_hand(c: list[float]) -> float:
    w = min(c) / max(c)
    if w <= 0.5:
        return sum(0.5**n * value for n, value in enumerate(c, 1))
    return sum(w**n * value for n, value in enumerate(c)) / sum(w**n for n in range(12))


@pytest.mark.shared
def test_the_hourly_index_of_three_days_is_what_a_hand_computes(
    stored: None, tmp_path: Path, shared_data: Path
) -> None:
    station = [row for row in rows_of(shared_data / RECORDING) if row["Station_No"] == "1"]
    hours = {dt.datetime.strptime(row["date"], FORMAT): row for row in station}  # noqa: DTZ007
    start, hour = dt.datetime(2021, 3, 1), dt.timedelta(hours=1)  # noqa: DTZ001 - local, as written in the file
    wanted = [start + n * hour for n in range(1, 73)]
    before = [start - n * hour for n in range(12)]
    expected = {}
    for at in wanted:
        row = hours[at]
        dust = nowcast_by_hand([float(hours[at - n * hour]["PM2.5"]) for n in range(12)])
        gases = [index_by_hand(name, float(row[name])) for name in ("O3", "CO", "NO2", "SO2") if row[name]]
        expected[at] = max(index_by_hand("PM2.5", dust), *gases)

    asyncio.run(_derive())  # the reader begins here
    bring_in(tmp_path, shared_data, [hours[at] for at in sorted(before) + wanted])
    asyncio.run(_derive())
    with connection.cursor() as cursor:
        cursor.execute(
            "select h.observed_at at time zone 'Asia/Ho_Chi_Minh', h.num, h.origin from entities_history h"
            " join entities_term t on t.id = h.term_id where t.short = 'airQualityIndex'"
        )
        computed = {at: (value, origin) for at, value, origin in cursor.fetchall()}
    assert {at: computed[at][0] for at in wanted} == expected
    assert len(set(expected.values())) > 20  # three days that differ
    assert {origin for _value, origin in computed.values()} == {Origin.REPLAYED}


async def _derive() -> None:
    async with await AsyncConnection.connect(actions.database_url(), autocommit=True) as open_connection:
        await derive.catch_up(open_connection)
