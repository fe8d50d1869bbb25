"""The key `[rule.together]` of a rule in a pack: checked, and as columns of the rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dothi.kernel.errors import BadRequest
from dothi.rules.expressions import duration
from dothi.rules.models import Kind

KEYS = ("at_least", "within", "area", "radius_m")
LEAST, MOST = 2, 1000  # entities
NEAREST, FARTHEST = 10, 50_000  # metres


def check_together(table: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What is wrong with it: key, message, fields."""
    if "together" not in table:
        return
    told = table["together"]
    wrong = None if isinstance(told, Mapping) else "together"
    if wrong is None:
        wrong = next((key for key in (*told, "at_least", "within", "area") if not _is_right(key, told)), None)
    if wrong is None and table.get("kind") == Kind.NO_DATA:
        wrong = "together"
    if wrong is not None:
        limits = {"least": LEAST, "most": MOST, "nearest": NEAREST, "farthest": FARTHEST}
        yield "together", "rules-check-together", {"key": wrong, **limits}


def _is_right(key: str, told: Mapping[str, Any]) -> bool:
    """Either `area = "unit"` or a radius, not both."""
    if key == "at_least":
        return _is_number(told.get(key), LEAST, MOST)
    if key == "within":
        try:
            return bool(duration(told.get(key, "")) is not None)
        except BadRequest:
            return False
    if key == "radius_m":
        return "area" not in told and _is_number(told[key], NEAREST, FARTHEST)
    return key == "area" and ("radius_m" in told or told.get(key) == "unit")


def _is_number(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def together_of(table: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a checked rule."""
    told = table.get("together")
    return {
        "together_least": told["at_least"] if told else None,
        "together_within": duration(told["within"]) if told else None,
        "together_radius_m": told.get("radius_m") if told else None,
    }
