"""The report as PDF, drawn by ReportLab: pure Python, with the letters (Tinos, of the same widths as Times New Roman) embedded."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache, lru_cache
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
from reportlab.platypus import CondPageBreak, HRFlowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from dothi.kernel.i18n import t
from dothi.kernel.papers import form
from dothi.kernel.papers.form import Drawn, Section, Table
from dothi.kernel.said import plain

FONT = "Tinos"
_FACES = {"": "Regular", "-Bold": "Bold", "-Italic": "Italic", "-BoldItalic": "BoldItalic"}
_LINE = form.LINE_MM * mm
_FRAME = 6  # points that ReportLab leaves empty inside the margins


def draw(paper: Drawn) -> bytes:
    letters()
    out = io.BytesIO()
    sides = {f"{side}Margin": size * mm - _FRAME for side, size in form.MARGINS_MM.items()}
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
def letters() -> None:
    """Once in a process: reads the four faces that come with the kernel."""
    folder = files("dothi.kernel.papers") / "fonts"
    for end, face in _FACES.items():
        pdfmetrics.registerFont(_Letters(FONT + end, io.BytesIO((folder / f"Tinos-{face}.ttf").read_bytes())))
    pdfmetrics.registerFontFamily(FONT, *(FONT + end for end in _FACES))


class _Letters(TTFont):  # type: ignore[misc]  # the library is not typed
    """A face that knows the widths of words it has seen: breaking lines asks for them again and again, a third of all the work."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._width = lru_cache(50_000)(super().stringWidth)

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: N802 - of the library
        return float(self._width(text, 1, encoding)) * size


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


def page_marks(text: str) -> tuple[Any, Any]:
    """What ReportLab calls for the first page and for each later one: its number but the first, `text` at the foot of all."""
    mark = _Mark(text)
    return mark.first, mark.later


def _style(
    size: float = 13,
    *,
    face: str = "",
    align: int = 0,
    after: float = 6,
    before: float = 0,
    indent: float = 0,
) -> ParagraphStyle:
    return ParagraphStyle(
        f"{size}{face}{align}{after}{before}{indent}",
        fontName=FONT + face,
        fontSize=size,
        leading=size * 1.25,
        alignment=align,
        spaceAfter=after,
        spaceBefore=before,
        firstLineIndent=indent,
    )


def _say(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(_marked(text), style)


def _marked(text: str) -> str:
    return escape(plain(text)).replace("\n", "<br/>")


def _rule(length_mm: float, after: float = 0) -> HRFlowable:
    return HRFlowable(
        width=length_mm * mm, thickness=0.6, color=colors.black, spaceBefore=2, spaceAfter=after
    )


def _head(paper: Drawn) -> Iterator[Any]:
    centre = {"align": TA_CENTER, "after": 0}
    number = t("kernel-paper-no", paper.lang, number=paper.number or form.BLANK)
    left = [
        *([_say(paper.above.upper(), _style(12, **centre))] if paper.above else []),
        _say(paper.agency.upper(), _style(12, face="-Bold", **centre)),
        _rule(form.AGENCY_RULE_MM),
    ]
    right = [
        _say(form.STATE, _style(12, face="-Bold", **centre)),
        _say(form.MOTTO, _style(13, face="-Bold", **centre)),
        _rule(form.MOTTO_RULE_MM),
    ]
    below = [
        [_say(number, _style(13, before=6, **centre))],
        [_say(paper.day, _style(13, face="-Italic", before=6, **centre))],
    ]
    yield Grid(
        [[left, right], below],
        colWidths=[one * mm for one in form.HEAD_MM],
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("ALIGN", (0, 0), (-1, -1), "CENTER"),
            *_NO_PADDING,
            ("TOPPADDING", (0, 1), (-1, 1), 5),
        ],
    )
    if paper.mark:
        yield _say(paper.mark, _style(14, face="-Bold", align=TA_CENTER, before=12, after=0))
    yield _say(paper.title.upper(), _style(14, face="-Bold", align=TA_CENTER, before=18, after=2))
    yield _say(paper.about, _style(14, face="-Bold", align=TA_CENTER, after=0))
    yield _rule(form.TITLE_RULE_MM, after=14)


_NO_PADDING = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]


def _section(number: int, section: Section) -> Iterator[Any]:
    indent = form.INDENT_MM * mm
    yield CondPageBreak(30 * mm)  # no heading alone at the end of a page
    yield _say(f"{number}. {section.title}", _style(13, face="-Bold", before=6, indent=indent))
    for label, text in section.facts:
        told = f"<i>{_marked(label)}:</i> {_marked(text)}"
        yield Paragraph(told, _style(13, after=3, align=TA_JUSTIFY, indent=indent))
    for text in section.paragraphs:
        yield _say(text, _style(13, align=TA_JUSTIFY, indent=indent))
    if section.table:
        yield _grid(section.table)
    if section.source:
        yield _say(section.source, _style(11, face="-Italic", before=3, align=TA_JUSTIFY))


def _grid(told: Table) -> Grid:
    head, body = _style(11, face="-Bold", after=0, align=TA_CENTER), _style(11, after=0)
    rows = [[_say(text, head) for text in told.head]]
    rows += [[_say(text, body) for text in row] for row in told.rows]
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    widths = [_LINE * share for share in told.shares]
    # a narrow cell with a long reason is higher than a page: it goes on on the next one
    return Grid(rows, colWidths=widths, repeatRows=1, splitInRow=1, style=style)


def _foot(paper: Drawn) -> Iterator[Any]:
    yield _say(paper.made, _style(11, face="-Italic", before=10, after=10))
    blocks = [_signer(*one) for one in paper.signers]
    if len(blocks) == 1:
        blocks.insert(0, _receivers(paper))
    signed = Grid(
        [blocks],
        colWidths=[one * mm for one in form.FOOT_MM],
        splitInRow=1,
        style=[("VALIGN", (0, 0), (-1, -1), "TOP"), *_NO_PADDING],
    )
    yield KeepTogether(signed)


def _receivers(paper: Drawn) -> list[Any]:
    head = _say(t("kernel-paper-to", paper.lang), _style(12, face="-BoldItalic", after=2))
    return [head, *(_say(one, _style(11, after=0)) for one in paper.receiving)]


def _signer(signs_as: str, name: str) -> list[Any]:
    return [
        _say((signs_as or form.BLANK).upper(), _style(13, face="-Bold", align=TA_CENTER)),
        Spacer(1, 24 * mm),
        _say(name, _style(13, face="-Bold", align=TA_CENTER)),
    ]
