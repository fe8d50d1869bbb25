"""The figures that alarms are measured against, and how long people may set them aside: dated rows with source and certainty.

Those of ISA-18.2 and EEMUA 191 are known from second hand and not compared with the paid texts: marked so on every screen.
"""

from __future__ import annotations

import datetime as dt
import time
from typing import Any, NamedTuple

from dothi.kernel import clock
from dothi.kernel.dated import FIRST, Certainty
from dothi.rules.alarms.models import AlarmGuide

_KEEP_S = 30.0
_STANDARD = "EEMUA 191, ANSI/ISA-18.2-2016 §16 (chưa đối chiếu bản gốc)"
_OURS = "Quyết định của dự án; trung tâm đặt số khác bằng một dòng mới"


class Seed(NamedTuple):
    """A figure as it comes, and between which whole numbers a city may set it. Where both are one number, it is shown and not set."""

    code: str
    value: float
    source: str
    certainty: Certainty
    lowest: int
    highest: int

    @property
    def may_change(self) -> bool:
        return self.lowest < self.highest


_M, _D = Certainty.MEMORY, Certainty.DESIGN
SEEDS = (
    Seed("flood-minutes", 10, _STANDARD, _M, 10, 10),  # figures count in slots of this length
    Seed("flood-begins", 10, _STANDARD, _M, 2, 1000),  # more than these in `flood-minutes`
    Seed("flood-ends", 5, _STANDARD, _M, 1, 1000),  # fewer than these
    Seed("rate", 1, _STANDARD, _M, 1, 100),  # per console in ten minutes
    Seed("standing-hours", 24, _STANDARD, _M, 1, 24 * 90),
    Seed("chattering-times", 3, _STANDARD, _M, 2, 100),
    Seed("chattering-seconds", 60, _STANDARD, _M, 1, 24 * 3600),
    Seed("share-low", 80, _STANDARD, _M, 0, 100),  # per cent
    Seed("share-medium", 15, _STANDARD, _M, 0, 100),
    Seed("share-high", 5, _STANDARD, _M, 0, 100),  # high and critical together
    Seed("group-minutes", 30, _OURS, _D, 1, 24 * 60),  # what is raised so soon after its cause belongs to it
    Seed("group-least", 3, _OURS, _D, 2, 1000),  # so many alike are one line
    Seed("shelve-hours", 8, "Một ca trực; ISA-18.2 §11 đòi thời hạn, không nêu số", _D, 1, 72),
    Seed("shelve-hours-critical", 1, _OURS, _D, 1, 24),
    Seed("review-days", 90, _OURS, _D, 1, 366),  # the furthest day of review of what is out of service
)
HOURS = (0.5, 1, 2, 4, 8)  # lengths of shelving to choose from
BY_CODE = {seed.code: seed for seed in SEEDS}
_kept: dict[dt.date, tuple[float, dict[str, AlarmGuide]]] = {}


def ensure_guides() -> None:
    """Adds the figures that are missing; what a city changed stays (idempotent)."""
    AlarmGuide.ensure(_told(seed) for seed in SEEDS)


def in_force(day: dt.date | None = None) -> dict[str, AlarmGuide]:
    """Every figure that holds on `day` (default today), by code; read again after 30 s."""
    day = day or clock.today()
    until, guides = _kept.get(day, (0.0, {}))
    if until < time.monotonic():
        ours = {seed.code: AlarmGuide(**_told(seed), valid_from=FIRST) for seed in SEEDS}
        guides = ours | AlarmGuide.current(day)
        _kept.clear()
        _kept[day] = (time.monotonic() + _KEEP_S, guides)
    return guides


def value(code: str) -> float:
    """What a figure says today."""
    return in_force()[code].value


def minutes(code: str) -> dt.timedelta:
    return dt.timedelta(minutes=value(code))


def longest_shelving(severity: str) -> dt.timedelta:
    """How long an alarm of this severity may be shelved at most."""
    return dt.timedelta(hours=value("shelve-hours-critical" if severity == "critical" else "shelve-hours"))


def shelve_hours(severity: str) -> list[float]:
    """Lengths to choose from, as far as this severity allows."""
    longest = longest_shelving(severity)
    return [hours for hours in HOURS if dt.timedelta(hours=hours) <= longest]


def forget() -> None:
    """Figures changed in this process: read them again."""
    _kept.clear()


def _told(seed: Seed) -> dict[str, Any]:
    return {"code": seed.code, "value": seed.value, "source": seed.source, "certainty": seed.certainty}
