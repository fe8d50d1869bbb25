"""What the screens of alarms and rules draw with, beside the web room's own tags."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template

from dothi.entities import meaning
from dothi.kernel.i18n import t
from dothi.kernel.templatetags.dothi import number, vn_time
from dothi.rules.alarms.models import Alarm

register = template.Library()


@register.filter
def marks(names: str) -> list[str]:
    """`"critical high"` as a list."""
    return names.split()


@register.filter
def item(mapping: dict[str, Any], key: str) -> Any:
    return mapping.get(key)


@register.filter
def reading(value: Any) -> str:
    """A value as this language writes it."""
    return number(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


@register.filter
def type_word(name: str) -> str:
    """`AirQualityObserved` in words."""
    return meaning.type_(name)


@register.filter
def attribute_word(name: str, type_: str = "") -> str:
    """Its label as the type calls it."""
    return meaning.attribute(name, type_)


@register.filter
def attribute_words(names: list[str], type_: str = "") -> str:
    return ", ".join(meaning.attribute(name, type_) for name in names)


@register.simple_tag
def told_value(name: str, value: Any, type_: str) -> str:
    """A value of an attribute as people read it: a word of an enumeration in words."""
    return reading(meaning.value(name, value, type_))


@register.filter
def unit_word(code: str) -> str:
    """`GQ` → `µg/m³`; a code that is not known is shown as it is."""
    return meaning.unit(code)


@register.filter
def state_key(version: dict[str, Any]) -> str:
    """The words of a recorded version's state."""
    fields = ("closed_at", "active", "acknowledged")
    return Alarm(**{name: version[name] for name in fields}).state_key


@register.filter
def share(part: float) -> int:
    """A part of one as per cent."""
    return round(part * 100)


@register.filter
def iso_time(text: str) -> str:
    """A kept instant (ISO) as people read it."""
    return vn_time(dt.datetime.fromisoformat(text)) if text else "—"


@register.filter
def iso_day(text: str) -> str:
    """`2026-11-22` → `22/11`."""
    return f"{dt.date.fromisoformat(text):%d/%m}" if text else ""


@register.filter
def lasted(minutes: int) -> str:
    """How long something went on: `35 phút`, `5,2 giờ`, `3,1 ngày`."""
    for size, key in ((2880, "rules-lasted-days"), (120, "rules-lasted-hours")):
        if minutes >= size:
            return t(key, count=number(minutes / (1440 if size == 2880 else 60)))
    return t("rules-length-minutes", count=minutes)
