"""What attributes mean to a person: labels of packs, symbols of units, and levels and limits that rooms above know.

Rooms above register (in their AppConfig.ready) how a value is judged: `judges_level("airQualityIndex")` gives its level,
`knows_limits` the limits that a chart draws. Entities themselves know neither.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

from dothi.entities.units import SYMBOLS
from dothi.kernel import i18n

_PACKS = Path(__file__).resolve().parent.parent / "packs_data"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of an index on one day: its word and colour (the colour is shown only beside the word)."""

    word: str
    colour: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of a rule in force: drawn dashed, in the colour of its severity."""

    value: float
    label: str
    severity: str


LevelOf = Callable[[float, dt.datetime], Level | None]
LimitsOf = Callable[[str, str], Iterable[Limit]]
_levels: dict[str, LevelOf] = {}
_limits: list[LimitsOf] = []


def judges_level(*attrs: str) -> Callable[[LevelOf], LevelOf]:
    """Registers who says the level of these attributes' values."""

    def register(judge: LevelOf) -> LevelOf:
        _levels.update(dict.fromkeys(attrs, judge))
        return judge

    return register


def knows_limits(source: LimitsOf) -> LimitsOf:
    """Registers a source of limits, asked with (entity type, attribute)."""
    _limits.append(source)
    return source


def level(attr: str, value: object, at: dt.datetime) -> Level | None:
    judge = _levels.get(attr)
    return judge(float(value), at) if judge and isinstance(value, int | float) else None


def knows_level(attr: str) -> bool:
    """Whether this attribute is an index, whose value has a level."""
    return attr in _levels


def limits(type_: str, attr: str) -> list[Limit]:
    return [limit for source in _limits for limit in source(type_, attr)]


def unit(code: str | None) -> str:
    """`GQ` → `µg/m³`; an unknown code stays as it is."""
    return SYMBOLS.get(code, code) if code else ""


def attribute(attr: str) -> str:
    """The label of an attribute in this language, from whichever pack names it; else the name itself."""
    return _labels(i18n.language()).get(f"attribute-{attr}", attr)


def type_(short: str, language: str | None = None) -> str:
    """The name of a type in `language` (default this one's), from whichever pack names it; else the name itself."""
    return _labels(language or i18n.language()).get(f"type-{short}", short)


def about(key: str) -> str:
    """What a pack says about a thing beyond its name (`type-AirQualityObserved-purpose`); empty when it says nothing."""
    return _labels(i18n.language()).get(key, "")


@cache
def _labels(language: str) -> dict[str, str]:
    """`<pack>-attribute-pm25 = …` of every pack, without the pack's name."""
    found: dict[str, str] = {}
    for path in sorted(_PACKS.glob(f"*/strings/{language}.ftl")):
        bundle = FluentBundle([language], use_isolating=False)
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
        pack = path.parent.parent.name
        for key in bundle._messages:
            pattern = bundle.get_message(key).value
            if pattern is not None:
                found.setdefault(key.removeprefix(f"{pack}-"), str(bundle.format_pattern(pattern)[0]))
    return found
