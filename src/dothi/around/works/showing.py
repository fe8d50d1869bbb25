"""Works as pages and feeds show them: words of the language, how they stand by their plan or by what was said, sentences of the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dothi.around.works.models import Work, WorkLine
from dothi.kernel import clock
from dothi.kernel.i18n import language, t
from dothi.kernel.templatetags.dothi import vn_time

State = Work.State


@dataclass(frozen=True, slots=True)
class Shown:
    """One work in the language of the page."""

    row: Work
    now: dt.datetime

    @property
    def title(self) -> str:
        return (self.row.title_en if language() == "en" else "") or self.row.title_vi

    @property
    def text(self) -> str:
        return (self.row.text_en if language() == "en" else "") or self.row.text_vi

    @property
    def other_language(self) -> str:
        """`vi` on a page in English where nobody translated it."""
        return "vi" if language() == "en" and not self.row.title_en else ""

    @property
    def word(self) -> str:
        """How it stands: as somebody said, else as its plan has it, and then it says so (`by-plan-`)."""
        state, row = self.row.state, self.row
        if state in (State.PLANNED, State.MOVED) and row.starts_at <= self.now < row.ends_at:
            return "by-plan-running"
        if state in Work.OPEN and row.ends_at <= self.now:
            return "by-plan-over"
        return str(state)

    @property
    def word_key(self) -> str:
        return f"around-work-{self.word}"

    @property
    def kind_key(self) -> str:
        return f"around-kind-{self.row.kind}"

    @property
    def is_simulated(self) -> bool:
        return self.row.origin == "simulated"

    @property
    def is_off(self) -> bool:
        return self.row.state == State.CANCELLED

    @property
    def when(self) -> str:
        """`08:00–11:30 25/11/2026`, or both ends in full where they lie on two days; Viet Nam's time."""
        begin, end = (at.astimezone(clock.VIETNAM) for at in (self.row.starts_at, self.row.ends_at))
        if begin.date() == end.date():
            return f"{begin:%H:%M}–{end:%H:%M} {begin:%d/%m/%Y}"
        return f"{begin:%H:%M %d/%m/%Y} – {end:%H:%M %d/%m/%Y}"


def shown_all(works: Iterable[Work]) -> list[Shown]:
    now = clock.now()
    return [Shown(one, now) for one in works]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the record as a sentence."""

    row: WorkLine

    @property
    def sentence(self) -> str:
        told = self.row.fields
        if "from" not in told:
            return t(f"around-said-{self.row.what}", start="", end="")
        start, end = (vn_time(dt.datetime.fromisoformat(told[name])) for name in ("from", "to"))
        return t(f"around-said-{self.row.what}", start=start, end=end)
