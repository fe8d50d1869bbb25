"""The simulator profiles of a pack: how each attribute of a type moves. `simulator.toml` is one, each file of `simulator/` another.

Strictly parsed; every key stands in docs/reference/packs.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dothi.kernel.errors import BadRequest

FILE, FOLDER = "simulator.toml", "simulator"
SHARED_WEATHER = 20260  # profiles of all packs live under the same sky unless one says otherwise
LONGEST_COUNT_D = 366


@dataclass(frozen=True, slots=True)
class Motion:
    """One measured attribute: level, rhythm of 24 hours and 7 weekdays, and how much weather, rain and chance move it.

    With `reset_every_d` the level is a rate per hour and the value a counter, which begins at 0 again after so many days.
    """

    name: str
    unit: str
    base: float
    daily: tuple[float, ...]
    weekly: tuple[float, ...]
    weather: float
    chance: float
    minimum: float
    maximum: float
    digits: int
    rain: float = 0.0  # what the heaviest rain adds, in the attribute's unit
    rain_over_h: float = 0.0  # over how many hours rain gathers before it is felt (a river, a drain)
    reset_every_d: int = 0
    in_spell: bool = False  # nothing between spells, less and less in one


@dataclass(frozen=True, slots=True)
class States:
    """One attribute with words for values: planned by hour or the first, others by their share of time."""

    name: str
    planned: tuple[str, ...]  # of 24 hours
    others: tuple[tuple[str, float], ...]  # state → share of time
    in_rain: tuple[tuple[str, float], ...]  # state → share of time under the heaviest rain
    holds_h: float


@dataclass(frozen=True, slots=True)
class Spelled:
    """One attribute that says whether something is on: one word during a spell, another between two."""

    name: str
    during: str
    between: str


@dataclass(frozen=True, slots=True)
class Edge:
    """One attribute that says when the spell begins or ends (between two: of the last one)."""

    name: str
    of_end: bool


@dataclass(frozen=True, slots=True)
class Window:
    """Something that happens at one place at a time: a new one every `every_h` hours, for `lasts_h` hours."""

    every_h: int
    lasts_h: int
    factor: float = 1.0
    attributes: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()  # only at places of these kinds; none named: anywhere


@dataclass(frozen=True, slots=True)
class Profile:
    type: str
    provider: str
    seed: int
    publish_every_s: int
    motions: tuple[Motion, ...]
    kinds: dict[str, dict[str, float]]
    episode: Window | None
    gap: Window | None
    stuck_share: float
    states: tuple[States, ...] = ()
    weather_seed: int = SHARED_WEATHER
    history_every_h: int = 1  # how densely a demonstration's past is told
    spell: Window | None = None  # what begins and ends at each place, at times of its own
    spelled: tuple[Spelled, ...] = ()
    edges: tuple[Edge, ...] = ()

    @property
    def units(self) -> dict[str, str | None]:
        """Attribute → unit code; None for words."""
        known: dict[str, str | None] = {one.name: one.unit for one in self.motions}
        worded = (self.states, self.spelled, self.edges)
        return known | {one.name: None for group in worded for one in group}


class ProfileError(BadRequest):
    """`file`, `where` and the reason (`error-pack-…`)."""

    def __init__(self, reason: str, /, *, file: str, where: str, **fields: Any) -> None:
        super().__init__(f"pack-{reason}", file=file, where=where, **fields)


_TOP = {
    "seed", "type", "provider", "publish_every_s", "history_every_h", "weather_seed", "episode", "gap", "fault", "spell",
    "attribute", "kind",
}  # fmt: skip
_MOTION = {
    "name", "unit", "base", "daily", "weekly", "weather", "chance", "minimum", "maximum", "digits", "rain", "rain_over_h",
    "reset_every_d", "in_spell",
}  # fmt: skip
_STATES = {"name", "planned", "states", "in_rain", "holds_h"}
_SPELLED, _EDGE = {"name", "during", "between"}, {"name", "edge"}


def profile_files(names: Mapping[str, Any]) -> list[str]:
    """Which of a pack's files are profiles."""
    return [
        name
        for name in sorted(names)
        if name == FILE or (name.startswith(f"{FOLDER}/") and name.endswith(".toml"))
    ]


def load_profiles(folder: Path) -> list[Profile]:
    """Every profile of a pack's folder. Raises ProfileError naming file, key and remedy."""
    paths = [folder / FILE, *sorted((folder / FOLDER).glob("*.toml"))]
    return [load_profile(path) for path in paths if path.is_file()]


def load_profile(path: Path) -> Profile:
    """Reads one profile. Raises ProfileError naming file, key and remedy."""
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ProfileError("unreadable", file=path.name, where="—", detail=str(error)) from error
    return read_profile(tree, path.name)


def read_profile(tree: dict[str, Any], file: str) -> Profile:
    """The profile that a parsed file says; `file` is its name for messages. Raises ProfileError."""
    parser = _Parser(file)
    return parser.needs_spell(parser.profile(tree))


