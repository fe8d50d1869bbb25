"""What is wrong with a typed figure, and what is only unusual; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dothi.indicators.typed.forms import Field, Form
from dothi.indicators.typed.numbers import number
from dothi.kernel.errors import BadRequest

Told = tuple[str, dict[str, Any]]  # key of a sentence with its fields


@dataclass(slots=True)
class Judged:
    """The figures of a form as read: indicator → number, what is refused, what wants a remark."""

    values: dict[str, float] = field(default_factory=dict)
    refusals: dict[str, Told] = field(default_factory=dict)
    doubts: dict[str, Told] = field(default_factory=dict)


def judged(form: Form, typed: Mapping[str, Any], before: Mapping[str, float]) -> Judged:
    """Reads every field; `before` are the figures of the period before."""
    found = Judged()
    for one in form.fields:
        try:
            value = number(typed.get(one.code), percent=one.unit == "P1")
        except BadRequest as error:
            found.refusals[one.code] = ("error-figures-not-a-number", error.fields)
            continue
        if value is None:
            if not one.optional:
                found.refusals[one.code] = ("indicators-field-empty", {})
            continue
        found.values[one.code] = value
        if refusal := _impossible(one, value):
            found.refusals[one.code] = refusal
        elif doubt := _unusual(one, value, before.get(one.code)):
            found.doubts[one.code] = doubt
    return found


def _impossible(one: Field, value: float) -> Told | None:
    if one.whole and not value.is_integer():
        return "indicators-field-whole", {}
    if one.low is not None and value < one.low:
        return "indicators-field-low", {"limit": one.low}
    if one.high is not None and value > one.high:
        return "indicators-field-high", {"limit": one.high}
    return None


def _unusual(one: Field, value: float, before: float | None) -> Told | None:
    if one.usual_low is not None and value < one.usual_low:
        return "indicators-field-usual-low", {"limit": one.usual_low}
    if one.usual_high is not None and value > one.usual_high:
        return "indicators-field-usual-high", {"limit": one.usual_high}
    if one.change is not None and before and abs(value - before) / abs(before) * 100 > one.change:
        return "indicators-field-change", {"percent": round(abs(value - before) / abs(before) * 100)}
    return None
