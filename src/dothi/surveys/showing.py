"""Results as pages show them: shares as whole per cents, never more exact than they are known."""

from __future__ import annotations

from dataclasses import dataclass

from dothi.kernel.i18n import language, t
from dothi.surveys import sheet
from dothi.surveys.results import SPLITS, Result, Spread
from dothi.surveys.shares import Count, Part


def per_cent(share: float) -> str:
    return f"{round(share * 100)} %"


@dataclass(frozen=True, slots=True)
class Line:
    """A group, or the whole."""

    part: Part

    @property
    def name(self) -> str:
        return t("surveys-rest") if self.part.is_rest else self.part.name

    @property
    def count(self) -> Count:
        return self.part.count

    @property
    def share(self) -> str:
        return "—" if self.count.share is None else per_cent(self.count.share)

    @property
    def interval(self) -> str:
        """Between what and what the share of all who were served lies, 95 times of 100."""
        return "" if self.count.share is None else f"{per_cent(self.count.low)}–{per_cent(self.count.high)}"

    @property
    def rate(self) -> str:
        return "—" if self.count.rate is None else per_cent(self.count.rate)


@dataclass(frozen=True, slots=True)
class Shown:
    """A survey's result for a page."""

    result: Result

    @property
    def title(self) -> str:
        return str(getattr(self.result.survey, "title_en" if language() == "en" else "title_vi"))

    @property
    def whole(self) -> Line:
        return Line(Part("", self.result.whole))

    @property
    def method(self) -> list[str]:
        return sheet.method(self.result)

    @property
    def splits(self) -> list[tuple[str, list[Line]]]:
        """(end of a words key, groups) of each split that can be shown."""
        found = [(name, [Line(one) for one in self.result.splits.get(name, [])]) for name in SPLITS]
        return [(name, lines) for name, lines in found if lines]

    @property
    def spreads(self) -> list[tuple[str, int, list[tuple[str, int, str]]]]:
        """(question, n, [(answer, number, share)])."""
        return spreads_of(self.result.spreads)


def spreads_of(spreads: list[Spread]) -> list[tuple[str, int, list[tuple[str, int, str]]]]:
    """Values in words: a face, a point, a choice."""
    return [
        (one.question.words, one.n, [(_value(one, value), k, per_cent(k / one.n)) for value, k in one.lines])
        for one in spreads
    ]


def _value(spread: Spread, value: str) -> str:
    named = dict(spread.question.choices)
    return named.get(value) or (t(f"surveys-face-{value}") if spread.question.kind == "faces" else value)
