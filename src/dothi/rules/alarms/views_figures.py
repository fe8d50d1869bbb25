"""The page of figures of alarms, and the same as files."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dothi.accounts.asker import person_of, scope_of
from dothi.kernel import clock, moments
from dothi.kernel.permissions import requires
from dothi.kernel.sheets import MEDIA_TYPE
from dothi.rules.alarms import figures, figures_sheet, forms, guides, queries
from dothi.rules.alarms.figures import Period

LENGTHS = {"1": 1, "7": 7, "30": 30, "90": 90}  # days to choose from
LONGEST = dt.timedelta(days=366)


@require_GET
@requires("alarms.view")
def page(request: HttpRequest) -> HttpResponse:
    """Rates against the guides, what stands, what chatters, how long people waited: each figure leads to its alarms."""
    period, scope = period_of(request), scope_of(request)
    found = figures.figures(scope, period)
    context = found | {
        "most_hour": max((row["mean"] for row in found["hours"]), default=0) or 1,
        "guides": guides.in_force(),
        "may_see_guides": person_of(request).may("rules.view"),
        "counts": queries.counts(scope),
        "states": queries.STATES,
        "agencies": figures.agencies(scope),
        "lengths": LENGTHS.values(),
        "chosen": request.GET.get("days", "") or ("" if request.GET.get("since") else "7"),
        "query": request.GET.urlencode(),
    }
    return render(request, "alarms/figures.html", context)


@require_GET
@requires("alarms.view")
def as_csv(request: HttpRequest) -> HttpResponse:
    found = figures.figures(scope_of(request), period_of(request))
    return _file(figures_sheet.as_csv(found).encode(), "text/csv; charset=utf-8", "csv")


@require_GET
@requires("alarms.view")
def as_xlsx(request: HttpRequest) -> HttpResponse:
    found = figures.figures(scope_of(request), period_of(request))
    return _file(figures_sheet.as_xlsx(found), MEDIA_TYPE, "xlsx")


def _file(content: bytes, kind: str, ending: str) -> HttpResponse:
    name = f"thong-ke-canh-bao-{clock.today():%Y-%m-%d}.{ending}"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def period_of(request: HttpRequest) -> Period:
    """The last so many days up to the next full minute, or two days of Viet Nam (the second included); a year at most."""
    agency = forms.number(request.GET.get("agency"))
    since, until = moments.day(request.GET.get("since")), moments.day(request.GET.get("until"))
    if since and until and since <= until:
        begins, ends = _begins(since), _begins(until + dt.timedelta(days=1))
        return Period(max(begins, ends - LONGEST), ends, agency)
    days = LENGTHS.get(request.GET.get("days", ""), 7)
    now = clock.now().replace(second=0, microsecond=0) + dt.timedelta(minutes=1)
    return Period(now - dt.timedelta(days=days), now, agency)


def _begins(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, clock.VIETNAM)
