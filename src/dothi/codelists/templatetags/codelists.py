"""What the screens of code lists draw with, beside the web room's own tags."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template

from dothi.codelists.compare import Field
from dothi.codelists.models import CodeList
from dothi.kernel.i18n import has, language, t
from dothi.kernel.offered import Item

register = template.Library()
# Stored words of an offered list, by the keys under which their home wrote them.
_VALUES = {"kind": "accounts-agency-", "level": "territory-level-", "quantity": "entities-quantity-"}


@register.filter
def name_of(thing: Item | CodeList) -> str:
    """Its name in this language; in Vietnamese where it has no English one."""
    return (language() == "en" and thing.name_en) or thing.name_vi


@register.filter
def other_name(thing: Item | CodeList) -> str:
    """Its name in the other language."""
    return thing.name_vi if language() == "en" and thing.name_en else thing.name_en


@register.filter
def purpose_of(row: CodeList) -> str:
    return (language() == "en" and row.purpose_en) or row.purpose_vi


@register.filter
def extras(item: Item) -> list[tuple[str, str]]:
    """What the list says beside names, in words: (heading, text), without what is empty."""
    found = [(heading(name), words(name, value)) for name, value in item.extra.items()]
    return [(name, text) for name, text in found if text]


@register.filter
def label_of(field: Field) -> str:
    """The heading of a changed field."""
    key = f"codelists-column-{field.name.replace('_', '-')}"
    return t(key) if has(key) else heading(field.name)


@register.filter
def before_of(field: Field) -> str:
    return words(field.name, field.before) or "—"


@register.filter
def after_of(field: Field) -> str:
    return words(field.name, field.after) or "—"


@register.filter
def item(mapping: dict[str, Any], key: str) -> Any:
    return mapping.get(key)


@register.filter
def wrong(complaint: Any) -> str:
    """A bad line in words."""
    return t(complaint.key, **complaint.fields)


@register.simple_tag(takes_context=True)
def asked_with(context: dict[str, Any], **changes: str) -> str:
    """This page's address with some of its query changed; an empty value stays as an empty value, None leaves it out."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"


def heading(name: str) -> str:
    key = f"codelists-extra-{name.replace('_', '-')}"
    return t(key) if has(key) else name


def words(name: str, value: Any) -> str:
    if value in (None, "", [], ()):
        return ""
    if isinstance(value, bool):
        return t("kernel-yes" if value else "kernel-no")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if name == "since":
        return f"{dt.date.fromisoformat(value):%d/%m/%Y}"
    key = f"{_VALUES.get(name, '')}{value}"
    return t(key) if name in _VALUES and has(key) else str(value)
