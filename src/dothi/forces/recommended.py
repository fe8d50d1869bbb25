"""What a recommendation is made of: units as they stand, who goes and why, who does not, what is missing, who should move up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dothi.forces.models import RunCard
from dothi.forces.wording import Reason
from dothi.kernel.origin import Origin


class Candidate(NamedTuple):
    """A unit as it stands now; `lon`, `lat`: its tracker's word, where there is one. Times are seconds since 1970."""

    id: int
    call_sign: str
    name: str
    kind: str
    service: str
    unit_id: int | None
    capability_words: str
    crew: int
    crew_minimum: int
    home_name: str
    home_lon: float | None
    home_lat: float | None
    state: str
    since: float
    rests_until: float | None
    lon: float | None
    lat: float | None
    observed: float | None
    origin: int | None
    case: str | None
    declined: str | None

    @property
    def capabilities(self) -> list[str]:
        return self.capability_words.split()

    @property
    def state_since(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.since, dt.UTC)


class Where(NamedTuple):
    """The place that a unit is reckoned from, and how much is known of it."""

    lon: float
    lat: float
    age_s: float  # of the fix; nan: none
    older_s: float  # what may have to be added
    home: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class Choice:
    force: Candidate
    capability: str
    eta_s: int | None  # None: its kind has no speed in any pack
    estimated: bool  # by straight line, or from a place that is not certain
    metres: int
    fix_age_s: int | None
    at_home: bool  # no fix (or none that is believed): reckoned from its home
    origin: Origin
    reasons: list[Reason]

    def told(self) -> dict[str, Any]:
        """As it is kept with the assignment: what the dispatcher was shown."""
        return {
            "capability": self.capability,
            "eta_s": self.eta_s,
            "estimated": self.estimated,
            "metres": self.metres,
            "fix_age_s": self.fix_age_s,
            "at_home": self.at_home,
            "origin": self.origin.word,
            "reasons": [[one.key, one.fields] for one in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Passed:
    force: Candidate
    capability: str
    metres: int | None
    reasons: list[Reason]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Needed and not there; `reasons` say who is nearest of those that are busy, and when it is usually free."""

    capability: str
    asked: int
    found: int
    reasons: list[Reason]


@dataclass(frozen=True, slots=True)
class Cover:
    """A home that nobody of a service is left at, and who could move up to it."""

    home_name: str
    service: str
    move_up: Candidate | None
    metres: int | None


@dataclass(frozen=True, slots=True)
class Recommendation:
    card: RunCard | None
    level: int
    by_roads: bool
    at: dt.datetime
    chosen: list[Choice] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    shortfalls: list[Shortfall] = field(default_factory=list)
    cover: list[Cover] = field(default_factory=list)

    def recommended(self) -> dict[str, Any]:
        """Call sign → why, for `actions.send`."""
        card = {"card": self.card.code, "version": self.card.version} if self.card else {}
        return {one.force.call_sign: {**one.told(), **card} for one in self.chosen}
