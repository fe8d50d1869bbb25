"""Lists of alarms: what is abnormal now, what was set aside, what the map draws."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from dothi.accounts.asker import person_of, scope_of
from dothi.entities import queries as entities
from dothi.kernel import clock
from dothi.kernel.i18n import language
from dothi.kernel.origin import Origin
from dothi.kernel.pages import Pages
from dothi.kernel.permissions import Scope, requires
from dothi.rules.alarms import forms, guides, queries
from dothi.rules.alarms.flood import Flood, flood_of
from dothi.rules.alarms.grouping import Bundle
from dothi.rules.alarms.models import Alarm

PER_PAGE = 50
MAP_LIMIT = 2000
MOST_UNDER = 200  # rows of one opened cause; the list of its rule has them all


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list: an alarm, what is folded under it, and whether that is open."""

    alarm: Alarm
    bundle: Bundle | None = None
    is_open: bool = False
    is_under: bool = False


@require_GET
@requires("alarms.view")
def alarm_list(request: HttpRequest) -> HttpResponse:
    """What is abnormal now, since when, who owns it."""
    context = _rows(request) | {"choices": queries.choices(scope_of(request))}
    return render(request, "alarms/list.html", context)


@require_GET
@requires("alarms.view")
def alarm_rows(request: HttpRequest) -> HttpResponse:
    """The same rows alone: the page asks for them again after every event."""
    return render(request, "alarms/_table.html", _rows(request))


def _rows(request: HttpRequest) -> dict[str, Any]:
    asked, scope = forms.alarm_filter(request.GET), scope_of(request)
    flood = flood_of(scope)
    page, lines = _lines(request, scope, asked, flood)
    person = person_of(request)
    shown = [line.alarm for line in lines]
    return {
        "page": page,
        "lines": lines,
        "asked": asked,
        "flood": flood,
        "guides": guides.in_force(),
        "is_folded": _is_folded(request, asked),
        "can_fold": asked.state in queries.FOLDED,
        "other_fold": "no" if _is_folded(request, asked) else "",
        "states": queries.STATES,
        "shelve_hours": guides.HOURS,
        "reached": entities.reached((alarm.entity_urn for alarm in shown), person.scope("entities.view")),
        "counts": queries.counts(scope),
        "query": request.GET.urlencode(),
        "may_act": person.may("alarms.act"),
        "may_shelve": person.may("alarms.shelve"),
        "may_open": person.may("incidents.open"),
    }


def _is_folded(request: HttpRequest, asked: queries.Filter) -> bool:
    return asked.state in queries.FOLDED and request.GET.get("fold") != "no"


def _lines(
    request: HttpRequest, scope: Scope, asked: queries.Filter, flood: Flood
) -> tuple[Page[Any], list[Line]]:
    """One page of the list: causes with what is open under them, or, unfolded, alarm by alarm."""
    number = request.GET.get("page")
    if not _is_folded(request, asked):
        pks = queries.listed(scope, asked).values_list("pk", flat=True)  # what is turned over is not read
        plain = Pages(pks, PER_PAGE).get_page(number)
        shown = queries.by_pk(scope, plain.object_list)
        return plain, [Line(shown[pk]) for pk in plain.object_list if pk in shown]
    page = Paginator(queries.folded(scope, asked, flood=flood.is_on), PER_PAGE).get_page(number)
    opened = forms.numbers(request.GET.getlist("under"))
    bundles = list(page.object_list)
    wanted = [
        pk
        for bundle in bundles
        for pk in (bundle.pks[:MOST_UNDER] if _is_open(bundle, opened) else [bundle.cause.pk])
    ]
    return page, list(_unfolded(bundles, opened, queries.by_pk(scope, wanted)))


def _is_open(bundle: Bundle, opened: set[int]) -> bool:
    """The address names any alarm of it: its cause may be another by now."""
    return bool(bundle.under) and not opened.isdisjoint(bundle.pks)


def _unfolded(bundles: list[Bundle], opened: set[int], found: dict[int, Alarm]) -> Iterator[Line]:
    for bundle in bundles:
        if bundle.cause.pk not in found:  # closed between the two reads
            continue
        is_open = _is_open(bundle, opened)
        yield Line(found[bundle.cause.pk], bundle, is_open)
        if is_open:
            yield from (
                Line(found[each.pk], is_under=True)
                for each in bundle.under[: MOST_UNDER - 1]
                if each.pk in found
            )


@require_GET
@requires("alarms.view")
def set_aside_list(request: HttpRequest) -> HttpResponse:
    """What people set aside: until when, why, who, and what happened meanwhile. Nothing here is forgotten."""
    scope = scope_of(request)
    context = {
        "rows": queries.aside_rows(scope, MAP_LIMIT),
        "counts": queries.counts(scope),
        "states": queries.STATES,
        "may_shelve": person_of(request).may("alarms.shelve"),
        "may_manage": person_of(request).may("rules.manage"),
    }
    return render(request, "alarms/set_aside.html", context)


@require_GET
@requires("alarms.view")
@gzip_page
def active_json(request: HttpRequest) -> JsonResponse:
    """The map's snapshot: active alarms in a box, in the reader's language."""
    found = queries.active_alarms(scope_of(request), forms.box(request.GET.get("bbox", "")))
    if urn := request.GET.get("urn"):
        found = found.filter(entity_urn=urn)
    alarms = [_on_map(alarm) for alarm in found[: MAP_LIMIT + 1]]
    return JsonResponse({"alarms": alarms[:MAP_LIMIT], "truncated": len(alarms) > MAP_LIMIT})


def _on_map(alarm: Alarm) -> dict[str, Any]:
    return {
        "alarm": alarm.pk,
        "entity": alarm.entity_urn,
        "name": alarm.entity_name,
        "severity": alarm.severity,
        "kind": alarm.kind,
        "title": alarm.rule.name_en if language() == "en" else alarm.rule.name_vi,
        "acknowledged": alarm.acknowledged,
        "active": alarm.active,
        "origin": Origin(alarm.origin).word,
        "raised_at": clock.iso(alarm.raised_at),
        "lon": alarm.lon,
        "lat": alarm.lat,
        "url": f"/alarms/{alarm.pk}/",
    }
