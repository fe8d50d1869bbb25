"""Rules in words: what differs between two versions, as people read it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dothi.kernel.i18n import t
from dothi.rules.models import Rule
from dothi.rules.schedules.queries import schedule_names

COMPARED = (
    "armed", "withdrawn", "condition", "clear", "hold", "clear_hold", "no_data_after", "schedule", "together_least",
    "together_within", "together_radius_m", "severity", "name_vi", "name_en", "advice_vi", "advice_en", "words_vi", "words_en", "source", "certainty", "legal", "valid_from",
)  # fmt: skip
LENGTHS = (
    (dt.timedelta(days=1), "rules-length-days"), (dt.timedelta(hours=1), "rules-length-hours"),
    (dt.timedelta(minutes=1), "rules-length-minutes"), (dt.timedelta(seconds=1), "rules-length-seconds"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of two versions. `is_code`: CEL, which is shown as such."""

    label: str
    before: str
    after: str
    is_code: bool


def differences(old: Rule, new: Rule) -> list[Difference]:
    """What a person would have to type to get from one version to the other; the day it begins only if that is all."""
    found = [
        Difference(
            t(f"rules-field-{name.replace('_', '-')}"), said(name, one), said(name, other), name in _CODE
        )
        for name in COMPARED
        if (one := getattr(old, name)) != (other := getattr(new, name))
    ]
    return found if len(found) < 2 else [each for each in found if each.label != t("rules-field-valid-from")]


_CODE = ("condition", "clear")


def facts(rule: Rule) -> list[tuple[str, str]]:
    """What else decides when it raises, beside its conditions: only what it has."""
    names = (
        "hold",
        "clear_hold",
        "no_data_after",
        "schedule",
        "together_least",
        "together_within",
        "together_radius_m",
    )
    told = [(name, getattr(rule, name)) for name in names]
    return [(t(f"rules-field-{name.replace('_', '-')}"), said(name, value)) for name, value in told if value]


def said(name: str, value: Any) -> str:
    """A field's value in words; nothing is a dash."""
    match value:
        case bool():
            return t("rules-yes" if value else "rules-no")
        case dt.timedelta():
            return length(value) if value else t("rules-at-once")
        case dt.date():
            return f"{value:%d/%m/%Y}"
        case None | "":
            return "—"
    if name == "severity":
        return t(f"web-severity-{value}")
    if name == "schedule":
        return schedule_names().get(value, str(value))
    return t(f"certainty-{value}") if name == "certainty" else str(value)


def length(value: dt.timedelta) -> str:
    """`90 phút`, `2 giờ`: in the greatest unit that it is a whole number of."""
    for unit, key in LENGTHS:
        if value % unit == dt.timedelta(0):
            return t(key, count=value // unit)
    return str(value)
