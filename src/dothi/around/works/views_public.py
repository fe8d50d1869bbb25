"""Planned works for everybody: a list, a page each with what became of it, a calendar, a map layer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.around.works import feeds, queries, showing
from dothi.around.works.models import Work
from dothi.kernel import clock, drill
from dothi.kernel.errors import NotFound
from dothi.kernel.pages import Pages
from dothi.kernel.permissions import public

PAGE = 20
_AGE_S = 300


@public
@require_safe
def works(request: HttpRequest) -> HttpResponse:
    """What is ahead and what runs; the past on demand."""
    what = queries.Filter(
        kind=request.GET.get("kind", "")[:10], text=request.GET.get("q", "")[:100], past="past" in request.GET
    )
    page = Pages(queries.asked(what, clock.now(), clock.today()), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": showing.shown_all(page.object_list),
        "asked": what,
        "kinds": Work.Kind.values,
    }
    return render(request, "around/works_public.html", context)


@public
@require_safe
def work(request: HttpRequest, code: str) -> HttpResponse:
    """One published work with its record."""
    found = queries.get_public(code)
    context = {
        "one": showing.Shown(found, clock.now()),
        "record": [showing.Line(line) for line in queries.record(found)],
    }
    return render(request, "around/work_public.html", context)


@public
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What phones subscribe to. A drill's works go into nobody's calendar."""
    _refuse_drill()
    body = feeds.calendar(queries.fed(clock.now()), request.get_host(), request.build_absolute_uri)
    return _fed(HttpResponse(body, content_type=feeds.CALENDAR))


@public
@require_safe
def geojson(request: HttpRequest) -> HttpResponse:
    """The same as a layer of a map."""
    _refuse_drill()
    body = feeds.geojson(queries.fed(clock.now()), request.build_absolute_uri)
    return _fed(JsonResponse(body, content_type=feeds.GEOJSON))


def _refuse_drill() -> None:
    if drill.mark():
        raise NotFound("work-feed-of-drill")


def _fed(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = f"public, max-age={_AGE_S}"
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Vary"] = "Accept-Language, Cookie"
    return answer
