"""Units by tier and day, one unit with its lineage, search, and areas for maps."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, NotFound
from dothi.kernel.i18n import t
from dothi.kernel.permissions import requires
from dothi.territory import drawn, queries
from dothi.territory.derive import NOTE
from dothi.territory.models import Level, Unit

PAGE = 50
REGISTER = "vietnamadminunits"  # how sources/offline.py signs its rows


@requires("territory.view")
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Units of one tier on a day; with `q` those whose names, old ones too, fit."""
    day, text = asked_day(request), request.GET.get("q", "").strip()
    levels = {str(level.value): level for level in Level if queries.units_on(day, level).exists()}
    level = levels.get(request.GET.get("level", ""), min(levels.values(), default=Level.PROVINCE))
    rows = queries.units_on(day, level).select_related("parent", "area").order_by("code")
    context: dict[str, Any] = {"day": day, "text": text, "level": level, "levels": list(levels.values())}
    if text:
        context["none_text"] = t("territory-search-none", text=text, day=f"{day:%d/%m/%Y}")
        context["found"] = queries.search(text, day, limit=30)
    else:
        context["none_text"] = t("territory-none")
        context["page"] = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    user: Any = request.user
    return render(request, "territory/units.html", context | {"may_manage": user.may("territory.manage")})


@requires("territory.view")
@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One version of a unit: where it belongs, what lay there before, what it became, its groups and agencies."""
    found = Unit.objects.filter(pk=pk).select_related("parent", "area").first()
    if found is None:
        raise NotFound("not-found")
    today = clock.today()
    day = today if found.valid_to is None or today < found.valid_to else found.valid_to - dt.timedelta(days=1)
    day = max(day, found.valid_from)
    area = getattr(found, "area", None)
    context = {
        "unit": found,
        "day": day,
        "area": area,
        "source": _source_words(found.source),
        "area_source": _source_words(area.source) if area else "",
        "parent": queries.parent_on(found, day),
        "below": queries.below_on(found, day),
        "before": [(row, row.from_unit) for row in queries.came_from(found)],
        "after": [(row, row.to_unit) for row in queries.became(found)],
        "point": f"{found.lat:.5f}, {found.lon:.5f}"
        if found.lon is not None and found.lat is not None
        else "",
        "groups": queries.groups_on(day).filter(pk__in=queries.groups_of(found.pk, day)),
        "agencies": found.agencies.filter(valid_from__lte=day).exclude(valid_to__lte=day),
    }
    return render(request, "territory/unit.html", context)


def _source_words(source: str) -> str:
    """A source as an official reads it: the register that comes along and the way of derivation have names, files stay files."""
    _note, derived, register = source.rpartition(f"{NOTE}: ")
    if register.startswith(REGISTER):
        register = t("territory-source-register", version=register.removeprefix(REGISTER).strip())
    return t("territory-source-derived", source=register) if derived else register


@requires("territory.view")
@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """Type-ahead: `q` as typed → units of the day, best first, with the former name they were found by."""
    found = queries.search(request.GET.get("q", ""), asked_day(request))
    rows = [
        {
            "id": one.unit.pk,
            "code": one.unit.code,
            "level": one.unit.level,
            "name": one.unit.full_name,
            "label": one.label,
            "old": one.old,
        }
        for one in found
    ]
    return JsonResponse({"units": rows})


@requires("territory.view")
@require_safe
@gzip_page
def areas(request: HttpRequest) -> HttpResponse:
    """Areas of a day as GeoJSON: `bbox`, `level` (1, 2, 3; both tiers without), `zoom`, `day`. Told apart: exact or approximate."""
    wanted = drawn.Asked(
        drawn.parse_box(request.GET.get("bbox", "")), _levels(request), asked_day(request), _zoom(request)
    )
    state = drawn.stamp()
    tag = f'"{sha256(f"{state}{wanted}".encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    headers = {
        "Content-Encoding": "gzip",
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "Vary": "Cookie",
    }
    return HttpResponse(drawn.packed(wanted, state), content_type="application/geo+json", headers=headers)


def asked_day(request: HttpRequest) -> dt.date:
    """`day` of the query, today without. Raises BadRequest `territory-day-malformed`."""
    text = request.GET.get("day", "")
    try:
        return dt.date.fromisoformat(text) if text else clock.today()
    except ValueError as error:
        raise BadRequest("territory-day-malformed", text=text) from error


def _levels(request: HttpRequest) -> tuple[int, ...]:
    asked = request.GET.get("level", "")
    return (int(asked),) if asked in ("1", "2", "3") else (1, 3)


def _zoom(request: HttpRequest) -> float | None:
    text = request.GET.get("zoom", "")
    return float(text) if text.replace(".", "", 1).isdecimal() and len(text) < 20 else None
