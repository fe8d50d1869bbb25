"""What people write at length is still a paper: a cell higher than a page goes on on the next one."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document
from docx.oxml.ns import qn

from dothi.incidents.models import Incident
from dothi.incidents.reporting.paper import Paper
from dothi.kernel import clock
from dothi.kernel.papers import pdf, word
from dothi.kernel.papers.form import Section, Table


@pytest.mark.parametrize(
    ("text", "receivers"),
    [("lý do dài " * 100, 2), ("a\n" * 150, 2), ("x" * 1500, 2), ("ngắn", 80)],
    ids=["words", "lines", "one word", "receivers"],
)
def test_long_reasons_and_many_receivers_fit_on_paper(text: str, receivers: int) -> None:
    rows = [["Chỉ huy trưởng", text, "–", "–", text]]
    told = paper(Table(["1", "2", "3", "4", "5"], rows, [0.22, 0.26, 0.17, 0.17, 0.18]), receivers)
    assert pdf.draw(told).startswith(b"%PDF")


def paper(table: Table, receivers: int) -> Paper:
    return Paper(
        incident=Incident(code="VV-2026-000001", title="Cháy", opened_at=clock.now()),
        lang="vi", above="", agency="UBND", number="", place="", signs_as="", signed_by="", made_at=clock.now(), made_by="Minh",
        receivers=[f"Cơ quan {number}" for number in range(receivers)], sections=[Section("Diễn biến", table=table)],
    )  # fmt: skip


def test_two_thousand_lines_all_stand_in_both_papers_in_their_order() -> None:
    """Line ends stay, what is no text of XML is left out, and `<b>` is what somebody wrote."""
    rows = [[f"{n:04}", "Minh", f"<b>Dòng {n}</b> & khói\nhai\x07\u202e"] for n in range(2000)]
    told = paper(Table(["Lúc", "Ai", "Việc"], rows, [0.2, 0.2, 0.6]), 2)
    table = Document(io.BytesIO(word.draw(told))).element.body.findall(qn("w:tbl"))[1]
    found = [
        ["\n".join(one.text or "" for one in cell.iter(qn("w:t"))) for cell in row.findall(qn("w:tc"))]
        for row in table.findall(qn("w:tr"))
    ]
    assert found[0] == ["Lúc", "Ai", "Việc"] and table.find(f".//{qn('w:tblHeader')}") is not None
    assert found[1:] == [[at, who, text.rstrip("\x07\u202e")] for at, who, text in rows]
    drawn = pdf.draw(told)
    assert int(re.search(rb"/Count (\d+)", drawn)[1]) > 60  # type: ignore[index]


def test_a_receiver_ends_with_a_semicolon_and_the_last_with_a_full_stop() -> None:
    assert paper(Table(["1"], []), 2).receiving == ["- Cơ quan 0;", "- Cơ quan 1."]
