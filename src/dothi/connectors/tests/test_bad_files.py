"""Bad files through the upload screen: each is told in words, nothing of it is written, and the door stays open for the next."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dothi.connectors import uploads
from dothi.connectors.files import pages, tables
from dothi.connectors.files.errors import TableError
from dothi.connectors.files.mapping import FileShape
from dothi.connectors.models import Import
from dothi.kernel.testing.cast import Cast

from .test_import import OWN

pytestmark = pytest.mark.django_db
HEAD = b"s;t;PM2.5\n"
LINE = b"A;2026-01-01 01:00;5\n"


@pytest.fixture(autouse=True)
def small_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_DATA", str(tmp_path))
    monkeypatch.setattr(tables, "LARGEST_XLSX", 2**20)
    monkeypatch.setattr(tables, "LARGEST_UNPACKED", 2**20)
    monkeypatch.setattr(uploads, "LARGEST_FILE", 2**20)


def workbook_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b" " * (5 * 2**20))
    return packed.getvalue()


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


WIDE = (
    b"s;t;PM2.5;"
    + b";".join(b"c%d" % n for n in range(200))
    + b"\nA;2026-01-01 01:00;5"
    + b";1" * 200
    + b"\n"
)
BAD: dict[str, tuple[str, bytes, str]] = {
    "a workbook that unfolds to too much": ("own.xlsx", workbook_bomb(), "giải nén"),
    "a gzip that unfolds to too much": ("own.csv.gz", gzip.compress(HEAD + LINE * 300_000), "giải nén"),
    "no workbook at all": ("own.xlsx", b"", "rỗng"),
    "an empty workbook": ("own.xlsx", workbook(), "tiêu đề"),
    "an empty text": ("own.csv", b"", "rỗng"),
    "letters of another code page": ("own.csv", HEAD + b"Tr\xe2\xcc;2026-01-01 01:00;5\n", "bảng mã"),
    "larger than the limit": ("own.csv", HEAD + LINE * 60_000, "MB"),
}


def hand_in(steward: Any, name: str, body: bytes) -> Any:
    form = {
        "origin": "0",
        "table": SimpleUploadedFile(name, body),
        "mapping": SimpleUploadedFile("own.toml", OWN.encode()),
    }
    return steward.post("/connectors/new/", form, follow=True)


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_told_in_words(cast: Cast, client_of: Callable[[Any], Any], what: str) -> None:
    name, body, said = BAD[what]
    answer = hand_in(client_of(cast.vy), name, body)
    assert answer.status_code in {200, 422}
    assert said in answer.content.decode()
    assert not Import.objects.exclude(state=Import.State.UPLOADED).exists()
    assert not Import.objects.filter(stored__gt=0).exists()


def test_two_hundred_columns_more_than_the_mapping_needs_are_named_and_left_out(
    cast: Cast, client_of: Callable[[Any], Any]
) -> None:
    page = hand_in(client_of(cast.vy), "own.csv", WIDE).content.decode()
    assert "own-A" in page
    assert "c199" in page


def test_one_long_text_that_many_rows_of_a_parquet_name_is_held_once(tmp_path: Path) -> None:
    """Written out, these few hundred bytes would be gigabytes."""
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 5_000, pa.int32()), pa.array(["x" * 500_000]))
    nested = pa.array([["a"]] * 5_000)
    path = tmp_path / "packed.parquet"
    table = pa.table({"s": texts, "many": nested, "n": pa.array(range(5_000))})
    pq.write_table(table, path, compression="zstd", store_schema=False, dictionary_pagesize_limit=2**30)
    with tables.open_table(path, FileShape()) as table_read:
        assert table_read.columns == ("s", "n")
        cells = [cells for _, cells in table_read.rows]
    assert len(cells) == 5_000 and cells[0][0] is cells[-1][0] and cells[-1][1] == 4_999


def test_a_parquet_of_too_many_rows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 10)
    pq.write_table(pa.table({"s": ["a"] * 11}), tmp_path / "d.parquet")
    with (
        pytest.raises(TableError, match="too-many-rows"),
        tables.open_table(tmp_path / "d.parquet", FileShape()),
    ):
        pass


def lying(path: Path, size: int) -> None:
    """The end of the file says that everything unfolds to a few bytes; its pages know better."""
    data = path.read_bytes()
    told = pq.ParquetFile(path).metadata.row_group(0)
    for number in {told.total_byte_size, told.column(0).total_uncompressed_size}:
        data = data.replace(varint(number), varint(size, width=len(varint(number))))
    path.write_bytes(data)
    assert pq.ParquetFile(path).metadata.row_group(0).total_byte_size == size


def varint(number: int, width: int = 0) -> bytes:
    """As Thrift writes a positive number (zigzag, seven bits a byte), at least so wide."""
    number, found = number << 1, []
    while number or len(found) < max(width, 1):
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found[:-1], found[-1] & 0x7F])


@pytest.mark.parametrize("codec", ["zstd", "gzip", "snappy"])
def test_a_parquet_whose_end_lies_about_its_pages_is_refused(tmp_path: Path, codec: str) -> None:
    """A reader makes room for a page as its header says, before it unpacks it: gigabytes from some kilobytes."""
    path = tmp_path / "lying.parquet"
    table = pa.table({"s": pa.array([b"x" * 3_000_000], pa.binary())})
    pq.write_table(
        table, path, compression=codec, use_dictionary=False, write_statistics=False, store_schema=False
    )
    lying(path, 100)
    with pytest.raises(TableError, match="unpacks-too-large"), tables.open_table(path, FileShape()):
        pass


def test_pages_that_are_none_are_damage(tmp_path: Path) -> None:
    path = tmp_path / "torn.parquet"
    pq.write_table(pa.table({"s": ["a"] * 100, "n": range(100)}), path)
    data = bytearray(path.read_bytes())
    for byte in (0xFF, 0x00, 0x19, 0x1C, 0xF9):
        data[4:60] = bytes([byte]) * 56
        path.write_bytes(data)
        with pytest.raises(TableError), tables.open_table(path, FileShape()) as table_read:
            list(table_read.rows)


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_headers_of_pages_are_read_as_the_writer_meant_them(tmp_path: Path, version: str) -> None:
    path = tmp_path / "many.parquet"
    table = pa.table(
        {"s": [f"station {i}" for i in range(30_000)], "n": range(30_000), "at": pa.array([None, 5] * 15_000)}
    )
    pq.write_table(
        table,
        path,
        data_page_size=4_096,
        data_page_version=version,
        row_group_size=10_000,
        write_page_index=True,
    )
    file = pq.ParquetFile(path)
    declared = sum(file.metadata.row_group(group).total_byte_size for group in range(3))
    with path.open("rb") as opened:
        found = pages.unpacked_size(opened, file.metadata, 2**30)
    assert 0.9 * declared < found <= declared  # the headers themselves are in what is declared
