"""`{% load connectors %}`: words and rows of imports."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dothi.connectors.actions import Sample, is_broken_off
from dothi.connectors.models import Import
from dothi.kernel.i18n import t

register = template.Library()


@register.simple_tag
def import_state(row: Import) -> SafeString:
    """The state as a tag, with a second tag for a dry run."""
    state = "broken-off" if is_broken_off(row) else row.state
    shown = format_html('<span class="tag">{}</span>', t(f"connectors-state-{state}"))
    if row.dry_run and row.state != Import.State.UPLOADED:
        shown += format_html(' <span class="tag">{}</span>', t("connectors-dry-run"))
    return shown


@register.filter
def refused_in_all(row: Import) -> int:
    """How many lines the list of rejects has: whole rows and single values."""
    return sum(row.reasons.values())


@register.filter
def reject_word(reason: str) -> str:
    return t(f"connectors-reject-{reason}")


@register.filter
def sample_lines(sample: Sample) -> list[dict[str, Any]]:
    """A test's entities as table lines: one per value."""
    return [
        {
            "entity": entity["id"],
            "attribute": name,
            "value": _shown(value["value"]),
            "unit": value.get("unitCode", ""),
            "at": dt.datetime.fromisoformat(value["observedAt"]),
        }
        for entity in sample.entities
        for name, value in entity.items()
        if isinstance(value, dict)
    ]


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{number:g}" for number in value["coordinates"])
    return str(value)
