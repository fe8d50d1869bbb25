"""Whom would we have sent? The pure choice of units on a recording, beside who was really sent first. Nothing here is tuned to it.

What a recording does not say is guessed by rules that were written down before anything was measured:
* A unit is on duty within six hours of one of its dispatches, and free between the minute it was available again and its next one.
* It stands where its last call was, for as long as a fix is believed (`fix-stale`); one that carried a patient does not: nobody says
  which hospital. Else it stands at its station: the middle of the calls on the ground of the station with its number. Else nobody knows.
* Speeds, detour and what an old place may add are those of the pack, as in operation.
"""

from __future__ import annotations

import re
import statistics
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dothi.dispatch.recordings.reading import RecordedCall, RecordedUnit
from dothi.forces.choosing import Units, choose, metres_to
from dothi.packs.folder import SHIPPED, PackFolder, read_pack

ON_DUTY_S = 6 * 3600
_NUMBER = re.compile(r"^[A-Z]+(\d+)$")
Place = tuple[float, float]  # lon, lat


@dataclass(frozen=True, slots=True)
class Ways:
    """What the pack says: needs of the first alarm by kind of case, and how fast whom is."""

    needs: dict[str, list[tuple[str, int]]]
    speed_ms: dict[str, float]
    detour: float
    fresh_s: float
    stale_s: float
    home_guess_s: float

    @classmethod
    def of_pack(cls, code: str = "emergency") -> Ways:
        pack = read_pack(SHIPPED / code)
        limits = {row["code"]: row for row in _tables(pack, "status_limits")}
        seconds = {name: _seconds(limits[name]["time"]) for name in ("fix-fresh", "fix-stale", "home-guess")}
        return cls(
            needs=_needs(pack),
            speed_ms={row["code"]: row["speed_kmh"] / 3.6 for row in _tables(pack, "unit_kinds") if "speed_kmh" in row},
            detour=float(limits["detour"]["number"]),
            fresh_s=seconds["fix-fresh"],
            stale_s=seconds["fix-stale"],
            home_guess_s=seconds["home-guess"],
        )  # fmt: skip


def _tables(pack: PackFolder, folder: str) -> list[dict[str, Any]]:
    """Every row of every table in a folder, whatever its name."""
    return [
        row
        for tree in pack.below(folder).values()
        for rows in tree.values()
        if isinstance(rows, list)
        for row in rows
    ]


def _seconds(text: str) -> float:
    return int(text[:-1]) * {"s": 1, "m": 60, "h": 3600}[text[-1]]


def _needs(pack: PackFolder) -> dict[str, list[tuple[str, int]]]:
    """By category as cases have it; a category without a card has that of the one above it."""
    cards = {
        kind: [(need["capability"], need["count"]) for need in row["need"]]
        for row in _tables(pack, "run_cards")
        if row["level"] == 1 and "area" not in row
        for kind in row["kinds"]
    }
    parents = {row["code"]: row.get("parent", "") for row in pack.trees["categories.toml"]["category"]}
    found = {}
    for code in parents:
        one = code
        while one and one not in cards:
            one = parents.get(one, "")
        if one:
            found[f"{pack.code}.{code}"] = cards[one]
    return found


@dataclass(slots=True)
class _Unit:
    """What is known of a unit while the recording is walked through in order of time."""

    kind: str
    capabilities: tuple[str, ...]
    dispatched_s: list[float]  # in order
    home: Place | None
    free_s: float = -1.0  # since when; inf: not free
    place: Place | None = None
    seen_s: float = 0.0

    def on_duty(self, now_s: float) -> bool:
        place = bisect_left(self.dispatched_s, now_s - ON_DUTY_S)
        return place < len(self.dispatched_s) and self.dispatched_s[place] <= now_s + ON_DUTY_S


