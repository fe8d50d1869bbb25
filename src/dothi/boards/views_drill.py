"""From a figure or a count to its areas, and from an area to the records: two clicks, one page each."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.boards import counting, drilling, exporting, showing
from dothi.boards.contents import WORK
from dothi.boards.views import handed_out
from dothi.indicators import book
from dothi.indicators.models import Indicator
from dothi.indicators.periods import begin_asked
from dothi.kernel import clock
from dothi.kernel.errors import NotAllowed, NotFound
from dothi.kernel.i18n import named
from dothi.kernel.permissions import Scope, requires
from dothi.territory.models import Unit


@require_safe
@requires("indicators.view")
def figure_areas(request: HttpRequest, code: str) -> HttpResponse:
    """The first click: the areas that a figure is made of, the worst first; its notes."""
    one, person, scope = book.get_indicator(code), person_of(request), scope_of(request)
    figure = showing.figures([code], scope).get(code)
    begin = _begin(request, one, scope)
    context: dict[str, Any] = {
        "one": one, "figure": figure, "begin": begin, "areas": drilling.areas(one, begin, scope) if begin else [],
        "shows_parts": one.figure in ("mean", "share", "ratio"), "endings": exporting.ENDINGS,
        "may_note": bool(person.scope("boards.share")), "thread": uuid4(), "past": _past(figure),
    }  # fmt: skip
    return render(request, "boards/areas.html", context)


@require_safe
@requires("indicators.view")
def figure_records(request: HttpRequest, code: str, unit: int) -> HttpResponse:
    """The second click: what the figure of one area was made of, each with its own page."""
    one, person, scope = book.get_indicator(code), person_of(request), scope_of(request)
    place, begin = _unit(unit, scope), _begin(request, one, scope)
    key = place.pk if place else None
    context = {
        "one": one, "place": place, "begin": begin,
        "part": drilling.cell(one, begin, key, scope) if begin else None,
        "records": drilling.records(one, begin, key, person) if begin else drilling.Records([]),
    }  # fmt: skip
    return render(request, "boards/records.html", context)


@require_safe
@requires("indicators.view")
def figure_export(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """The areas of one period as a file."""
    one, person, scope = book.get_indicator(code), person_of(request), scope_of(request)
    begin = _begin(request, one, scope)
    figure = showing.figures([code], scope).get(code)
    owner = named(figure.owner) if figure and figure.owner else one.owner
    told = exporting.area_rows(one, drilling.areas(one, begin, scope) if begin else [], owner, scope)
    body, kind = exporting.written(ending, told, exporting.about(one.name_vi, person))
    return handed_out(body, kind, f"{one.code}.{ending}")


@require_safe
@requires("indicators.view")
def work_areas(request: HttpRequest, of: str) -> HttpResponse:
    """The first click on a count of alarms, cases or tasks."""
    scope, now = _work_scope(request, of), clock.now()
    numbers = counting.by_unit(of, scope, now)
    units = Unit.objects.in_bulk([pk for pk in numbers if pk is not None])
    areas = [(units.get(pk) if pk else None, number) for pk, number in numbers.most_common()]
    return render(
        request, "boards/work_areas.html", {"of": of, "areas": areas, "whole": sum(numbers.values())}
    )


@require_safe
@requires("indicators.view")
def work_records(request: HttpRequest, of: str, unit: int) -> HttpResponse:
    """The second click."""
    scope = _work_scope(request, of)
    place = _unit(unit, scope)
    records = drilling.work_records(of, place.pk if place else None, scope, clock.now())
    return render(request, "boards/records.html", {"of": of, "place": place, "records": records})


def _past(figure: showing.Figure | None) -> list[dt.datetime]:
    """Periods that may be looked at or noted, the newest first."""
    return sorted(figure.course, reverse=True)[:60] if figure else []


def _work_scope(request: HttpRequest, of: str) -> Scope:
    if of not in WORK:
        raise NotFound("not-found")
    scope = person_of(request).scope(showing.RIGHTS[of])
    if not scope:
        raise NotAllowed(permission=showing.RIGHTS[of])
    return scope


def _unit(pk: int, scope: Scope) -> Unit | None:
    """None: what belongs to no commune. Raises NotFound, also outside the scope."""
    if pk == drilling.NOWHERE:
        return None
    found = Unit.objects.filter(pk=pk).first() if scope.reaches(pk) else None
    if found is None:
        raise NotFound("board-area-does-not-exist")
    return found


def _begin(request: HttpRequest, one: Indicator, scope: Scope) -> dt.datetime | None:
    """The period that the address asks for, else the newest with a figure. Raises BadRequest."""
    text = request.GET.get("at", "")
    return begin_asked(text, one.over) if text else drilling.begins_known(one, scope)
