"""What was answered, with n, method and non-response: counts of a survey in a period, by one way of splitting and never by two."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count as Number
from django.db.models import QuerySet, Sum

from dothi.accounts.models import Agency
from dothi.incidents import kinds
from dothi.kernel import clock
from dothi.kernel.i18n import named
from dothi.kernel.permissions import Scope
from dothi.surveys import questions, rules
from dothi.surveys.models import Answer, Fact, Invitation, Kind, Outcome, Survey
from dothi.surveys.questions import Question
from dothi.surveys.shares import FIELDS, Count, Part, parts
from dothi.territory.models import Unit

SPLITS = ("agency", "unit", "service", "month")
MONTHS = 12  # what is shown: this month and the eleven before it


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months of service, both included: days would let two periods be subtracted from each other."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Spread:
    """How one question was answered; `lines`: (words, number). Empty with fewer answers than may be shown."""

    question: Question
    n: int
    lines: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Result:
    """All that a page or a file says of a survey."""

    survey: Survey
    period: Period
    whole: Count
    least: int
    simulated: bool
    splits: dict[str, list[Part]]
    spreads: list[Spread]
    unasked: dict[str, int] = field(default_factory=dict)  # outcome → services after which nobody was asked

    @property
    def may_show(self) -> bool:
        """Enough answers that nobody is known by theirs?"""
        return self.whole.answered >= self.least


def latest() -> Period:
    this = clock.today().replace(day=1)
    year, month = divmod(this.year * 12 + this.month - 1 - (MONTHS - 1), 12)
    return Period(dt.date(year, month + 1, 1), this)


def result_of(survey: Survey, period: Period | None = None, scope: Scope | None = None) -> Result:
    """`scope`: of an officer; None: what everybody may read."""
    period = period or latest()
    facts = Fact.objects.filter(survey=survey.code, month__gte=period.first, month__lte=period.last)
    if scope is not None:
        facts = scope.restrict(facts)
    whole, least = _whole(facts), rules.value("least-n")
    enough = whole.answered >= least
    return Result(
        survey=survey,
        period=period,
        whole=whole,
        least=least,
        simulated=facts.filter(simulated=True).exists(),
        splits={name: parts(_groups(facts, name), least) for name in SPLITS} if enough else {},
        spreads=_spreads(survey, _answers(survey, period, scope), least) if enough else [],
        unasked=_unasked(survey, period, scope),
    )


def wholes_of(surveys: Sequence[Survey], scope: Scope | None = None) -> list[Result]:
    """Each survey as a list shows it, the whole alone: two statements whatever their number. `scope` as in `result_of`."""
    period, least = latest(), rules.value("least-n")
    facts = Fact.objects.filter(
        survey__in=[one.code for one in surveys], month__gte=period.first, month__lte=period.last
    )
    if scope is not None:
        facts = scope.restrict(facts)
    sums = {name: Sum(f"n_{name}") for name in FIELDS}
    rows: dict[str, Any] = {
        row["survey"]: row
        for row in facts.values("survey").annotate(any_simulated=BoolOr("simulated"), **sums)
    }
    none: dict[str, Any] = {}
    return [
        Result(
            survey=one, period=period, least=least, splits={}, spreads=[], simulated=bool(rows.get(one.code, none).get("any_simulated")),
            whole=Count(**{name: int(rows.get(one.code, none).get(name) or 0) for name in FIELDS}),
        )
        for one in surveys
    ]  # fmt: skip


def _whole(facts: QuerySet[Fact]) -> Count:
    told = facts.aggregate(**{name: Sum(f"n_{name}") for name in FIELDS})
    return Count(**{name: int(told[name] or 0) for name in FIELDS})


def _groups(facts: QuerySet[Fact], split: str) -> list[tuple[str, Count]]:
    """Each group with its name in the reader's language; months in order."""
    column = {"agency": "agency_id", "unit": "unit_id"}.get(split, split)
    rows = list(facts.values(column).annotate(**{name: Sum(f"n_{name}") for name in FIELDS}).order_by(column))
    names = _names(split, [row[column] for row in rows])
    return [(names[row[column]], Count(**{one: int(row[one] or 0) for one in FIELDS})) for row in rows]


def _names(split: str, keys: list[Any]) -> dict[Any, str]:
    if split == "month":
        return {one: f"{one:%m/%Y}" for one in keys}
    if split == "service":
        return {one: kinds.name_of(one) for one in keys}
    table: Any = Agency if split == "agency" else Unit
    return {None: "—"} | {pk: named(one) for pk, one in table.objects.in_bulk([k for k in keys if k]).items()}


def _dated(rows: QuerySet[Any], survey: Survey, period: Period, scope: Scope | None) -> QuerySet[Any]:
    begin = dt.datetime.combine(period.first, dt.time(), clock.VIETNAM)
    after = (period.last.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    end = dt.datetime.combine(after, dt.time(), clock.VIETNAM)
    rows = rows.filter(survey__code=survey.code, served_at__gte=begin, served_at__lt=end)
    return scope.restrict(rows) if scope is not None else rows


def _answers(survey: Survey, period: Period, scope: Scope | None) -> QuerySet[Answer]:
    return _dated(Answer.objects.all(), survey, period, scope)


def _unasked(survey: Survey, period: Period, scope: Scope | None) -> dict[str, int]:
    rows = _dated(Invitation.objects.exclude(outcome=Outcome.INVITED), survey, period, scope)
    return dict(rows.values_list("outcome").annotate(n=Number("pk")).order_by("outcome"))


def _spreads(survey: Survey, answers: QuerySet[Answer], least: int) -> list[Spread]:
    """Of the questions as they are asked now: answers to other words are not among them."""
    rows = list(answers.filter(survey__questions=survey.questions).values_list("values", flat=True))
    return [spread_of(one, rows, least) for one in questions.read(survey.questions) if one.options]


def spread_of(question: Question, rows: Iterable[dict[str, str]], least: int) -> Spread:
    told = Counter(row[question.code] for row in rows if question.code in row)
    n = sum(told.values())
    return Spread(question, n, [(value, told[value]) for value in question.options] if n >= least else [])


def words(survey: Survey, scope: Scope, period: Period | None = None, most: int = 200) -> list[str]:
    """Free words for officers, in the order of the alphabet: neither when they came nor from where. None below the least number."""
    rows = _answers(survey, period or latest(), scope)
    if rows.count() < rules.value("least-n"):
        return []
    told = rows.exclude(texts={}).values_list("texts", flat=True)[: most * 2]
    return sorted(text for row in told for text in row.values())[:most]


def asked_about(survey: Survey) -> str:
    """The end of a words key: who was asked."""
    return "counter" if survey.kind == Kind.VISIT else str(survey.kind)
