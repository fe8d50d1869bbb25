"""How figures are written on a wall: `{% load wall %}`."""

from __future__ import annotations

from django import template

from dothi.kernel.i18n import t
from dothi.kernel.templatetags.dothi import number

register = template.Library()
STEPS = ((1e9, "wall-billion"), (1e6, "wall-million"))


@register.filter
def far(value: float) -> str:
    """At most six signs, so that they stand large: `12,3`, `1.234`, `45,6`; a million and more by its word (`far_unit`)."""
    size = next((step for step, _ in STEPS if abs(value) >= step), 1.0)
    scaled = value / size
    return number(scaled, 1 if abs(scaled) < 1000 else 0)


@register.filter
def far_unit(value: float) -> str:
    """`triệu`, `tỷ`, or nothing."""
    word = next((word for step, word in STEPS if abs(value) >= step), "")
    return t(word) if word else ""
