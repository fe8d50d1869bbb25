"""Pieces of WordprocessingML: runs, locked content controls around what people may not overtype, paragraphs, tables."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from dothi.briefings.receipts import Receipt

Cell = str | Receipt
FIGURE_TAG, FIELD_TAG = "so:", "truong:"
_NO_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SMALL = 22  # half-points of text in tables


def _sound(text: str) -> str:
    """Without signs that XML cannot hold; spaces at the ends stay, for text is cut at placeholders."""
    return _NO_XML.sub("", text)


def run(text: str, style: Any = None, *, raised: bool = False) -> Any:
    """A run with the looks of `style` (its w:rPr)."""
    made = OxmlElement("w:r")
    if style is not None:
        made.append(copy.deepcopy(style))
    if raised:
        looks = made.find(qn("w:rPr"))
        if looks is None:
            looks = OxmlElement("w:rPr")
            made.append(looks)
        up = OxmlElement("w:vertAlign")
        up.set(qn("w:val"), "superscript")
        looks.append(up)
    _say(made, text)
    return made


def _say(made: Any, text: str) -> None:
    for place, line in enumerate(_sound(text).split("\n")):
        if place:
            made.append(OxmlElement("w:br"))
        told = OxmlElement("w:t")
        told.set(qn("xml:space"), "preserve")
        told.text = line
        made.append(told)


def control(tag: str, alias: str, content: Sequence[Any]) -> Any:
    """A content control that a word processor lets nobody change or take away."""
    made = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:alias w:val={quoteattr(_sound(alias)[:60])}/><w:tag w:val={quoteattr(tag)}/>"
        '<w:lock w:val="sdtContentLocked"/></w:sdtPr><w:sdtContent/></w:sdt>'
    )
    made.find(qn("w:sdtContent")).extend(content)
    return made


def figure(one: Receipt, style: Any = None) -> list[Any]:
    """The locked figure, and its mark raised behind it."""
    locked = control(f"{FIGURE_TAG}{one.mark}", one.name, [run(one.text, style)])
    return [locked, run(one.short, style, raised=True)]


def paragraph(
    text: str,
    *,
    like: Any = None,
    bold: bool = False,
    italic: bool = False,
    size: int = 0,
    keep: bool = False,
) -> Any:
    """One paragraph with the paragraph looks of `like`."""
    made = OxmlElement("w:p")
    if like is not None and (looks := like.find(qn("w:pPr"))) is not None:
        made.append(copy.deepcopy(looks))
    if keep:
        made.get_or_add_pPr().append(OxmlElement("w:keepNext"))
    made.append(run(text, looks_of(bold=bold, italic=italic, size=size)))
    return made


def looks_of(*, bold: bool = False, italic: bool = False, size: int = 0) -> Any:
    made = OxmlElement("w:rPr")
    for name, wanted in (("w:b", bold), ("w:i", italic)):
        if wanted:
            made.append(OxmlElement(name))
    if size:
        told = OxmlElement("w:sz")
        told.set(qn("w:val"), str(size))
        made.append(told)
    return made


_EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def table(
    head: Sequence[str], rows: Sequence[Sequence[Cell]], shares: Sequence[float], width_twips: int
) -> Any:
    """A table with lines; its head stands again on every page."""
    total = sum(shares)
    widths = [round(width_twips * share / total) for share in shares]
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    lines = [_row(head, widths, head=True), *(_row(row, widths) for row in rows)]
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_EDGES}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(lines)}</w:tbl>"
    )


def _row(cells: Sequence[Cell], widths: Sequence[int], *, head: bool = False) -> str:
    told = "<w:cantSplit/><w:tblHeader/>" if head else "<w:cantSplit/>"
    made = "".join(_cell(one, width, head) for one, width in zip(cells, widths, strict=True))
    return f"<w:tr><w:trPr>{told}</w:trPr>{made}</w:tr>"


def _cell(one: Cell, width: int, head: bool) -> str:
    looks = f'<w:rPr>{"<w:b/>" if head else ""}<w:sz w:val="{SMALL}"/></w:rPr>'
    middle = '<w:jc w:val="center"/>' if head else '<w:jc w:val="right"/>' if isinstance(one, Receipt) else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:spacing w:before="20" w:after="20"/>'
        f'<w:ind w:firstLine="0"/>{middle}</w:pPr>{_inside(one, looks)}</w:p></w:tc>'
    )


def _inside(one: Cell, looks: str) -> str:
    if isinstance(one, Receipt):
        raised = looks.replace("</w:rPr>", '<w:vertAlign w:val="superscript"/></w:rPr>')
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(_sound(one.name)[:60])}/><w:tag w:val={quoteattr(FIGURE_TAG + str(one.mark))}/>"
            f'<w:lock w:val="sdtContentLocked"/></w:sdtPr><w:sdtContent><w:r>{looks}{_t(one.text)}</w:r></w:sdtContent></w:sdt>'
            f"<w:r>{raised}{_t(one.short)}</w:r>"
        )
    lines = "<w:br/>".join(_t(line) for line in _sound(one).split("\n"))
    return f"<w:r>{looks}{lines}</w:r>"


def _t(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(_sound(text))}</w:t>'
