"""Which reports near a place may be about the same thing: by distance, category and words, each with its reason. One finder for the
citizen's form, for officers who merge, and for whatever measures how well it finds. It proposes, people decide.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from dothi.calls.understanding.likeness import Point, metres_between
from dothi.kernel import clock
from dothi.kernel.dated import FIRST
from dothi.kernel.earth import degrees_of
from dothi.kernel.i18n import t
from dothi.reports import queries, rules
from dothi.reports.categories import lineage
from dothi.reports.dated.handling import handling_of
from dothi.reports.matching.likeness import likeness, trigrams
from dothi.reports.models import Report
from dothi.reports.public.mapping import public_point
from dothi.reports.workflow import OPEN

MOST_INEXACT_M = 75.0  # an inexact place widens the reach by no more: else everything would be near
MOST_COMPARED = 500  # the newest of a crowded place
ALIKE = 0.45  # texts this alike may be one matter although their categories differ
KINDS = {"same": 1.0, "kin": 0.7, "unknown": 0.5, "other": 0.0}

Reason = tuple[str, dict[str, Any]]  # a Fluent key with its fields


@dataclass(frozen=True, slots=True)
class Near:
    """A report that may be about the same. `likeness` of the words, 0 to 1; `score` 0 to 1 orders them, the likeliest first."""

    report: Report
    metres: float
    likeness: float
    score: float
    reasons: tuple[Reason, ...]

    @property
    def why(self) -> list[str]:
        """In the reader's words."""
        return [t(key, **fields) for key, fields in self.reasons]


@dataclass(frozen=True, slots=True)
class _Asked:
    point: Point
    category: str
    words: frozenset[str]
    reach: float
    at: dt.datetime
    grid: int  # metres; 0: exact places


def near(
    lon: float, lat: float, *, category: str = "", text: str = "", at: dt.datetime | None = None,
    rows: QuerySet[Report] | None = None, words: str = "public_text", accuracy_m: float = 0.0, most: int = 5,
    limits: tuple[int, int] | None = None,
) -> list[Near]:  # fmt: skip
    """The likeliest first. `rows`: where to look; without, what is open and everybody may read. `words`: the column that `text` is
    compared with – an officer may compare `text`, what is shown to the public only `public_text`. `limits`: metres and days to try instead
    of those that hold.

    What the public asks (no `rows`) is measured from the public place of a report, so much farther as that may be off: who asks
    from many points learns no more than its grid. Distance and days are those of the category's dated row, else the limits
    `near-metres` and `near-days`. Without a category
    everything near counts; with one, what is of it or its kin, or says nearly the same.
    """
    now, grid = at or clock.now(), rules.value("place-metres") if rows is None else 0
    metres, days = limits or limits_of(category, now)
    reach = metres + min(max(accuracy_m, 0.0), MOST_INEXACT_M) + grid / math.sqrt(2)
    asked = _Asked(Point(lon, lat), category, trigrams(text), reach, now, grid)
    since = now - dt.timedelta(days=days)
    found = queries.public().filter(state__in=[str(one) for one in OPEN]) if rows is None else rows
    found = found.filter(received_at__gte=since, received_at__lte=now, **_box(lon, lat, reach + grid))
    compared = (_compare(asked, one, words) for one in found.order_by("-received_at")[:MOST_COMPARED])
    return sorted((one for one in compared if one), key=lambda one: (-one.score, one.metres))[:most]


def limits_of(category: str, at: dt.datetime) -> tuple[int, int]:
    """Metres and days within which reports of the category may be the same: its dated row's, else the room's."""
    day = at.astimezone(clock.VIETNAM).date()
    row = handling_of(category, max(day, FIRST)) if category else None
    metres = row.near_metres if row else None
    days = row.near_days if row else None
    return metres or rules.value("near-metres"), days or rules.value("near-days")


def _box(lon: float, lat: float, metres: float) -> dict[str, float]:
    side, up = degrees_of(metres, lat)
    return {"lat__gte": lat - up, "lat__lte": lat + up, "lon__gte": lon - side, "lon__lte": lon + side}


def _compare(asked: _Asked, report: Report, words: str) -> Near | None:
    metres = metres_between(asked.point, _place(report, asked.grid))
    kind = _kind(asked.category, report.category)
    alike = likeness(asked.words, trigrams(getattr(report, words)))
    if metres > asked.reach or (kind == "other" and alike < ALIKE):
        return None
    step = 50 if asked.grid else 5
    reasons: list[Reason] = [("reports-near-metres", {"metres": max(step, round(metres / step) * step)})]
    reasons.append(("reports-near-days", {"days": (asked.at - report.received_at).days}))
    if kind in ("same", "kin"):
        reasons.append((f"reports-near-{kind}", {}))
    if alike >= ALIKE:
        reasons.append(("reports-near-words", {"share": round(alike * 100)}))
    score = 0.5 * (1 - metres / asked.reach) + 0.25 * KINDS[kind] + 0.25 * alike
    return Near(report, metres, alike, round(score, 3), tuple(reasons))


def _place(report: Report, grid: int) -> Point:
    lon, lat = report.lon or 0.0, report.lat or 0.0
    return Point(*public_point(lon, lat, grid)) if grid else Point(lon, lat)


def _kind(one: str, other: str) -> str:
    """same · kin (below one another, or below the same) · other; unknown where one of them is not told."""
    if not one or not other:
        return "unknown"
    if one == other:
        return "same"
    return "kin" if set(lineage(one)) & set(lineage(other)) else "other"
