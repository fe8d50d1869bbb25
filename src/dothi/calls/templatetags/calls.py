"""What the pages of calls draw with."""

from __future__ import annotations

import datetime as dt

from django import template

from dothi.kernel import clock

register = template.Library()


@register.filter
def vn_seconds(at: dt.datetime | None) -> str:
    """`14:05:11 22/11/2026`: seconds count here."""
    return at.astimezone(clock.VIETNAM).strftime("%H:%M:%S %d/%m/%Y") if at else "—"
