"""The standard form: drawn by the piece that draws all papers, with placeholders where a briefing speaks. A clerk downloads and edits it."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

from dothi.briefings.models import Kind, Template
from dothi.kernel import clock
from dothi.kernel.dated import FIRST
from dothi.kernel.papers import word
from dothi.kernel.papers.form import Section

SEEDS = (
    ("ngay", Kind.DAILY, "Báo cáo ngày", "Daily briefing"),
    ("tuan", Kind.WEEKLY, "Báo cáo tuần", "Weekly briefing"),
    ("thang", Kind.MONTHLY, "Báo cáo tháng", "Monthly briefing"),
    ("dot-xuat", Kind.DEMAND, "Báo cáo đột xuất", "Briefing on demand"),
)


@dataclass(frozen=True, slots=True)
class Form:
    """As `kernel.papers.form.Drawn` asks, with placeholders for words."""

    sections: list[Section]
    lang: str = "vi"
    above: str = "{{ co_quan_cap_tren }}"
    agency: str = "{{ co_quan }}"
    number: str = "{{ so_ky_hieu }}"
    day: str = "{{ dia_danh_ngay }}"
    title: str = "Báo cáo"
    about: str = "Tình hình hoạt động đô thị {{ ky_bao_cao }}"
    mark: str = ""
    made: str = "Số liệu ghi nhận đến {{ thoi_diem }}; địa bàn: {{ dia_ban }}; mã báo cáo {{ ma_bao_cao }}."
    made_at: dt.datetime = field(default_factory=clock.now)
    made_by: str = "dothi"

    @property
    def receiving(self) -> list[str]:
        return ["{{ noi_nhan }}"]

    @property
    def signers(self) -> list[tuple[str, str]]:
        return [("{{ chuc_vu }}", "{{ nguoi_ky }}")]


def ensure_templates() -> None:
    """Adds the standard forms that are missing (idempotent)."""
    known = set(Template.objects.values_list("code", flat=True))
    Template.objects.bulk_create(
        Template(
            code=code, version=1, valid_from=FIRST, kind=kind, name_vi=vi, name_en=en, made_at=clock.now()
        )
        for code, kind, vi, en in SEEDS
        if code not in known
    )


def document() -> Any:
    """A fresh copy of the standard form."""
    return Document(io.BytesIO(body()))


@cache
def body() -> bytes:
    """The standard form as DOCX: the annex begins a page of its own, behind what is signed."""
    made: Any = Document(io.BytesIO(word.draw(Form(_sections()))))
    made.add_page_break()
    for text in ("PHỤ LỤC", "Biên nhận số liệu của báo cáo {{ so_ky_hieu }}"):
        one = made.add_paragraph(text)
        one.alignment = ALIGN.CENTER
        one.runs[0].bold = True
    made.add_paragraph("{{ bang.phu_luc }}")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _sections() -> list[Section]:
    return [
        Section("Tình hình chung", paragraphs=[
            "Trong kỳ có {{ so.canh-bao.phat-sinh }} cảnh báo mới, {{ so.vu-viec.mo-moi }} vụ việc được mở và {{ so.vu-viec.da-dong }} vụ việc"
            " đã đóng. Khi lập báo cáo còn {{ so.canh-bao.dang-mo }} cảnh báo và {{ so.vu-viec.dang-mo }} vụ việc đang mở.",
            "Tiếp nhận {{ so.phan-anh.moi-nhan }} phản ánh của người dân; còn {{ so.phan-anh.dang-xu-ly }} phản ánh đang xử lý, trong đó"
            " {{ so.phan-anh.qua-han }} quá hạn. Còn {{ so.nhiem-vu.dang-mo }} nhiệm vụ đang thực hiện, {{ so.nhiem-vu.qua-han }} nhiệm vụ quá hạn.",
            "{{ khoi.tinh_hinh }}",
        ]),
        Section("Số liệu theo lĩnh vực", paragraphs=["{{ bang.so_lieu }}"]),
        Section("Thay đổi so với báo cáo trước", paragraphs=["{{ bang.thay_doi }}"]),
        Section("Đánh giá, kiến nghị", paragraphs=["{{ khoi.danh_gia }}"]),
        Section("Chất lượng dữ liệu", paragraphs=["{{ bang.chat_luong }}"]),
    ]  # fmt: skip
