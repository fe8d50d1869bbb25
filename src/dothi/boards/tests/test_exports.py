"""What is exported is read back by the programs that people open it with: figures, units, and what they rest on."""

from __future__ import annotations

import csv
import io

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.test import Client

from dothi.boards.exporting import COLUMNS
from dothi.boards.tests.cells import cell, indicator
from dothi.boards.tests.test_own import made
from dothi.kernel.origin import Origin
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(client: Client, cast: Cast) -> str:
    indicator("waste-of-day", unit="TNE", target=40.0, source="=1+1 QĐ 12")
    cell("waste-of-day", 1, 30.5, unit=cast.ward_a.pk, origin=int(Origin.TYPED))
    cell("waste-of-day", 1, 12.0, unit=cast.ward_b.pk)
    cell("waste-of-day", 3, 8.0, unit=cast.ward_a.pk)  # two days ago there is a gap
    client.force_login(cast.minh)
    return f"/boards/{made(cast.minh, [{'kind': 'indicator', 'indicator': 'waste-of-day'}], name='Rác').code}/export."


def test_csv(client: Client, address: str) -> None:
    text = client.get(address + "csv").content.decode("utf-8-sig")
    about = [line for line in text.splitlines() if line.lstrip('"').startswith("# ")]
    assert any("Rác" in line for line in about) and any("toàn bộ phạm vi" in line for line in about)
    rows = list(
        csv.DictReader(
            io.StringIO(
                "".join(line + "\n" for line in text.splitlines() if not line.lstrip('"').startswith("# "))
            )
        )
    )
    assert [(row["value"], row["unit_code"], row["target"], row["definition_version"]) for row in rows] == [
        ("8.0", "TNE", "40.0", "1"),
        ("42.5", "TNE", "40.0", "1"),
    ]
    assert (
        rows[1]["origins"] == "live 1, typed 1" and rows[1]["sources_told"] == "2" and rows[1]["recorded_at"]
    )
    assert rows[0]["source"] == "'=1+1 QĐ 12"  # no formula for a spreadsheet


def test_xlsx(client: Client, address: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get(address + "xlsx").content))
    head, first, second = book["figures"].iter_rows(values_only=True)
    assert head == COLUMNS and (first[COLUMNS.index("value")], second[COLUMNS.index("value")]) == (8.0, 42.5)
    assert first[COLUMNS.index("source")] == "'=1+1 QĐ 12"
    assert dict(book["about"].iter_rows(values_only=True))["title"] == "Rác"


def test_parquet(client: Client, address: str) -> None:
    found = pq.read_table(io.BytesIO(client.get(address + "parquet").content))
    assert found.column_names == list(COLUMNS) and found["value"].to_pylist() == [8.0, 42.5]
    assert found.schema.field("value").metadata[b"units"] == b"waste-of-day=TNE"
    assert found.schema.metadata[b"dothi.title"].decode() == "Rác"
    assert str(found.schema.field("recorded_at").type) == "timestamp[us, tz=UTC]"


def test_a_file_holds_what_its_reader_may_see(client: Client, cast: Cast, address: str) -> None:
    client.force_login(cast.lan)
    text = client.get("/boards/figures/waste-of-day/areas.csv").content.decode("utf-8-sig")
    assert "An Hải" in text and "Bình Minh" not in text
    assert client.get(address + "csv").status_code == 404  # Minh's own board
    assert client.get("/boards/role-ward/export.pdf").status_code == 404
