"""How clocks are written: minutes and seconds, as people on a radio say them."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from dothi.dispatch.clocks.clocks import Measure, Reading
from dothi.dispatch.models import Target
from dothi.kernel.i18n import t

register = template.Library()


@register.filter
def minutes(seconds: float | str | None) -> str:
    """`0:45`, `7:05`, `1:02:30`; nothing known (a template gives "" for what is not there) is a dash, never a zero."""
    if not isinstance(seconds, float | int):
        return "—"
    hours, left = divmod(round(seconds), 3600)
    if hours:
        return f"{hours}:{left // 60:02d}:{left % 60:02d}"
    return f"{left // 60}:{left % 60:02d}"


@register.filter
def wanted(target: Target) -> str:
    """`≥ 90 % trong 15 giây`."""
    return t("dispatch-target-wanted", share=target.share, within=minutes(target.within_s))


@register.simple_tag
def standard(target: Target) -> SafeString | str:
    """Whose target it is."""
    return target.standard or t("dispatch-target-own")


@register.filter
def clocks_of(names: str, clocks: dict[Measure, Reading]) -> list[Reading | None]:
    """The readings of these clocks in this order; None where one does not concern it."""
    return [clocks.get(Measure(name)) for name in names.split()]
