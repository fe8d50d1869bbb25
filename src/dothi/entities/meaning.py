"""What attributes mean to a person: labels of packs, symbols of units, and levels and limits that rooms above know.

Rooms above register (in their AppConfig.ready) how a value is judged: `judges_level("airQualityIndex")` gives its level,
`knows_limits` the limits that a chart draws. Entities themselves know neither.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dothi.entities.units import SYMBOLS
from dothi.kernel import i18n, pack_files
from dothi.kernel.templatetags.dothi import vn_time


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


Types = str | Sequence[str]  # short names; the first that says something counts
LONGEST_WORD = 80  # characters of a word of an enumeration
_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$", re.ASCII)
_OTHER = re.compile(r"[^A-Za-z0-9_]+")
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


def attribute(attr: str, types: Types = ()) -> str:
    """The label of an attribute in this language: as a pack that declares one of these types calls it there, else as whichever
    pack names it; else the name itself. Two packs may call one name differently: say the type wherever it is known."""
    words = i18n.words_of_packs(i18n.language())
    for declared in _declared_as(types):
        if label := words.get(declared.labels.get(attr, "")):
            return label
    return _labels(i18n.language()).get(f"attribute-{attr}", attr)


def attribute_about(attr: str, types: Types = ()) -> str:
    """What a pack says about an attribute beyond its name; empty when it says nothing."""
    words = i18n.words_of_packs(i18n.language())
    for declared in _declared_as(types):
        if said := words.get(f"{declared.labels.get(attr, '')}-about"):
            return said
    return about(f"attribute-{attr}-about")


def value(attr: str, told: Any, types: Types = ()) -> Any:
    """A value as a person reads it: a word of an enumeration and a truth in this language, a time of Viet Nam, else as it is."""
    if isinstance(told, dict) and told.get("@type") == "DateTime":
        return value(attr, told.get("@value"), types)
    if isinstance(told, str) and _TIME.match(told):
        return _time(told)
    if isinstance(told, bool):
        return i18n.t("entities-true" if told else "entities-false")
    if isinstance(told, list) and told and all(isinstance(one, str) for one in told):
        return ", ".join(str(value(attr, one, types)) for one in told)
    return _word(attr, told, types) if isinstance(told, str) and len(told) <= LONGEST_WORD else told


def _time(told: str) -> str:
    try:
        return vn_time(dt.datetime.fromisoformat(told))
    except (ValueError, OverflowError):  # of the right shape, but no such time
        return told


def _word(attr: str, told: str, types: Types) -> str:
    words, sign = i18n.words_of_packs(i18n.language()), key_of(told)
    for declared in _declared_as(types):
        for key in (
            f"{declared.pack}-value-{declared.type}-{attr}-{sign}",
            f"{declared.pack}-value-{attr}-{sign}",
        ):
            if key in words:
                return words[key]
    return _labels(i18n.language()).get(f"value-{attr}-{sign}", told)


def key_of(told: str) -> str:
    """A value as a key of words can bear it: `dưới BĐ1` → `duoi-BD1`."""
    plain = unicodedata.normalize("NFD", told.replace("đ", "d").replace("Đ", "D"))
    return _OTHER.sub("-", plain.encode("ascii", "ignore").decode()).strip("-")


def type_(short: str, language: str | None = None) -> str:
    """The name of a type in `language` (default this one's), from whichever pack names it; else the name itself."""
    return _labels(language or i18n.language()).get(f"type-{short}", short)


def about(key: str) -> str:
    """What a pack says about a thing beyond its name (`type-AirQualityObserved-purpose`); empty when it says nothing."""
    return _labels(i18n.language()).get(key, "")


@dataclass(frozen=True, slots=True)
class _Declared:
    """A type as one pack declares it: attribute → key of its label."""

    pack: str
    type: str
    labels: Mapping[str, str]


def _declared_as(types: Types) -> list[_Declared]:
    known = _declared()
    return [one for type_ in ([types] if isinstance(types, str) else types) for one in known.get(type_, ())]


@pack_files.kept
def _declared() -> dict[str, list[_Declared]]:
    found: dict[str, list[_Declared]] = {}
    for pack, files in pack_files.words().items():
        for name, text in files.items():
            if name.startswith("types/") and name.endswith(".json"):
                schema = json.loads(text)
                labels = {
                    attr: about.get("x-label", "")
                    for attr, about in schema.get("properties", {}).items()
                    if isinstance(about, dict)
                }
                found.setdefault(schema["title"], []).append(_Declared(pack, schema["title"], labels))
    return found


@pack_files.kept
def _labels(language: str) -> dict[str, str]:
    """`<pack>-attribute-pm25 = …` of every pack, without the pack's name."""
    words = i18n.words_of_packs(language)
    found: dict[str, str] = {}
    for pack in pack_files.words():
        for key, text in words.items():
            if key.startswith(f"{pack}-"):
                found.setdefault(key.removeprefix(f"{pack}-"), text)
    return found
