"""A draft of a rule: the changes to a version, kept as JSON beside its trial, and the digest of what is judged of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from dothi.rules.expressions import duration
from dothi.rules.forms import short
from dothi.rules.models import Rule

# What decides whether an alarm is raised. Words, severity, owner and source do not, so a change of those needs no new trial.
JUDGED = (
    "kind", "entity_type", "attributes", "condition", "clear", "hold", "clear_hold", "no_data_after", "schedule", "unit_id",
    "group_id", "together_least", "together_within", "together_radius_m",
)  # fmt: skip
_LENGTHS = frozenset({"hold", "clear_hold", "no_data_after", "together_within"})


def digest(rule: Rule) -> str:
    """The same for two versions that raise the same alarms."""
    judged = {name: _plain(getattr(rule, name)) for name in JUDGED}
    return hashlib.sha256(json.dumps(judged, sort_keys=True).encode()).hexdigest()


def kept(changes: dict[str, Any]) -> dict[str, Any]:
    """Changes as JSON."""
    return {name: _plain(value) for name, value in changes.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.timedelta):
        return short(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def changes(kept_ones: dict[str, Any]) -> dict[str, Any]:
    """What `kept` wrote, typed again."""
    return {name: _typed(name, value) for name, value in kept_ones.items()}


def _typed(name: str, value: Any) -> Any:
    if name in _LENGTHS and value is not None:
        return duration(value)
    return dt.date.fromisoformat(value) if name == "valid_from" and value else value
