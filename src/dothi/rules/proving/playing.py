"""One proof through the engine's own judging, without a database: is the rule quiet, is it raised, is it over?"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dothi.kernel.origin import Origin
from dothi.rules import passing
from dothi.rules.book import Armed
from dothi.rules.conditions import Change as Turn
from dothi.rules.conditions import State
from dothi.rules.dryrun.areas import area_episodes
from dothi.rules.judging import Judgement, play
from dothi.rules.observations import Change, Past, Standing, Subject, hour_of
from dothi.rules.operators import Series

MOST = 3000  # instants of one proof
WEEKS_KEPT = 53
_TICK = dt.timedelta(microseconds=1)

Values = Mapping[str, Sequence[Any]]  # attribute → what is told at each instant; the last one goes on


@dataclass(frozen=True, slots=True)
class Proof:
    """Told every `every` from `begins` on: first what leaves the rule quiet, then what raises it, then what ends it. A no-data
    rule is raised by silence, and ended by the first values again. `usual`: what the same hour of other weeks had."""

    begins: dt.datetime
    every: dt.timedelta
    calm: Values
    raises: Values
    clears: Values
    usual: Mapping[str, float] = field(default_factory=dict)


class Flaw(StrEnum):
    """What a proof shows that it should not; each is a message `rules-proof-<value>`."""

    RINGS = "rings"  # raised by the quiet values
    SILENT = "silent"  # not raised
    STAYS = "stays"  # not over
    LONG = "long"  # more instants than a proof may have


def flaw_of(armed: Armed, proof: Proof) -> Flaw | None:
    """None: the rule does what its proof says."""
    length = max(armed.windows.values(), default=dt.timedelta(0))
    calm = _steps(proof, proof.calm, length + armed.hold.raising)
    raises = _steps(proof, proof.raises, length + armed.hold.raising)
    lingers = (
        armed.together.within if armed.together else dt.timedelta(0)
    )  # an entity that ended counts on for so long
    clears = _steps(proof, proof.clears, length + armed.hold.clearing + lingers)
    if calm + raises + clears > MOST:
        return Flaw.LONG
    told = _Telling(armed, proof)
    if told.until(proof.calm, calm, active=True):
        return Flaw.RINGS
    if armed.condition is None:
        return _flaw_of_silence(told, proof)
    if not told.until(proof.raises, raises, active=True):
        return Flaw.SILENT
    return None if told.until(proof.clears, clears, active=False) else Flaw.STAYS


def _flaw_of_silence(told: _Telling, proof: Proof) -> Flaw | None:
    limit = told.armed.rule.no_data_after or dt.timedelta(0)
    last = told.at - proof.every
    if told.waited(last + limit):
        return Flaw.RINGS
    if not told.waited(last + limit + _TICK):
        return Flaw.SILENT
    told.at = last + limit + _TICK
    return None if told.until(proof.calm, 1, active=False) else Flaw.STAYS


def _steps(proof: Proof, values: Values, length: dt.timedelta) -> int:
    """Enough to tell every value, to fill the longest window and to outlast a duration."""
    return max(2, *(len(one) for one in values.values()), math.ceil(length / proof.every) + 2)


class _Telling:
    """The rule and as many entities as it takes for one alarm, all at one place and told the same."""

    def __init__(self, armed: Armed, proof: Proof) -> None:
        self.armed, self.proof, self.at = armed, proof, proof.begins
        self.judgement = Judgement()
        many = armed.together.least if armed.together else 1
        self.subjects = [
            Subject(
                n, f"urn:ngsi-ld:{armed.rule.entity_type}:{n}", 1, None, 107.1, 10.4, [armed.rule.entity_type]
            )
            for n in range(1, many + 1)
        ]
        self.standings = [Standing(State(), {}) for _ in self.subjects]
        self._points: dict[str, list[tuple[dt.datetime, Any]]] = defaultdict(list)

    def until(self, values: Values, steps: int, *, active: bool) -> bool:
        """Tells values, at most so many times; whether the rule was (or was no longer) active at one of them."""
        for step in range(steps):
            self._tell({name: told[min(step, len(told) - 1)] for name, told in values.items()})
            if self.is_active() is active:
                return True
        return False

    def waited(self, now: dt.datetime) -> bool:
        """Whether nothing but time until `now` has raised it."""
        for subject, standing in zip(self.subjects, self.standings, strict=True):
            passing.pass_one(self.armed, subject, standing, now, self.judgement)
        return self.is_active()

    def is_active(self) -> bool:
        happenings = self.judgement.happenings
        if self.armed.together:
            return any(
                one.until is None or one.until > self.at
                for one in area_episodes(self.armed.together, happenings)
            )
        return bool(happenings) and happenings[-1].turn is Turn.RAISED

    def _tell(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            self._points[name].append((self.at, value))
        past = Past({name: self._series(name) for name in self.armed.windows}, self._habits())
        for subject, standing in zip(self.subjects, self.standings, strict=True):
            own = [
                Change(subject.id, name, self.at, self.at, value, None, Origin.SIMULATED)
                for name, value in values.items()
            ]
            play(self.armed, subject, standing, own, past, self.judgement)
        self.at += self.proof.every

    def _series(self, name: str) -> Series:
        points = self._points[name]
        return Series(tuple(at for at, _ in points), tuple(value for _, value in points))

    def _habits(self) -> dict[tuple[str, dt.timedelta, dt.datetime], tuple[float, ...]]:
        hour = hour_of(self.at)
        return {
            (name, weeks, hour): (self.proof.usual[name],) * min(weeks.days // 7, WEEKS_KEPT)
            for name, weeks in self.armed.habits
            if name in self.proof.usual
        }
