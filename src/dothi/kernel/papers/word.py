"""The report as DOCX: people edit it in the word processor of their office. Times New Roman by name, as the decree asks.

Tables of the sections are written as one piece of XML: python-docx looks through the whole table for every cell, and a case of two
thousand lines took a quarter of a minute.
"""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt

from dothi.kernel.i18n import t
from dothi.kernel.papers import form
from dothi.kernel.papers.form import Drawn, Section, Table
from dothi.kernel.said import plain

FONT = "Times New Roman"
BODY, SMALL = Pt(13), Pt(11)
CELL = "Cell"  # the style of text in tables
_PADDING = '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/></w:tblCellMar>'
_LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}


def draw(paper: Drawn) -> bytes:
    document = Document()
    _about(document, paper)
    _page(document, paper)
    _head(document, paper)
    for number, section in enumerate(paper.sections, 1):
        _section(document, number, section)
    _foot(document, paper)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _about(document: Any, paper: Drawn) -> None:
    """What the file says of itself; without it the library's own name would stand there."""
    told = document.core_properties
    told.title, told.author, told.comments = plain(paper.about)[:255], plain(paper.agency)[:255], ""
    told.created = told.modified = paper.made_at
    told.last_modified_by, told.language = plain(paper.made_by)[:255], _LANGUAGES[paper.lang]


def _page(document: Any, paper: Drawn) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, mm in form.MARGINS_MM.items():
        setattr(section, f"{side}_margin", Mm(mm))
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True  # the first page bears no number
    _styles(document, _LANGUAGES[paper.lang])
    _page_number(section.header.paragraphs[0])
    if paper.mark:
        for foot in (section.footer, section.first_page_footer):
            _write(foot.paragraphs[0], paper.mark, align=ALIGN.CENTER, bold=True, size=SMALL)


def _styles(document: Any, language: str) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, BODY
    for kind in ("eastAsia", "cs"):
        normal.element.rPr.rFonts.set(qn(f"w:{kind}"), FONT)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), language)
    normal.element.rPr.append(spoken)
    normal.paragraph_format.space_after = Pt(6)
    cell = document.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style, cell.font.size = normal, SMALL
    cell.paragraph_format.space_after = Pt(0)


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = ALIGN.CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        run._r.append(element)


def _say(holder: Any, text: str, **how: Any) -> Any:
    """One paragraph of a document or a cell; line ends stay."""
    return _write(holder.add_paragraph(), text, **how)


def _write(
    paragraph: Any,
    text: str,
    *,
    align: Any = None,
    size: Any = None,
    bold: bool = False,
    italic: bool = False,
    after: Length | None = None,
    before: Length | None = None,
    indent: Length | None = None,
) -> Any:
    paragraph.alignment = align
    run = paragraph.add_run(plain(text))
    run.bold, run.italic, run.font.size = bold, italic, size
    told = paragraph.paragraph_format
    told.space_after, told.space_before, told.first_line_indent = after, before, indent
    return paragraph


def _in_cell(cell: Any, lines: list[tuple[str, dict[str, Any]]]) -> None:
    """The first paragraph of a cell stands there already: it is taken away, for a cell needs one at least only in the end."""
    first = cell.paragraphs[0]._p
    for text, how in lines:
        _say(cell, text, **{"after": Pt(0), **how})
    if lines:
        first.getparent().remove(first)


def _rule(cell: Any, length_mm: float, width_mm: float) -> None:
    """A drawn line in the middle of a cell that is so wide."""
    paragraph = _low(cell)
    side = Mm((width_mm - length_mm) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
    )
    paragraph._p.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _low(holder: Any) -> Any:
    """A paragraph of nothing, as low as it may be."""
    paragraph = _say(holder, "", before=Pt(2), after=Pt(0))
    paragraph.paragraph_format.line_spacing = Pt(3)  # as it is said, whatever the letters
    return paragraph


