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


@register.filter
def times(count: int) -> range:
    """`{% for _ in depth|times %}`."""
    return range(count)


def _word(prefix: str, name: str) -> None:
    """A filter that makes a string key of a code."""
    register.filter(name, lambda code: f"{prefix}{code}")


_word("accounts-state-", "state_word")
_word("accounts-kind-", "kind_word")
_word("accounts-agency-", "agency_word")
_word("accounts-key-", "key_word")
_word("accounts-step-", "step_word")
