"""The live map: the page, its snapshot, and the card of what was clicked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from dothi.accounts.asker import person_of
from dothi.accounts.watches import watch_units
from dothi.entities import meaning
from dothi.entities import queries as entities
from dothi.entities.core.rows import Kind
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.permissions import requires
from dothi.livemap import places, queries
from dothi.rules.alarms import queries as alarms
from dothi.territory.models import Unit

MOST_ASKED = 100  # a map asks for what is new to it in one line; more than this it asks for again


@require_safe
@requires("entities.view")
def live_map(request: HttpRequest) -> HttpResponse:
    """The start page: what is abnormal now, and where."""
    watch_units(person_of(request))
    may_see_alarms = request.user.may("alarms.view")  # type: ignore[union-attr]
    context = {"bounds": queries.start_box(request.scope), "may_see_alarms": may_see_alarms}  # type: ignore[attr-defined]
    return render(request, "livemap/map.html", context)


@require_safe
@requires("entities.view")
@gzip_page  # 2,000 entities: 870 kB of figures, less than a tenth packed
def entities_json(request: HttpRequest) -> JsonResponse:
    """The snapshot: everything in scope inside `bbox` (default: the country), or only each `urn` asked for."""
    box = _box(request.GET["bbox"]) if "bbox" in request.GET else queries.VIET_NAM
    answer = JsonResponse(queries.snapshot(request.scope, box, request.GET.getlist("urn")[:MOST_ASKED]))  # type: ignore[attr-defined]
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@requires("entities.view")
@gzip_page
def places_json(request: HttpRequest) -> JsonResponse:
    """Names of provinces and communes; the same for everybody, so a browser keeps them for a day."""
    answer = JsonResponse(places.names())
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


def _box(text: str) -> entities.Box:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise BadRequest("map-box-unreadable", box=text[:80]) from error
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise BadRequest("map-box-unreadable", box=text[:80])
    return west, south, east, north


@require_safe
@requires("entities.view")
def card(request: HttpRequest, urn: str) -> HttpResponse:
    """The side panel of one entity: last values with age and origin, open alarms, links."""
    entity = entities.entity(urn, request.scope)  # type: ignore[attr-defined]
    numbers = [
        value
        for value in entity.values
        if isinstance(value.value, int | float) and not isinstance(value.value, bool)
    ]
    lines = [
        (
            value,
            meaning.attribute(value.attr, entity.types),
            meaning.unit(value.unit_code),
            meaning.level(value.attr, value.value, value.observed_at),
        )
        for value in numbers
    ]
    texts = [
        (meaning.attribute(v.attr, entity.types), meaning.value(v.attr, v.value, entity.types))
        for v in entity.values
        if isinstance(v.value, str | bool) and v.kind == Kind.PROPERTY and v.attr != "name"
    ]
    scope = request.user.scope("alarms.view")  # type: ignore[union-attr]
    context = {
        "entity": entity,
        "type": meaning.type_(entity.types[0]) if entity.types else "",
        "lines": lines,
        "texts": texts,
        "unit": Unit.objects.filter(pk=entity.unit_id).first() if entity.unit_id else None,
        "alarms": [
            (alarm, alarm.rule.name)
            for alarm in alarms.alarms_of_entity(urn, scope).filter(closed_at__isnull=True)[:5]
        ]
        if scope
        else [],
        "now": clock.now(),
    }
    return render(request, "livemap/_card.html", context)
