"""What an officer or a file says of a work, as one value: checked here before anything is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dothi.around.works.models import Work
from dothi.kernel import moments
from dothi.kernel.errors import BadRequest
from dothi.kernel.said import plain
from dothi.territory.models import Level, Unit

LONGEST = dt.timedelta(days=731)
MOST_POINTS = 500
_LONG = {
    "title_vi": 200,
    "title_en": 200,
    "text_vi": 4000,
    "text_en": 4000,
    "place": 300,
    "source": 200,
    "contact": 200,
}
_NEEDED = ("title_vi", "place", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`points` (lat, lon) with `drawn` line or polygon; none: the commune alone. Times are aware."""

    kind: str
    title_vi: str
    place: str
    unit: Unit | None
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    source: str
    title_en: str = ""
    text_vi: str = ""
    text_en: str = ""
    contact: str = ""
    drawn: str = "polygon"
    points: Sequence[tuple[float, float]] = ()

    def checked(self) -> Said:
        """The same as it is kept. Raises BadRequest that names what is wrong."""
        texts: dict[str, Any] = {name: plain(getattr(self, name).replace("\r\n", "\n")) for name in _LONG}
        for name, most in _LONG.items():
            if len(texts[name]) > most:
                raise BadRequest("work-too-long", field=name, most=most)
        if missing := next((name for name in _NEEDED if not texts[name]), ""):
            raise BadRequest("work-missing", field=missing)
        if self.kind not in Work.Kind.values:
            raise BadRequest("work-kind", kind=self.kind[:40])
        if self.unit is None or self.unit.level != Level.COMMUNE:
            raise BadRequest("work-unit")
        refuse_times(self.starts_at, self.ends_at)
        return replace(self, **texts)

    @property
    def columns(self) -> dict[str, Any]:
        texts = {name: getattr(self, name) for name in _LONG}
        times = {"starts_at": self.starts_at, "ends_at": self.ends_at}
        return {
            **texts,
            **times,
            "kind": self.kind,
            "unit": self.unit,
            "shape": shape_of(self.drawn, self.points),
        }


def refuse_times(starts_at: dt.datetime | None, ends_at: dt.datetime | None) -> None:
    """Raises BadRequest: one is missing, the end is not after the beginning, or it would last for years."""
    if (
        starts_at is None
        or ends_at is None
        or not (moments.is_known(starts_at) and moments.is_known(ends_at))
    ):
        raise BadRequest("work-times")
    if not dt.timedelta() < ends_at - starts_at <= LONGEST:
        raise BadRequest("work-ends-before")


def shape_of(drawn: str, points: Sequence[tuple[float, float]]) -> dict[str, Any] | None:
    """As it is kept; a polygon is closed. Raises BadRequest."""
    if not points:
        return None
    kept = [[round(lat, 6), round(lon, 6)] for lat, lon in points]
    if drawn == "polygon" and kept[0] != kept[-1]:
        kept.append(kept[0])
    least = 4 if drawn == "polygon" else 2
    inside = all(abs(lat) <= 90 and abs(lon) <= 180 for lat, lon in kept)  # also no for what is not a number
    if drawn not in ("line", "polygon") or not least <= len(kept) <= MOST_POINTS or not inside:
        raise BadRequest("work-shape")
    return {"kind": drawn, "points": kept}


def points_in(text: str) -> list[tuple[float, float]]:
    """`lat lon`, a point a line, as `<shape-map>` writes them. Raises BadRequest."""
    told = text[:40_000].replace(",", " ").split()
    try:
        numbers = [float(one) for one in told]
    except ValueError as error:
        raise BadRequest("work-shape") from error
    if len(numbers) % 2:
        raise BadRequest("work-shape")
    return list(zip(numbers[::2], numbers[1::2], strict=True))
