"""A drill of a pack (`drills/*.toml`): what happens outside the desk, as a timeline, and the targets it is held against. Pure data.

Parsed here for whoever plays it (room `drills`); `check/drills.py` says what is wrong with one. What the desk does is nowhere in
the file: that is the team's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dothi.kernel.ids import urn
from dothi.packs.check import shape
from dothi.packs.folder import PackFolder
from dothi.packs.scenario import Words, length

FOLDER = "drills"
# what may stand in the timeline, and what may be measured
KINDS = ("call", "value", "decline", "position", "inject", "outage")
MEASURES = (
    "answer",
    "kind",
    "place",
    "sent",
    "arrived",
    "joined",
    "acknowledged",
    "opened",
    "warned",
    "noted",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens outside: `key` (`call-3`) names it for ever, `at_s` after the beginning, `told` the rest of its table."""

    key: str
    kind: str
    at_s: float
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Target:
    """So much within so many seconds, metres or times, from a day on. `share` of a hundred."""

    code: str
    measure: str
    limit: float  # seconds; metres for `place`; lines for `noted`; 0 where the answer is yes or no
    share: int
    role: str  # whose it is; empty: the whole desk
    of: tuple[str, ...]  # ids of calls or codes of rules; empty: every one
    valid_from: dt.date
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Crews:
    """How the simulated crews behave, in seconds at real pace."""

    heard_s: float = 10.0
    turnout_s: float = 45.0
    speed_kmh: float = 40.0
    stay_s: float = 600.0


@dataclass(frozen=True, slots=True)
class DrillPlan:
    pack: str
    code: str
    file: str
    name: Words
    about: Words
    lasts_s: float
    crews: Crews
    steps: tuple[Step, ...]  # in order of time
    targets: tuple[Target, ...]

    @property
    def key(self) -> str:
        """As people name it: `emergency/high-rise-fire`."""
        return f"{self.pack}/{self.code}"

    def calls(self) -> dict[str, Step]:
        """By the id that targets and later calls name."""
        return {str(step.told["id"]): step for step in self.steps if step.kind == "call"}


def drills_of(pack: PackFolder) -> list[DrillPlan]:
    """The drills of a checked pack."""
    return [plan_of(pack.code, file, pack.trees[file]) for file in sorted(shape.files(pack, FOLDER))]


def plan_of(pack: str, file: str, tree: Mapping[str, Any]) -> DrillPlan:
    """A plan from a file's tree (or from its JSON, as a running drill keeps it)."""
    steps = [
        Step(f"{kind}-{number}", kind, seconds(row["at"]), {k: v for k, v in row.items() if k != "at"})
        for kind in KINDS
        for number, row in enumerate(tree.get(kind, ()), 1)
    ]
    crews = {
        f"{name}_s": seconds(text) for name, text in tree.get("crews", {}).items() if name != "speed_kmh"
    }
    if "speed_kmh" in tree.get("crews", {}):
        crews["speed_kmh"] = float(tree["crews"]["speed_kmh"])
    return DrillPlan(
        pack=pack,
        code=tree["code"],
        file=file,
        name=tree["name"],
        about=tree["about"],
        lasts_s=seconds(tree["lasts"]),
        crews=Crews(**crews),
        steps=tuple(sorted(steps, key=lambda step: (step.at_s, step.key))),
        targets=tuple(_target(row) for row in tree["target"]),
    )


def between(values: Mapping[str, Any], part: float) -> dict[str, Any]:
    """The values of a repeated step at `part` of its time (0 at first, 1 at last): `{ from = 1.2, to = 3.0 }` moves evenly."""
    return {
        name: round(value["from"] + part * (value["to"] - value["from"]), 3) if moves(value) else value
        for name, value in values.items()
    }


def moves(value: Any) -> bool:
    """Does this value of a step rise or fall while it is repeated?"""
    return isinstance(value, Mapping) and value.keys() == {"from", "to"}


def urn_of(code: str, type_: str, id_: str) -> str:
    """The entity of a step that has no `urn` of a standing one."""
    return urn(type_, f"dien-tap-{code}-{id_}")


def seconds(text: str) -> float:
    """`1h30m` → 5400.0"""
    return length(text).total_seconds()


def _target(row: Mapping[str, Any]) -> Target:
    limit = seconds(row["within"]) if "within" in row else float(row.get("metres", row.get("lines", 0)))
    since = row["valid_from"]
    return Target(
        code=row["code"],
        measure=row["measure"],
        limit=limit,
        share=int(row.get("share", 100)),
        role=str(row.get("role", "")),
        of=tuple(row.get("of", ())),
        valid_from=since if isinstance(since, dt.date) else dt.date.fromisoformat(since),
        source=row["source"],
        certainty=row["certainty"],
    )