class _Parser:
    def __init__(self, file: str) -> None:
        self.file = file

    def fail(self, reason: str, where: str, **fields: Any) -> ProfileError:
        return ProfileError(reason, file=self.file, where=where, **fields)

    def only(self, table: dict[str, Any], known: set[str], where: str) -> None:
        for key in table:
            if key not in known:
                raise self.fail("unknown-key", f"{where}{key}", known=", ".join(sorted(known)))

    def number(self, table: dict[str, Any], key: str, where: str, default: float | None = None) -> float:
        value = table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fail("not-a-number", f"{where}{key}")
        return float(value)

    def text(self, table: dict[str, Any], key: str, where: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value:
            raise self.fail("not-a-text", f"{where}{key}")
        return value

    def profile(self, tree: dict[str, Any]) -> Profile:
        self.only(tree, _TOP, "")
        rows = [
            (row, f"attribute[{count}].")
            for count, row in enumerate(tree.get("attribute", []), 1)
            if isinstance(row, dict)
        ]
        return Profile(
            type=self.text(tree, "type", ""),
            provider=self.text(tree, "provider", ""),
            seed=int(self.number(tree, "seed", "")),
            publish_every_s=int(self.number(tree, "publish_every_s", "", 60)),
            motions=tuple(
                self.motion(row, where)
                for row, where in rows
                if not {"states", "during", "edge"} & row.keys()
            ),
            kinds=self.kinds(tree),
            episode=self.window(tree, "episode"),
            gap=self.window(tree, "gap"),
            stuck_share=self.number(tree.get("fault", {}), "stuck_share", "fault.", 0.0),
            states=tuple(self.states(row, where) for row, where in rows if "states" in row),
            weather_seed=int(self.number(tree, "weather_seed", "", SHARED_WEATHER)),
            history_every_h=max(1, int(self.number(tree, "history_every_h", "", 1))),
            spell=self.window(tree, "spell"),
            spelled=tuple(self.spelled(row, where) for row, where in rows if "during" in row),
            edges=tuple(self.edge(row, where) for row, where in rows if "edge" in row),
        )

    def needs_spell(self, profile: Profile) -> Profile:
        needed = profile.spelled or profile.edges or any(one.in_spell for one in profile.motions)
        if needed and profile.spell is None:
            raise self.fail("not-a-number", "spell.every_h")
        return profile

    def kinds(self, tree: dict[str, Any]) -> dict[str, dict[str, float]]:
        return {
            name: {key: self.number(table, key, f"kind.{name}.") for key in table}
            for name, table in tree.get("kind", {}).items()
        }

    def motion(self, row: dict[str, Any], where: str) -> Motion:
        self.only(row, _MOTION, where)
        reset = int(self.number(row, "reset_every_d", where, 0))
        if not 0 <= reset <= LONGEST_COUNT_D:
            raise self.fail("counts-too-long", f"{where}reset_every_d", most=LONGEST_COUNT_D)
        return Motion(
            name=self.text(row, "name", where),
            unit=self.text(row, "unit", where),
            base=self.number(row, "base", where),
            daily=self.shares(row, "daily", 24, where),
            weekly=self.shares(row, "weekly", 7, where),
            weather=self.number(row, "weather", where, 0.0),
            chance=self.number(row, "chance", where, 0.0),
            minimum=self.number(row, "minimum", where, 0.0),
            maximum=self.number(row, "maximum", where, float("inf")),
            digits=int(self.number(row, "digits", where, 1)),
            rain=self.number(row, "rain", where, 0.0),
            rain_over_h=self.number(row, "rain_over_h", where, 0.0),
            reset_every_d=reset,
            in_spell=row.get("in_spell") is True,
        )

    def spelled(self, row: dict[str, Any], where: str) -> Spelled:
        self.only(row, _SPELLED, where)
        return Spelled(*(self.text(row, key, where) for key in ("name", "during", "between")))

    def edge(self, row: dict[str, Any], where: str) -> Edge:
        self.only(row, _EDGE, where)
        edge = self.text(row, "edge", where)
        if edge not in {"begin", "end"}:
            raise self.fail("unknown-key", f"{where}edge", known="begin, end")
        return Edge(self.text(row, "name", where), edge == "end")

    def states(self, row: dict[str, Any], where: str) -> States:
        self.only(row, _STATES, where)
        others = tuple(self.share_of_each(row, "states", where))
        planned = row.get("planned", [others[0][0]] * 24 if others else [])
        if (
            not isinstance(planned, list)
            or len(planned) != 24
            or not all(isinstance(p, str) for p in planned)
        ):
            raise self.fail("wrong-count", f"{where}planned", count=24)
        return States(
            name=self.text(row, "name", where),
            planned=tuple(planned),
            others=others if "planned" in row else others[1:],
            in_rain=tuple(self.share_of_each(row, "in_rain", where)),
            holds_h=self.number(row, "holds_h", where, 6.0),
        )

    def share_of_each(self, row: dict[str, Any], key: str, where: str) -> Iterator[tuple[str, float]]:
        table = row.get(key, {})
        if not isinstance(table, dict):
            raise self.fail("not-a-number", f"{where}{key}")
        shares = [(state, self.number(table, state, f"{where}{key}.")) for state in table]
        if any(share < 0 for _state, share in shares) or sum(share for _state, share in shares) > 1.0001:
            raise self.fail("shares-above-one", f"{where}{key}")
        yield from shares

    def shares(self, row: dict[str, Any], key: str, count: int, where: str) -> tuple[float, ...]:
        values = row.get(key, [1.0] * count)
        if (
            not isinstance(values, list)
            or len(values) != count
            or not all(isinstance(v, int | float) for v in values)
        ):
            raise self.fail("wrong-count", f"{where}{key}", count=count)
        return tuple(map(float, values))

    def window(self, tree: dict[str, Any], name: str) -> Window | None:
        if name not in tree:
            return None
        table = tree[name]
        self.only(table, {"every_h", "lasts_h", "factor", "attributes", "kinds"}, f"{name}.")
        every, lasts = (
            int(self.number(table, "every_h", f"{name}.")),
            int(self.number(table, "lasts_h", f"{name}.")),
        )
        if not 0 < lasts <= every:
            raise self.fail("window-too-long", f"{name}.lasts_h")
        return Window(
            every,
            lasts,
            self.number(table, "factor", f"{name}.", 1.0),
            frozenset(table.get("attributes", ())),
            frozenset(table.get("kinds", ())),
        )
