"""Screens of entities: the list, one entity with its chart and history, as it was known at a past minute, CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.accounts.asker import scope_of
from dothi.accounts.models import Agency, Person
from dothi.entities import meaning, queries, searching, thinning
from dothi.entities.core.rows import Kind
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.moments import past_minute
from dothi.kernel.permissions import requires
from dothi.kernel.sheets import csv_line
from dothi.territory.lookup import unit_at
from dothi.territory.models import Unit

PAGE = 50
REVISIONS = 100
CSV_ROWS = 200_000
CHART_HOURS = (24, 168, 720)


@require_safe
@requires("entities.view")
def entity_list(request: HttpRequest) -> HttpResponse:
    """Every entity in scope: searched without accents, by type, with the age and origin of its newest value."""
    text, type_ = request.GET.get("q", "").strip()[:100], request.GET.get("type", "")[:200]
    number = max(1, _whole(request, "page", 1))
    found = searching.listed(scope_of(request), text, type_ or None, PAGE, (number - 1) * PAGE)
    page, rows = Paginator(range(found.total), PAGE).get_page(number), found.rows
    units = Unit.objects.in_bulk({row.unit_id for row in rows if row.unit_id})
    lines = [
        (row, meaning.type_(row.types[0]) if row.types else "", units.get(row.unit_id or 0)) for row in rows
    ]
    types = [(short, meaning.type_(short), count) for short, count in queries.types(scope_of(request))]
    context = {"lines": lines, "page": page, "found": found, "q": text, "type": type_, "types": types}
    return render(request, "entities/list.html", context)


@require_safe
@requires("entities.view")
def entity_page(request: HttpRequest, urn: str) -> HttpResponse:
    """One entity now, or with `?at=` (Viet Nam time, `2026-11-20T14:00`) as it was known then: name, values, place, corrections."""
    entity = queries.entity(urn, scope_of(request))
    at = past_minute(request.GET.get("at", ""))
    if at:
        entity = replace(entity, values=queries.known_at(urn, at, scope_of(request)))
    values = entity.values
    measured = [value for value in values if _is_number(value.value)]
    charted = request.GET.get("attr") or _first_charted(measured)
    context = {
        "entity": entity,
        "type": meaning.type_(entity.types[0]) if entity.types else "",
        "lines": _lines(values, entity.types),
        "facts": [
            (meaning.attribute(v.attr, entity.types), meaning.value(v.attr, v.value, entity.types))
            for v in values
            if isinstance(v.value, str | bool) and v.kind != Kind.GEO and v.attr != "name"
        ],
        "charted": charted,
        "chartable": list(dict.fromkeys((v.attr, meaning.attribute(v.attr, entity.types)) for v in measured)),
        "at": at,
        "unit": _unit(_unit_known_at(entity, at) if at else entity.unit_id),
        "agency": Agency.objects.filter(pk=entity.agency_id).first() if entity.agency_id else None,
        "now": clock.now(),
        "is_air": any(meaning.knows_level(value.attr) for value in values),
    }
    return render(request, "entities/entity.html", context)


@require_safe
@requires("entities.view")
def entity_values(request: HttpRequest, urn: str) -> HttpResponse:
    """The living part of its page: the values as they are now."""
    entity = queries.entity(urn, scope_of(request))
    return render(request, "entities/_values.html", {"lines": _lines(entity.values, entity.types)})


def _unit_known_at(entity: queries.Entity, at: dt.datetime) -> int | None:
    """The unit that its place of then lay in on that day; None unless that place was a point."""
    place = entity.value("location")
    if place is None or not isinstance(place.value, dict) or place.value.get("type") != "Point":
        return None
    lon, lat = place.value["coordinates"][:2]
    return unit_at(lon, lat, at.astimezone(clock.VIETNAM).date()).unit_id


def _unit(unit_id: int | None) -> Unit | None:
    return Unit.objects.filter(pk=unit_id).first() if unit_id else None


def _first_charted(measured: list[queries.Value]) -> str:
    """The index where there is one: it sums up the rest."""
    names = [value.attr for value in measured]
    return next((name for name in names if meaning.knows_level(name)), names[0] if names else "")


def _lines(values: Iterable[queries.Value], types: Sequence[str]) -> list[dict[str, Any]]:
    """Measured values with label, unit and, for an index, its level."""
    return [
        {
            "value": value,
            "label": meaning.attribute(value.attr, types),
            "unit": meaning.unit(value.unit_code),
            "level": meaning.level(value.attr, value.value, value.observed_at),
        }
        for value in values
        if _is_number(value.value)
    ]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@require_safe
@requires("entities.view")
def entity_history(request: HttpRequest, urn: str) -> HttpResponse:
    """Everything ever told about the entity (known `at` a past minute), corrections and all: a part of its page."""
    at = past_minute(request.GET.get("at", ""))
    attr = request.GET.get("attr", "")[:200]
    number = max(1, _whole(request, "page", 1))
    type_ = urn.split(":")[2] if urn.count(":") > 2 else ""  # as the names of things have it
    rows = queries.revisions(
        urn,
        scope_of(request),
        attr or None,
        limit=REVISIONS + 1,
        offset=(number - 1) * REVISIONS,
        known_at=at,
    )
    lines = [
        (
            row,
            meaning.attribute(row.attr, type_),
            meaning.unit(row.unit_code),
            _is_number(row.value),
            meaning.value(row.attr, row.value, type_),
        )
        for row in rows[:REVISIONS]
    ]
    context = {
        "urn": urn,
        "at": at,
        "lines": lines,
        "attr": attr,
        "number": number,
        "may_correct": at is None and _may_correct(request),
        "is_last": len(rows) <= REVISIONS,
    }
    return render(request, "entities/_history.html", context)


def _may_correct(request: HttpRequest) -> bool:
    """A hint for the page; the form itself asks whether this person may, here."""
    assert isinstance(request.user, Person)
    return bool(request.user.scope("connectors.manage"))


@require_safe
@requires("entities.view")
def entity_series(request: HttpRequest, urn: str) -> JsonResponse:
    """Series for `<time-chart>`: `attrs=pm25,pm10`, the last `hours` (24, 168 or 720) up to now or, as known then, up to `at`."""
    hours = _whole(request, "hours", 24)
    if hours not in CHART_HOURS:
        raise BadRequest("chart-hours-unknown", hours=hours)
    entity = queries.entity(urn, scope_of(request))
    at = past_minute(request.GET.get("at", ""))
    end = at or clock.now()
    start = end - dt.timedelta(hours=hours)
    attrs = [attr for attr in request.GET.get("attrs", "").split(",") if attr][:8]
    series = [series_of(entity, attr, start, end, at) for attr in attrs]
    return JsonResponse({"from": _ms(start), "to": _ms(end), "series": series})


def series_of(
    entity: queries.Entity,
    attr: str,
    start: dt.datetime,
    end: dt.datetime,
    known_at: dt.datetime | None = None,
) -> dict[str, Any]:
    """One line of `<time-chart>`: points, unit, usual step, limits."""
    told = queries.series(entity.urn, attr, start, end + dt.timedelta(minutes=5), known_at=known_at)
    points = [point for point in told if _is_number(point.value)]
    current = entity.value(attr)
    limits = [limit for type_ in entity.types for limit in meaning.limits(type_, attr)]
    return {
        "attr": attr,
        "label": meaning.attribute(attr, entity.types),
        "unit": meaning.unit(current.unit_code if current else None),
        "step_s": thinning.usual_step(points),
        "digits": 0 if all(float(point.value).is_integer() for point in points) else 1,
        "limits": [
            {"value": limit.value, "label": limit.label, "severity": limit.severity} for limit in limits
        ],
        "points": [
            (_ms(point.observed_at), point.value, point.origin.word) for point in thinning.thinned(points)
        ],
    }


def _ms(at: dt.datetime) -> int:
    return round(at.timestamp() * 1000)


@require_safe
@requires("entities.view")
def entity_csv(request: HttpRequest, urn: str) -> StreamingHttpResponse:
    """The whole history of the entity (or of `attr`) as CSV, with revisions, origin and source; UTF-8 with a mark for spreadsheets."""
    entity = queries.entity(urn, scope_of(request))
    rows = queries.revisions(urn, scope_of(request), request.GET.get("attr") or None, limit=CSV_ROWS)
    response = StreamingHttpResponse(_csv_lines(entity.urn, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{entity.urn.rsplit(":", 1)[-1]}.csv"'
    return response


def _csv_lines(urn: str, rows: Iterable[queries.Revision]) -> Iterator[str]:
    head = (
        "entity",
        "attribute",
        "observedAt",
        "revision",
        "value",
        "unitCode",
        "origin",
        "source",
        "recordedAt",
        "quality",
        "correctionReason",
    )
    yield "\ufeff" + csv_line(head)
    for row in rows:
        value = "" if row.is_end or row.is_withdrawn else row.value
        cells = (
            urn,
            row.attr,
            clock.iso(row.observed_at),
            row.revision,
            value,
            row.unit_code or "",
            row.origin.word,
            row.source,
            clock.iso(row.recorded_at),
            row.quality_word,
            row.reason or "",
        )
        yield csv_line(cells)


def _whole(request: HttpRequest, name: str, default: int) -> int:
    text = request.GET.get(name, "")
    if text and not (text.isdecimal() and len(text) < 19):
        raise BadRequest("query-not-a-number", name=name, value=text[:50])
    return int(text) if text else default
