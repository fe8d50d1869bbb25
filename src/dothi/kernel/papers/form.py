"""What a paper of the administrative form is made of (Nghị định 30/2020/NĐ-CP, phụ lục I; from memory, [M]): plain data that every
format draws. Quốc hiệu and tiêu ngữ stay Vietnamese in every language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from dothi.kernel import clock
from dothi.kernel.i18n import t

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
BLANK = "……"
MARGINS_MM = {"top": 20, "bottom": 20, "left": 30, "right": 15}
LINE_MM = 165  # of A4 between the margins
HEAD_MM, FOOT_MM = (70, 95), (80, 85)  # left and right of the head, and of what is signed
MOTTO_RULE_MM, AGENCY_RULE_MM, TITLE_RULE_MM = 58, 25, 35  # as long as the words; a third to a half of theirs
INDENT_MM = 10  # of the first line of a paragraph


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text below a head. `widths`: shares of the line, as many as columns; none: all the same."""

    head: list[str]
    rows: list[list[str]]
    widths: list[float] = field(default_factory=list)

    @property
    def shares(self) -> list[float]:
        """Widths as parts of one."""
        told = self.widths if len(self.widths) == len(self.head) else [1.0] * len(self.head)
        return [one / sum(told) for one in told]


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered section: facts (label, text), paragraphs, a table, and where its figures come from."""

    title: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    table: Table | None = None
    source: str = ""  # of its figures, and how old they are


class Drawn(Protocol):
    """What a paper says; each room has its own."""

    @property
    def lang(self) -> str: ...
    @property
    def above(self) -> str: ...
    @property
    def agency(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def day(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def mark(self) -> str: ...
    @property
    def made(self) -> str: ...
    @property
    def made_at(self) -> dt.datetime: ...
    @property
    def made_by(self) -> str: ...
    @property
    def sections(self) -> list[Section]: ...
    @property
    def receiving(self) -> list[str]: ...
    @property
    def signers(self) -> list[tuple[str, str]]: ...


def day_of(at: dt.datetime, place: str, lang: str) -> str:
    """`Vũng Tàu, ngày 22 tháng 11 năm 2026`; days below ten, January and February with a nought."""
    today = at.astimezone(clock.VIETNAM)
    month = f"{today.month:02d}" if today.month < 3 else str(today.month)
    words = {"day": f"{today.day:02d}", "month": month, "year": str(today.year)}
    return t("kernel-paper-day", lang, place=place or BLANK, **words)


def receiving(receivers: Sequence[str]) -> list[str]:
    """A line for each receiver: a semicolon after each, a full stop after the last."""
    last = len(receivers) - 1
    return [f"- {one}{'.' if place == last else ';'}" for place, one in enumerate(receivers)]
