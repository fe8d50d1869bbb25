"""A rule as tests write it, and an engine that judges it."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from dothi.rules import engine
from dothi.rules.engine import Engine
from dothi.rules.loading import load_rules

_number = itertools.count()


def rule(**changes: Any) -> dict[str, Any]:
    return {
        "code": "aqi-high",
        "valid_from": dt.date(2026, 1, 1),
        "kind": "threshold",
        "type": "AirQualityObserved",
        "condition": "airQualityIndex.value > 150.0",
        "clear": "airQualityIndex.value <= 120.0",
        "severity": "high",
        "name": {"vi": "Không khí xấu", "en": "Bad air"},
        "source": "test",
        "certainty": "D",
        **changes,
    }


SILENT = rule(
    code="silent",
    kind="no-data",
    condition="",
    clear="",
    attributes=["airQualityIndex"],
    no_data_after="2h",
    severity="low",
)


def next_urn() -> str:
    """Of a station that no other test has."""
    return f"urn:ngsi-ld:AirQualityObserved:engine-{next(_number)}"


def armed(*tables: dict[str, Any]) -> Engine:
    """An engine with these rules; what other tests left in the log was read before there were any."""
    engine.catch_up()
    load_rules("test", "1", tables)
    fresh = Engine()
    while fresh.step():
        pass
    return fresh


def hours(n: float) -> dt.timedelta:
    return dt.timedelta(hours=n)
