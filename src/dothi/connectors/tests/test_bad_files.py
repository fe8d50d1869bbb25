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
from dothi.connectors.files import tables
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
