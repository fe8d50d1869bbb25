"""What the templates of every room draw with: icons, severity and origin marks, built assets, page links (builtin, no load needed)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from dothi.kernel import clock, i18n
from dothi.kernel.origin import Origin
from dothi.web import assets

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file (`app.css`), with its content hash."""
    return assets.url(name)


@register.simple_tag
def inline_style(name: str) -> SafeString:
    """A built style within the page: on a slow line a citizen does not wait for another way there and back. `config.settings` lets
    exactly these styles in."""
    return mark_safe(f"<style>{assets.text(name)}</style>")  # noqa: S308 - our own built file


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One symbol of `web/part/sprite.html`; decorative unless it has a label."""
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="#i-{}"/></svg>', label, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def severity(level: str, word: str = "") -> SafeString:
    """The mark of a severity: shape, colour and word (critical high medium low nodata normal)."""
    text = word or i18n.t(f"web-severity-{level}")
    return format_html(
        '<span class="severity severity-{0}"><svg class="shape" aria-hidden="true"><use href="#s-{0}"/></svg>{1}</span>',
        level,
        text,
    )


@register.simple_tag
def origin(value: Origin | int | str | None, observed_at: dt.datetime | None = None) -> SafeString:
    """The badge of a value's origin; a replay of another year's recording names that year."""
    if value is None:
        return SafeString("")
    kind = Origin.of(value) if isinstance(value, str) else Origin(value)
    text = i18n.t(f"origin-{kind.word}")
    if (
        kind is Origin.REPLAYED
        and observed_at
        and observed_at.astimezone(clock.VIETNAM).year != clock.today().year
    ):
        text = i18n.t("web-origin-replayed-year", year=str(observed_at.astimezone(clock.VIETNAM).year))
    return format_html(
        '<span class="origin origin-{0}"><svg class="icon" aria-hidden="true"><use href="#i-{0}"/></svg>{1}</span>',
        kind.word,
        text,
    )


@register.simple_tag(takes_context=True)
def page_url(context: dict[str, Any], number: int) -> str:
    """This page's address with another `page`."""
    query = context["request"].GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def initials(name: str) -> str:
    """`Nguyễn Thị Lan` → `NL`: first letters of family and given name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def same(left: object, right: object) -> str:
    """`true` or `false`, as ARIA attributes want it."""
    return "true" if left == right else "false"
