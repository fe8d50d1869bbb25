"""How tiles say what they say: `{% load boards %}`."""

from __future__ import annotations

from django import template

from dothi.boards.looks import SIGNS

register = template.Library()


@register.filter
def sign(look: str) -> str:
    """The shape that stands beside the word of a look."""
    return SIGNS.get(look, "")


@register.filter
def parts(text: str) -> list[str]:
    """The lines of a trend, broken where a figure is missing."""
    return [one for one in text.split("|") if one]
