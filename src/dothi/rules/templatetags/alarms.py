"""What the lists of alarms draw with."""

from __future__ import annotations

from typing import Any

from django import template

from dothi.kernel.i18n import t
from dothi.kernel.templatetags.dothi import number
from dothi.rules.alarms.grouping import Bundle
from dothi.rules.alarms.models import AlarmGuide

register = template.Library()


@register.simple_tag(takes_context=True)
def folding(context: dict[str, Any], bundle: Bundle, is_open: bool) -> str:
    """The list's address with this cause opened, or folded again; it lands on the cause's row."""
    query = context["request"].GET.copy()
    inside = {str(pk) for pk in bundle.pks}
    others = [pk for pk in query.getlist("under") if pk not in inside]
    query.setlist("under", others if is_open else [*others, str(bundle.cause.pk)])
    return f"/alarms/?{query.urlencode()}#alarm-{bundle.cause.pk}"


@register.simple_tag(takes_context=True)
def folded_or_not(context: dict[str, Any], fold: str) -> str:
    """The list's address, folded (empty) or alarm by alarm (`no`); it begins at its first page."""
    query = context["request"].GET.copy()
    for name in ("under", "page", "fold"):
        query.pop(name, None)
    if fold:
        query["fold"] = fold
    return f"/alarms/?{query.urlencode()}"


@register.filter
def guide(guides: dict[str, AlarmGuide], code: str) -> str:
    """What a figure says, as this language writes it."""
    return number(guides[code].value)


@register.filter
def guide_source(guides: dict[str, AlarmGuide], code: str) -> str:
    return guides[code].source


@register.filter
def guide_certainty(guides: dict[str, AlarmGuide], code: str) -> str:
    """The key of the words for how sure we are of it."""
    return f"certainty-{guides[code].certainty}"


@register.filter
def bundle_key(bundle: Bundle) -> str:
    """The words of what its alarms have in common."""
    return f"alarms-under-{bundle.why}"


@register.filter
def lasting(seconds: float | None) -> str:
    """A length of time in the unit that reads best: `45 giây`, `12 phút`, `3,5 giờ`, `2,1 ngày`; nothing known is a dash."""
    if seconds is None:
        return "—"
    for name, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return t(f"alarms-lasting-{name}", count=number(seconds / size))
    return t("alarms-lasting-seconds", count=number(seconds, 0))
