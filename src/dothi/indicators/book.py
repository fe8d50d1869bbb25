"""Which version of which indicator is in force on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from dothi.indicators.models import Indicator
from dothi.kernel import clock
from dothi.kernel.errors import NotFound


def chosen(versions: Iterable[Indicator], day: dt.date) -> dict[str, Indicator]:
    """Of the versions of many indicators those in force, by code; one that its pack took out is not among them."""
    dated: dict[tuple[str, dt.date], Indicator] = {}
    for one in versions:
        key = (one.code, one.valid_from)
        if one.valid_from <= day and (key not in dated or one.version > dated[key].version):
            dated[key] = one
    found: dict[str, Indicator] = {}
    for (code, begins), one in sorted(dated.items(), key=lambda item: item[0]):
        if not one.withdrawn and (code not in found or found[code].valid_from <= begins):
            found[code] = one
    return found


def in_force(day: dt.date | None = None, *, pack: str = "") -> dict[str, Indicator]:
    """Every indicator in force on a day (today), by code."""
    rows = Indicator.objects.filter(pack=pack) if pack else Indicator.objects.all()
    return chosen(rows, day or clock.today())


def get_indicator(code: str, day: dt.date | None = None) -> Indicator:
    """The version in force. Raises NotFound."""
    found = chosen(Indicator.objects.filter(code=code), day or clock.today()).get(code)
    if found is None:
        raise NotFound("indicator-does-not-exist", code=code)
    return found


def versions(code: str) -> list[Indicator]:
    """All versions, the newest first."""
    return list(Indicator.objects.filter(code=code).select_related("recorded_by").order_by("-version"))
