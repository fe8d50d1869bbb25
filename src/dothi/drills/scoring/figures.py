"""A score as values, pure: readings held against a target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from dothi.dispatch.clocks.clocks import percentile
from dothi.packs.drill import Target


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that was measured. `value` is None where it has not happened; `at` is the minute it came from.

    `subject` is a code of the copy (CG-2026-000003), `role` and `desk` (code of an agency) whose doing it was; no person is named.
    """

    subject: str
    value: float | None
    at: dt.datetime | None
    role: str = ""
    desk: str = ""
    waiting: bool = False  # it may still be kept: its time is not over


@dataclass(frozen=True, slots=True)
class Figure:
    """One target with what came of it. `kept` of `n`; `met` is None while nothing was measured and time is left."""

    target: Target
    readings: tuple[Reading, ...]

    @property
    def judged(self) -> tuple[Reading, ...]:
        return tuple(one for one in self.readings if not one.waiting)

    @property
    def n(self) -> int:
        return len(self.judged)

    @property
    def kept(self) -> int:
        return sum(self.is_kept(one) for one in self.judged)

    @property
    def share(self) -> float | None:
        return 100 * self.kept / self.n if self.n else None

    @property
    def met(self) -> bool | None:
        return None if self.share is None else self.share >= self.target.share

    @property
    def half(self) -> float | None:
        """By nearest rank, of what has a value."""
        return percentile(self._values(), 0.5)

    @property
    def worst(self) -> float | None:
        values = self._values()
        return (min(values) if self.target.measure == "noted" else max(values)) if values else None

    def is_kept(self, one: Reading) -> bool:
        if one.value is None:
            return False
        if self.target.measure in ("kind", "joined"):
            return one.value > 0
        if self.target.measure == "noted":
            return one.value >= self.target.limit
        return one.value <= self.target.limit

    def _values(self) -> list[float]:
        return [one.value for one in self.judged if one.value is not None]

    def roles(self) -> dict[str, tuple[int, int]]:
        """Role → kept, of how many."""
        return self._counted(lambda one: one.role)

    def desks(self) -> dict[str, tuple[int, int]]:
        """Code of the agency → kept, of how many; empty: of what nobody did."""
        return self._counted(lambda one: one.desk)

    def _counted(self, whose: Callable[[Reading], str]) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for one in self.judged:
            kept, n = found.get(whose(one), (0, 0))
            found[whose(one)] = kept + self.is_kept(one), n + 1
        return found


@dataclass(frozen=True, slots=True)
class Score:
    """Everything that is kept of a drill."""

    figures: tuple[Figure, ...]
    began_at: dt.datetime | None
    taken_at: dt.datetime
    took_part: dict[str, int] = field(default_factory=dict)  # role → how many people of it did anything
    counts: dict[str, int] = field(default_factory=dict)  # calls, cases, units, warnings

    def as_json(self) -> dict[str, Any]:
        return {
            "began_at": _iso(self.began_at),
            "taken_at": _iso(self.taken_at),
            "took_part": self.took_part,
            "counts": self.counts,
            "figures": [_figure(one) for one in self.figures],
        }


def _figure(one: Figure) -> dict[str, Any]:
    target = asdict(one.target) | {"valid_from": one.target.valid_from.isoformat(), "of": list(one.target.of)}
    return {
        "target": target,
        "n": one.n,
        "kept": one.kept,
        "share": one.share,
        "met": one.met,
        "half": one.half,
        "worst": one.worst,
        "waiting": len(one.readings) - one.n,
        "roles": {role: list(pair) for role, pair in one.roles().items()},
        "desks": {desk: list(pair) for desk, pair in one.desks().items()},
        "readings": [_reading(one, reading) for reading in one.readings],
    }


def _reading(figure: Figure, one: Reading) -> dict[str, Any]:
    return {
        "subject": one.subject,
        "value": None if one.value is None else round(one.value, 3),
        "at": _iso(one.at),
        "role": one.role,
        "desk": one.desk,
        "waiting": one.waiting,
        "kept": None if one.waiting else figure.is_kept(one),
    }


def _iso(at: dt.datetime | None) -> str | None:
    return at.isoformat() if at else None


def met_of(figures: Iterable[Any] | Sequence[Figure]) -> tuple[int, int]:
    """How many targets were met, of those judged; takes figures of a kept score too."""
    found = [one["met"] if isinstance(one, dict) else one.met for one in figures]
    judged = [one for one in found if one is not None]
    return sum(judged), len(judged)