def _pair(document: Any, rows: int, widths_mm: tuple[float, float]) -> Any:
    """Two columns without lines, as wide as their text may be."""
    table = document.add_table(rows=rows, cols=2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    margins = parse_xml(
        f'<w:tblCellMar {nsdecls("w")}><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    )
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, mm in zip(row.cells, widths_mm, strict=True):
            cell.width = Mm(mm)
    for column, mm in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(mm)
    return table


def _head(document: Any, paper: Drawn) -> None:
    table = _pair(document, 2, form.HEAD_MM)
    (left, right), (below_left, below_right) = (row.cells for row in table.rows)
    centre = {"align": ALIGN.CENTER}
    above = [(paper.above.upper(), {**centre, "size": Pt(12)})] if paper.above else []
    _in_cell(left, [*above, (paper.agency.upper(), {**centre, "size": Pt(12), "bold": True})])
    _rule(left, form.AGENCY_RULE_MM, form.HEAD_MM[0])
    state, motto = {**centre, "size": Pt(12), "bold": True}, {**centre, "size": Pt(13), "bold": True}
    _in_cell(right, [(form.STATE, state), (form.MOTTO, motto)])
    _rule(right, form.MOTTO_RULE_MM, form.HEAD_MM[1])
    number = t("kernel-paper-no", paper.lang, number=paper.number or form.BLANK)
    _in_cell(below_left, [(number, {**centre, "size": BODY, "before": Pt(4)})])
    _in_cell(below_right, [(paper.day, {**centre, "size": BODY, "italic": True, "before": Pt(4)})])
    if paper.mark:
        _say(document, paper.mark, align=ALIGN.CENTER, bold=True, size=Pt(14), before=Pt(12), after=Pt(0))
    title = {"align": ALIGN.CENTER, "bold": True, "size": Pt(14)}
    _say(document, paper.title.upper(), before=Pt(18), after=Pt(0), **title)
    _say(document, paper.about, after=Pt(0), **title)
    _rule(document, form.TITLE_RULE_MM, form.LINE_MM)
    document.paragraphs[-1].paragraph_format.space_after = Pt(14)


def _section(document: Any, number: int, section: Section) -> None:
    heading = _say(document, f"{number}. {section.title}", bold=True, before=Pt(6), indent=Mm(form.INDENT_MM))
    heading.paragraph_format.keep_with_next = True
    for label, text in section.facts:
        paragraph = _say(document, "", align=ALIGN.JUSTIFY, indent=Mm(form.INDENT_MM), after=Pt(3))
        paragraph.add_run(f"{plain(label)}: ").italic = True
        paragraph.add_run(plain(text))
    for text in section.paragraphs:
        _say(document, text, align=ALIGN.JUSTIFY, indent=Mm(form.INDENT_MM))
    if section.table:
        document.element.body.sectPr.addprevious(parse_xml(_table(section.table)))
        _low(document)  # two tables side by side would grow into one
    if section.source:
        _say(document, section.source, italic=True, size=SMALL, align=ALIGN.JUSTIFY)


def _table(told: Table) -> str:
    """The whole table as XML; its head stands again on every page."""
    widths = [round(Mm(form.LINE_MM * share).twips) for share in told.shares]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row(row, widths) for row in told.rows)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>{_PADDING}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{_row(told.head, widths, head=True)}{rows}</w:tbl>"
    )


def _row(texts: list[str], widths: list[int], *, head: bool = False) -> str:
    told = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head else ""
    cells = "".join(_cell(text, width, head) for text, width in zip(texts, widths, strict=True))
    return f"<w:tr>{told}{cells}</w:tr>"


def _cell(text: str, width: int, head: bool) -> str:
    middle, bold = ('<w:jc w:val="center"/>', "<w:rPr><w:b/></w:rPr>") if head else ("", "")
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(one)}</w:t>' for one in plain(text).split("\n")
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{CELL}"/>{middle}</w:pPr>'
        f"<w:r>{bold}{lines}</w:r></w:p></w:tc>"
    )


def _foot(document: Any, paper: Drawn) -> None:
    last = document.paragraphs[-1]
    made = _say(document, paper.made, italic=True, size=SMALL, before=Pt(6), after=Pt(10))
    for one in (last, made):
        one.paragraph_format.keep_with_next = True  # what is signed does not stand alone on a page
    (row,) = _pair(document, 1, form.FOOT_MM).rows
    left, right = row.cells
    receivers = [(one, {"size": SMALL}) for one in paper.receiving]
    to = t("kernel-paper-to", paper.lang), {"bold": True, "italic": True, "size": Pt(12)}
    _in_cell(left, [to, *receivers])
    centre = {"align": ALIGN.CENTER, "bold": True, "size": BODY}
    signs_as, signed_by = paper.signers[0]
    office = (signs_as or form.BLANK).upper()
    _in_cell(right, [(office, centre), (signed_by, {**centre, "before": Mm(25)})])
