"""One indicator: its figure, the communes and entities behind it, its course, what it means and how it was before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from dothi.accounts.asker import scope_of
from dothi.accounts.models import Agency
from dothi.entities import meaning
from dothi.entities.queries import reached
from dothi.indicators import book, formulas, notes, queries
from dothi.indicators.defining import targets
from dothi.indicators.merging import Merged, merged
from dothi.indicators.models import Indicator, Over, Report
from dothi.indicators.periods import begin_asked
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.facts import Fact, find_fact
from dothi.kernel.i18n import language, t
from dothi.kernel.permissions import Scope, requires
from dothi.packs.queries import find_standing
from dothi.territory.models import Unit

CHART_HOURS = (24, 168, 720)
STEP_S = {
    Over.NOW: 3600,
    Over.HOUR: 3600,
    Over.DAY: 86_400,
    Over.MONTH: 31 * 86_400,
    Over.QUARTER: 92 * 86_400,
    Over.YEAR: 366 * 86_400,
}


@require_safe
@requires("indicators.view")
def indicator_page(request: HttpRequest, code: str) -> HttpResponse:
    """The figure of the newest period, or of the one that began `at`."""
    one, scope = book.get_indicator(code), scope_of(request)
    reading = queries.readings([one], scope)[one.code]
    begin = _begin(request.GET.get("at", ""), one) or (reading.figure.starts_at if reading.figure else None)
    sees = request.user.scope("entities.view")  # type: ignore[union-attr]
    records = queries.records(one, begin, sees) if begin and sees else []
    context = {
        "one": one,
        "pack_name": found.name if (found := find_standing(one.pack)) else "",
        "reading": reading,
        "figure": _figure(one, begin, scope),
        "units": _units(one, begin, scope),
        "shows_parts": one.figure in ("mean", "share", "ratio", "formula"),
        "records": records,
        **_rows(request, one, begin),
        "linked": reached([record.urn for record in records], sees) if records else frozenset(),
        "reports": _reports(one, begin, scope),
        "past": queries.revisions(one, begin, scope) if begin else [],
        "owner": Agency.objects.filter(code=one.owner).first() if one.owner else None,
        "versions": book.versions(code),
        "explained": queries.explained(one),
        "days": 168 if one.over in (Over.NOW, Over.HOUR) else 720,
    }
    return render(request, "indicators/indicator.html", context)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A record behind a formula with what a screen shows of it."""

    row: formulas.Row
    unit: Unit | None
    url: str


def _rows(request: HttpRequest, one: Indicator, begin: dt.datetime | None) -> dict[str, Any]:
    """The records behind a formula, for who may open them."""
    if (
        begin is None
        or one.figure != formulas.WORD
        or (fact := find_fact(str(one.parameters.get("fact")))) is None
    ):
        return {}
    scope: Scope = request.user.scope(fact.permission)  # type: ignore[union-attr]
    if not scope:
        return {"may_not_see_rows": True}
    found = formulas.rows(one, begin, scope)
    units = Unit.objects.in_bulk({row.unit_id for row in found if row.unit_id})
    return {"rows": [_Shown(row, units.get(row.unit_id or 0), _url(fact, row.key)) for row in found]}


def _url(fact: Fact, key: str) -> str:
    try:
        return reverse(fact.record, args=[key]) if fact.record and key else ""
    except NoReverseMatch:  # a key that its page has no address for
        return ""


def _figure(one: Indicator, begin: dt.datetime | None, scope: Scope) -> Merged | None:
    if begin is None:
        return None
    cells = list(queries.visible(scope, [one.code]).filter(starts_at=begin))
    return merged(one, cells)


def _units(one: Indicator, begin: dt.datetime | None, scope: Scope) -> list[tuple[Unit | None, Merged]]:
    """Commune by commune; nothing where there is but one figure of no commune (a department's)."""
    rows = queries.by_unit(one, begin, scope) if begin else []
    return rows if any(unit for unit, _ in rows) or one.figure != "typed" else []


def _reports(one: Indicator, begin: dt.datetime | None, scope: Scope) -> list[Report]:
    """The papers behind a typed figure."""
    if begin is None or one.figure != "typed":
        return []
    found = queries.visible(scope, [one.code]).filter(starts_at=begin, report__isnull=False)
    rows = Report.objects.filter(pk__in=found.values("report_id")).select_related(
        "agency", "typed_by", "decided_by"
    )
    return list(rows.order_by("agency__name_vi"))


def _begin(text: str, one: Indicator) -> dt.datetime | None:
    """Begin of the period that an address asks for. Raises BadRequest."""
    return begin_asked(text, one.over) if text else None


@require_safe
@requires("indicators.view")
def indicator_series(request: HttpRequest, code: str) -> JsonResponse:
    """The course of an indicator for `<time-chart>`; a period's figure stands at its begin, a gap is a hole."""
    one, scope, now = book.get_indicator(code), scope_of(request), clock.now()
    hours = hours_of(request.GET.get("hours", ""))
    number = {Over.DAY: hours // 24 + 1, Over.MONTH: 3, Over.QUARTER: 8, Over.YEAR: 10}.get(
        Over(one.over), hours + 1
    )
    found = queries.series(one, scope, number, now)
    points = [
        (milliseconds(begin), figure.value, figure.origin.word if figure.origin else "live")
        for begin, figure in found.items()
        if figure is not None and figure.value is not None
    ]
    aim = targets.value_for(one, targets.year_of(now), targets.targets([code]))
    limits = [] if aim is None else [{"value": aim, "label": t("indicators-target"), "severity": "medium"}]
    told = {
        "attr": code, "label": one.name_en if language() == "en" else one.name_vi, "unit": meaning.unit(one.unit_code),
        "step_s": STEP_S[Over(one.over)], "digits": 1, "limits": limits, "points": points,
        "notes": notes.of([code], scope, now - dt.timedelta(hours=hours)).get(code, []),
    }  # fmt: skip
    first = now - dt.timedelta(hours=hours)
    return JsonResponse({"from": milliseconds(first), "to": milliseconds(now), "series": [told]})


def hours_of(text: str) -> int:
    """How far back a chart reaches. Raises BadRequest."""
    if text not in {str(one) for one in CHART_HOURS}:
        raise BadRequest("chart-hours-unknown", hours=text[:10])
    return int(text)


def milliseconds(at: dt.datetime) -> int:
    return round(at.timestamp() * 1000)
