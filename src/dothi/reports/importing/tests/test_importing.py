"""Recorded requests of Baltimore and New York become reports with their own times; the overdue share is the one that a calculation of
its own finds; a second time changes nothing; what cannot be read is counted and named."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
from dataclasses import replace
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from dothi.kernel.errors import BadRequest
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.standing import Standing
from dothi.packs.tests.shipped import load_shipped
from dothi.reports.importing import mapping as mappings
from dothi.reports.importing import reading, storing
from dothi.reports.models import Report, ReportLine

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
AT = dt.datetime(2019, 3, 1, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _prepared(cast: Cast) -> None:
    load_shipped("urban-services", "traffic", "environment")


def shipped(name: str) -> mappings.ReportMapping:
    return mappings.load(mappings.SHIPPED / f"{name}.toml")


@cache
def baltimore(path: Path, other: str) -> Standing[[], storing.Tally]:
    """The whole file of Baltimore: ten thousand rows are stored once by this process, however many tests look at them."""
    mapping = replace(shipped("baltimore"), other=other)
    return Standing(lambda: storing.store(reading.rows(path, mapping), mapping))


def brought(path: Path, name: str) -> storing.Tally:
    mapping = shipped(name)
    return storing.store(reading.rows(path, mapping), mapping)


@pytest.mark.long(seconds=15)
@pytest.mark.parametrize("other", ["", "urban-services.waste"])  # what the mapping names, and the whole file
def test_the_overdue_share_of_baltimore_is_the_one_calculated_apart(shared_data: Path, other: str) -> None:
    path = shared_data / "requests311" / "baltimore_311_sample_2018.csv.gz"
    tally = baltimore(path, other)()
    assert tally.rows == 10_000
    assert bool(other) == (tally.stored == 10_000)
    assert tally.rows == tally.stored + tally.repeated + tally.refused.total()
    assert tally.refused["unmapped"] == tally.unmapped.total()
    assert tally.outside == tally.stored - tally.placeless  # none of it lies in Viet Nam
    kept = set(Report.objects.values_list("category_why__recorded", flat=True))
    late, every = _apart(path, kept)
    assert every > 7000
    assert storing.overdue("baltimore", AT) == (late, every)


def _apart(path: Path, services: set[str]) -> tuple[int, int]:
    """Late and all requests with a due date of those services, read from the file by other means than the import's."""

    def at(text: str) -> dt.datetime | None:
        form = "%m/%d/%Y %I:%M:%S %p"
        return dt.datetime.strptime(text, form).replace(tzinfo=NEW_YORK) if text else None

    late = every = 0
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            created, due, closed = at(row["CreatedDate"]), at(row["DueDate"]), at(row["CloseDate"])
            if row["SRType"] not in services or due is None or (closed and created and closed < created):
                continue
            every += 1
            late += (closed or AT) > due
    return late, every


def test_times_and_places_stand_as_recorded(shared_data: Path) -> None:
    baltimore(shared_data / "requests311" / "baltimore_311_sample_2018.csv.gz", "")()
    row = Report.objects.get(key=storing.key_of(shipped("baltimore"), "18-00275429"))
    assert row.received_at == dt.datetime(2018, 4, 16, 5, 30, 13, tzinfo=NEW_YORK)
    assert row.due_at == row.first_due_at == dt.datetime(2018, 4, 23, 5, 30, 13, tzinfo=NEW_YORK)
    assert row.answered_at == row.ended_at == dt.datetime(2018, 4, 20, 6, 25, 33, tzinfo=NEW_YORK)
    assert (row.category, row.state, row.door) == ("urban-services.waste-left", "closed", "import")
    assert (row.lon, row.lat, row.unit_id) == (None, None, None)  # (39, -77): rounded away
    assert row.code.startswith("PA-2018-")
    assert [line.what for line in ReportLine.objects.filter(report=row).order_by("pk")] == [
        "received",
        "close",
    ]


