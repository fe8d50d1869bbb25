"""The report as DOCX: people edit it in the word processor of their office. Times New Roman by name, as the decree asks."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dothi.incidents.reporting import paper as form
from dothi.incidents.reporting.paper import Paper
from dothi.incidents.reporting.parts import Section, Table
from dothi.kernel.i18n import t

FONT = "Times New Roman"
BODY, SMALL = Pt(13), Pt(11)
_LINE_MM = 165  # of A4 between the margins


def draw(paper: Paper) -> bytes:
    document = Document()
    _page(document)
    _head(document, paper)
    for number, section in enumerate(paper.sections, 1):
        _section(document, number, section)
    _foot(document, paper)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, mm in form.MARGINS_MM.items():
        setattr(section, f"{side}_margin", Mm(mm))
    section.different_first_page_header_footer = True  # the first page bears no number
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, BODY
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(4)
    _page_number(section.header.paragraphs[0])


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = ALIGN.CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        run._r.append(element)


def _say(
    holder: Any, text: str, *, align: Any = None, size: Any = None, bold: bool = False, italic: bool = False
) -> Any:
    """One paragraph of a document or a cell; line ends stay."""
    paragraph = holder.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, size
    return paragraph


def _fill(cell: Any, text: str, **how: Any) -> None:
    """The first paragraph of a cell stands there already."""
    _say(cell, text, **how)
    first = cell.paragraphs[0]
    first._p.getparent().remove(first._p)
    cell.paragraphs[-1].paragraph_format.space_after = Pt(0)


def _head(document: Any, paper: Paper) -> None:
    table = document.add_table(rows=1, cols=2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(70), Mm(95)
    number = t("incidents-report-no", paper.lang, number=paper.number or form.BLANK)
    for cell, lines in (
        (left, [(paper.above.upper(), False, 12), (paper.agency.upper(), True, 12), ("―――――", False, 8), (number, False, 13)]),
        (right, [(form.STATE, True, 12), (form.MOTTO, True, 13), ("――――――――――", False, 8)]),
    ):  # fmt: skip
        for text, bold, size in lines:
            if text:
                _say(
                    cell, text, align=ALIGN.CENTER, bold=bold, size=Pt(size)
                ).paragraph_format.space_after = Pt(0)
        cell._tc.remove(cell.paragraphs[0]._p)
    _say(right, paper.day, align=ALIGN.CENTER, italic=True, size=BODY)
    if paper.mark:
        _say(document, paper.mark, align=ALIGN.CENTER, bold=True, size=Pt(14))
    _say(
        document, paper.title.upper(), align=ALIGN.CENTER, bold=True, size=Pt(14)
    ).paragraph_format.space_before = Pt(12)
    _say(document, paper.about, align=ALIGN.CENTER, bold=True, size=Pt(13)).paragraph_format.space_after = Pt(
        12
    )


def _section(document: Any, number: int, section: Section) -> None:
    heading = _say(document, f"{number}. {section.title}", bold=True)
    heading.paragraph_format.space_before, heading.paragraph_format.keep_with_next = Pt(8), True
    for label, text in section.facts:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label}: ").italic = True
        paragraph.add_run(text)
    for text in section.paragraphs:
        _say(document, text, align=ALIGN.JUSTIFY)
    if section.table:
        _table(document, section.table)
    if section.source:
        _say(document, section.source, italic=True, size=SMALL)


def _table(document: Any, told: Table) -> None:
    table = document.add_table(rows=1, cols=len(told.head), style="Table Grid")
    table.autofit = False
    for row, texts, bold in [
        (table.rows[0], told.head, True),
        *((table.add_row(), one, False) for one in told.rows),
    ]:
        for cell, text, share in zip(row.cells, texts, told.shares, strict=True):
            cell.width = Mm(_LINE_MM * share)
            _fill(cell, text, size=SMALL, bold=bold)
    mark = OxmlElement("w:tblHeader")  # the head again on every page
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _foot(document: Any, paper: Paper) -> None:
    _say(document, paper.made, italic=True, size=SMALL)
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _fill(left, t("incidents-report-to", paper.lang), bold=True, italic=True, size=Pt(12))
    for one in paper.receivers:
        _say(left, f"- {one};", size=SMALL).paragraph_format.space_after = Pt(0)
    _fill(right, (paper.signs_as or form.BLANK).upper(), align=ALIGN.CENTER, bold=True)
    _say(right, "\n\n\n")
    _say(right, paper.signed_by, align=ALIGN.CENTER, bold=True)
