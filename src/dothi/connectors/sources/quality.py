"""The published quality scale: what a kind of source keeps, read from its `quality.toml` against `quality_scale.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dothi.connectors.sources.kinds import FOLDER
from dothi.kernel.i18n import language

LEVELS = ("bronze", "silver", "gold")
STATES = ("done", "exempt", "todo")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the scale with a kind's answer: `proof` (a test, a part of a page) or `because`."""

    name: str
    level: str
    vi: str
    en: str
    state: str
    proof: str
    because: str

    @property
    def text(self) -> str:
        return self.en if language() == "en" else self.vi


@dataclass(frozen=True, slots=True)
class Quality:
    """All rules of a kind and the level that follows."""

    rules: tuple[Rule, ...]

    @property
    def level(self) -> str:
        """`gold`, `silver`, `bronze` or `none`."""
        reached = "none"
        for level in LEVELS:
            if any(one.state == "todo" for one in self.rules if one.level == level):
                break
            reached = level
        return reached


@cache
def scale() -> dict[str, dict[str, Any]]:
    """Every rule by its name."""
    return tomllib.loads((Path(__file__).parent / "quality_scale.toml").read_text(encoding="utf-8"))


@cache
def of(kind: str) -> Quality:
    """A kind's answers; what it does not answer is still to do."""
    path = FOLDER / kind / "quality.toml"
    answers = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return Quality(tuple(_rule(name, said, answers.get(name, {})) for name, said in scale().items()))


def _rule(name: str, said: dict[str, Any], answer: dict[str, Any]) -> Rule:
    state = str(answer.get("state", "todo"))
    return Rule(
        name,
        said["level"],
        said["vi"],
        said["en"],
        state,
        str(answer.get("proof", "")),
        str(answer.get("because", "")),
    )
