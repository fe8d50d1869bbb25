"""The public scorecard of a month by agency: counted by SQL from the record, frozen once those who may judge have had their time.

A month is told for good `score-days` after its end (ratings of its last answers come until then); from that day on the frozen rows are
shown, and what happens later counts in a later month. Before, and for months before this room was kept, the same SQL answers anew, at
most every few minutes (`score-minutes`); the page says when.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection, transaction

from dothi.accounts.models import Agency
from dothi.incidents import kinds
from dothi.kernel import clock, locks
from dothi.kernel.origin import that_count
from dothi.kernel.sql import statement
from dothi.reports import rules
from dothi.reports.categories import known, lineage
from dothi.reports.publicity.models import Score, ScoreDraft


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one agency, one month, one kind. `extended`: answered after the first deadline, within an extended one. `median` in
    minutes of working time; `rated`: how many of the answers somebody judged."""

    received: int
    in_time: int
    extended: int
    late: int
    overdue: int
    reopened: int
    rated: int
    good: int
    fair: int
    bad: int
    median: float | None
    paused: int = 0  # rests that began; months told before rests were kept have none

    @property
    def answered(self) -> int:
        return self.in_time + self.extended + self.late

    @property
    def due(self) -> int:
        """What a share is taken of: answered, or due and unanswered."""
        return self.answered + self.overdue

    @property
    def judged(self) -> int:
        return self.good + self.fair + self.bad

    @property
    def silent(self) -> int:
        """Answers that nobody judged."""
        return self.answered - self.rated


@dataclass(frozen=True, slots=True)
class Row:
    agency: Agency
    kind: str  # empty: all
    figures: Figures
    least: int

    @property
    def name(self) -> str:
        return kinds.name_of(self.kind) if self.kind else ""

    def share(self, number: int, of: int) -> float | None:
        """Per cent; None where so few stand behind it that it would say nothing."""
        return 100 * number / of if of >= self.least else None

    @property
    def in_time(self) -> float | None:
        return self.share(self.figures.in_time, self.figures.due)

    @property
    def extended(self) -> float | None:
        return self.share(self.figures.extended, self.figures.due)

    @property
    def late(self) -> float | None:
        """Answered late, or unanswered after its deadline."""
        return self.share(self.figures.late + self.figures.overdue, self.figures.due)

    @property
    def median_hours(self) -> float | None:
        told = self.figures.median
        return told / 60 if told is not None and self.figures.answered >= self.least else None

    @property
    def good(self) -> float | None:
        return self.share(self.figures.good, self.figures.judged)

    @property
    def silent(self) -> float | None:
        return self.share(self.figures.silent, self.figures.answered)


@dataclass(frozen=True, slots=True)
class Card:
    """A month: every agency with all it did, and by kind."""

    month: dt.date
    rows: list[Row]
    frozen_at: dt.datetime | None
    made_at: dt.datetime | None = None  # of a month that is not frozen: when it was counted

    def of_kind(self, kind: str) -> list[Row]:
        """Like beside like: one kind (empty: all together), by the agency's name, never by rank."""
        return sorted((row for row in self.rows if row.kind == kind), key=lambda row: str(row.agency))

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Kinds that the month has, by name."""
        found = {row.kind: row.name for row in self.rows if row.kind}
        return sorted(found.items(), key=lambda one: one[1])


def first_day(day: dt.date) -> dt.date:
    return day.replace(day=1)


def next_month(month: dt.date) -> dt.date:
    return first_day(month + dt.timedelta(days=31))


def card_of(month: dt.date) -> Card:
    """What was told for good, else what the record says now."""
    least, frozen = (
        rules.value("score-least"),
        list(Score.objects.filter(month=month).select_related("agency")),
    )
    if frozen:
        rows = [Row(one.agency, one.kind, Figures(**one.figures), least) for one in frozen]
        return Card(month, rows, frozen[0].frozen_at)
    agencies, draft = Agency.objects.in_bulk(), _draft(month)
    told = [(pk, kind, Figures(**figures)) for pk, kind, figures in draft.rows]
    return Card(month, [Row(agencies[pk], kind, one, least) for pk, kind, one in told], None, draft.made_at)


def _draft(month: dt.date) -> ScoreDraft:
    """Counted within the last minutes by whoever asked first; while one counts anew the others are shown the one before."""
    kept = ScoreDraft.objects.filter(month=month).first()
    if kept is not None and _is_fresh(kept):
        return kept
    if kept is not None:
        with locks.alone(f"scorecard draft {month}") as alone:
            return _count(month) if alone else kept
    with transaction.atomic():
        locks.hold(f"scorecard draft {month}")
        return ScoreDraft.objects.filter(month=month).first() or _count(month)


def _is_fresh(draft: ScoreDraft) -> bool:
    age = clock.now() - draft.made_at
    return dt.timedelta() <= age < dt.timedelta(minutes=rules.value("score-minutes"))


def _count(month: dt.date) -> ScoreDraft:
    rows = [[agency, kind, asdict(told)] for agency, kind, told in counted(month)]
    told = {"rows": rows, "made_at": clock.now()}
    return ScoreDraft.objects.update_or_create(month=month, defaults=told)[0]


def counted(month: dt.date) -> list[tuple[int, str, Figures]]:
    """Counted anew: (agency, kind, figures); kind empty for all of them."""
    begin, end = _midnight(month), _midnight(next_month(month))
    categories = known()
    told: dict[str, Any] = {
        "begin": begin, "end": end, "until": min(end, clock.now()), "told": end + dt.timedelta(days=rules.value("score-days")),
        "origins": that_count(), "categories": categories, "kinds": [lineage(one)[-1] for one in categories],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement(__package__, "scorecard.sql", "figures"), told)
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [_told(row) for row in rows]


def _told(row: dict[str, Any]) -> tuple[int, str, Figures]:
    agency, kind, is_all = row.pop("agency_id"), row.pop("kind"), row.pop("is_all")
    return agency, "" if is_all else kind, Figures(**row)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), clock.VIETNAM)


def months() -> list[dt.date]:
    """Twelve to choose from, this one first."""
    found = [first_day(clock.today())]
    while len(found) < 12:
        found.append(first_day(found[-1] - dt.timedelta(days=1)))
    return found


def due_to_freeze() -> dt.date | None:
    """The newest month whose time to judge is over and that was not told for good yet."""
    last = first_day(clock.today() - dt.timedelta(days=rules.value("score-days")))
    month = first_day(last - dt.timedelta(days=1))
    return None if Score.objects.filter(month=month).exists() else month


def freeze(month: dt.date) -> int:
    """Tells a month for good, once: how many rows."""
    with transaction.atomic():
        locks.hold(f"scorecard {month}")
        if Score.objects.filter(month=month).exists():
            return 0
        now = clock.now()
        rows = [
            Score(month=month, agency_id=agency, kind=kind, figures=asdict(told), frozen_at=now)
            for agency, kind, told in counted(month)
        ]
        ScoreDraft.objects.filter(month=month).delete()
        return len(Score.objects.bulk_create(rows))
