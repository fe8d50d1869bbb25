"""What other rooms and open screens hear of an alarm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dothi.kernel import clock, events
from dothi.kernel.origin import Origin
from dothi.rules.alarms.models import Alarm


def tell(topic: str, alarm: Alarm, *, because: str = "") -> None:
    """`because`: what turned it, where no person did: `rule-withdrawn`."""
    tell_all([(topic, alarm)], because=because)


def tell_all(told: Sequence[tuple[str, Alarm]], *, because: str = "") -> None:
    """The same of several alarms, in this order."""
    events.publish_all([_told(topic, alarm, because) for topic, alarm in told])


def _told(topic: str, alarm: Alarm, because: str) -> events.Told:
    payload: dict[str, Any] = {
        "alarm": alarm.pk,
        "rule": alarm.rule_code,
        "kind": alarm.kind,
        "entity": alarm.entity_urn,
        "severity": alarm.severity,
        "state": {
            "active": alarm.active,
            "acknowledged": alarm.acknowledged,
            "closed": alarm.closed_at is not None,
        },
        "hidden": alarm.hidden,  # why it rings nobody, or nothing
        "title": alarm.rule.name_vi,
        "title_en": alarm.rule.name_en,
        "origin": Origin(alarm.origin).word,
        "unit_id": alarm.unit_id,
        "agency_id": alarm.agency_id,
        "raised_at": clock.iso(alarm.raised_at),
    }
    if because:
        payload["because"] = because
    return events.Told(topic, payload, "alarms.view", alarm.unit_id, alarm.agency_id)