@dataclass(slots=True)
class Told:
    """One way of asking, against who really went first."""

    asked: int = 0  # calls where we would have sent somebody
    same_unit: int = 0
    same_kind: int = 0
    gained_s: list[float] = field(default_factory=list)  # estimate of theirs less estimate of ours

    def figures(self) -> dict[str, float]:
        gains = self.gained_s or [0.0]
        return {
            "asked": self.asked,
            "same_unit": 100 * self.same_unit / max(1, self.asked),
            "same_kind": 100 * self.same_kind / max(1, self.asked),
            "timed": len(self.gained_s),
            "gained_mean_s": statistics.fmean(gains),
            "gained_half_s": statistics.median(gains),
            "quicker": 100 * sum(one > 0 for one in gains) / len(gains),
            "slower": 100 * sum(one < 0 for one in gains) / len(gains),
        }


@dataclass(slots=True)
class Comparison:
    """`by_card`: kind and unit by our run cards. `of_kind`: the kind that really went first, and which unit of it."""

    calls: int = 0
    without_card: int = 0
    place_unknown: int = 0  # of the unit that really went first: no time can be compared
    by_card: Told = field(default_factory=Told)
    of_kind: Told = field(default_factory=Told)
    off_s: list[float] = field(
        default_factory=list
    )  # our estimate of the real first unit less what it really took

    def figures(self) -> dict[str, Any]:
        """For people and machines: shares of a hundred, times in seconds, one digit."""
        off = self.off_s or [0.0]
        told = {"by_card": self.by_card.figures(), "of_kind": self.of_kind.figures()}
        return {
            "calls": self.calls,
            "without_card": self.without_card,
            "place_unknown": self.place_unknown,
            **{way: {name: round(one, 1) for name, one in found.items()} for way, found in told.items()},
            "estimate_off_half_s": round(statistics.median(off), 1),
            "estimate_off_absolute_half_s": round(statistics.median(abs(one) for one in off), 1),
        }


def compare(calls: Sequence[RecordedCall], ways: Ways) -> Comparison:
    """Walks through the recording in the order in which units were sent."""
    units, found = _units(calls), Comparison()
    busy: list[tuple[float, RecordedCall, RecordedUnit]] = []
    for call in sorted(calls, key=lambda one: min(_s(unit, "alerted") for unit in one.units)):
        if call.lon is None or call.lat is None:
            continue
        now = min(_s(unit, "alerted") for unit in call.units)
        busy = _release(busy, units, now)
        _ask(call, now, units, ways, found)
        for unit in call.units:
            units[unit.sign].free_s = float("inf")
            busy.append((_s(unit, "ended"), call, unit))
    return found


def _s(unit: RecordedUnit, name: str) -> float:
    """A minute in seconds; one that is missing never comes."""
    at = unit.at[name]
    return at.timestamp() if at else float("inf")


def _units(calls: Iterable[RecordedCall]) -> dict[str, _Unit]:
    ground: dict[str, list[Place]] = defaultdict(list)
    sent: dict[str, list[tuple[RecordedUnit, float]]] = defaultdict(list)
    for call in calls:
        if call.lon is not None and call.lat is not None:
            ground[call.station].append((call.lon, call.lat))
        for unit in call.units:
            sent[unit.sign].append((unit, _s(unit, "alerted")))
    return {
        sign: _Unit(
            rows[0][0].kind, rows[0][0].capabilities, sorted(at for _, at in rows), _home(sign, ground)
        )
        for sign, rows in sent.items()
    }


def _home(sign: str, ground: dict[str, list[Place]]) -> Place | None:
    number = _NUMBER.match(sign)
    places = ground.get(number[1].zfill(2), []) if number else []
    return (
        (statistics.fmean(p[0] for p in places), statistics.fmean(p[1] for p in places)) if places else None
    )


def _release(
    busy: list[tuple[float, RecordedCall, RecordedUnit]], units: dict[str, _Unit], now: float
) -> list[tuple[float, RecordedCall, RecordedUnit]]:
    """Units that were available again by `now` are where their call was, where they got there and carried nobody away."""
    left = []
    for ended, call, sent in busy:
        if ended > now:
            left.append((ended, call, sent))
            continue
        unit = units[sent.sign]
        unit.free_s = ended
        stayed = sent.at["on_scene"] and not sent.at["transporting"] and not sent.at["at_hospital"]
        unit.place = (
            (call.lon, call.lat) if stayed and call.lon is not None and call.lat is not None else None
        )
        unit.seen_s = ended
    return left


