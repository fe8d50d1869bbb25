"""An import through its action: whole batches, rejects listed, a repeat changes nothing, a kill loses no more than a batch."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from dothi.connectors import actions
from dothi.connectors.files import mapping as mappings
from dothi.connectors.files import run as runs
from dothi.connectors.files.errors import TableError
from dothi.connectors.models import Import
from dothi.connectors.rejects import csv_lines
from dothi.kernel import clock
from dothi.kernel.errors import Conflict
from dothi.kernel.i18n import message_of
from dothi.kernel.origin import Origin
from dothi.kernel.runs import DEAD_AFTER
from dothi.kernel.testing.system import START_S

from .conftest import MAPPINGS, facts
from .own import MAPPING as OWN

HOUR = dt.timedelta(hours=1)


def handed_in(folder: Path, source: Path, mapping: str, *, rows: slice | None = None) -> Import:
    """A slice of a real recording, registered with its committed mapping (and its stations table beside it)."""
    with gzip.open(source, "rt", encoding="utf-8-sig") as file:
        lines = file.readlines()
    path = folder / source.name.removesuffix(".gz")
    path.write_text("".join([lines[0], *(lines[1:][rows] if rows else lines[1:])]), encoding="utf-8")
    read = mappings.load(MAPPINGS / mapping)
    text = (MAPPINGS / mapping).read_text(encoding="utf-8")
    return actions.register_import(
        path, read, text, by=None, origin=Origin.REPLAYED, stations_folder=source.parent
    )


@pytest.fixture
def healthy(shared_data: Path) -> Path:
    return shared_data / "air" / "hcmc_healthyair_hourly_2021_2022.csv.gz"


@pytest.fixture
def hanoi(shared_data: Path) -> Path:
    return shared_data / "air" / "hanoi_us_embassy_pm25_hourly_2016_2020.csv.gz"


HISTORY = (
    "select count(*) from entities_history h join entities_term t on t.id = h.term_id where t.short = %s"
)


@pytest.mark.shared
def test_a_slice_of_healthyair_is_stored_with_origin_and_place(
    stored: None, tmp_path: Path, healthy: Path
) -> None:
    row = actions.run_import(handed_in(tmp_path, healthy, "hcmc_healthyair.toml", rows=slice(2200, 2500)).pk)
    assert (row.state, row.rows, row.stored, row.values_refused) == ("done", 300, 300, 2)
    assert facts(HISTORY, "pm25") == [(298,)]
    ((urn, lon, lat, origin, name),) = facts(
        "select e.urn, e.lon, e.lat, a.origin, n.txt from entities_entity e"
        " join entities_attribute a on a.entity_id = e.id join entities_term t on t.id = a.term_id and t.short = 'pm25'"
        " join entities_attribute n on n.entity_id = e.id join entities_term u on u.id = n.term_id and u.short = 'name'"
    )
    assert (urn, lon, lat) == ("urn:ngsi-ld:AirQualityObserved:hcmc-healthyair-1", 106.796, 10.8699)
    assert (origin, name) == (Origin.REPLAYED, "VNU Ho Chi Minh")


@pytest.mark.shared
def test_a_second_import_changes_nothing_and_says_so(stored: None, tmp_path: Path, healthy: Path) -> None:
    row = handed_in(tmp_path, healthy, "hcmc_healthyair.toml", rows=slice(0, 1500))
    first = actions.run_import(row.pk)
    assert first.changed == first.values_read + 3  # place, name and provider of one station
    before = facts("select count(*), sum(num) from entities_history")
    again = actions.run_import(row.pk)
    assert (again.state, again.changed, again.rows) == ("done", 0, 1500)
    assert facts("select count(*), sum(num) from entities_history") == before


@pytest.mark.shared
def test_the_embassys_fillers_negatives_and_double_hours_are_listed_not_stored(
    stored: None, tmp_path: Path, hanoi: Path
) -> None:
    row = actions.run_import(handed_in(tmp_path, hanoi, "hanoi_us_embassy.toml", rows=slice(1700, 3600)).pk)
    assert row.reasons == {"quality": 77, "double-time": 1, "impossible": 3}
    assert facts("select count(*) from entities_history where num <= 0 or num = -999") == [(0,)]
    double = row.rejects.get(reason="double-time")
    kept = facts("select num from entities_history where observed_at = '2016-03-12T20:00:00Z'")
    assert (double.line, double.value, kept) == (31, "pm25=1.2", [(6.9,)])
    assert double.detail == "03:00 13/03/2016 (32)"  # as the file and the page write it
    impossible = row.rejects.filter(reason="impossible").first()
    assert impossible and impossible.detail == "pm25 > 0 µg/m³"


def test_a_dry_run_counts_and_writes_nothing(stored: None, tmp_path: Path) -> None:
    row = own_file(tmp_path, "A;2026-01-01 01:00;5\nA;2026-01-01 02:00;-1\n")
    done = actions.run_import(row.pk, dry_run=True)
    assert (done.stored, done.values_refused, done.changed) == (1, 1, 0)
    assert facts("select count(*) from entities_entity") == [(0,)]
    assert done.rejects.count() == 1


def own_file(folder: Path, rows: str) -> Import:
    path = folder / "own.csv"
    path.write_text("s;t;PM2.5\n" + rows, encoding="utf-8")
    return actions.register_import(path, mappings.parse(OWN, file="own.toml"), OWN, by=None)


def many_rows(count: int) -> str:
    return "".join(
        f"A;2026-01-{1 + n // 1440:02d} {n // 60 % 24:02d}:{n % 60:02d};{5 + n % 7}\n" for n in range(count)
    )


def test_an_old_value_is_never_live_and_another_origin_stays(stored: None, tmp_path: Path) -> None:
    """One file with a month and this morning: each value by its own time."""
    now = clock.now().astimezone(clock.VIETNAM)
    local = [f"{now - age:%Y-%m-%d %H:%M}" for age in (HOUR, 23 * HOUR, 25 * HOUR, 700 * HOUR)]
    rows = "".join(f"A;{at};{5 + n}\n" for n, at in enumerate(local))
    actions.run_import(own_file(tmp_path, rows).pk)
    origins = "select h.num, h.origin from entities_history h join entities_term t on t.id = h.term_id and t.short = 'pm25' order by 1"
    live, old = Origin.LIVE, Origin.REPLAYED
    assert facts(origins) == [(5.0, live), (6.0, live), (7.0, old), (8.0, old)]
    other = own_file(tmp_path, "B;2026-01-01 01:00;1\n")
    Import.objects.filter(pk=other.pk).update(origin=Origin.ESTIMATED)
    actions.run_import(other.pk)
    assert facts(origins)[0] == (1.0, Origin.ESTIMATED)


def test_five_per_cent_rubbish_is_listed_and_the_rest_goes_on(stored: None, tmp_path: Path) -> None:
    lines = many_rows(2000).splitlines()
    lines[::20] = ["rubbish"] * 100
    done = actions.run_import(own_file(tmp_path, "\n".join(lines) + "\n").pk)
    assert (done.rows, done.stored, done.refused) == (2000, 1900, 100)
    assert list(done.rejects.order_by("line").values_list("line", "reason")[:2]) == [
        (2, "too-few-cells"),
        (22, "too-few-cells"),
    ]
    assert facts(HISTORY, "pm25") == [(1900,)]


def test_a_run_broken_off_leaves_whole_batches_and_can_be_run_again(
    stored: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = own_file(tmp_path, many_rows(3500))
    write, calls = runs.write_batch, []

    async def breaks_in_the_third(*args: object, **kwargs: object) -> object:
        calls.append(1)
        result = await write(*args, **kwargs)
        if len(calls) == 3:
            raise KeyboardInterrupt  # after the batch's values were sent, before its transaction ended
        return result

    monkeypatch.setattr(runs, "write_batch", breaks_in_the_third)
    with pytest.raises(KeyboardInterrupt):
        actions.run_import(row.pk)
    row.refresh_from_db()
    assert (row.state, row.stored) == ("failed", 2 * runs.BATCH)
    assert facts(HISTORY, "pm25") == [(2 * runs.BATCH,)]
    monkeypatch.setattr(runs, "write_batch", write)
    done = actions.run_import(row.pk)
    assert (done.state, done.stored, done.changed) == ("done", 3500, 1500)
    assert facts(HISTORY, "pm25") == [(3500,)]


def test_one_import_runs_once_at_a_time(stored: None, tmp_path: Path) -> None:
    row = own_file(tmp_path, many_rows(10))
    from dothi.kernel import clock

    Import.objects.filter(pk=row.pk).update(state="running", beat_at=clock.now())
    with pytest.raises(Conflict):
        actions.run_import(row.pk)
    Import.objects.filter(pk=row.pk).update(beat_at=clock.now() - 2 * DEAD_AFTER)  # its process was killed
    assert actions.run_import(row.pk).state == "done"


def test_a_damaged_file_fails_the_import_and_keeps_the_reason(stored: None, tmp_path: Path) -> None:
    row = own_file(tmp_path, many_rows(10))
    (tmp_path / "own.csv").write_bytes(b"")
    with pytest.raises(TableError):
        actions.run_import(row.pk)
    row.refresh_from_db()
    assert (row.state, row.error_code) == ("failed", "file-no-header")


def test_the_list_of_rejects_is_harmless_in_a_spreadsheet(stored: None, tmp_path: Path) -> None:
    done = actions.run_import(
        own_file(tmp_path, "A;2026-01-01 01:00;=HYPERLINK()\nA;2026-01-01 02:00;-1\n").pk
    )
    heading, formula, negative = csv.reader(csv_lines(done))
    assert len(heading) == 5
    assert formula[2] == "'=HYPERLINK()"
    assert negative[:3] == ["3", "PM2.5", "-1"]
    assert next(iter(csv.reader([",".join(heading)]))) == heading


@pytest.mark.shared
@pytest.mark.slow
def test_both_recordings_import_whole(stored: None, tmp_path: Path, healthy: Path, hanoi: Path) -> None:
    one = actions.run_import(handed_in(tmp_path, healthy, "hcmc_healthyair.toml").pk)
    assert (one.rows, one.stored, one.values_read, one.values_refused) == (52_548, 52_548, 322_413, 207)
    two = actions.run_import(handed_in(tmp_path, hanoi, "hanoi_us_embassy.toml").pk)
    assert (two.rows, two.stored, two.reasons) == (
        35_740,
        34_586,
        {"quality": 1078, "double-time": 5, "impossible": 71},
    )
    assert facts(HISTORY, "pm25") == [(52_548 - 207 + 34_586,)]
    assert facts("select count(*) from entities_history where num < 0") == [(0,)]


SLOWLY = """
create function slowly() returns trigger language plpgsql as $$ begin perform pg_sleep(0.5); return new; end $$;
create trigger slowly before insert on entities_flush for each row execute function slowly()
"""


@pytest.mark.slow
def test_a_killed_process_leaves_whole_batches_and_the_next_run_completes_them(
    committed_db: str, tmp_path: Path
) -> None:
    (tmp_path / "own.csv").write_text("s;t;PM2.5\n" + many_rows(20_000), encoding="utf-8")
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "dothi",
        "import",
        str(tmp_path / "own.csv"),
        "--mapping",
        str(tmp_path / "own.toml"),
    ]
    environment = {**os.environ, "DOTHI_DATABASE_URL": committed_db, "DOTHI_LANGUAGE": "en"}
    with psycopg.connect(committed_db, autocommit=True) as look:

        def stored_values() -> int:
            return look.execute("select count(*) from entities_history where num is not null").fetchone()[0]

        look.execute(SLOWLY)  # so that the kill surely comes in the middle
        log = (tmp_path / "first.log").open("wb")
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        until = time.monotonic() + START_S  # before its first row it has to load everything
        while stored_values() < 2 * runs.BATCH and process.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        process.kill()
        process.wait()
        log.close()
        look.execute("drop trigger slowly on entities_flush")
        left = stored_values()
        assert left % runs.BATCH == 0
        assert 0 < left < 20_000, (tmp_path / "first.log").read_text()
        assert look.execute("select stored from connectors_import").fetchone() == (left,)
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert stored_values() == 20_000
        assert f"{20_000 - left:,} new values" in done.stdout
        again = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert "Nothing changed" in again.stdout


def test_a_picture_named_csv_is_told_in_words_that_a_page_can_show(tmp_path: Path) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    with pytest.raises(TableError) as refused:
        actions.sample_import(mappings.parse(OWN, file="own.toml"), path, [tmp_path])
    assert refused.value.code == "file-not-text"
    message_of(refused.value).encode("utf-8")
