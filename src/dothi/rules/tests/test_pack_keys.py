"""What a pack may say beside a condition: schedules and days, and how many must come together. Refused with the key, loaded exactly."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.kernel.clock import VIETNAM
from dothi.kernel.errors import BadRequest
from dothi.kernel.pack_contents import Told
from dothi.rules import packs
from dothi.rules.actions import drafted
from dothi.rules.book import arm
from dothi.rules.gathering.deciding import Together
from dothi.rules.loading import load_rules
from dothi.rules.models import Rule
from dothi.rules.pack_check import check_rule
from dothi.rules.schedules import packs as schedules
from dothi.rules.schedules.models import Schedule
from dothi.rules.schedules.queries import calendar_now
from dothi.rules.tests.running import SILENT, rule

PATROL = {
    "code": "patrol", "valid_from": dt.date(2026, 1, 1), "name": {"vi": "Ca tuần", "en": "Patrol"},
    "days": ["sat", "holiday"], "hours": ["19:00-23:00"], "source": "test", "certainty": "D",
}  # fmt: skip
FAIR = {
    "date": dt.date(2026, 12, 25), "off": True, "name": {"vi": "Hội hoa", "en": "Flower fair"},
    "source": "test", "certainty": "D",
}  # fmt: skip


def told(schedules: list[Any] = [], days: list[Any] = [], rules: list[Any] = []) -> Told:  # noqa: B006 - never changed
    trees = {"schedules/own.toml": {"schedule": schedules, "day": days}, "rules/own.toml": {"rule": rules}}
    return Told("city", "1.0.0", {}, {"pack.toml": {"uses": ["AirQualityObserved"]}, **trees})


@pytest.mark.parametrize(
    "together",
    [
        3,
        {},
        {"at_least": 3, "within": "30m"},
        {"at_least": 1, "within": "30m", "area": "unit"},
        {"at_least": True, "within": "30m", "area": "unit"},
        {"at_least": 3, "within": "soon", "area": "unit"},
        {"at_least": 3, "within": "30m", "area": "street"},
        {"at_least": 3, "within": "30m", "radius_m": 3},
        {"at_least": 3, "within": "30m", "area": "unit", "radius_m": 300},
        {"at_least": 3, "within": "30m", "area": "unit", "limit": 3},
    ],
)
def test_a_wrong_together_is_refused(together: Any) -> None:
    assert [key for key, *_ in check_rule(rule(together=together))] == ["together"]


@pytest.mark.parametrize("when", [3, "", "At Night", ["night"]])
def test_a_wrong_when_is_refused(when: Any) -> None:
    assert [key for key, *_ in check_rule(rule(when=when))] == ["when"]


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        ("schedule", "days", ["friday"]),
        ("schedule", "hours", ["7-9"]),
        ("schedule", "hours", []),
        ("schedule", "code", "Patrol!"),
        ("schedule", "name", {"vi": "Ca"}),
        ("day", "off", "yes"),
        ("day", "date", "2026-12-25"),
        ("day", "certainty", "sure"),
        ("day", "why", "because"),
    ],
)
def test_a_wrong_schedule_or_day_is_refused_at_its_key(kind: str, key: str, value: Any) -> None:
    wrong = {**(PATROL if kind == "schedule" else FAIR), key: value}
    found = schedules.check(told(**{f"{kind}s": [wrong]}))  # type: ignore[arg-type]
    assert [(fault.file, fault.path) for fault in found] == [("schedules/own.toml", (kind, 0, key))]


def test_another_table_is_refused() -> None:
    wrong = Told("city", "1.0.0", {}, {"schedules/own.toml": {"hours": [PATROL]}})
    assert [fault.path for fault in schedules.check(wrong)] == [("hours",)]


def test_one_schedule_twice_is_refused() -> None:
    assert [fault.key for fault in schedules.check(told([PATROL, PATROL]))] == ["rules-check-schedule-twice"]


def test_a_rule_may_name_only_schedules_that_are_there() -> None:
    asks = [
        rule(code="a", when="patrol"),
        rule(code="b", condition="airQualityIndex.value > 1.0 && now.during('siesta')"),
        rule(code="c", when="night"),
        rule(code="d", suppress={"while": "now.during('fair')"}),
    ]
    faults = [(f.path, f.fields["code"]) for f in packs.check(told([PATROL], rules=asks))]
    assert faults == [(("rule", 1, "condition"), "siesta"), (("rule", 3, "suppress"), "fair")]
    assert [f.path for f in packs.check(told(rules=asks))] == [
        ("rule", 0, "when"), ("rule", 1, "condition"), ("rule", 3, "suppress"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_pack_brings_and_takes_back_schedules_and_days() -> None:
    evening = dt.datetime(2026, 12, 25, 20, tzinfo=VIETNAM)  # a Friday
    assert calendar_now().during("patrol", evening) is None
    assert schedules.load(told([PATROL], [FAIR]), None) == ["2026-12-25", "patrol"]
    first = Schedule.objects.get().pk
    assert calendar_now().during("patrol", evening) is True
    schedules.load(told([PATROL]), None)
    assert Schedule.objects.get().pk == first, "what is the same is not written again"
    assert calendar_now().during("patrol", evening) is False
    schedules.load(told(), None)
    assert calendar_now().during("patrol", evening) is None


@pytest.mark.django_db
def test_together_and_when_are_loaded() -> None:
    together = {"at_least": 3, "within": "30m", "radius_m": 400}
    load_rules("test", "1", [rule(together=together, when="night")])
    loaded = arm(Rule.objects.get(), dt.date(2026, 11, 22))
    assert loaded.together == Together(3, dt.timedelta(minutes=30), 400)
    assert (loaded.schedule, loaded.skips) == ("night", False)
    load_rules("test", "2", [SILENT | {"when": "night"}])
    assert Rule.objects.get(code="silent").schedule == "night"


@pytest.mark.django_db
def test_a_version_written_on_the_screen_may_name_only_schedules_that_are_there() -> None:
    load_rules("test", "1", [rule()])
    current = Rule.objects.get()
    for changes in (
        {"schedule": "siesta"},
        {"condition": "airQualityIndex.value > 1.0 && now.during('siesta')"},
    ):
        with pytest.raises(BadRequest, match="rule-schedule"):
            drafted(current, changes)
    assert drafted(current, {"schedule": "night"}).schedule == "night"
