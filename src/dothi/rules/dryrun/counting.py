"""What a trial comes to: would-be alarms and the figures a duty officer asks for. Plain values, kept as JSON with the draft."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.rules.conditions import Change as Turn
from dothi.rules.judging import Happening

MOST_LISTED = 500  # the newest; figures are of all
TOP = 10
SHIFT = dt.timedelta(hours=8)  # three shifts a day, from 6:00 · [D]: a centre's own roster is not known here
FIRST_SHIFT = dt.time(6)
LONG = dt.timedelta(hours=24)


@dataclass(slots=True)
class Episode:
    """One alarm that would have been: `until` None while it would still be active. `doubt`: how far it rests on values that were
    not live and on time: an origin word, or `late` for what an import brought (the engine raises nothing from that)."""

    urn: str
    since: dt.datetime
    until: dt.datetime | None
    values: dict[str, dict[str, Any]]
    doubt: str = ""
    name: str = ""

    def lasted(self, now: dt.datetime) -> dt.timedelta:
        return (self.until or now) - self.since


@dataclass(slots=True)
class Figures:
    """`standing`: active already when the span began, so not counted among `alarms`. Days and hours are Viet Nam's."""

    alarms: int = 0
    places: int = 0
    active: int = 0
    long: int = 0
    standing: int = 0
    per_shift: float = 0.0
    busiest_shift: int = 0
    first: str = ""
    last: str = ""
    days: list[tuple[str, int]] = field(default_factory=list)
    hours: list[int] = field(default_factory=list)
    top: list[tuple[str, str, int]] = field(default_factory=list)
    doubts: dict[str, int] = field(default_factory=dict)
    episodes: list[dict[str, Any]] = field(default_factory=list)


def episodes(urn: str, happenings: Iterable[Happening]) -> Iterable[Episode]:
    """Raised and cleared in turn."""
    turns = list(happenings)
    for one, other in pairwise([*turns, None]):
        if one is not None and one.turn is Turn.RAISED:
            ended = other.at if other is not None and other.turn is Turn.CLEARED else None
            yield Episode(urn, one.at, ended, one.inputs, least_direct(one.inputs))


def least_direct(inputs: dict[str, dict[str, Any]]) -> str:
    origin = max((Origin.of(value["origin"]) for value in inputs.values()), default=Origin.LIVE)
    return "" if origin is Origin.LIVE else origin.word


def figures(found: list[Episode], since: dt.datetime, until: dt.datetime, names: dict[str, str]) -> Figures:
    """The figures of a span. What was raised before it began only stands in it."""
    begun = sorted((one for one in found if one.since > since), key=lambda one: one.since)
    before = [one for one in found if one.since <= since and (one.until is None or one.until > since)]
    shifts = Counter(_shift(one.since) for one in begun)
    local = [one.since.astimezone(clock.VIETNAM) for one in begun]
    hours, days = Counter(at.hour for at in local), Counter(at.date() for at in local)
    return Figures(
        alarms=len(begun),
        places=len({one.urn for one in begun}),
        active=sum(one.until is None for one in (*begun, *before)),
        long=sum(one.lasted(until) > LONG for one in begun),
        standing=len(before),
        per_shift=round(len(begun) / max(1.0, (until - since) / SHIFT), 2),
        busiest_shift=max(shifts.values(), default=0),
        first=clock.iso(begun[0].since) if begun else "",
        last=clock.iso(begun[-1].since) if begun else "",
        days=[(day.isoformat(), days[day]) for day in _days(since, until)],
        hours=[hours[hour] for hour in range(24)],
        top=_top(begun, names),
        doubts=dict(Counter(one.doubt for one in begun if one.doubt)),
        episodes=[_kept(one, until, names) for one in reversed(begun[-MOST_LISTED:])],
    )


def _days(since: dt.datetime, until: dt.datetime) -> list[dt.date]:
    first, last = (at.astimezone(clock.VIETNAM).date() for at in (since, until))
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


def _shift(at: dt.datetime) -> int:
    begin = dt.datetime.combine(dt.date(2000, 1, 1), FIRST_SHIFT, clock.VIETNAM)
    return (at - begin) // SHIFT


def _top(begun: list[Episode], names: dict[str, str]) -> list[tuple[str, str, int]]:
    counted = Counter(one.urn for one in begun).most_common(TOP)
    return [(urn, names.get(urn, urn), number) for urn, number in counted]


def _kept(one: Episode, until: dt.datetime, names: dict[str, str]) -> dict[str, Any]:
    return asdict(one) | {
        "name": names.get(one.urn, one.urn),
        "since": clock.iso(one.since),
        "until": clock.iso(one.until) if one.until else None,
        "minutes": round(one.lasted(until).total_seconds() / 60),
    }
