"""Is a form what the decree asks of a paper (Nghị định 30/2020/NĐ-CP, phụ lục I)? Page, margins, letters, page numbers; limits are dated."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

from dothi.briefings import rules
from dothi.kernel.errors import BadRequest

FONT = "Times New Roman"
A4_MM = (210, 297)
SIDES = ("top", "bottom", "left", "right")


def checked_form(document: Any) -> None:
    """Raises BadRequest with what is found and what is asked."""
    for section in document.sections:
        size = tuple(round(one.mm) for one in (section.page_width, section.page_height))
        if size != A4_MM:
            raise BadRequest("briefing-form-page", width=size[0], height=size[1])
        for side in SIDES:
            low, high = rules.value(f"margin-{side}-low"), rules.value(f"margin-{side}-high")
            found = getattr(section, f"{side}_margin").mm
            if not low - 0.5 <= found <= high + 0.5:
                raise BadRequest(f"briefing-form-margin-{side}", found=f"{found:.0f}", low=low, high=high)
    if (font := document.styles["Normal"].font.name) != FONT:
        raise BadRequest("briefing-form-font", found=str(font)[:60], wanted=FONT)
    heads = [
        part for one in document.sections for part in (one.header._element, one.even_page_header._element)
    ]
    if not any("PAGE" in (told.text or "") for head in heads for told in head.iter(qn("w:instrText"))):
        raise BadRequest("briefing-form-numbers")
