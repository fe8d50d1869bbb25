"""`{% load connectors %}`: words and rows of imports."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template

from dothi.connectors.actions import Sample
from dothi.connectors.models import Import
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
    names = list(dict.fromkeys(name for one in values for name in one))
    units = {name: value.get("unitCode") for one in values for name, value in one.items()}
    return {
        "columns": [(meaning.attribute(name), meaning.unit(units[name])) for name in names],
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
