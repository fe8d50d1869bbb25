"""The alarms that these tests speak of: raised as the engine does it, with rules loaded as a pack does it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dothi.kernel import clock
from dothi.rules.alarms.models import Alarm
from dothi.rules.alarms.raising import clear_alarm, raise_alarm
from dothi.rules.loading import load_rules
from dothi.rules.models import Rule
from dothi.rules.observations import Subject
from dothi.rules.queries import get_rule

NOW = dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)


def rule(code: str, **changes: Any) -> Rule:
    """The newest version of a rule of its own pack with these keys."""
    table: dict[str, Any] = {
        "code": code,
        "valid_from": dt.date(2026, 1, 1),
        "kind": "threshold",
        "type": "AirQualityObserved",
        "condition": "pm25.value > 50.0",
        "severity": "medium",
        "name": {"vi": f"Quy tắc {code}", "en": f"Rule {code}"},
        "source": "kiểm thử",
        "certainty": "D",
    }
    load_rules(f"pack-{code}", "1", [table | changes])
    return get_rule(code)


def fired(value: float = 71, origin: str = "live") -> dict[str, dict[str, Any]]:
    return {"pm25": {"value": value, "unit": "GQ", "origin": origin, "at": clock.iso(NOW)}}


def raised(of: Rule, entity: int, *, unit: int | None = None, at: dt.datetime = NOW) -> Alarm:
    subject = Subject(
        entity, f"urn:ngsi-ld:AirQualityObserved:{entity}", unit, None, 107.1, 10.35, ["AirQualityObserved"]
    )
    return raise_alarm(of, subject, name=f"Trạm {entity}", fired=fired(), at=at)


def cleared(alarm: Alarm) -> None:
    clear_alarm(alarm.rule_code, alarm.entity_id, values=fired(20), at=NOW)
