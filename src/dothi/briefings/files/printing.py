"""A DOCX as PDF: paragraphs, tables and pictures drawn by ReportLab as they stand, so that both files say the same.

It draws what the forms of this room use; what a word processor adds beside that (shapes, columns, notes) stands in the DOCX alone.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as Told
from docx.text.run import Run
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    HRFlowable,
    Image,
    KeepTogether,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
)
from reportlab.platypus import Table as Grid

from dothi.kernel.papers.pdf import FONT, letters, page_marks

_FRAME = 6  # points that ReportLab leaves empty inside the margins
_TWIPS = 20
_ALIGNED = {ALIGN.CENTER: 1, ALIGN.RIGHT: 2, ALIGN.JUSTIFY: 4}
_NO_PADDING = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]


class _Source:
    """A document, and the styles of its paragraphs, each with those that it is based on: looked up once."""

    def __init__(self, document: Any) -> None:
        self.element, self.part, self.body = document.element, document.part, document._body
        self._chains: dict[str | None, list[Any]] = {}

    def styles(self, told: Told) -> list[Any]:
        name = told._p.style
        if name not in self._chains:
            self._chains[name] = list(_based_on(told.style))
        return self._chains[name]


class Looks(NamedTuple):
    """How a run is written."""

    size: float
    bold: bool
    italic: bool


def drawn(document: Any, *, title: str, author: str, mark: str = "") -> bytes:
    """`mark`: what stands at the foot of every page of what did not really happen."""
    letters()
    section = document.sections[0]
    out = io.BytesIO()
    sides = {
        f"{side}Margin": getattr(section, f"{side}_margin").pt - _FRAME
        for side in ("top", "bottom", "left", "right")
    }
    made = SimpleDocTemplate(
        out, pagesize=A4, title=title, author=author, lang="vi", creator="dothi", **sides
    )
    width = A4[0] - section.left_margin.pt - section.right_margin.pt
    first, later = page_marks(mark)
    made.build(
        list(_flow(document.element.body, _Source(document), width)), onFirstPage=first, onLaterPages=later
    )
    return out.getvalue()


def _flow(holder: Any, source: _Source, width: float) -> Iterator[Any]:
    """What keeps with what follows it is one piece."""
    kept: list[Any] = []
    for element in holder:
        if element.tag == qn("w:sdt"):
            yield from _flow(element.find(qn("w:sdtContent")), source, width)
        elif element.tag == qn("w:p"):
            made = list(_paragraph(element, source))
            if element.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None:
                kept += made
                continue
            yield from [KeepTogether([*kept, *made])] if kept else made
            kept = []
        elif element.tag == qn("w:tbl"):
            if kept and len(element.findall(qn("w:tr"))) < 3:
                yield KeepTogether([*kept, _table(element, source, width)])
            else:
                yield from kept
                yield _table(element, source, width)
            kept = []
    yield from kept


def _paragraph(element: Any, source: _Source) -> Iterator[Any]:
    told = Told(element, source.body)
    how = _format(told, source)
    if (rule := element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:top')}")) is not None:
        size = int(rule.get(qn("w:sz"), "6")) / 8
        yield Spacer(1, how["before"])
        yield _Rule(how["left"], how["right"], size)
        yield Spacer(1, how["after"])
        return
    if any(one.get(qn("w:type")) == "page" for one in element.iter(qn("w:br"))):
        yield PageBreak()
    if (picture := _picture(element, source)) is not None:
        yield picture
        return
    base = _looks_of_style(told, source)
    parts = [_marked(Run(run, told), base) for run in element.iter(qn("w:r"))]
    size = max((one for one, text in parts if text), default=base.size)
    text = "".join(text for _, text in parts)
    if not text:
        yield Spacer(1, min(size * 1.2, how["line"] or size * 1.2) + how["before"] + how["after"])
        return
    yield Paragraph(text, _style(size, how))


class _Rule(HRFlowable):  # type: ignore[misc]  # the library is not typed
    """A line between two indents."""

    def __init__(self, left: float, right: float, thick: float) -> None:
        super().__init__(width="100%", thickness=thick, color=colors.black, spaceBefore=1, spaceAfter=1)
        self._sides = left, right

    def draw(self) -> None:
        left, right = self._sides
        self.canv.setLineWidth(self.lineWidth)
        self.canv.line(left, 0, max(left, self._width - right), 0)


def _style(size: float, how: dict[str, float]) -> ParagraphStyle:
    leading = size * 1.25
    return ParagraphStyle(
        "told", fontName=FONT, fontSize=size, leading=leading, alignment=int(how["align"]), spaceBefore=how["before"],
        spaceAfter=how["after"], firstLineIndent=how["first"], leftIndent=how["left"], rightIndent=how["right"],
    )  # fmt: skip


def _format(told: Told, source: _Source) -> dict[str, float]:
    """Of the paragraph, else of its style and those that it is based on, in points."""
    chain = [told.paragraph_format, *(style.paragraph_format for style in source.styles(told))]

    def first(name: str) -> Any:
        return next((value for one in chain if (value := getattr(one, name)) is not None), None)

    line = first("line_spacing")
    return {
        "align": float(_ALIGNED.get(first("alignment"), 0)),
        "before": _pt(first("space_before")), "after": _pt(first("space_after")), "first": _pt(first("first_line_indent")),
        "left": _pt(first("left_indent")), "right": _pt(first("right_indent")),
        "line": line.pt if hasattr(line, "pt") else 0.0,
    }  # fmt: skip


def _based_on(one: Any) -> Iterator[Any]:
    while one is not None:
        yield one
        one = one.base_style


def _pt(length: Any) -> float:
    return float(length.pt) if length is not None else 0.0


def _looks_of_style(told: Told, source: _Source) -> Looks:
    fonts = [one.font for one in source.styles(told)]
    size = next((one.size.pt for one in fonts if one.size is not None), 13.0)
    bold, italic = (
        next((bool(getattr(one, name)) for one in fonts if getattr(one, name) is not None), False)
        for name in ("bold", "italic")
    )
    return Looks(size, bold, italic)


def _marked(run: Run, base: Looks) -> tuple[float, str]:
    """Size and text of a run with its tags."""
    font = run.font
    size = font.size.pt if font.size is not None else base.size
    text = "".join(_signs(run._r))
    if not text:
        return size, ""
    if font.superscript:
        text = f'<super size="{size * 0.62:.1f}">{text}</super>'
    else:
        text = f'<font size="{size:g}">{text}</font>'
    if font.bold if font.bold is not None else base.bold:
        text = f"<b>{text}</b>"
    if font.italic if font.italic is not None else base.italic:
        text = f"<i>{text}</i>"
    return size, text


def _signs(run: Any) -> Iterator[str]:
    for child in run:
        if child.tag == qn("w:t"):
            yield escape(child.text or "")
        elif child.tag == qn("w:tab"):
            yield "&nbsp;&nbsp;&nbsp;&nbsp;"
        elif child.tag == qn("w:br") and child.get(qn("w:type")) != "page":
            yield "<br/>"


def _picture(element: Any, source: _Source) -> Any:
    for one in element.iter(qn("a:blip")):
        part = source.part.related_parts.get(one.get(qn("r:embed")))
        extent = next(element.iter(qn("wp:extent")), None)
        if part is not None and extent is not None:
            width, height = (int(extent.get(side)) / 12700 for side in ("cx", "cy"))
            return Image(io.BytesIO(part.blob), width, height, hAlign="LEFT")
    return None


def _table(element: Any, source: _Source, width: float) -> Any:
    widths = [
        int(one.get(qn("w:w"), "0")) / _TWIPS
        for one in element.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
    ]
    shrink = min(1.0, width / sum(widths)) if sum(widths) else 1.0
    widths = [one * shrink for one in widths]
    lined = element.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}") is not None
    style: list[Any] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    style += [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("LEFTPADDING", (0, 0), (-1, -1), 4), ("RIGHTPADDING", (0, 0), (-1, -1), 4),
              ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)] if lined else _NO_PADDING  # fmt: skip
    rows, repeat = [], 0
    for number, row in enumerate(element.iter(qn("w:tr"))):
        if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None and repeat == number:
            repeat = number + 1
        rows.append(_cells(row, number, source, widths, style))
    made = Grid(rows, colWidths=widths, repeatRows=repeat, splitInRow=1, style=style)
    return made if lined else KeepTogether(made) if len(rows) == 1 else made


def _cells(row: Any, number: int, source: _Source, widths: list[float], style: list[Any]) -> list[Any]:
    """Cells that span several columns leave the others empty."""
    made: list[Any] = []
    for cell in row.iter(qn("w:tc")):
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        wide = int(span.get(qn("w:val"), "1")) if span is not None else 1
        if wide > 1:
            style.append(("SPAN", (len(made), number), (min(len(made) + wide, len(widths)) - 1, number)))
        made.append(list(_flow(cell, source, sum(widths[len(made) : len(made) + wide]))))
        made += [""] * (wide - 1)
    return (made + [""] * len(widths))[: len(widths)]