def _ask(call: RecordedCall, now: float, units: dict[str, _Unit], ways: Ways, found: Comparison) -> None:
    found.calls += 1
    first = min(call.units, key=lambda unit: (_s(unit, "alerted"), unit.turn))
    pool = [sign for sign, unit in units.items() if unit.free_s <= now and unit.on_duty(now)]
    if first.sign not in pool:
        pool.append(first.sign)  # it was sent, whatever its minutes say
    arrays = _arrays(call, now, pool, units, ways)
    theirs = pool.index(first.sign)
    estimate = float(arrays.seconds[theirs])
    if np.isnan(estimate):
        found.place_unknown += 1
    elif first.at["en_route"] and first.at["on_scene"]:
        found.off_s.append(estimate - (_s(first, "on_scene") - _s(first, "en_route")))
    needs = ways.needs.get(call.kind)
    if needs is None:
        found.without_card += 1
    else:
        can = [[need in units[sign].capabilities for sign in pool] for need, _count in needs]
        _tell(found.by_card, arrays, can, [count for _need, count in needs], pool, units, theirs)
    same = [[units[sign].kind == first.kind for sign in pool]]
    _tell(found.of_kind, arrays, same, [1], pool, units, theirs)


def _tell(
    told: Told, arrays: Units, can: list[list[bool]], counts: list[int], pool: list[str], units: dict[str, _Unit], theirs: int
) -> None:  # fmt: skip
    picked = choose(_with(arrays, can), counts)[0].chosen
    if not picked:
        return
    ours = picked[0]
    told.asked += 1
    told.same_unit += ours == theirs
    told.same_kind += units[pool[ours]].kind == units[pool[theirs]].kind
    gained = float(arrays.seconds[theirs] - arrays.seconds[ours])
    if not np.isnan(gained):
        told.gained_s.append(gained)


def _arrays(
    call: RecordedCall, now: float, pool: Sequence[str], units: dict[str, _Unit], ways: Ways
) -> Units:
    nan, n = float("nan"), len(pool)
    stands = [_where(units[sign], now, ways) for sign in pool]
    metres = metres_to(call.lon or 0.0, call.lat or 0.0, [p[0] for p, _ in stands], [p[1] for p, _ in stands])
    speeds = np.array([ways.speed_ms.get(units[sign].kind, nan) for sign in pool])
    usual = ways.speed_ms["fire-engine"]  # kinds that the pack does not have go as fast as an engine
    return Units(
        can=np.zeros((0, n), dtype=bool),
        free=np.ones(n, dtype=bool),
        busy=np.zeros(n, dtype=bool),
        declined=np.zeros(n, dtype=bool),
        crew=np.ones(n),
        crew_minimum=np.ones(n),
        rests_s=np.zeros(n),
        metres=metres,
        seconds=metres * ways.detour / np.where(np.isnan(speeds), usual, speeds),
        older_s=np.array([older for _, older in stands]),
    )


def _with(arrays: Units, can: list[list[bool]]) -> Units:
    return Units(
        np.array(can, dtype=bool), arrays.free, arrays.busy, arrays.declined, arrays.crew, arrays.crew_minimum, arrays.rests_s,
        arrays.metres, arrays.seconds, arrays.older_s,
    )  # fmt: skip


def _where(unit: _Unit, now: float, ways: Ways) -> tuple[Place, float]:
    """Where it stands, and what the age of that may add; nan where nobody knows."""
    age = now - unit.seen_s
    if unit.place and (age <= ways.stale_s or unit.home is None):
        return unit.place, max(0.0, age - ways.fresh_s)
    if unit.home:
        return unit.home, ways.home_guess_s
    return (float("nan"), float("nan")), 0.0
