"""How figures are written: `{% load indicators %}`."""

from __future__ import annotations

from django import template

from dothi.entities import meaning
from dothi.indicators.merging import Merged
from dothi.indicators.models import Indicator, Over
from dothi.kernel.clock import VIETNAM
from dothi.kernel.i18n import language, t
from dothi.kernel.templatetags.dothi import number

register = template.Library()


@register.filter
def unit_sign(code: str) -> str:
    """`GQ` → `µg/m³`."""
    return meaning.unit(code)


@register.filter
def told_name(one: Indicator) -> str:
    return one.name_en if language() == "en" else one.name_vi


@register.filter
def told_about(one: Indicator) -> str:
    return one.about_en if language() == "en" else one.about_vi


@register.filter
def signed(value: float | None) -> str:
    """`+1,5`, `−0,3`, `±0`."""
    if value is None:
        return ""
    text = number(abs(value))
    return f"±{text}" if text == "0" else f"{'+' if value > 0 else '−'}{text}"


@register.filter
def period(figure: Merged, over: str) -> str:
    """`13:00–14:00 22/11`, `22/11/2026`, `11/2026`."""
    begin, end = figure.starts_at.astimezone(VIETNAM), figure.ends_at.astimezone(VIETNAM)
    if over == Over.YEAR:
        return f"{begin:%Y}"
    if over == Over.QUARTER:
        return t("indicators-quarter", number=(begin.month + 2) // 3, year=str(begin.year))
    if over == Over.MONTH:
        return f"{begin:%m/%Y}"
    if over == Over.DAY:
        return f"{begin:%d/%m/%Y}"
    return t("indicators-now") if over == Over.NOW else f"{begin:%H:%M}–{end:%H:%M} {begin:%d/%m}"
