"""The page of insight: clusters, repeat places, seasons, load to come. All of it within one's scope, and each leads to its reports."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.accounts.asker import scope_of
from dothi.kernel import settings
from dothi.kernel.permissions import Scope, requires
from dothi.reports.insight import reading, seasons, showing
from dothi.reports.insight.models import Found


@require_safe
@requires("reports.view")
def insight(request: HttpRequest) -> HttpResponse:
    """What the reports show beyond each of them, as it was reckoned last night."""
    scope, run = scope_of(request), reading.last_run()
    if run is None:
        return render(request, "reports/insight.html", {"run": None})
    limits = run.fields
    told = {
        "run": run,
        "is_demo": settings.read("DEMO"),
        "cluster": limits["cluster"],
        "repeat": limits["repeat"],
        "clusters": _places(reading.found(Found.Kind.CLUSTER, scope), limits["cluster"]["metres"]),
        "repeats": _places(reading.found(Found.Kind.REPEAT, scope), limits["repeat"]["metres"]),
    }
    return render(request, "reports/insight.html", told | _over_time(scope))


def _places(rows: list[Found], metres: int) -> list[showing.Place]:
    return [showing.Place(one, metres) for one in rows]


def _over_time(scope: Scope) -> dict[str, Any]:
    days, topics_of = reading.days(scope), reading.topics(scope)
    span = reading.known_span(days)
    if span is None:
        return {"span": None}
    told: dict[str, Any] = {
        "span": span,
        "months_known": seasons.months_known(*span),
        "loads": [
            showing.Load(agency, n, made, span[1]) for agency, n, made in reading.forecasts(days, span)
        ],
    }
    if (monthly := reading.topics_by_month(topics_of, span)) is not None:
        topics, years = monthly
        sure = seasons.months_known(*years) >= seasons.SURE_MONTHS
        told |= {"months": showing.by_month(topics, years[1]), "years": years, "months_sure": sure}
    if (weekly := reading.topics_by_weekday(topics_of, span)) is not None:
        told |= {"weekdays": showing.by_weekday(weekly[0], span[1], weekly[1]), "weeks": weekly[1]}
    return told
