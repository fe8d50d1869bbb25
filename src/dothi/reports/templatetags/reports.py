"""Words of the room's own forms, for templates: `{{ row.due|term }}`."""

from __future__ import annotations

from django import template

from dothi.kernel.i18n import t
from dothi.reports import showing
from dothi.reports.models import Pause, PauseReason

_MAP = ("map", "ground", "streets", "areas")
register = template.Library()


@register.filter
def term(said: str) -> str:
    """`days:5` → "5 ngày làm việc"."""
    unit, _, number = said.partition(":")
    return t(f"reports-term-{unit}", number=number)


@register.filter
def of_map(words: dict[str, str]) -> dict[str, str]:
    """Of the texts of all scripts those that the map speaks."""
    return {key: text for key, text in words.items() if key.startswith(_MAP)}


@register.filter
def reason(row: Pause | PauseReason) -> str:
    """Why something rests, in the reader's language."""
    return showing.reason_of(row)
