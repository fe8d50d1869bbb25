"""`{% load accounts %}`: names in the reader's language."""

from __future__ import annotations

from django import template

from dothi.kernel import i18n

register = template.Library()


@register.filter
def named(thing: object) -> str:
    """The name of a unit, group, agency or role in the language of the page."""
    if thing is None:
        return "—"
    english = i18n.language() == "en"
    for attribute in ("name_en",) if english else ():
        name = getattr(thing, attribute, "")
        if name:
            return str(name)
    return str(thing)
