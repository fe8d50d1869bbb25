"""When the map draws a figure as *no data*: by the rules that hold now, not by what they once were."""

import datetime as dt

import pytest

from dothi.livemap.queries import STALE_AFTER_S, stale_after_s
from dothi.rules.loading import load_rules

pytestmark = pytest.mark.django_db


def silent(after: str) -> dict:
    return {
        "code": "silent",
        "valid_from": dt.date(2026, 1, 1),
        "kind": "no-data",
        "type": "AirQualityObserved",
        "attributes": ["airQualityIndex"],
        "no_data_after": after,
        "severity": "low",
        "name": {"vi": "Mất tín hiệu", "en": "Silent"},
        "source": "test",
        "certainty": "D",
    }


def test_only_what_is_in_force_counts():
    load_rules("air", "1", [silent("9h")])
    assert stale_after_s() == 9 * 3600
    load_rules("air", "2", [silent("2h")])
    assert stale_after_s() == 2 * 3600
    load_rules("air", "3", [])
    assert stale_after_s() == STALE_AFTER_S
