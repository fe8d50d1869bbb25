"""The public scorecard of a month: how agencies answered, by like kinds, with the number behind each figure."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.kernel import clock, settings
from dothi.kernel.errors import NotFound
from dothi.kernel.i18n import named, t
from dothi.kernel.permissions import public
from dothi.kernel.sheets import csv_line
from dothi.reports import rules
from dothi.reports.publicity import scorecard
from dothi.reports.publicity.scorecard import Card, Row

FIRST = dt.date(2020, 1, 1)
COLUMNS = (
    "agency", "kind", "received", "answered", "in-time", "extended", "late", "overdue", "in-time-share", "extended-share",
    "late-share", "median", "paused", "reopened", "judged", "good", "fair", "bad", "good-share", "silent-share", "origin",
)  # fmt: skip


@public
@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """`thang` (2026-10; last month without), `loai`: one kind beside the same kind of others."""
    told = scorecard.card_of(_month(request))
    kind = request.GET.get("loai", "")[:120]
    kind = kind if kind in dict(told.kinds) else ""
    context = {
        "card": told,
        "kind": kind,
        "rows": told.of_kind(kind),
        "months": scorecard.months(),
        "least": rules.value("score-least"),
        "days": rules.value("score-days"),
        "is_demo": settings.read("DEMO"),
    }
    return render(request, "reports/scorecard.html", context)


@public
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """The same as CSV: every agency, together and by kind. What rests on too few is empty."""
    told = scorecard.card_of(_month(request))
    lines = [csv_line([t(f"reports-score-{one}") for one in COLUMNS])]
    lines += [csv_line(_cells(row)) for row in _in_order(told)]
    answer = HttpResponse("\ufeff" + "".join(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="bang-diem-{told.month:%Y-%m}.csv"'
    return answer


def _in_order(told: Card) -> list[Row]:
    return sorted(told.rows, key=lambda row: (str(row.agency), row.kind))


def _cells(row: Row) -> list[object]:
    told = row.figures
    shown = (row.in_time, row.extended, row.late, row.median_hours)
    return [
        named(row.agency), row.name or t("reports-score-all"), told.received, told.answered, told.in_time, told.extended,
        told.late, told.overdue, *map(_round, shown), told.paused, told.reopened, told.judged, told.good, told.fair, told.bad,
        _round(row.good), _round(row.silent), t(f"reports-score-origin-{'demo' if settings.read('DEMO') else 'live'}"),
    ]  # fmt: skip


def _round(value: float | None) -> object:
    return "" if value is None else round(value, 1)


def _month(request: HttpRequest) -> dt.date:
    """Raises NotFound: no month, or one that has not begun."""
    told, today = request.GET.get("thang", "")[:7], clock.today()
    try:
        month = dt.date.fromisoformat(f"{told}-01") if told else scorecard.months()[1]
    except ValueError as error:
        raise NotFound("report-no-month", month=told) from error
    if not FIRST <= month <= today:
        raise NotFound("report-no-month", month=told)
    return month
