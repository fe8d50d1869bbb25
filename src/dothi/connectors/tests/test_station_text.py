"""Station files of TT 10/2021/TT-BTNMT: what a logger writes becomes values in our units; doubtful ones are flagged, wrong lines told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dothi.connectors.files import mapping as mappings
from dothi.connectors.files.errors import RowError, TableError
from dothi.connectors.files.payloads import payload
from dothi.connectors.files.readings import Reader, Reading, Reject
from dothi.connectors.files.station_text import line_of, station_of, table_of
from dothi.connectors.files.tables import table_of_rows
from dothi.kernel import clock

NAME = "BRVT_KCNPM_KHI01_20261122132000.txt"
FILE = Path(__file__).parent / "stations" / NAME
MAPPING = """
[entity]
type = "AirQualityObserved"
id = "{station}"
provider = "Sở Nông nghiệp và Môi trường"
[time]
column = "time"
format = "%Y%m%d%H%M%S"
zone = "Asia/Ho_Chi_Minh"
[quality]
column = "{column} state"
valid = ["00"]
suspect = ["01", "02"]
""" + "".join(
    f'[[attribute]]\ncolumn = "{column}"\nname = "{name}"\nunit = "{unit}"\n'
    for column, name, unit in (
        ("PM2.5", "pm25", "GQ"), ("NO2", "no2", "GQ"), ("CO", "co", "GQ"), ("SO2", "so2", "GQ"), ("O3", "o3", "GQ"),
        ("Temp", "temperature", "CEL"),
    )
)  # fmt: skip


@pytest.fixture(autouse=True)
def _then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 11, 22, 7, 0, tzinfo=dt.UTC))


def read(path: Path = FILE) -> tuple[list[Reading], list[Reject], Reader]:
    mapping = mappings.parse(MAPPING, file="tram.toml")
    rejects: list[Reject] = []
    reader = Reader(mapping, table_of_rows(*table_of(path, path.name, mapping)), {}, rejects.append)
    return list(reader.readings()), rejects, reader


def test_each_time_is_one_reading_in_the_stored_units() -> None:
    readings, _, _ = read()
    first = readings[0]
    assert first.entity == "urn:ngsi-ld:AirQualityObserved:BRVT_KCNPM_KHI01"
    assert first.at == dt.datetime(2026, 11, 22, 6, 0, tzinfo=dt.UTC)  # 13:00 in Viet Nam
    assert first.values == {
        "pm25": 41.2,
        "no2": 18.5,
        "co": 900.0,
        "temperature": 27.4,
    }  # mg/m³ → µg/m³; 18,5 is a comma
    assert len(readings) == 3


def test_calibration_and_fault_are_kept_and_flagged_and_their_neighbours_are_not() -> None:
    readings, _, reader = read()
    assert [sorted(one.suspect) for one in readings] == [[], ["pm25"], ["pm25"]]
    told = payload(readings[1], reader.mapping, first=False)
    assert told["pm25"]["quality"] == "suspect" and told["pm25"]["value"] == 300.0
    assert "quality" not in told["no2"]


def test_every_wrong_line_is_told_with_its_place_and_the_rest_is_stored() -> None:
    _, rejects, reader = read()
    assert [(one.line, one.reason) for one in rejects] == [
        (8, "station-unit"),
        (9, "not-a-number"),
        (10, "station-line"),
        (11, "station-state"),
        (12, "bad-time"),
    ]
    tally = reader.tally
    assert tally.rows == tally.stored + tally.refused + tally.filtered + tally.empty == 8


@pytest.mark.parametrize(
    "written",
    ["20261122130000", "202611221300", "22/11/2026 13:00", "22-11-2026 13:00:00", "2026-11-22 13:00"],
)
def test_times_in_the_forms_that_loggers_write(written: str) -> None:
    assert line_of(f"PM10\t50\tug/m3\t{written}\t00\n").at == dt.datetime(2026, 11, 22, 13)  # noqa: DTZ001


def test_a_day_comes_before_its_month() -> None:
    assert line_of("PM10\t50\tug/m3\t02/03/2026 13:00\t00").at.month == 3


def test_a_mark_that_nobody_declared_refuses_its_value_only() -> None:
    strict = mappings.parse(MAPPING.replace('suspect = ["01", "02"]\n', ""), file="tram.toml")
    rejects: list[Reject] = []
    reader = Reader(strict, table_of_rows(*table_of(FILE, NAME, strict)), {}, rejects.append)
    readings = list(reader.readings())
    assert readings[1].values == {"no2": 19.0}
    assert ("PM2.5", "quality") in {(one.column, one.reason) for one in rejects}


def test_another_file_is_refused_as_a_whole(tmp_path: Path) -> None:
    page = tmp_path / "tram.txt"
    page.write_text("<html><body>Đăng nhập</body></html>\n", encoding="utf-8")
    with pytest.raises(TableError, match="file-not-station"):
        table_of(page, page.name, None)


def test_bytes_of_another_code_page_do_not_stop_it(tmp_path: Path) -> None:
    page = tmp_path / "tram_20261122130000.txt"
    page.write_bytes(
        "PM2.5\t41\t\xb5g/m3\t20261122130000\t00\nPM10\t50\tug/m3\t20261122130000\t00\n".encode("latin-1")
    )
    columns, _ = table_of(page, page.name, None)
    assert columns[:2] == ("station", "time") and "PM10 state" in columns


def test_the_station_is_what_the_name_says_before_its_time() -> None:
    assert station_of("HNO_NHAMAY_NUOC1_20260101000000.txt") == "HNO_NHAMAY_NUOC1"
    assert station_of("tram-7.txt") == "tram-7"


def test_endless_lines_are_refused() -> None:
    with pytest.raises(RowError):
        line_of("PM2.5\t" + "9" * 5000 + "\tug/m3\t20261122130000\t00")
