"""Tables with a column for each entity, times by row number, and one table inside a ZIP."""

from __future__ import annotations

import struct
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dothi.connectors.files import packed, tables
from dothi.connectors.files.errors import MappingError, TableError
from dothi.connectors.files.mapping import FileShape, parse
from dothi.connectors.files.payloads import payload
from dothi.connectors.files.readings import Reader, Reading, Reject, Tally

SPEEDS = """
[file]
wide = {wide}
[entity]
type = "TrafficFlowObserved"
id = "la-{{@column}}"
[[entity.value]]
name = "freeFlowSpeed"
value = 104.6
unit = "KMH"
[time]
{time}
zone = "America/Los_Angeles"
[[attribute]]
column = "@value"
name = "averageVehicleSpeed"
unit = "KMH"
from = "HM"
missing = [0]
"""
BY_ROW = 'start = 2012-03-11T01:50:00\nstep = "5m"'  # ten minutes before clocks there go forward


def read(path: Path, text: str) -> tuple[list[Reading], list[Reject], Tally]:
    mapping, rejects = parse(text, file="m.toml"), list[Reject]()
    with tables.open_table(path, mapping.shape) as table:
        reader = Reader(mapping, table, {}, rejects.append)
        return list(reader.readings()), rejects, reader.tally


def speeds(folder: Path, text: str, *, wide: str = "true", time: str = BY_ROW) -> tuple[list[Reading], list[Reject], Tally]:  # fmt: skip
    path = folder / "speeds.csv"
    path.write_text(text, encoding="utf-8")
    return read(path, SPEEDS.format(wide=wide, time=time))


def test_each_column_is_an_entity_and_each_line_a_step_of_time(tmp_path: Path) -> None:
    found, rejects, tally = speeds(tmp_path, "11,12\n60,0\n\n0.0,50\n,40\n")
    assert [(one.entity[-2:], f"{one.at:%H:%M}", one.values["averageVehicleSpeed"]) for one in found] == [
        ("11", "09:50", pytest.approx(96.56064)),
        ("12", "10:00", pytest.approx(80.4672)),  # the empty line took its five minutes
        ("12", "10:05", pytest.approx(64.37376)),  # no hour is skipped where the wall clocks skip one
    ]
    assert [(one.line, one.column, one.value, one.reason) for one in rejects] == [
        (2, "12", "0", "missing-marker"),
        (4, "11", "0.0", "missing-marker"),
    ]
    assert (tally.rows, tally.stored, tally.refused, tally.filtered, tally.empty) == (6, 3, 2, 0, 1)


def test_columns_that_are_no_entities_go_with_each_row(tmp_path: Path) -> None:
    time = 'column = "when"\nformat = "iso"'
    text = "when,11,12\n2012-03-01T00:00:00,60,50\nyesterday,60,50\n"
    found, rejects, tally = speeds(tmp_path, text, wide='{ except = ["when"] }', time=time)
    assert {one.at for one in found} == {datetime(2012, 3, 1, 8, tzinfo=UTC)}
    assert [one.entity[-2:] for one in found] == ["11", "12"]
    assert [one.reason for one in rejects] == ["bad-time", "bad-time"]
    assert tally.rows == 4


def test_a_line_of_another_length_is_refused_once(tmp_path: Path) -> None:
    found, rejects, tally = speeds(tmp_path, "11,12\n60\n60,50\n60,50,40\n")
    assert [one.reason for one in rejects] == ["too-few-cells", "too-many-cells"]
    assert (tally.rows, tally.stored, tally.refused, len(found)) == (4, 2, 2, 2)


def test_cells_are_counted_however_wide_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 5)
    with pytest.raises(TableError, match="too-many-rows"):
        speeds(tmp_path, "11,12,13\n1,2,3\n4,5,6\n")


def test_steps_beyond_the_calendar_are_refused_rows(tmp_path: Path) -> None:
    found, rejects, _ = speeds(tmp_path, "11\n1\n2\n", time='start = 9999-12-31T00:00:00Z\nstep = "99999d"')
    assert not found
    assert [one.reason for one in rejects] == ["time-ahead", "bad-time"]


TRIPS = """
[file]
member = "trips.txt"
[entity]
type = "GtfsTrip"
id = "{trip_id}"
[[entity.value]]
name = "operator"
value = "Đơn vị mẫu"
[time]
start = 2018-01-01T00:00:00
zone = "Asia/Ho_Chi_Minh"
[[attribute]]
column = "route_id"
name = "hasRoute"
kind = "link"
to = "GtfsRoute:hn-{}"
[[attribute]]
column = "trip_headsign"
name = "headSign"
kind = "text"
optional = true
"""
TABLE = "trip_id,route_id\nt1,01\nt2,0 2\nt3,\n"


def timetable(folder: Path, name: str = "trips.txt", text: str = TABLE, how: int = zipfile.ZIP_DEFLATED) -> Path:  # fmt: skip
    path = folder / "gtfs.zip"
    with zipfile.ZipFile(path, "w", how) as out:
        out.writestr("routes.txt", "route_id\n01\n")
        out.writestr(name, text)
    return path


