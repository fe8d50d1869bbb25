"""Reads of works: officers' by scope, the public's by publication."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

import shapely
from django.db.models import Q, QuerySet

from dothi.around.works.models import Work, WorkLine
from dothi.kernel.earth import METRES_A_DEGREE
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope
from dothi.territory.names import folded
from dothi.territory.queries import search, versions_of

TABS = ("ahead", "drafts", "over")
MOST_LINES, MOST_FED = 50, 1000


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reader asks for; empty: everything."""

    kind: str = ""
    text: str = ""
    past: bool = False


def visible(scope: Scope) -> QuerySet[Work]:
    return scope.restrict(Work.objects.select_related("unit", "agency", "made_by"))


def get_work(code: str, scope: Scope) -> Work:
    """Raises NotFound, also when it lies outside the scope."""
    found = visible(scope).filter(code=code[:20]).first()
    if found is None:
        raise NotFound("work-does-not-exist", code=code[:20])
    return found


def listed(scope: Scope, tab: str, now: dt.datetime) -> QuerySet[Work]:
    """An officer's list: what is ahead or running, drafts, what is over."""
    rows = visible(scope)
    ahead = Q(state__in=Work.OPEN, ends_at__gt=now)
    if tab == "drafts":
        return rows.filter(state=Work.State.DRAFT).order_by("starts_at", "pk")
    if tab == "over":
        return rows.exclude(state=Work.State.DRAFT).exclude(ahead).order_by("-ends_at", "-pk")
    return rows.filter(ahead).order_by("starts_at", "pk")


def public() -> QuerySet[Work]:
    """What everybody may read: whatever was published, cancelled ones too."""
    return Work.objects.filter(published_at__isnull=False).select_related("unit__parent", "agency")


def get_public(code: str) -> Work:
    """Raises NotFound."""
    found = public().filter(code=code[:20]).first()
    if found is None:
        raise NotFound("work-does-not-exist", code=code[:20])
    return found


def asked(what: Filter, now: dt.datetime, day: dt.date) -> QuerySet[Work]:
    """What is ahead or running, the next first; or what is over, the latest first."""
    rows = public().filter(ends_at__lte=now) if what.past else public().filter(ends_at__gt=now)
    if what.kind in Work.Kind.values:
        rows = rows.filter(kind=what.kind)
    if len(folded(what.text)) > 1:
        units = [one.unit.pk for one in search(what.text[:100], day)]
        rows = rows.filter(Q(unit_id__in=units) | Q(pk__in=_speaking(rows, what.text[:100])))
    return rows.order_by("-ends_at", "-pk") if what.past else rows.order_by("starts_at", "pk")


def _speaking(rows: QuerySet[Work], text: str) -> list[int]:
    """Those whose title or place holds every word, with or without accents. Folded here: what is ahead or over are hundreds."""
    words = folded(text).split()
    said = (
        (pk, folded(f"{title} {place}")) for pk, title, place in rows.values_list("pk", "title_vi", "place")
    )
    return [pk for pk, spoken in said if all(word in spoken for word in words)]


def fed(now: dt.datetime) -> list[Work]:
    """What feeds carry: ahead, running, and what was over within a week, so that a reader hears of an end."""
    return list(
        public().filter(ends_at__gt=now - dt.timedelta(days=7)).order_by("starts_at", "pk")[:MOST_FED]
    )


def near(lon: float, lat: float, unit_id: int | None, metres: float, now: dt.datetime) -> list[Work]:
    """What is ahead or running in the commune, or drawn within `metres` of the point."""
    rows = public().filter(state__in=Work.OPEN, ends_at__gt=now)
    here = versions_of(unit_id) if unit_id else []
    drawn = [
        one.pk
        for one in rows.filter(shape__isnull=False).exclude(unit_id__in=here)
        if _within(one, lon, lat, metres)
    ]
    return list(rows.filter(Q(unit_id__in=here) | Q(pk__in=drawn)).order_by("starts_at", "pk")[:20])


def _within(work: Work, lon: float, lat: float, metres: float) -> bool:
    return bool(
        shapely.dwithin(
            flat(geometry(work), lat), flat(shapely.Point(lon, lat), lat), metres / METRES_A_DEGREE
        )
    )


def geometry(work: Work) -> shapely.Geometry:
    """What is drawn, in degrees (lon, lat)."""
    assert work.shape is not None
    points = [(lon, lat) for lat, lon in work.shape["points"]]
    return (
        shapely.LineString(points)
        if work.shape["kind"] == "line"
        else shapely.make_valid(shapely.Polygon(points))
    )


def flat(shape: Any, lat: float) -> Any:
    """A shape or many, in degrees of the same length in both directions around a latitude: near enough for what is near."""
    narrow = max(0.01, math.cos(math.radians(lat)))
    return shapely.transform(shape, lambda xy: xy * [narrow, 1.0])


def record(work: Work) -> list[WorkLine]:
    """The last lines in order."""
    return list(work.lines.select_related("person").order_by("-pk")[:MOST_LINES])[::-1]
