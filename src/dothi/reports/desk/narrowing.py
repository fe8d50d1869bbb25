"""What the address of an officers' list narrows it to: `?q=&category=&unit=&agency=&door=&process=`, and what its form has no field for,
`&since=&until=&weekday=&near=lon,lat,metres`. One reading for the list and for every page that links to it; what cannot be read narrows
nothing."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from dothi.kernel import clock
from dothi.kernel.asked import number_of
from dothi.kernel.i18n import t
from dothi.kernel.moments import day, span
from dothi.reports.models import Door, Process
from dothi.reports.queries import Filter

UNSEEN = ("since", "until", "weekday", "near")  # what the list's form has no field for
FARTHEST_M = 20_000.0


def asked_by(told: Mapping[str, str]) -> Filter:
    """`since`: a day or an ISO instant; `until`: a day, which is included, or an instant, which is not."""
    return Filter(
        text=told.get("q", "")[:100],
        category=told.get("category", "")[:120],
        unit=number_of(told.get("unit", "")),
        agency=number_of(told.get("agency", "")),
        door=told.get("door", "") if told.get("door") in Door.values else "",
        process=told.get("process", "") if told.get("process") in Process.values else "",
        since=_instant(told.get("since", ""), end=False),
        until=_instant(told.get("until", ""), end=True),
        weekday=number if (number := number_of(told.get("weekday", ""))) and number <= 7 else None,
        spot=_spot(told.get("near", "")),
    )


def kept(told: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a form on the list sends along, so that a search stays within."""
    return [(name, told[name][:120]) for name in UNSEEN if told.get(name)]


def address(**asked: Any) -> str:
    """The officers' list, narrowed: days and instants in ISO, `near` as (lon, lat, metres)."""
    told = {"tab": "all"} | {name: _said(value) for name, value in asked.items() if value not in (None, "")}
    return f"{reverse('reports')}?{urlencode(told)}"


def sentence(told: Mapping[str, str]) -> str:
    """That it is narrowed, in words; empty where it is not."""
    return t("reports-narrowed") if kept(told) else ""


def _said(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(f"{one:.6f}".rstrip("0").rstrip(".") for one in value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _instant(text: str, *, end: bool) -> dt.datetime | None:
    if (found := day(text)) is not None:
        return span(found)[1 if end else 0]
    try:
        at = dt.datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=clock.VIETNAM)) if 2000 <= at.year < 2200 else None


def _spot(text: str) -> tuple[float, float, float] | None:
    try:
        lon, lat, metres = (float(one) for one in text[:80].split(","))
    except ValueError:
        return None
    if (
        not all(map(math.isfinite, (lon, lat, metres)))
        or abs(lon) > 180
        or abs(lat) > 89
        or not 0 < metres <= FARTHEST_M
    ):
        return None
    return lon, lat, metres
