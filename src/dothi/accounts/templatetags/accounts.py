"""`{% load accounts %}`: codes of accounts as string keys."""

from __future__ import annotations

from django import template

register = template.Library()


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
