"""Units of measure by UN/CEFACT Recommendation 20 (revision 17), which NGSI-LD's unitCode carries (CIM 009 §4.5.2).

`data/rec20.json`: code → symbol, dimension in base units (`kg·m⁻³`; "1" for a proportion, "" where the recommendation gives
no factor), name. Two units measure the same quantity when their dimensions are equal; where one is unknown nothing is claimed.
"""

from __future__ import annotations

import json
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Unit(NamedTuple):
    """One unit of the recommendation."""

    symbol: str
    dimension: str
    name: str


class Doubt(IntEnum):
    """Why a unit is doubted; stored."""

    UNKNOWN = 1  # no code of the recommendation
    QUANTITY = 2  # measures something else than the type declares for the attribute
    DIFFERS = 3  # the same quantity in another unit: whoever computes with it takes it for the declared one


@cache
def units() -> dict[str, Unit]:
    text = files("dothi.entities.core").joinpath("data/rec20.json").read_text(encoding="utf-8")
    return {code: Unit(*about) for code, about in json.loads(text).items()}


def symbol(code: str) -> str:
    """`GQ` → `µg/m³`; what has no symbol is told by its name, what is no unit as it came."""
    unit = units().get(code)
    if unit is None or code == "C62":
        return "" if unit else code
    return unit.symbol or unit.name


def doubt(told: str, declared: str | None) -> Doubt | None:
    """What is wrong with a unit as told, where the type declares one (None: it declares none)."""
    unit = units().get(told)
    if unit is None:
        return Doubt.UNKNOWN
    if declared is None or told == declared:
        return None
    wanted = units()[declared].dimension if declared in units() else ""
    return Doubt.QUANTITY if unit.dimension and wanted and unit.dimension != wanted else Doubt.DIFFERS
