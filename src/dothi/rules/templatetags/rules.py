"""What the screens of alarms and rules draw with, beside the web room's own tags."""

from __future__ import annotations

from typing import Any

from django import template

from dothi.entities import meaning
from dothi.kernel.templatetags.dothi import number
from dothi.rules.models import Alarm

register = template.Library()


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: str) -> str:
    """This page's address with some query parameters changed; an empty value leaves the parameter out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


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
def attribute_word(name: str) -> str:
    return meaning.attribute(name)


@register.filter
def attribute_words(names: list[str]) -> str:
    return ", ".join(meaning.attribute(name) for name in names)


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
