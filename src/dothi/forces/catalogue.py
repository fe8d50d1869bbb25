"""What the packs in force say of units: their kinds and capabilities, how long a state may last, and the numbers we reckon with.

Nothing is copied: each table holds from its `valid_from` on, of one code the one that began last.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dothi.kernel import clock
from dothi.kernel.i18n import language
from dothi.kernel.kept import kept
from dothi.packs.check import shape
from dothi.packs.models import LoadedPack
from dothi.packs.queries import standing
from dothi.rules.expressions import duration

KINDS, LIMITS = "unit_kinds", "status_limits"
Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with a name in both languages."""

    code: str
    told: Table

    @property
    def name(self) -> str:
        return str(self.told["name"][language()])


@dataclass(frozen=True, slots=True)
class Kind(Named):
    """A kind of unit: what it brings, how fast it goes on a road, with how many people it may leave."""

    @property
    def speed_kmh(self) -> float:
        return float(self.told["speed_kmh"])


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a unit may be in a state before the desk is warned, and told loudly; `check_in_s`: how often a crew there is asked."""

    code: str
    state: str
    severities: tuple[str, ...]  # none: every
    services: tuple[str, ...]
    warn_s: float | None
    alert_s: float | None
    check_in_s: float | None
    source: str
    certainty: str

    def holds(self, state: str, severity: str, service: str) -> bool:
        return (
            self.state == state
            and (not self.severities or severity in self.severities)
            and (not self.services or service in self.services)
        )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """As it holds on one day."""

    kinds: dict[str, Kind]
    capabilities: dict[str, Named]
    limits: tuple[Limit, ...]
    measures: dict[str, Table]
    services: dict[str, Named]

    def kind_name(self, code: str) -> str:
        return self.kinds[code].name if code in self.kinds else code

    def service_name(self, code: str) -> str:
        return f"{code} · {self.services[code].name}" if code in self.services else code

    def capability_name(self, code: str) -> str:
        return self.capabilities[code].name if code in self.capabilities else code

    def limit(self, state: str, severity: str = "", service: str = "") -> Limit | None:
        """The one that says most of this case: severity and service before either before neither."""
        fitting = [one for one in self.limits if one.holds(state, severity, service)]
        return max(fitting, key=lambda one: (bool(one.severities), bool(one.services)), default=None)

    def seconds(self, code: str) -> float | None:
        """A measure that is a time; None: no pack says it."""
        told = self.measures.get(code)
        return None if told is None else duration(told["time"]).total_seconds()

    def number(self, code: str) -> float | None:
        told = self.measures.get(code)
        return None if told is None else float(told["number"])


def in_force(day: dt.date | None = None) -> Catalogue:
    """What holds on `day` (today)."""
    return _holding_on(day or clock.today())


@kept(LoadedPack)
def _holding_on(day: dt.date) -> Catalogue:
    return Catalogue(
        kinds={row["code"]: Kind(row["code"], row) for row in _holding(KINDS, "unit_kind", day)},
        capabilities={row["code"]: Named(row["code"], row) for row in _holding(KINDS, "capability", day)},
        limits=tuple(_limit(row) for row in _holding(LIMITS, "status_limit", day)),
        measures={row["code"]: row for row in _holding(LIMITS, "measure", day)},
        services={row["code"]: Named(row["code"], row) for row in _holding("services", "service", day)},
    )


def _holding(folder: str, name: str, day: dt.date) -> Iterator[Table]:
    found: dict[str, Table] = {}
    for one in standing():
        for row in shape.every(one.pack, folder, name):
            held = found.get(row["code"])
            if row["valid_from"] <= day and (held is None or held["valid_from"] <= row["valid_from"]):
                found[row["code"]] = row
    return iter(found.values())


def _limit(row: Table) -> Limit:
    def seconds(key: str) -> float | None:
        return duration(row[key]).total_seconds() if key in row else None

    return Limit(
        row["code"],
        row["state"],
        tuple(row.get("severities", ())),
        tuple(row.get("services", ())),
        seconds("warn"),
        seconds("alert"),
        seconds("check_in"),
        row["source"],
        row["certainty"],
    )
