"""The simulator profile of a pack (`simulator.toml`): how each attribute of a type moves. Strictly parsed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dothi.kernel.errors import BadRequest


@dataclass(frozen=True, slots=True)
class Motion:
    """One attribute: level, rhythm of 24 hours and 7 weekdays, and how much weather and chance move it (shares)."""

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


@dataclass(frozen=True, slots=True)
class Window:
    """Something that happens at one place at a time: a new one every `every_h` hours, for `lasts_h` hours."""

    every_h: int
    lasts_h: int
    factor: float = 1.0
    attributes: frozenset[str] = frozenset()


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


class ProfileError(BadRequest):
    """`file`, `where` and the reason (`error-pack-…`)."""

    def __init__(self, reason: str, /, *, file: str, where: str, **fields: Any) -> None:
        super().__init__(f"pack-{reason}", file=file, where=where, **fields)


_TOP = {"seed", "type", "provider", "publish_every_s", "episode", "gap", "fault", "attribute", "kind"}
_MOTION = {"name", "unit", "base", "daily", "weekly", "weather", "chance", "minimum", "maximum", "digits"}


def load_profile(path: Path) -> Profile:
    """Reads `simulator.toml`. Raises ProfileError naming file, key and remedy."""
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ProfileError("unreadable", file=path.name, where="—", detail=str(error)) from error
    return read_profile(tree, path.name)


def read_profile(tree: dict[str, Any], file: str) -> Profile:
    """The profile that a parsed file says; `file` is its name for messages. Raises ProfileError."""
    return _Parser(file).profile(tree)


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
        kinds = tree.get("kind", {})
        return Profile(
            type=self.text(tree, "type", ""),
            provider=self.text(tree, "provider", ""),
            seed=int(self.number(tree, "seed", "")),
            publish_every_s=int(self.number(tree, "publish_every_s", "", 60)),
            motions=tuple(
                self.motion(row, f"attribute[{count}].")
                for count, row in enumerate(tree.get("attribute", []), 1)
            ),
            kinds={
                name: {key: self.number(table, key, f"kind.{name}.") for key in table}
                for name, table in kinds.items()
            },
            episode=self.window(tree, "episode"),
            gap=self.window(tree, "gap"),
            stuck_share=self.number(tree.get("fault", {}), "stuck_share", "fault.", 0.0),
        )

    def motion(self, row: dict[str, Any], where: str) -> Motion:
        self.only(row, _MOTION, where)
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
        )

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
        self.only(table, {"every_h", "lasts_h", "factor", "attributes"}, f"{name}.")
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
        )
