"""What a screen says of a task: its word with a mark, its clock, its record in sentences, what may be done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.attachments import JPEG
from dothi.kernel.i18n import named, t
from dothi.tasks.models import Task, TaskFile, TaskLine, TaskPart
from dothi.tasks.queries import word_of
from dothi.tasks.sides import sides_of
from dothi.tasks.workflow import Side, State, Step, Word, open_steps

MARKS = {
    Word.NOT_STARTED: "nodata",
    Word.IN_TIME: "low",
    Word.OVERDUE: "high",
    Word.DONE_IN_TIME: "normal",
    Word.DONE_LATE: "medium",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A task with the province's word for it now."""

    task: Task
    word: Word | None

    @property
    def mark(self) -> str:
        return MARKS[self.word] if self.word else "nodata"

    @property
    def word_key(self) -> str:
        return f"tasks-word-{self.word or 'withdrawn'}"

    @property
    def is_late(self) -> bool:
        return self.word is Word.OVERDUE

    @property
    def lead(self) -> str:
        """Who answers for it, with their agency."""
        person, agency = self.task.lead_person, self.task.lead_agency
        if person is None:
            return named(agency)
        return f"{person} ({named(agency)})" if agency else str(person)

    @property
    def source_key(self) -> str:
        return f"tasks-source-{self.task.source_kind}" if self.task.source_kind else ""


def shown(task: Task, now: dt.datetime | None = None) -> Shown:
    return Shown(task, word_of(task, now))


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the record as a sentence."""

    line: TaskLine

    @property
    def who(self) -> str:
        return str(self.line.person) if self.line.person else "—"

    @property
    def agency(self) -> str:
        return named(self.line.agency) if self.line.agency else ""

    @property
    def files(self) -> list[Named]:
        """As the line names them, also when their bytes are gone."""
        rows = {row.number: row for row in self.line.files.all()}
        return [
            Named(name, rows.get(number))
            for number, name in enumerate(self.line.fields.get("files", ()), start=1)
        ]

    @property
    def sentence(self) -> str:
        told = {name: _told(value) for name, value in self.line.fields.items() if isinstance(value, str)}
        if self.line.what == "answer" and self.line.to is not None:
            return t("tasks-said-answer-to", agency=named(self.line.to))
        return t(f"tasks-said-{self.line.what}", **told)


@dataclass(frozen=True, slots=True)
class Named:
    """A file of a line; `row` is None when it was forgotten."""

    name: str
    row: TaskFile | None

    @property
    def is_picture(self) -> bool:
        return self.row is not None and self.row.media_type == JPEG


def _told(value: str) -> str:
    """Deadlines are kept as ISO times; a person reads Viet Nam's."""
    try:
        return f"{dt.datetime.fromisoformat(value).astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}"
    except ValueError:
        return value


@dataclass(frozen=True, slots=True)
class Share:
    """An agency that works along, and what it has said of its share."""

    part: TaskPart
    task: Task

    @property
    def is_late(self) -> bool:
        """Not done by the deadline, or done after it."""
        return (self.part.answered_at or clock.now()) > self.task.due_at

    @property
    def has_ended(self) -> bool:
        """It will not answer any more."""
        ends = self.part.agency.valid_to
        return ends is not None and ends <= clock.today()


def steps_for(task: Task, person: Person) -> list[Step]:
    """What this person may do now, the usual step first."""
    sides = sides_of(task, person)
    return [step for side in (Side.LEAD, Side.GIVER) if side in sides for step in open_steps(State(task.state), side)]  # fmt: skip
