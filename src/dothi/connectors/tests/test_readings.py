"""Rows to readings: times, decimals, code pages, gaps, fillers, doubles; what is refused is listed and the rest goes on."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from dothi.connectors.files import tables
from dothi.connectors.files.errors import MappingError, TableError
from dothi.connectors.files.mapping import parse
from dothi.connectors.files.readings import Reader, Reading, Reject, SeenTimes
from dothi.connectors.files.stations import read_stations
from dothi.connectors.files.tables import table_of_rows
from dothi.kernel import clock

MAPPING = """
[file]
separator = ";"
decimal = ","
{file}
[entity]
type = "AirQualityObserved"
id = "s-{{trạm}}"
[time]
columns = ["ngày", "giờ"]
format = "{time}"
zone = "Asia/Ho_Chi_Minh"
duplicates = "{duplicates}"
[[attribute]]
column = "PM2.5"
name = "pm25"
unit = "GQ"
[[attribute]]
column = "NO2"
name = "no2"
unit = "GQ"
from = "ppb"
"""
HEADER = "trạm;ngày;giờ;PM2.5;NO2\n"


def read(
    path: Path, file: str = "", time: str = "%d/%m/%Y %H:%M", duplicates: str = "first"
) -> tuple[list[Reading], list[Reject], Reader]:
    mapping = parse(MAPPING.format(file=file, time=time, duplicates=duplicates), file="m.toml")
    rejects: list[Reject] = []
    with tables.open_table(path, mapping.shape) as table:
        reader = Reader(mapping, table, read_stations(mapping, []), rejects.append)
        return list(reader.readings()), rejects, reader


def write(folder: Path, rows: str, name: str = "d.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes((HEADER + rows).encode(encoding))
    return path


def test_vietnamese_writing_of_numbers_and_times(tmp_path: Path) -> None:
    path = write(tmp_path, "A1;05/03/2026;14:00;1.234,5;10\n", encoding="utf-8-sig")
    (one,), rejects, _ = read(path)
    assert not rejects
    assert one.entity == "urn:ngsi-ld:AirQualityObserved:s-A1"
    assert one.at == datetime(2026, 3, 5, 7, tzinfo=UTC)  # day first, seven hours ahead of UTC
    assert one.values == {"pm25": 1234.5, "no2": 19.0}  # 10 ppb × 1.9


def test_twenty_four_o_clock_closes_the_day_and_pm_is_afternoon(tmp_path: Path) -> None:
    (one,), _, _ = read(write(tmp_path, "A1;31/12/2025;24:00;5;\n"))
    assert one.at == datetime(2025, 12, 31, 17, tzinfo=UTC)
    (one,), _, _ = read(write(tmp_path, "A1;31/12/2025;02:30 PM;5;\n"), time="%d/%m/%Y %I:%M %p")
    assert one.at == datetime(2025, 12, 31, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(("encoding", "declared"), [("cp1258", "cp1258"), ("utf-16", "utf-16")])
def test_code_pages(tmp_path: Path, encoding: str, declared: str) -> None:
    import unicodedata

    header = HEADER if encoding == "utf-16" else unicodedata.normalize("NFD", HEADER)
    text = (header + "A1;05/03/2026;14:00;5;\n").replace("đ", "\u0111")
    path = tmp_path / "d.csv"
    path.write_bytes(_cp1258(text) if encoding == "cp1258" else text.encode(encoding))
    readings, rejects, _ = read(path, file=f'encoding = "{declared}"')
    assert [one.values for one in readings] == [{"pm25": 5.0}]
    assert not rejects


def _cp1258(text: str) -> bytes:
    """cp1258 has tone marks of its own but letters with ă â ê ô ơ ư whole."""
    import unicodedata

    out = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", parts.replace(tone, ""))
            out.append(base.encode("cp1258") + tone.encode("cp1258"))
    return b"".join(out)


def test_tcvn3_text_becomes_unicode() -> None:
    from dothi.connectors.files.tcvn3 import decode

    assert decode(
        b"Ph\xad\xeang V\xf2ng T\xb5u, \xae\xad\xeang Tr\xc7n H\xadng \xa7\xb9o".decode("latin-1")
    ) == ("Phường Vũng Tàu, đường Trần Hưng Đạo")


def test_rubbish_is_listed_with_line_and_reason_and_the_rest_goes_on(tmp_path: Path) -> None:
    rows = [
        "A1;05/03/2026;01:00;5;1",  # line 2, good
        "A1;2026-03-05;02:00;5;1",  # bad time
        "A1;05/03/2026;03:00;abc;1",  # one bad value, the other stays
        "A1;05/03/2026;04:00;-999;",  # filler only
        "A1;05/03/2026",  # too few cells
        "A1;05/03/2026;05:00;;",  # no values: a gap
        "A 1;05/03/2026;06:00;5;1",  # no id
        "A1;05/03/2026;07:00;0;1",  # dust of exactly 0
        "A1;05/03/2026;08:00;1e400;1",  # infinite
        "A1;05/03/2026;01:00;6;1",  # the first hour again
        "=cmd;05/03/2026;09:00;6;1",  # a formula
        "A1;05/03/2099;09:00;6;1",  # a clock far ahead
        "A1;05/03/2026;10:00;7;2;9",  # one cell too many
        "A1;05/03/2026;11:00;7;2",  # good
        "A1;01/01/0001;01:00;7;2",  # before the year 1 in UTC
        "A1;31/12/9999;23:00;7;2",  # no calendar goes further
    ]
    readings, rejects, reader = read(write(tmp_path, "\n".join(rows) + "\n"))
    assert [(one.line, one.column, one.reason) for one in rejects] == [
        (3, "", "bad-time"),
        (4, "PM2.5", "not-a-number"),
        (5, "PM2.5", "missing-marker"),
        (6, "", "too-few-cells"),
        (8, "", "bad-id"),
        (9, "PM2.5", "impossible"),
        (10, "PM2.5", "not-a-number"),
        (11, "ngày", "double-time"),
        (12, "", "formula"),
        (13, "", "time-ahead"),
        (14, "", "too-many-cells"),
        (16, "", "bad-time"),
        (17, "", "time-ahead"),
    ]
    assert [one.line for one in readings] == [2, 4, 9, 10, 15]
    tally = reader.tally
    assert tally.rows == 16 == tally.stored + tally.refused + tally.filtered + tally.empty


def test_undecodable_bytes_refuse_their_row_only(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_bytes(
        (HEADER + "A1;05/03/2026;01:00;5;1\n").encode()
        + b"\xff\xfe;05/03/2026;02:00;5;1\nA1;05/03/2026;03:00;5;1\n"
    )
    readings, rejects, _ = read(path)
    assert [one.line for one in readings] == [2, 4]
    assert [one.reason for one in rejects] == ["bad-encoding"]


def test_of_neighbouring_doubles_the_later_wins_where_the_mapping_says_so(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "A1;05/03/2026;01:00;5;\nA1;05/03/2026;01:00;6;\nA1;05/03/2026;02:00;7;\nA1;05/03/2026;01:00;8;\n",
    )
    readings, rejects, reader = read(path, duplicates="last")
    assert [(one.line, one.values["pm25"]) for one in readings] == [(3, 6.0), (4, 7.0)]
    assert [(one.line, one.reason) for one in rejects] == [(2, "double-time"), (5, "double-time")]
    assert reader.tally.stored == 2


def test_seen_times_keep_seconds_apart() -> None:
    seen, at = SeenTimes(), datetime(2026, 3, 5, 7, tzinfo=UTC)
    assert seen.add("a", at)
    assert not seen.add("a", at)
    assert seen.add("b", at)
    assert seen.add("a", at + timedelta(seconds=1))
    assert not seen.add("a", at + timedelta(seconds=1))
    assert seen.add("a", at + timedelta(minutes=1))


def test_a_clock_five_minutes_ahead_is_believed_an_hour_is_not(tmp_path: Path) -> None:
    local = [clock.now().astimezone(clock.VIETNAM) + timedelta(minutes=minutes) for minutes in (3, 60)]
    rows = "".join(f"A1;{at:%d/%m/%Y};{at:%H:%M};5;\n" for at in local)
    readings, rejects, _ = read(write(tmp_path, rows))
    assert len(readings) == 1
    assert [one.reason for one in rejects] == ["time-ahead"]


def test_xlsx_and_parquet_give_the_same_readings_as_csv(tmp_path: Path) -> None:
    expected, _, _ = read(write(tmp_path, "5;05/03/2026;01:00;5,5;1\n5;05/03/2026;02:00;;2\n"))
    book = Workbook()
    book.active.append(HEADER.strip().split(";"))
    book.active.append([5, "05/03/2026", "01:00", 5.5, 1])
    book.active.append([5.0, "05/03/2026", "02:00", None, 2])
    book.save(tmp_path / "d.xlsx")
    names = HEADER.strip().split(";")
    columns = [[5, 5], ["05/03/2026"] * 2, ["01:00", "02:00"], [5.5, None], [1, 2]]
    pq.write_table(pa.table(dict(zip(names, columns, strict=True))), tmp_path / "d.parquet")
    for name in ("d.xlsx", "d.parquet"):
        packed = tmp_path / f"{name}.gz"
        packed.write_bytes(gzip.compress((tmp_path / name).read_bytes()))
        for path in (tmp_path / name, packed):
            readings, rejects, _ = read(path)
            assert not rejects
            assert [(r.entity, r.at, r.values) for r in readings] == [
                (r.entity, r.at, r.values) for r in expected
            ]


def test_real_spreadsheet_dates_are_local_times(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["trạm", "ngày", "giờ", "PM2.5", "NO2"])
    book.active.append(["A1", datetime(2026, 3, 5), "14:00", 5, None])  # noqa: DTZ001
    book.save(tmp_path / "d.xlsx")
    (one,), rejects, _ = read(tmp_path / "d.xlsx", time="%Y-%m-%d %H:%M")
    assert not rejects
    assert one.at == datetime(2026, 3, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("d.csv", b"", "file-no-header"),
        ("d.csv.gz", b"not gzip", "file-damaged"),
        ("d.xlsx", b"not a zip", "file-damaged"),
        ("d.parquet", b"not parquet", "file-damaged"),
        ("d.pdf", b"x", "file-format-unknown"),
        ("d.csv", "trạm;trạm;giờ\n".encode(), "file-double-column"),
    ],
)
def test_a_file_that_is_not_what_it_says(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(TableError) as caught:
        read(path)
    assert caught.value.code == reason


def test_a_missing_column_names_itself(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("trạm;ngày;giờ;NO2\n", encoding="utf-8")
    with pytest.raises(MappingError) as caught:
        read(path)
    assert (caught.value.code, caught.value.fields["column"]) == ("mapping-no-column", "PM2.5")


def test_packed_bombs_are_stopped_while_unpacking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LARGEST_UNPACKED", 2**20)
    monkeypatch.setattr(tables, "LARGEST_XLSX", 2**20)
    packed = tmp_path / "d.csv.gz"
    packed.write_bytes(gzip.compress(HEADER.encode() + b"A1;05/03/2026;01:00;5;1\n" * 200_000))
    book = Workbook()
    for _ in range(40_000):
        book.active.append(["x" * 20])
    book.save(tmp_path / "d.xlsx")
    for path in (packed, tmp_path / "d.xlsx"):
        with pytest.raises(TableError) as caught:
            read(path)
        assert caught.value.code == "file-unpacks-too-large"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Trạm\u202e A", "hidden-sign"),
        ("Trạm\x1b[2J", "hidden-sign"),
        ("Trạm\x07", "hidden-sign"),
        ("Tr\u200bạm", "hidden-sign"),
        ("-cmd|'/C calc'!A0", "formula"),
        ("=cmd", "formula"),
        ("Trạm A - Bến Đình\n-1", ""),
        ("-5", ""),
    ],
)
def test_a_name_with_a_sign_that_nobody_sees_is_listed_once_and_its_values_are_stored(
    name: str, reason: str
) -> None:
    mapping = parse(
        '[entity]\ntype = "AirQualityObserved"\nid = "{ma}"\nname_column = "ten"\n'
        '[time]\ncolumn = "luc"\nformat = "iso"\nzone = "Asia/Ho_Chi_Minh"\n'
        '[[attribute]]\ncolumn = "pm"\nname = "pm25"\nunit = "GQ"\n',
        file="x",
    )
    rows = [(line, ["a", name, f"2026-03-05T0{line}:00:00", 5]) for line in (1, 2)]
    rejects: list[Reject] = []
    reader = Reader(mapping, table_of_rows(("ma", "ten", "luc", "pm"), rows), {}, rejects.append)
    readings = list(reader.readings())
    assert [one.values for one in readings] == [{"pm25": 5}] * 2
    assert [(one.line, one.column, one.reason) for one in rejects] == ([(1, "ten", reason)] if reason else [])
    told = [one.station.name if one.station else None for one in readings]
    assert told == [None if reason else name] * 2
