"""A form filled: every placeholder replaced once by a value, a locked figure, or a block. What is filled in is never read again."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from dothi.briefings.files import placeholders, writing
from dothi.briefings.files.package import W
from dothi.briefings.files.placeholders import Token, signs, text_of, tokens
from dothi.briefings.receipts import Receipt
from dothi.kernel.errors import BadRequest

LOCKED = ("so_ky_hieu", "dia_danh_ngay", "chuc_vu", "nguoi_ky", "ky_bao_cao", "ma_bao_cao")
Made = Callable[
    [Any, int], list[Any]
]  # the paragraph that stands for it, the width of a line in twips → what stands there instead


@dataclass(frozen=True, slots=True)
class Values:
    """What stands for the placeholders: plain fields, receipts by key, what people wrote, and blocks that are drawn."""

    fields: Mapping[str, str]
    figures: Mapping[str, Receipt]
    texts: Mapping[str, str]
    blocks: Mapping[str, Made] = field(default_factory=dict)
    absent: str = ""  # stands where a form asks for a figure that its maker may not see


def filled(document: Any, values: Values) -> Any:
    """Raises BadRequest: a text that people wrote names a figure that there is not."""
    width = _line(document)
    for _, one in list(placeholders.paragraphs(document)):
        _fill(one, values, width)
    return document


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _line(document: Any) -> int:
    section = document.sections[0]
    return int((section.page_width - section.left_margin - section.right_margin) / 635)


def _fill(paragraph: Any, values: Values, width: int) -> None:
    found = list(tokens(text_of(paragraph)))
    if not found:
        return
    first = found[0]
    if first.name in values.blocks:
        _instead(paragraph, values.blocks[first.name](paragraph, width))
    elif first.name.startswith(placeholders.TEXT):
        _instead(
            paragraph,
            written(paragraph, values.texts.get(first.name.removeprefix(placeholders.TEXT), ""), values),
        )
    else:
        _replace(paragraph, found, values)


def _instead(paragraph: Any, elements: Sequence[Any]) -> None:
    """A cell must end with a paragraph, so one stays where there is nothing to say."""
    for one in elements:
        paragraph.addprevious(one)
    ends_cell = paragraph.getparent().tag == f"{W}tc" and paragraph.getnext() is None
    if ends_cell and (not elements or elements[-1].tag != f"{W}p"):
        for run in paragraph.findall(qn("w:r")):
            paragraph.remove(run)
    else:
        paragraph.getparent().remove(paragraph)


def written(paragraph: Any, text: str, values: Values) -> list[Any]:
    """A paragraph for each line that people wrote, with the looks of the one that stood there; figures in it stay locked."""
    made = []
    for line in text.splitlines() or [""]:
        one = writing.paragraph(line, like=paragraph)
        runs = one.find(qn("w:r"))
        looks = next(paragraph.iter(qn("w:rPr")), None) if paragraph.find(qn("w:r")) is not None else None
        if looks is not None and runs is not None:
            one.replace(runs, writing.run(line, looks))
        try:
            told = list(tokens(line))
        except ValueError as error:
            raise BadRequest("briefing-text-code", found=str(error)[:60]) from error
        if told:
            _replace(one, told, values)
        made.append(one)
    return made


def _replace(paragraph: Any, found: Sequence[Token], values: Values) -> None:
    """Runs are cut at the placeholders; what a placeholder began in gives its looks to what stands there instead."""
    at, pending = 0, list(found)
    for run in list(paragraph.iter(f"{W}r")):
        text = "".join(signs(run))
        begin, end = at, at + len(text)
        at = end
        if not any(one.start < end and one.end > begin for one in found):
            continue
        looks, place = run.find(qn("w:rPr")), begin
        for one in list(pending):
            if one.start >= end:
                break
            if one.start >= begin:
                _before(run, text[place - begin : one.start - begin], looks)
                for element in _value(one, values, looks):
                    run.addprevious(element)
            place = min(max(one.end, begin), end)
            if one.end <= end:
                pending.remove(one)
        _before(run, text[place - begin :], looks)
        run.getparent().remove(run)


def _before(run: Any, text: str, looks: Any) -> None:
    if text:
        run.addprevious(writing.run(text, looks))


def _value(one: Token, values: Values, looks: Any) -> list[Any]:
    if one.name.startswith(placeholders.FIGURE):
        key = one.name.removeprefix(placeholders.FIGURE)
        if key not in values.figures:
            if not values.absent:
                raise BadRequest("briefing-text-figure", found=one.name[:80])
            return [writing.run(values.absent, looks)]
        return writing.figure(values.figures[key], looks)
    if one.name not in values.fields:
        raise BadRequest("briefing-text-figure", found=one.name[:80])
    text = values.fields[one.name]
    run = writing.run(text.upper() if one.upper else text, looks)
    if one.name in LOCKED:
        tag = f"{writing.FIELD_TAG}{one.name}{'+' if one.upper else ''}"
        return [writing.control(tag, one.name, [run])]
    return [run]


def refilled(document: Any, fields: Mapping[str, str]) -> Any:
    """The locked fields of a DOCX that was handed in again get their values of today: number, day, who signs."""
    for control, tag in controls(document, writing.FIELD_TAG):
        name = tag.removesuffix("+")
        if name in fields:
            text = fields[name].upper() if tag.endswith("+") else fields[name]
            content = control.find(qn("w:sdtContent"))
            looks = next(content.iter(qn("w:rPr")), None)
            for one in list(content):
                content.remove(one)
            content.append(writing.run(text, looks))
    return document


def controls(document: Any, prefix: str) -> list[tuple[Any, str]]:
    """Content controls of ours with the rest of their tag."""
    from dothi.briefings.files.package import parts_of

    found = []
    for part in parts_of(document):
        for one in part.iter(qn("w:sdt")):
            tag = one.find(f"{W}sdtPr/{W}tag")
            told = tag.get(qn("w:val"), "") if tag is not None else ""
            if told.startswith(prefix):
                found.append((one, told.removeprefix(prefix)))
    return found


def figures_in(document: Any) -> list[tuple[int, str]]:
    """(mark, text) of every locked figure as it stands in the file."""
    return [
        (int(tag), "".join(text_of(one.find(qn("w:sdtContent")))))
        for one, tag in controls(document, writing.FIGURE_TAG)
        if tag.isdigit()
    ]
