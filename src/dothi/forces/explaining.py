"""Turns the places in arrays that `choosing` gives back into units with reasons, shortfalls and homes left without cover."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from dothi.forces.choosing import Bar, Picked, Units, metres_to, uncovered
from dothi.forces.places import Columns, Places
from dothi.forces.recommended import Candidate, Choice, Cover, Passed, Shortfall, Where
from dothi.forces.wording import Reason
from dothi.kernel import clock, sql

MOST_NEARER = 3  # nearer units that a chosen one's reasons name
USUAL_DAYS, USUAL_CASES = 90, 5  # from so many cases of so many days we say how long a unit is usually away


@dataclass(frozen=True, slots=True)
class Reading:
    """Turns places in arrays back into units with reasons."""

    columns: Columns
    places: Places
    units: Units
    needs: Sequence[dict[str, Any]]
    now: dt.datetime
    driven: frozenset[int]  # whose time is one by road
    taken: frozenset[int]
    bars: NDArray[np.int_]

    def force(self, unit: int) -> Candidate:
        return Candidate._make(column[unit] for column in self.columns)

    def choice(self, one: Picked, unit: int) -> Choice:
        place, seconds = self.places.at(unit), float(self.units.seconds[unit])
        return Choice(
            self.force(unit),
            str(self.needs[one.need]["capability"]),
            None if np.isnan(seconds) else round(seconds),
            unit not in self.driven or place.home or place.older_s > 0,
            round(float(self.units.metres[unit])),
            None if np.isnan(place.age_s) else round(place.age_s),
            place.home,
            place.origin,
            self._why(one, unit, place),
        )

    def _why(self, one: Picked, unit: int, place: Where) -> list[Reason]:
        rank = one.ranks[unit]
        reasons = [Reason("nearest" if rank == 1 else "rank", {"rank": rank})]
        nearer = ((other, r) for other, r in islice(one.ranks.items(), rank - 1) if other not in one.chosen)
        reasons += [self._against(other, unit, r) for other, r in islice(nearer, MOST_NEARER)]
        if place.home:
            old = not np.isnan(place.age_s)
            fields = {"home": self.columns.home_name[unit], "minutes": round(place.age_s / 60) if old else 0}
            reasons.append(Reason("home-fix-old" if old else "home", fields))
        elif place.older_s > 0:
            reasons.append(Reason("fix-age", {"minutes": max(1, round(place.age_s / 60))}))
        return reasons

    def _against(self, other: int, unit: int, rank: int) -> Reason:
        """Why `other`, which is nearer, does not go: one reason, the first that holds."""
        force, bar = self.force(other), Bar(int(self.bars[other]))
        fields: dict[str, Any] = {"force": force.call_sign, "rank": rank}
        if bar is not Bar.NONE:
            return self._bar(force, bar, fields)
        mine, its = self.places.at(unit), self.places.at(other)
        if its.older_s > mine.older_s:
            fields["minutes"] = max(1, round((its.older_s - mine.older_s) / 60))
            return Reason("nearer-home" if its.home else "nearer-fix-older", fields)
        if other in self.taken:
            return Reason("nearer-elsewhere", fields)
        fields["seconds"] = max(0, round(float(self.units.cost[other] - self.units.cost[unit])))
        return Reason("nearer-slower", fields)

    def _bar(self, force: Candidate, bar: Bar, fields: dict[str, Any]) -> Reason:
        match bar:
            case Bar.BUSY:
                since = f"{force.state_since.astimezone(clock.VIETNAM):%H:%M}"
                return Reason(
                    "busy" if force.case else "busy-free",
                    {**fields, "code": force.case or "", "at": since, "state": force.state},
                )
            case Bar.OFF:
                return Reason("off", {**fields, "state": force.state})
            case Bar.DECLINED:
                return Reason("declined", {**fields, "said": force.declined or ""})
            case Bar.CREW:
                return Reason("crew", {**fields, "crew": force.crew, "minimum": force.crew_minimum})
            case Bar.REST:
                until = dt.datetime.fromtimestamp(force.rests_until or 0.0, dt.UTC)
                return Reason("rest", {**fields, "at": f"{until.astimezone(clock.VIETNAM):%H:%M}"})
            case _:
                return Reason("no-place", fields)

    def passed(self, one: Picked, unit: int) -> Passed:
        metres = float(self.units.metres[unit])
        bar = Bar(int(self.bars[unit]))
        against = one.chosen[-1] if one.chosen else unit
        fields = {"force": self.columns.call_sign[unit], "rank": one.ranks[unit]}
        reason = (
            self._bar(self.force(unit), bar, fields) if bar else self._against(unit, against, one.ranks[unit])
        )
        return Passed(
            self.force(unit),
            str(self.needs[one.need]["capability"]),
            None if np.isnan(metres) else round(metres),
            [reason],
        )

    def shortfall(self, one: Picked) -> Shortfall:
        need = self.needs[one.need]
        busy = np.flatnonzero(self.units.can[one.need] & self.units.busy)
        reasons: list[Reason] = []
        if len(busy):
            nearest = self.force(int(busy[np.argmin(np.nan_to_num(self.units.metres[busy], nan=np.inf))]))
            fields = {"force": nearest.call_sign, "code": nearest.case or "", "state": nearest.state}
            reasons.append(self._free_again(nearest, fields))
        elif not self.units.can[one.need].any():
            reasons.append(Reason("nobody-has", {"capability": need["capability"]}))
        asked = int(need["asked"])
        return Shortfall(str(need["capability"]), asked, asked - one.missing, reasons)

    def _free_again(self, busy: Candidate, fields: dict[str, Any]) -> Reason:
        """From how long units of its service are usually away: an estimate, and left out where there were too few cases."""
        usual = _usual(busy.service, self.now)
        if usual is None:
            return Reason("busy-nearest", fields)
        away = (self.now - busy.state_since).total_seconds()
        if away >= usual:
            return Reason("busy-longer", {**fields, "usual": round(usual / 60)})
        return Reason("busy-free-in", {**fields, "minutes": max(1, round((usual - away) / 60))})

    def cover(self) -> list[Cover]:
        """Homes that these departures leave without their service, each with the nearest free one of another home that keeps somebody."""
        homes = list(zip(self.columns.home_name, self.columns.service, strict=True))
        left_from = sorted({homes[unit] for unit in self.taken if homes[unit][0]})
        number = {home: place for place, home in enumerate(left_from)}
        numbers = np.fromiter((number.get(home, -1) for home in homes), int, len(homes))
        ready = self.bars == Bar.NONE
        empty = uncovered(numbers, ready, sorted(self.taken))
        if not empty:
            return []
        ready[sorted(self.taken)] = False
        staying = np.flatnonzero(ready).tolist()
        keeping = Counter(homes[unit] if homes[unit][0] else "" for unit in staying)  # "": who has no home
        spare = [unit for unit in staying if keeping[homes[unit] if homes[unit][0] else ""] > 1]
        return [self._move_up(left_from[home], homes, spare) for home in empty]

    def _move_up(self, home: tuple[str, str], homes: list[tuple[str, str]], spare: list[int]) -> Cover:
        """Of those `spare` (free, not sent, their own home keeps somebody) the nearest of this service."""
        name, service = home
        at = self.force(homes.index(home))
        rows = [unit for unit in spare if homes[unit][1] == service]
        if not rows or at.home_lon is None or at.home_lat is None:
            return Cover(name, service, None, None)
        metres = metres_to(at.home_lon, at.home_lat, self.places.lon[rows], self.places.lat[rows])
        best = int(np.argmin(metres))
        return Cover(name, service, self.force(rows[best]), round(float(metres[best])))


def _usual(service: str, now: dt.datetime) -> float | None:
    """Seconds that half of the cases of a service took at most, alerted to cleared; None: too few to say."""
    statement = sql.statement("dothi.forces", "sql/forces.sql", "usual")
    with connection.cursor() as cursor:
        cursor.execute(statement, {"services": [service], "since": now - dt.timedelta(days=USUAL_DAYS)})
        count, median = cursor.fetchone()
    return float(median) if count >= USUAL_CASES else None
