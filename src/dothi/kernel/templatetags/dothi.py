"""`{% load dothi %}`: `{% t key name=value %}` and the filters every screen needs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from dothi.kernel import clock, i18n

register = template.Library()


@register.simple_tag
def t(key: str, **args: Any) -> SafeString:
    """The text of `key`, escaped; arguments are escaped with it."""
    return conditional_escape(i18n.t(key, **args))


@register.filter
def named(thing: object) -> str:
    """The name of a unit, group, agency or role in the language of the page."""
    return "—" if thing is None else i18n.named(thing)


@register.filter
def vn_time(at: dt.datetime | None) -> str:
    """`14:05 22/11/2026`, Viet Nam time."""
    return at.astimezone(clock.VIETNAM).strftime("%H:%M %d/%m/%Y") if at else "—"


@register.filter
def vn_short(at: dt.datetime | None) -> str:
    """`14:05 22/11`, Viet Nam time: beside something that says the rest."""
    return at.astimezone(clock.VIETNAM).strftime("%H:%M %d/%m") if at else "—"


@register.filter
def ago(at: dt.datetime | None) -> SafeString:
    """A `<time>` that the page keeps fresh (`data-ago`), with the full time as its title."""
    if at is None:
        return mark_safe("<span>—</span>")
    return mark_safe(f'<time datetime="{clock.iso(at)}" title="{vn_time(at)}" data-ago>{vn_time(at)}</time>')  # noqa: S308


@register.filter
def number(value: float | int | None, digits: int = 1) -> str:
    """A number as this language writes it: decimal comma in vi."""
    if value is None:
        return "—"
    if isinstance(value, int):
        digits = 0  # also a whole number that no float can hold
    text = (
        f"{value:,.{digits}f}".rstrip("0").rstrip(".")
        if digits and not float(value).is_integer()
        else f"{value:,d}"
        if isinstance(value, int)
        else f"{value:,.0f}"
    )
    return text if i18n.language() == "en" else text.translate(str.maketrans(",.", ".,"))
