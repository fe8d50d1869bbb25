"""What a person may read of what was found: heaps all of whose reports they see, days of what their scope covers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import F, Max, Min, QuerySet, Sum
from django.db.models.functions import TruncMonth

from dothi.accounts.models import Agency
from dothi.kernel import clock
from dothi.kernel.calendar import in_force
from dothi.kernel.permissions import Scope
from dothi.reports import queries
from dothi.reports.insight import loads, seasons
from dothi.reports.insight.models import Day, Found, Run, WholeDay
from dothi.reports.insight.seasons import Topic

MOST_SHOWN, MOST_TOPICS, MOST_AGENCIES = 30, 12, 12
LEAST_A_MONTH = 20  # an agency with fewer reports in four weeks has no load to forecast


def last_run() -> Run | None:
    return Run.objects.order_by("-pk").first()


def found(kind: str, scope: Scope) -> list[Found]:
    """The most telling first."""
    order = ("chance", "-number", "pk") if kind == Found.Kind.CLUSTER else ("-number", "-until", "pk")
    rows = list(Found.objects.filter(kind=kind).select_related("unit").order_by(*order))
    return _seen_whole(rows, scope)[:MOST_SHOWN]


def _seen_whole(rows: Sequence[Found], scope: Scope) -> list[Found]:
    if scope.everywhere:
        return list(rows)
    named = {pk for one in rows for pk in one.ids}
    seen = set(queries.visible(scope).filter(pk__in=named).values_list("pk", flat=True))
    return [one for one in rows if seen.issuperset(one.ids)]


def days(scope: Scope) -> QuerySet[Day]:
    """As reports are seen: what lies in the scope's area, and what is with an agency of it or with the holder's own."""
    return Day.objects.filter(queries.reach(scope))


def topics(scope: Scope) -> QuerySet[Day] | QuerySet[WholeDay]:
    """What the topics are counted from: `days`, added up beforehand for whoever sees all."""
    return WholeDay.objects.all() if scope.everywhere else days(scope)


def known_span(rows: QuerySet[Day]) -> tuple[dt.date, dt.date] | None:
    """From the first day with a report to yesterday: today is not over. None: nothing yet."""
    told = rows.aggregate(first=Min("day"), last=Max("day"))
    last = clock.today() - dt.timedelta(days=1)
    if told["first"] is None or told["first"] > last:
        return None
    return told["first"], last


def topics_by_month(
    rows: QuerySet[Day] | QuerySet[WholeDay], span: tuple[dt.date, dt.date]
) -> tuple[list[Topic], tuple[dt.date, dt.date]] | None:
    """None: not one whole year."""
    years = seasons.whole_years(*span)
    if years is None:
        return None
    counts = _counts(
        rows.filter(day__lte=years[1]), years[0], TruncMonth("day")
    )  # each month on its first day
    return seasons.by_month(counts, *years)[:MOST_TOPICS], years


def topics_by_weekday(
    rows: QuerySet[Day] | QuerySet[WholeDay], span: tuple[dt.date, dt.date]
) -> tuple[list[Topic], int] | None:
    """None: fewer whole weeks than `LEAST_WEEKS`; else of at most a year."""
    weeks = min(52, ((span[1] - span[0]).days + 1) // 7)
    if weeks < seasons.LEAST_WEEKS:
        return None
    first = span[1] - dt.timedelta(days=7 * weeks - 1)
    return seasons.by_weekday(_counts(rows, first, F("day")), span[1], weeks)[:MOST_TOPICS], weeks


def _counts(
    rows: QuerySet[Day] | QuerySet[WholeDay], first: dt.date, on: F | TruncMonth
) -> dict[str, dict[dt.date, int]]:
    told: dict[str, dict[dt.date, int]] = defaultdict(dict)
    lately = rows.filter(day__gte=first).annotate(on=on).values_list("category", "on")
    for category, day, number in lately.annotate(n=Sum("number")):
        told[category][day] = number
    return told


def forecasts(
    rows: QuerySet[Day], span: tuple[dt.date, dt.date]
) -> list[tuple[Agency, int, loads.Forecast | None]]:
    """Of each agency with a load, the heaviest first: what came in the last four weeks, and the fortnight to come."""
    lately = rows.filter(day__gt=span[1] - dt.timedelta(days=28), day__lte=span[1], agency__isnull=False)
    heavy = (
        lately.values("agency")
        .annotate(n=Sum("number"))
        .filter(n__gte=LEAST_A_MONTH)
        .order_by("-n", "agency")
    )
    named = Agency.objects.in_bulk([row["agency"] for row in heavy[:MOST_AGENCIES]])
    calendar = in_force()
    return [
        (named[row["agency"]], row["n"], loads.forecast(_series(rows, row["agency"]), *span, lambda day: calendar.day(day).off))
        for row in heavy[:MOST_AGENCIES]
    ]  # fmt: skip


def _series(rows: QuerySet[Day], agency_id: int) -> dict[dt.date, int]:
    """The days that trials and trainings need."""
    first = clock.today() - dt.timedelta(days=7 * loads.ORIGINS + loads.TRAINING + 2 * loads.AHEAD + 7)
    found = rows.filter(agency=agency_id, day__gte=first).values("day").annotate(n=Sum("number"))
    return {row["day"]: row["n"] for row in found}
