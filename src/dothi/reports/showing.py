"""Reports as screens show them: the public word, lateness, sentences of the record, addresses of pictures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from dothi.incidents import kinds
from dothi.kernel import clock
from dothi.kernel.i18n import language, named, t
from dothi.kernel.origin import Origin
from dothi.reports.dated.handling import law_of
from dothi.reports.models import Pause, PauseReason, Photo, Report, ReportLine
from dothi.reports.queries import soon_until
from dothi.reports.workflow import OPEN, WORDS, Side, State, Step, allows, open_steps

FACES = ("good", "fair", "bad")
# whose words stand in a public line: what officers write among themselves stays there, and no officer released a reporter's
_SPOKEN = frozenset({"ask", "refuse", "give"})


@dataclass(frozen=True, slots=True)
class Shown:
    """One report for a list or a page."""

    report: Report
    now: dt.datetime
    soon: Mapping[str, dt.datetime] = field(default_factory=dict)  # by process: due until then is late soon

    @property
    def category(self) -> str:
        return kinds.name_of(self.report.category)

    @property
    def word_key(self) -> str:
        return f"reports-word-{WORDS[State(self.report.state)]}"

    @property
    def origin_key(self) -> str:
        return f"origin-{Origin(self.report.origin).word}"

    @property
    def is_late(self) -> bool:
        """Open after its deadline, or answered after it; what rests is not late."""
        row = self.report
        if row.answered_at is not None:
            return row.answered_at > row.due_at
        return row.state in OPEN and row.paused_at is None and row.due_at < self.now

    @property
    def late_by(self) -> dt.timedelta:
        """How long after its deadline it was answered, or stands unanswered now."""
        return (self.report.answered_at or self.now) - self.report.due_at

    @property
    def is_soon(self) -> bool:
        """Not late yet, and late soon unless somebody does something."""
        row, until = self.report, self.soon.get(self.report.process)
        runs = row.state in OPEN and row.paused_at is None
        return until is not None and runs and self.now < row.due_at <= until

    @property
    def is_untaken(self) -> bool:
        """Given, and not taken within the time of its category."""
        return self.report.take_due_at is not None and self.report.take_due_at < self.now

    @property
    def mark(self) -> str:
        """The shape beside the word: grey is normal."""
        if self.is_late and self.report.answered_at is None:
            return "high"
        return "medium" if self.is_soon else "normal"

    @property
    def where(self) -> str:
        """The commune: as exact as the public may read it."""
        unit = self.report.unit
        if unit is None:
            return ""
        return str((unit.name_en if language() == "en" else "") or unit.full_name)


def word_of(state: State) -> str:
    """What the public reads of a state, in the reader's language."""
    return t(f"reports-word-{WORDS[state]}")


def shown(report: Report) -> Shown:
    now = clock.now()
    return Shown(report, now, soon_until(now))


def shown_all(reports: Iterable[Report]) -> list[Shown]:
    now = clock.now()
    soon = soon_until(now)
    return [Shown(one, now, soon) for one in reports]


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the record as a sentence."""

    line: ReportLine
    public: bool = False

    @property
    def at(self) -> dt.datetime:
        return self.line.recorded_at

    @property
    def sentence(self) -> str:
        fields = {"agency": "—", "into": "", "merged": "", **self.line.fields}
        if language() == "en":
            fields |= {
                name.removesuffix("_en"): said
                for name, said in self.line.fields.items()
                if name.endswith("_en") and said
            }
        return t(f"reports-said-{self.line.what}", **fields)

    @property
    def text(self) -> str:
        """To the public: the answer, and what was said to the reporter."""
        if self.public and self.line.what == "publish":
            return str(self.line.fields.get("answer", ""))
        if self.public and self.line.what not in _SPOKEN:
            return ""
        words = getattr(self.line, "words", None)  # a reporter's
        return str(words.text) if words else self.line.text

    @property
    def is_gap(self) -> bool:
        """Something stood there that its writer had erased."""
        words = getattr(self.line, "words", None)
        return words is not None and words.erased_at is not None

    @property
    def agency(self) -> str:
        return named(self.line.agency) if self.line.agency else ""

    @property
    def who(self) -> str:
        return str(self.line.person or "")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with the address that its reader may ask for."""

    photo: Photo
    address: str

    @property
    def is_gone(self) -> bool:
        """Its bytes were erased and no copy of the public stands in their place."""
        return self.photo.erased_at is not None and not self.photo.sha256

    @property
    def alt(self) -> str:
        return f"reports-photo-{self.photo.kind}"


def pictures(photos: Iterable[Photo], address: Callable[[int], str]) -> list[Picture]:
    return [Picture(one, address(one.number)) for one in photos]


def reason_of(row: Pause | PauseReason) -> str:
    """Why something rests, in the reader's language."""
    return row.name_en if language() == "en" else row.name_vi


def steps_for(report: Report, *, desk: bool, agency: bool) -> list[Step]:
    """What a person may do now without further fields than a reason; the rest have forms of their own. What was returned as often as its
    category allows is returned no more."""
    sides = [side for side, stands in ((Side.AGENCY, agency), (Side.DESK, desk)) if stands]
    state, law = State(report.state), law_of(report)
    others = {"give", "answer", "merge"} | ({"return"} if report.returns >= law.most_returns else set())
    steps = [step for side in sides for step in open_steps(state, side)]
    return [step for step in steps if step.name not in others and allows(law, step.name, state)]