@pytest.mark.parametrize("name", ["trips.txt", "feed/2018/trips.txt", "../../trips.txt"])
def test_a_table_inside_a_zip_names_others(tmp_path: Path, name: str) -> None:
    found, rejects, tally = read(timetable(tmp_path, name), TRIPS)
    told = payload(found[0], parse(TRIPS, file="m.toml"), first=True)
    assert told["hasRoute"] == {
        "type": "Relationship",
        "object": "urn:ngsi-ld:GtfsRoute:hn-01",
        "observedAt": "2017-12-31T17:00:00Z",
    }
    assert told["operator"]["value"] == "Đơn vị mẫu"
    assert "headSign" not in told
    assert [one.reason for one in rejects] == ["bad-id"]
    assert (tally.rows, tally.stored, tally.refused, tally.empty) == (3, 1, 1, 1)
    assert [one.name for one in tmp_path.iterdir()] == ["gtfs.zip"]


def test_the_table_may_also_be_handed_in_by_itself(tmp_path: Path) -> None:
    (tmp_path / "trips.txt").write_text(TABLE, encoding="utf-8")
    assert len(read(tmp_path / "trips.txt", TRIPS)[0]) == 1


def ended_early(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4])


def locked(path: Path) -> None:
    data = path.read_bytes()
    place = data.rfind(b"PK\x01\x02")  # the last of the directory is trips.txt
    path.write_bytes(data[: place + 8] + b"\x01" + data[place + 9 :])


def many(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as out:
        for number in range(packed.MOST_MEMBERS):
            out.writestr(f"{number}", "")


def long_directory(path: Path) -> None:
    """The end of the file says that the directory has two gigabytes."""
    data = path.read_bytes()
    place = data.rfind(b"PK\x05\x06")
    path.write_bytes(data[: place + 12] + struct.pack("<L", 2**31) + data[place + 16 :])


def larger_one(path: Path) -> None:
    """A second record before the end, which readers believe more, for files beyond 4 GB."""
    data = path.read_bytes()
    place = data.rfind(b"PK\x05\x06")
    path.write_bytes(data[:place] + b"PK\x06\x07" + bytes(16) + data[place:])


def twice(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as out:
        out.writestr("other/trips.txt", TABLE)


def other_bytes(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[data.find(b"trips.txt") + 12] ^= 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (ended_early, "damaged"),
        (locked, "member-locked"),
        (many, "too-many-members"),
        (long_directory, "too-many-members"),
        (larger_one, "too-many-members"),
        (twice, "no-member"),
        (other_bytes, "damaged"),
    ],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_a_zip_that_is_spoilt_is_refused(tmp_path: Path, spoil: object, reason: str) -> None:
    path = timetable(tmp_path)
    spoil(path)  # type: ignore[operator]
    with pytest.raises(TableError, match=f"file-{reason}"):
        read(path, TRIPS)


def test_a_zip_that_asks_for_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TableError, match="file-member-locked"):  # lzma may ask for gigabytes at once
        read(timetable(tmp_path, how=zipfile.ZIP_LZMA), TRIPS)
    monkeypatch.setattr(tables, "LARGEST_UNPACKED", 2**16)
    with pytest.raises(TableError, match="unpacks-too-large"):
        read(timetable(tmp_path, text=TABLE + "t9,01\n" * 100_000), TRIPS)
    (tmp_path / "none.zip").write_bytes(b"PK\x05\x06 no ZIP at all")
    with (
        pytest.raises(TableError, match="damaged"),
        tables.open_table(tmp_path / "none.zip", FileShape(member="a")),
    ):
        pass


def test_the_columns_that_are_kept_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="no-column"):
        speeds(tmp_path, "11\n1\n", wide='{ except = ["when"] }', time='column = "when"\nformat = "iso"')


STATES = """
[entity]
type = "ITService"
id = "{id}"
[time]
start = 2026-01-01T00:00:00
step = "1m"
zone = "Asia/Ho_Chi_Minh"
[[attribute]]
column = "state"
name = "status"
kind = "text"
words = { "Chạy tốt" = "up", "0" = "down" }
[[attribute]]
column = "state"
name = "probeSuccess"
unit = "P1"
words = { "Chạy tốt" = 100, "0" = 0 }
"""


def test_words_of_a_file_become_those_of_the_type(tmp_path: Path) -> None:
    (tmp_path / "states.csv").write_text("id,state\na,Chạy tốt\na,0\na,ok\n", encoding="utf-8")
    found, rejects, tally = read(tmp_path / "states.csv", STATES)
    assert [one.values for one in found] == [
        {"status": "up", "probeSuccess": 100.0},
        {"status": "down", "probeSuccess": 0.0},
    ]
    assert [(one.line, one.value, one.reason) for one in rejects] == [(4, "ok", "unknown-word")] * 2
    assert tally.refused == 1
