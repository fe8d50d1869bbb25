"""What the desk's templates draw with: fields of a button, the timer of a unit's state."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dothi.forces import catalogue
from dothi.forces.models import Force
from dothi.forces.workflow import CODES, State
from dothi.kernel import clock

register = template.Library()
_LIMITS = "dispatch-limits"


@register.simple_tag
def fields(**given: Any) -> str:
    """What a button posts, for `data-with="…"` (escaped there): one place where a quote in somebody's words breaks nothing."""
    return json.dumps({name: str(value) for name, value in given.items()}, ensure_ascii=False)


@register.simple_tag
def question(card: str, version: int, code: str, value: str) -> str:
    """The fields of one answer of a protocol card."""
    return json.dumps({"card": card, "version": str(version), f"q-{code}": value}, ensure_ascii=False)


@register.filter
def short(state: str) -> str:
    """The short code of a state: `dn`."""
    return CODES[State(state)]


@register.simple_tag(takes_context=True)
def timer(context: Context, force: Force, severity: str = "") -> SafeString:
    """How long a unit is in its state: shape and colour by the limits that are dated data. What is written is since when, so that the
    same unit is the same text later on; the page counts from there."""
    known = context.render_context
    if _LIMITS not in known:  # asked once for a whole list
        known[_LIMITS] = catalogue.in_force()
    limit = known[_LIMITS].limit(force.state, severity, force.service)
    warn, alert = (limit.warn_s, limit.alert_s) if limit else (None, None)
    seconds = max(0.0, (clock.now() - force.state_since).total_seconds())
    level = "critical" if alert and seconds >= alert else "medium" if warn and seconds >= warn else "normal"
    return format_html(
        '<span class="timer" data-level="{0}"><svg class="shape" aria-hidden="true"><use href="#s-{0}"/></svg>'
        '<time datetime="{1}" data-since data-warn="{2}" data-alert="{3}">{4}</time></span>',
        level,
        clock.iso(force.state_since),
        warn or "",
        alert or "",
        f"{force.state_since.astimezone(clock.VIETNAM):%H:%M}",
    )


@register.filter
def capability(code: str) -> str:
    """In words, as the pack in force says it."""
    return catalogue.in_force().capability_name(code)


@register.filter
def minutes(seconds: float | None) -> str:
    """`3:05`: minutes and seconds, as a dispatcher counts."""
    return "—" if seconds is None else f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
