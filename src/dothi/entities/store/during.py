"""The instances inside the time that a temporal query asks for (CIM 009 §4.11): its conditions, and what `q` and places are judged by.

An instance counts in its newest revision, unless that one took it back: what a query is judged by is what its answer tells.
"""

from __future__ import annotations

from typing import Any

from dothi.entities.core.query_sql import Instances
from dothi.entities.core.temporal import TemporalQuery, TimeProperty
from dothi.entities.store.statements import read_sql

_JUDGED = {
    TimeProperty.OBSERVED: "judged_observed",
    TimeProperty.CREATED: "judged_created",
    TimeProperty.MODIFIED: "judged_modified",
    TimeProperty.DELETED: "judged_deleted",
}


def times_of(temporal: TemporalQuery) -> dict[str, Any]:
    """What the conditions of this file bind."""
    return {"start": temporal.start, "end": temporal.end}


def spans_of(temporal: TemporalQuery, row: str = "h") -> list[str]:
    """The time asked for as conditions on rows of history."""
    return _between(temporal, f"{row}.{temporal.column}")


def near_of(temporal: TemporalQuery, row: str = "h") -> list[str]:
    """Where in the key those are that were recorded in the time asked for, within 6 hours of their observation."""
    return _between(temporal, f"{row}.observed_at", " - interval '6 hours'", " + interval '6 hours'")


def _between(temporal: TemporalQuery, column: str, before: str = "", after: str = "") -> list[str]:
    found = [] if temporal.start is None else [f"{column} >= %(start)s{before}"]
    return found if temporal.end is None else [*found, f"{column} < %(end)s{after}"]


def within_of(temporal: TemporalQuery) -> list[str]:
    """Where `later` revisions of an instant lie: told here, too, so that no other month is looked into."""
    return [] if temporal.by_record else spans_of(temporal, "later")


def instances_of(temporal: TemporalQuery) -> Instances:
    """Those inside the time asked for; what they bind: `times_of`."""
    rows = read_sql(_JUDGED[temporal.by]).format(
        term="{term}",
        span=all_of_them(spans_of(temporal, "a")),
        recorded=all_of_them(spans_of(temporal)),
        near=all_of_them(near_of(temporal)),
        counts=read_sql("judged_counts").format(within=all_of_them(within_of(temporal))),
    )
    return Instances(
        rows, read_sql("first_told"), "a.recorded_at", hold_values=temporal.by is not TimeProperty.DELETED
    )


def all_of_them(conditions: list[str]) -> str:
    return " and ".join(conditions) or "true"
