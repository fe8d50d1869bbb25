"""A rule is tried on what is stored before it is written, and dated when it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.permissions import Grant, Scope
from dothi.kernel.testing.cast import gather
from dothi.rules import actions, queries
from dothi.rules.loading import load_rules
from dothi.rules.models import Alarm, Rule, RuleState
from dothi.rules.preview import preview
from dothi.rules.tests.feed import send_all
from dothi.rules.tests.test_engine import SILENT, hours, rule

pytestmark = pytest.mark.django_db(transaction=True)
EVERYWHERE = Scope((Grant(None, None),))
URN = "urn:ngsi-ld:AirQualityObserved:preview"


@pytest.fixture
def now() -> dt.datetime:
    return clock.now().replace(minute=0, second=0, microsecond=0)


def sent(now: dt.datetime, *values: float, urn: str = URN) -> None:
    """Hourly values, the last one now."""
    begin = now - hours(len(values) - 1)
    send_all([(urn, begin + hours(i), {"airQualityIndex": value}) for i, value in enumerate(values)])


def written(table: dict[str, Any]) -> Rule:
    load_rules("test", "1", [table])
    return queries.get_rule(table["code"])


def test_the_past_is_judged_as_the_engine_would_and_nothing_is_written(now: dt.datetime) -> None:
    sent(now, 100, 160, 170, 110, 130, 155, 155)
    found = preview(written(rule()), EVERYWHERE, now=now)
    assert [(e.since, e.until) for e in found.episodes] == [
        (now - hours(5), now - hours(3)),
        (now - hours(1), None),
    ]
    assert (found.places, found.active, found.entities, found.values) == (1, 1, 1, 7)
    assert not Alarm.objects.exists() and not RuleState.objects.exists()


def test_a_lower_threshold_shows_more_before_it_is_saved(now: dt.datetime, client_of: Any) -> None:
    cast = gather()
    sent(now, 100, 125, 90, 125, 90)
    code = written(rule()).code
    form = {
        "condition": "airQualityIndex.value > 120.0",
        "clear": "",
        "hold": "0s",
        "severity": "high",
        "act": "preview",
    }
    page = client_of(cast.vy).post(f"/rules/{code}/edit/", form).content.decode()
    assert '<span class="tile-value">0</span>' in page and '<span class="tile-value">2</span>' in page
    assert Rule.objects.filter(code=code).count() == 1
    del form["act"]
    tomorrow = clock.today() + dt.timedelta(days=1)
    saved = client_of(cast.vy).post(
        f"/rules/{code}/edit/", form | {"reason": "mùa khô", "valid_from": tomorrow.isoformat(), "seen": "1"}
    )
    assert saved.status_code == 302
    assert queries.get_rule(code).version == 1, "tomorrow's version does not hold today"
    assert Rule.objects.get(code=code, version=2).valid_from == tomorrow
    assert "Phiên bản 2 có hiệu lực từ" in client_of(cast.vy).get(f"/rules/{code}/").content.decode()


def test_a_rule_with_a_version_to_come_can_still_be_changed_and_two_writers_are_told(
    now: dt.datetime,
) -> None:
    cast = gather()
    limit = written(rule())
    later = {"severity": "low", "valid_from": clock.today() + dt.timedelta(days=9)}
    actions.change_rule(limit, later, reason="a", by=cast.vy)
    with pytest.raises(Conflict):
        actions.change_rule(limit, {"severity": "medium"}, reason="b", by=cast.vy)
    third = actions.change_rule(limit, {"severity": "medium"}, reason="c", by=cast.vy, seen=2)
    assert (third.version, queries.get_rule(limit.code).pk) == (3, third.pk)


def test_a_past_day_and_a_broken_condition_are_said_at_their_field(now: dt.datetime, client_of: Any) -> None:
    cast = gather()
    limit = written(rule())
    with pytest.raises(BadRequest):
        actions.drafted(limit, {"valid_from": dt.date(2026, 1, 1)})
    form = {
        "condition": "airQualityIndex.value >",
        "clear": "",
        "hold": "1h",
        "severity": "high",
        "act": "preview",
    }
    page = client_of(cast.vy).post(f"/rules/{limit.code}/edit/", form).content.decode()
    assert 'id="id_condition_error"' in page and "cột" in page


def test_silences_of_the_past_are_counted(now: dt.datetime) -> None:
    send_all([(URN, now - hours(n), {"airQualityIndex": 50}) for n in (20, 19, 10, 9, 3)])
    found = preview(written(SILENT), EVERYWHERE, now=now)
    assert [(e.since, e.until) for e in found.episodes] == [
        (now - hours(17), now - hours(10)),
        (now - hours(7), now - hours(3)),
        (now - hours(1), None),
    ]


def test_only_what_the_scope_covers_is_judged(now: dt.datetime) -> None:
    sent(now, 160, 170)
    nowhere = Scope((Grant(frozenset({-1}), None),))
    assert preview(written(rule()), nowhere, now=now).entities == 0