def test_new_york_twice_is_once_and_codes_are_unique(shared_data: Path) -> None:
    path = shared_data / "requests311" / "nyc_311_2024-04-15_16.csv.gz"
    first, again = brought(path, "nyc"), brought(path, "nyc")
    assert (again.stored, again.repeated) == (0, first.stored)
    assert Report.objects.count() == first.stored
    assert first.stored > 500
    assert set(Report.objects.filter(ended_at__isnull=True).values_list("state", flat=True)) == {"new"}


def small(tmp_path: Path, *lines: str, more: str = "") -> tuple[Path, mappings.ReportMapping]:
    """A file of a desk in Viet Nam, and its mapping."""
    file, told = tmp_path / "1022.csv", tmp_path / "1022.toml"
    file.write_text("\n".join(["ma,loai,noi_dung,nhan,han,xong,lon,lat", *lines]), encoding="utf-8")
    told.write_text(
        f'name = "1022"\n{more}\n[columns]\nid = "ma"\nservice = "loai"\ntext = "noi_dung"\nreceived = "nhan"\ndue = "han"\n'
        'closed = "xong"\nlon = "lon"\nlat = "lat"\n[categories]\n"Rác*" = "urban-services.waste-left"\n',
        encoding="utf-8",
    )
    return file, mappings.load(told)


def test_what_cannot_be_read_is_counted_and_named(tmp_path: Path) -> None:
    file, mapping = small(
        tmp_path,
        "1,Rác,Đầy thùng,2026-10-01T08:00,2026-10-03T08:00,,106.5,10.5",
        "2,Cây,Gãy,2026-10-01T08:00,,,,",
        "3,Rác,Đầy,hôm qua,,,,",
        ",Rác,Đầy,2026-10-01T08:00,,,,",
        "5,Rác,Đầy,2026-10-02T08:00,,2026-10-01T08:00,,",
        "6,rác,Đầy,2026-10-02T08:00,,2026-10-02T09:00,NaN,x",
    )
    tally = storing.store(reading.rows(file, mapping), mapping)
    assert (tally.rows, tally.stored, tally.placeless) == (6, 2, 1)
    assert dict(tally.refused) == {"unmapped": 1, "time": 1, "no-id": 1, "closed-before": 1}
    assert (dict(tally.unmapped), tally.first_line["time"]) == ({"Cây": 1}, 4)
    first, last = Report.objects.order_by("received_at")
    assert (first.due_said, last.due_said) == ("recorded", "")
    assert (first.released_at, first.public_text) == (None, "")


def test_a_mapping_may_name_a_category_for_the_rest(tmp_path: Path) -> None:
    file, mapping = small(tmp_path, "2,Cây,Gãy,2026-10-01T08:00,,,,", more='other = "urban-services.waste"')
    tally = storing.store(reading.rows(file, mapping), mapping)
    assert (tally.stored, dict(tally.other)) == (1, {"Cây": 1})


@pytest.mark.parametrize("more", ['other = "no.such"', 'zone = "Mars"', "wrong = 1", "name = "])
def test_a_mapping_that_means_nothing_is_refused(tmp_path: Path, more: str) -> None:
    with pytest.raises(BadRequest):
        storing.store(iter(()), small(tmp_path, more=more)[1])


def test_the_command_says_what_it_did(shared_data: Path) -> None:
    from dothi.cli.reports_ import app

    path = shared_data / "requests311" / "nyc_311_2024-04-15_16.csv.gz"
    told = CliRunner().invoke(app, ["import", str(path), "--mapping", "nyc", "--dry-run"])
    assert told.exit_code == 0, told.output
    assert "HEAT/HOT WATER" in told.output
    assert not Report.objects.exists()
    missing = CliRunner().invoke(app, ["import", "nothing.csv", "--mapping", "nyc"])
    assert missing.exit_code != 0
