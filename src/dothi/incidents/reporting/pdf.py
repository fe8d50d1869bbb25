"""The report as PDF, drawn by ReportLab: pure Python, with the letters (Tinos, of the same widths as Times New Roman) embedded."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import CondPageBreak, KeepTogether, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from dothi.incidents.reporting import paper as form
from dothi.incidents.reporting.paper import Paper
from dothi.incidents.reporting.parts import Section, Table
from dothi.kernel.i18n import t

FONT = "Tinos"
_FACES = {"": "Regular", "-Bold": "Bold", "-Italic": "Italic", "-BoldItalic": "BoldItalic"}
_LINE = 165 * mm  # of A4 between the margins


def draw(paper: Paper) -> bytes:
    _letters()
    out = io.BytesIO()
    sides = {f"{side}Margin": size * mm for side, size in form.MARGINS_MM.items()}
    document = SimpleDocTemplate(
        out, pagesize=A4, title=paper.about, author=paper.agency, lang=paper.lang, creator="dothi", **sides
    )
    flow = [*_head(paper)]
    for number, section in enumerate(paper.sections, 1):
        flow += _section(number, section)
    flow += _foot(paper)
    mark = _Mark(paper.mark)
    document.build(flow, onFirstPage=mark.first, onLaterPages=mark.later)
    return out.getvalue()


@cache
def _letters() -> None:
    """Once in a process: reads the four faces that come with this room."""
    folder = files("dothi.incidents.reporting") / "fonts"
    for end, face in _FACES.items():
        pdfmetrics.registerFont(TTFont(FONT + end, io.BytesIO((folder / f"Tinos-{face}.ttf").read_bytes())))
    pdfmetrics.registerFontFamily(FONT, *(FONT + end for end in _FACES))


class _Mark:
    """What every page bears: its number but the first, and the word that a case did not really happen."""

    def __init__(self, text: str) -> None:
        self.text = text

    def first(self, canvas: Any, _document: Any) -> None:
        if self.text:
            canvas.saveState()
            canvas.setFont(f"{FONT}-Bold", 11)
            canvas.drawCentredString(A4[0] / 2, 10 * mm, self.text)
            canvas.restoreState()

    def later(self, canvas: Any, document: Any) -> None:
        self.first(canvas, document)
        canvas.saveState()
        canvas.setFont(FONT, 13)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 13 * mm, str(document.page))
        canvas.restoreState()


def _style(
    size: float = 13, *, face: str = "", align: int = 0, after: float = 4, before: float = 0
) -> ParagraphStyle:
    return ParagraphStyle(
        f"{size}{face}{align}{after}{before}",
        fontName=FONT + face,
        fontSize=size,
        leading=size * 1.25,
        alignment=align,
        spaceAfter=after,
        spaceBefore=before,
    )


def _say(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


def _head(paper: Paper) -> Iterator[Any]:
    centre = {"align": TA_CENTER, "after": 0}
    number = t("incidents-report-no", paper.lang, number=paper.number or form.BLANK)
    left = [
        *([_say(paper.above.upper(), _style(12, **centre))] if paper.above else []),
        _say(paper.agency.upper(), _style(12, face="-Bold", **centre)),
        _say("―――――", _style(6, **centre)),
        _say(number, _style(13, **centre)),
    ]
    right = [
        _say(form.STATE, _style(12, face="-Bold", **centre)),
        _say(form.MOTTO, _style(13, face="-Bold", **centre)),
        _say("――――――――――――――", _style(6, **centre)),
        _say(paper.day, _style(13, face="-Italic", **centre)),
    ]
    yield Grid(
        [[left, right]],
        colWidths=[70 * mm, 95 * mm],
        style=[("VALIGN", (0, 0), (-1, -1), "TOP"), *_NO_PADDING],
    )
    if paper.mark:
        yield Spacer(1, 8)
        yield _say(paper.mark, _style(14, face="-Bold", align=TA_CENTER))
    yield _say(paper.title.upper(), _style(14, face="-Bold", align=TA_CENTER, before=14, after=2))
    yield _say(paper.about, _style(13, face="-Bold", align=TA_CENTER, after=12))


_NO_PADDING = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]


def _section(number: int, section: Section) -> Iterator[Any]:
    yield CondPageBreak(30 * mm)  # no heading alone at the end of a page
    yield _say(f"{number}. {section.title}", _style(13, face="-Bold", before=8))
    for label, text in section.facts:
        told = f"<i>{escape(label)}:</i> {escape(text)}".replace("\n", "<br/>")
        yield Paragraph(told, _style(13, after=3))
    for text in section.paragraphs:
        yield _say(text, _style(13, align=TA_JUSTIFY))
    if section.table:
        yield _grid(section.table)
    if section.source:
        yield _say(section.source, _style(11, face="-Italic", before=3))


def _grid(told: Table) -> Grid:
    bold, plain = _style(11, face="-Bold", after=0), _style(11, after=0)
    rows = [[_say(text, bold) for text in told.head]]
    rows += [[_say(text, plain) for text in row] for row in told.rows]
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    widths = [_LINE * share for share in told.shares]
    # a narrow cell with a long reason is higher than a page: it goes on on the next one
    return Grid(rows, colWidths=widths, repeatRows=1, splitInRow=1, style=style)


def _foot(paper: Paper) -> Iterator[Any]:
    yield _say(paper.made, _style(11, face="-Italic", before=10, after=10))
    left = [_say(t("incidents-report-to", paper.lang), _style(12, face="-BoldItalic", after=2))]
    left += [_say(f"- {one};", _style(11, after=0)) for one in paper.receivers]
    right = [
        _say((paper.signs_as or form.BLANK).upper(), _style(13, face="-Bold", align=TA_CENTER)),
        Spacer(1, 24 * mm),
        _say(paper.signed_by, _style(13, face="-Bold", align=TA_CENTER)),
    ]
    signed = Grid(
        [[left, right]],
        colWidths=[80 * mm, 85 * mm],
        splitInRow=1,
        style=[("VALIGN", (0, 0), (-1, -1), "TOP")],
    )
    yield KeepTogether(signed)
