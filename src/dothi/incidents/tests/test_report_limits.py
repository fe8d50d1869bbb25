"""What people write at length is still a paper: a cell higher than a page goes on on the next one."""

from __future__ import annotations

import pytest

from dothi.incidents.models import Incident
from dothi.incidents.reporting import pdf
from dothi.incidents.reporting.paper import Paper
from dothi.incidents.reporting.parts import Section, Table
from dothi.kernel import clock


@pytest.mark.parametrize(
    ("text", "receivers"),
    [("lý do dài " * 100, 2), ("a\n" * 150, 2), ("x" * 1500, 2), ("ngắn", 80)],
    ids=["words", "lines", "one word", "receivers"],
)
def test_long_reasons_and_many_receivers_fit_on_paper(text: str, receivers: int) -> None:
    rows = [["Chỉ huy trưởng", text, "–", "–", text]]
    told = Paper(
        incident=Incident(code="VV-2026-000001", title="Cháy", opened_at=clock.now()),
        lang="vi", above="", agency="UBND", number="", place="", signs_as="", signed_by="", made_at=clock.now(), made_by="Minh",
        receivers=[f"Cơ quan {number}" for number in range(receivers)],
        sections=[Section("Chỉ huy", table=Table(["1", "2", "3", "4", "5"], rows, [0.22, 0.26, 0.17, 0.17, 0.18]))],
    )  # fmt: skip
    assert pdf.draw(told).startswith(b"%PDF")
