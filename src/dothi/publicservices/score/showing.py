"""Figures of formulas as a page shows them: points, shares, what is missing, each with its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dothi.kernel.i18n import language, t
from dothi.publicservices.models import Feed, Procedure
from dothi.publicservices.score.book import Formula
from dothi.publicservices.score.comparing import Line
from dothi.publicservices.score.curves import Count, between, points, rounded
from dothi.publicservices.score.models import Over, Scheme, ScoreTerm

HUNDRED = Decimal(100)
HOURS_A_DAY = Decimal(24)


def told(value: Decimal | None, digits: int = 2) -> str:
    """As Viet Nam (or English) writes a number, without zeros behind; a dash for a gap."""
    if value is None:
        return "–"
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if language() == "en" else text.translate(str.maketrans(",.", ".,"))


def name_of(row: Procedure | Feed | ScoreTerm) -> str:
    """In the reader's language, Vietnamese where there is no other."""
    return (row.name_en if language() == "en" else "") or row.name_vi


@dataclass(frozen=True, slots=True)
class Shown:
    """One formula with its counts."""

    formula: Formula
    count: Count

    @property
    def row(self) -> ScoreTerm:
        return self.formula.row

    @property
    def name(self) -> str:
        return name_of(self.row)

    @property
    def note(self) -> str:
        return self.row.note_en if language() == "en" else self.row.note_vi

    @property
    def points(self) -> Decimal | None:
        found = points(self.formula.form, self.count) if self.has_source else None
        return None if found is None else rounded(found)

    @property
    def has_source(self) -> bool:
        return self.row.over != Over.NOTHING

    @property
    def gap(self) -> str:
        """Why there is no figure, as the end of a words key; empty: there is one."""
        if not self.has_source:
            return "no-source"
        if self.count.den or self.points is not None:
            return ""
        if self.count.unknown:
            return "few" if self.row.over == Over.SURVEY else "not-fed"
        return "empty"

    @property
    def points_told(self) -> str:
        return told(self.points)

    @property
    def max_told(self) -> str:
        return told(self.row.max_points)

    @property
    def ratio_told(self) -> str:
        """The share in percent, or the mean in days and hours."""
        ratio = self.count.ratio
        if ratio is None:
            return "–"
        if self.row.unit == "hours":
            return t("score-days", n=told(ratio / HOURS_A_DAY, 1))
        return f"{told(ratio * HUNDRED)} %"

    @property
    def between_told(self) -> str:
        """What the points may be, as long as some dossiers are not told; empty where all are."""
        found = between(self.formula.form, self.count) if self.count.unknown else None
        return f"{told(rounded(found[0]))} – {told(rounded(found[1]))}" if found else ""

    @property
    def target_told(self) -> str:
        if self.row.target is None:
            return ""
        return f"{'≥ ' if self.row.target < 1 else ''}{told(self.row.target * HUNDRED)} %"

    @property
    def reached(self) -> bool | None:
        """Whether the target is; None: there is none, or no figure."""
        ratio = self.count.ratio
        return None if ratio is None or self.row.target is None else ratio >= self.row.target

    @property
    def away_told(self) -> str:
        """Percentage points to the target, below 0 where it is not reached."""
        ratio = self.count.ratio
        return (
            "" if ratio is None or self.row.target is None else told((ratio - self.row.target) * HUNDRED, 1)
        )

    @property
    def has_rows(self) -> bool:
        return self.row.over == Over.DOSSIER


@dataclass(frozen=True, slots=True)
class Group:
    """Terms of one group. `points` are those of terms with a figure, `possible` what these could have, `most` what the group has."""

    code: str
    lines: list[Shown]

    @property
    def points(self) -> Decimal:
        return sum((one.points for one in self.lines if one.points is not None), Decimal(0))

    @property
    def possible(self) -> Decimal:
        return sum((one.row.max_points for one in self.lines if one.points is not None), Decimal(0))

    @property
    def most(self) -> Decimal:
        return sum((one.row.max_points for one in self.lines), Decimal(0))

    @property
    def missing(self) -> Decimal:
        return self.most - self.possible

    @property
    def share(self) -> int:
        """Whole percent of what the terms with a figure could have: the length of a bar."""
        return int(self.points * 100 / self.possible) if self.possible else 0

    @property
    def points_told(self) -> str:
        return told(self.points) if self.possible else "–"

    @property
    def possible_told(self) -> str:
        return told(self.possible)

    @property
    def most_told(self) -> str:
        return told(self.most)

    @property
    def missing_told(self) -> str:
        return told(self.missing)


def groups(formulas: Sequence[Formula], counts: Mapping[str, Count]) -> list[Group]:
    """In the order of the formulas."""
    found: dict[str, list[Shown]] = {}
    for one in formulas:
        found.setdefault(one.row.group, []).append(Shown(one, counts.get(one.code, Count())))
    return [Group(code, lines) for code, lines in found.items()]


def whole(of: Sequence[Group]) -> Group:
    """All groups as one."""
    return Group("", [line for group in of for line in group.lines])


@dataclass(frozen=True, slots=True)
class Compared:
    """An agency beside the others of its level. Share and interval are of its rows on procedures that others handled too."""

    name: str
    line: Line

    @property
    def share_told(self) -> str:
        ratio = self.line.count.ratio
        return "–" if ratio is None else f"{told(ratio * HUNDRED)} %"

    @property
    def interval_told(self) -> str:
        if not self.line.judged.den:
            return "–"
        low, high = (told(Decimal(end) * HUNDRED, 1) for end in (self.line.low, self.line.high))
        return f"{low} – {high} %"

    @property
    def expected_told(self) -> str:
        return "–" if self.line.expected is None else f"{told(self.line.expected * HUNDRED)} %"


def is_scored(scheme: str) -> bool:
    return scheme == Scheme.INDEX
