"""The public's map of reports, and what other programs read: cells or rounded points, borders of communes, feeds of what is new.

Without a script the list says the same; the map's script is loaded only when somebody opens it.
"""

from __future__ import annotations

import math
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from dothi.incidents import kinds
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import t
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import public
from dothi.reports import queries, rules, showing
from dothi.reports.models import Report
from dothi.reports.public import feed, mapping
from dothi.reports.public.asking import filter_of
from dothi.reports.public.mapping import Asked, Bounds
from dothi.reports.workflow import WORDS, State
from dothi.territory import drawn

GEOJSON = "application/geo+json"
NEWEST = 100  # entries of a feed
WIDEST_NEAR = 3.0  # degrees in which communes are drawn one by one


@public
@require_safe
@gzip_page
def on_map(request: HttpRequest) -> JsonResponse:
    """Cells with counts, or points: `bbox`, `zoom`, and the list's `word`, `category`, `unit`. Raises BadRequest."""
    what = filter_of(request.GET)
    words = (what.word,) if what.word else ()
    seen = mapping.on_map(_bounds(request), _zoom(request), Asked(words, what.category, what.unit))
    features = [
        _feature((one.lon, one.lat), count=one.count, open=one.open, not_live=one.not_live)
        for one in seen.cells
    ]
    return _collection(features or [_point(one) for one in seen.points])


def _point(one: mapping.Point) -> dict[str, Any]:
    path = reverse("report-public", args=[one.code])
    name, word = kinds.name_of(one.category), showing.word_of(State(one.state))
    origin = t(f"origin-{Origin(one.origin).word}") if one.origin else ""
    return _feature((one.lon, one.lat), code=one.code, name=name, word=word, origin=origin, path=path)


def _bounds(request: HttpRequest) -> Bounds:
    west, south, east, north = drawn.parse_box(request.GET.get("bbox", ""))
    return Bounds(*(max(-180.0, min(180.0, one)) for one in (west, south, east, north)))


def _zoom(request: HttpRequest) -> float:
    try:
        zoom = float(request.GET.get("zoom", "")[:20] or 5)
    except ValueError:
        zoom = math.nan
    if not 0 <= zoom <= 24:
        raise BadRequest("report-map-zoom")
    return zoom


def _feature(place: tuple[float, float] | None, **properties: Any) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [round(degree, 6) for degree in place]} if place else None
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _collection(features: list[dict[str, Any]]) -> JsonResponse:
    return JsonResponse({"type": "FeatureCollection", "features": features}, content_type=GEOJSON)


@public
@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """Borders for that map: provinces from far, communes of a small box close by."""
    box = drawn.parse_box(request.GET.get("bbox", ""))
    is_near = box[2] - box[0] <= WIDEST_NEAR and box[3] - box[1] <= WIDEST_NEAR
    wanted = drawn.Asked(box, (1, 3) if is_near else (1,), clock.today(), 13 if is_near else 6)
    headers = {"Content-Encoding": "gzip", "Cache-Control": "public, max-age=3600"}
    return HttpResponse(drawn.packed(wanted, drawn.stamp()), content_type=GEOJSON, headers=headers)


@public
@require_safe
@gzip_page
def newest(request: HttpRequest) -> JsonResponse:
    """The newest released reports by the list's filters as GeoJSON; places are rounded, those told in words alone have none."""
    metres = rules.value("place-metres")
    features = []
    for one in showing.shown_all(_found(request)):
        row = one.report
        place = (
            mapping.public_point(row.lon, row.lat, metres)
            if row.lon is not None and row.lat is not None
            else None
        )
        told = {
            "code": row.code, "category": row.category, "name": one.category, "word": str(WORDS[State(row.state)]),
            "origin": Origin(row.origin).word, "late": one.is_late, "unit": one.where, "received_at": row.received_at.isoformat(),
            "due_at": row.due_at.isoformat(), "text": row.public_text,
            "link": request.build_absolute_uri(reverse("report-public", args=[row.code])),
        }  # fmt: skip
        features.append(_feature(place, **told))
    return _collection(features)


@public
@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The same for a feed reader (Atom, RFC 4287)."""
    body = feed.atom(showing.shown_all(_found(request)), request.build_absolute_uri, request.GET.urlencode())
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


def _found(request: HttpRequest) -> list[Report]:
    return list(queries.asked(queries.public(), filter_of(request.GET), clock.now())[:NEWEST])
