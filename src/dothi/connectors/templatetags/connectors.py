"""`{% load connectors %}`: words and rows of imports."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template

from dothi.connectors.actions import Sample
from dothi.connectors.actions_sources import NEXT
from dothi.connectors.models import Import, Source
from dothi.connectors.queries_sources import Shown
from dothi.entities import meaning
from dothi.kernel import clock
from dothi.kernel.i18n import t
from dothi.kernel.origin import Origin
from dothi.kernel.templatetags.dothi import number

register = template.Library()


@register.filter
def refused_in_all(row: Import) -> int:
    """How many lines the list of rejects has: whole rows and single values."""
    return sum(row.reasons.values())


@register.filter
def reject_word(reason: str) -> str:
    return t(f"connectors-reject-{reason}")


@register.filter
def sample_table(sample: Sample, row: Import) -> dict[str, Any]:
    """A test as a table: a row for each reading with the origin that it would get, a column for each attribute with its unit."""
    given = Origin(row.origin)
    values = [
        {name: one for name, one in entity.items() if isinstance(one, dict)} for entity in sample.entities
    ]
    types = list(dict.fromkeys(str(entity.get("type", "")) for entity in sample.entities))
    names = list(dict.fromkeys(name for one in values for name in one))
    units = {name: value.get("unitCode") for one in values for name, value in one.items()}
    return {
        "columns": [(meaning.attribute(name, types), meaning.unit(units[name])) for name in names],
        "rows": [
            {
                "entity": entity["id"],
                "short": entity["id"].split(":", 3)[-1],
                "at": (at := next(dt.datetime.fromisoformat(value["observedAt"]) for value in one.values())),
                "origin": given.at_age(clock.now() - at),
                "cells": [_shown(one[name]["value"]) if name in one else "" for name in names],
            }
            for entity, one in zip(sample.entities, values, strict=True)
            if one
        ],
    }


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(
            f"{degrees:.5f}" for degrees in reversed(value["coordinates"])
        )  # latitude first, as people say
    return number(value, 2) if isinstance(value, int | float) else str(value)


@register.filter
def at(listed: list[Any], place: int) -> Any:
    return listed[place]


@register.filter
def span(length: dt.timedelta) -> str:
    """How long, in the two largest units: `40 phút`, `2 giờ 5 phút`, `3 ngày`."""
    seconds = max(round(length.total_seconds()), 0)
    days, hours, minutes = seconds // 86_400, seconds // 3600 % 24, seconds // 60 % 60
    if days:
        return _spans(("days", days), ("hours", hours))
    if hours or minutes:
        return _spans(("hours", hours), ("minutes", minutes))
    return t("connectors-span-seconds", number=seconds)


def _spans(*parts: tuple[str, int]) -> str:
    return " ".join(t(f"connectors-span-{unit}", number=count) for unit, count in parts if count)


@register.filter
def rhythm_words(source: Source) -> str:
    """`cứ 10 phút` or `hằng ngày trước 07:00`."""
    if source.daily_at is not None:
        return t("connectors-rhythm-daily", at=f"{source.daily_at:%H:%M}")
    return t("connectors-rhythm-every", span=span(source.rhythm.every or dt.timedelta()))


@register.filter
def late_words(one: Shown) -> str:
    """The sentence of the lateness page."""
    by = span(one.late.by) if one.late else ""
    if one.source.daily_at is not None:
        return t("connectors-late-daily", by=by, at=f"{one.source.daily_at:%H:%M}")
    return t("connectors-late-every", by=by, every=span(one.source.rhythm.every or dt.timedelta()))


@register.filter
def kind_word(code: str) -> str:
    return t(f"connectors-kind-{code.replace('_', '-')}")


@register.filter
def kind_help(code: str) -> str:
    return t(f"connectors-kind-{code.replace('_', '-')}-help")


@register.filter
def state_key(state: str) -> str:
    return f"connectors-source-{state}"


@register.filter
def run_key(state: str) -> str:
    return f"connectors-run-{state}"


@register.filter
def level_key(level: str) -> str:
    return f"connectors-level-{level}"


@register.filter
def state_act(state: str) -> str:
    """What the button that leads to a state says."""
    return t(f"connectors-act-{state}")


@register.filter
def state_question(state: str) -> str:
    return t(f"connectors-ask-{state}")


@register.filter
def next_states(state: str) -> list[str]:
    """Where a person may take it from here, the likeliest first."""
    return [wanted.value for wanted, before in NEXT.items() if state in before]
