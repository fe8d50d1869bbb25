"""Forms of alarms, of the rules that raise them and of incidents they lead to."""

from __future__ import annotations

import datetime as dt

from dothi.kernel import clock
from dothi.rules import queries as rules
from dothi.rules.alarms import aside
from dothi.rules.dryrun import actions as trials
from dothi.rules.dryrun.models import DryRun
from dothi.rules.dryrun.trying import Span
from dothi.rules.own import actions as own_rules

from .city import RULE, City, raised
from .form import Case, Form


def another(city: City, entity: int) -> str:
    """The address of an alarm of its own, which is raised here: one more row and one more event than the form makes."""
    return f"/alarms/{raised(city.cast, entity).pk}"


def shelved(city: City) -> str:
    """The address that ends a shelving, which begins here."""
    until = clock.now() + dt.timedelta(hours=1)
    made = aside.shelve(raised(city.cast, 64), until=until, reason="đang sửa", by=city.cast.minh)
    return f"/alarms/set-aside/{made.pk}/end/"


def tried(city: City) -> DryRun:
    """A draft of the rule that the steward has tried."""
    rule, now = rules.get_rule(RULE), clock.now()
    span = Span(now - dt.timedelta(days=7), now)
    return trials.begin(rule, {"condition": "airQualityIndex.value > 160.0"}, span=span, by=city.cast.vy)


def _new_rule(city: City) -> Form:
    return {
        "type": "AirQualityObserved", "kind": "threshold", "condition": "pm25.value > 90.0", "severity": "high",
        "name_vi": "Bụi cao", "source": "x", "certainty": "D", "act": "save",
    }  # fmt: skip


def _own_rule(city: City) -> str:
    """The address that withdraws a rule that the steward has made."""
    given = {name: value for name, value in _new_rule(city).items() if name not in ("act", "type")}
    fields = given | {"name_vi": "Bụi rất cao", "entity_type": "AirQualityObserved", "no_data_after": None}
    return f"/rules/{own_rules.create_rule(fields, by=city.cast.vy).code}/withdraw/"


CASES: dict[str, Case] = {
    "alarm-acknowledge": Case(
        "minh", lambda c: f"/alarms/{c.alarm.pk}/acknowledge/", lambda c: {}, {"rules_alarmevent": 1, "kernel_event": 1}
    ),
    "alarm-assign": Case(
        "minh", lambda c: f"/alarms/{c.alarm.pk}/assign/", lambda c: {"owner": c.cast.lan.pk},
        {"rules_alarmevent": 1, "kernel_event": 1},
    ),
    "alarm-comment": Case(
        "minh", lambda c: f"/alarms/{c.alarm.pk}/comment/", lambda c: {"text": "đang xem"}, {"rules_alarm_comment": 1}
    ),
    "alarm-take": Case(
        "minh", lambda c: f"{another(c, 61)}/take/", lambda c: {}, {"rules_alarmevent": 2, "kernel_event": 2}
    ),
    "alarm-shelve": Case(
        "minh", lambda c: f"{another(c, 62)}/shelve/", lambda c: {"hours": "1", "reason": "đang sửa"},
        {"rules_set_aside": 1, "rules_alarmevent": 2, "kernel_event": 2},
    ),
    "alarm-retire": Case(
        "vy", lambda c: f"{another(c, 63)}/retire/",
        lambda c: {"review_on": f"{clock.today() + dt.timedelta(days=3):%Y-%m-%d}", "reason": "tháo máy"},
        {"rules_set_aside": 1, "rules_alarmevent": 2, "kernel_event": 2},
    ),
    "alarm-aside-end": Case(
        "minh", shelved, lambda c: {}, {"rules_setasideevent": 2, "rules_alarmevent": 3, "kernel_event": 3}
    ),
    "alarm-close": Case(
        "minh", lambda c: f"/alarms/{c.alarm.pk}/close/", lambda c: {"reason": "báo nhầm"},
        {"rules_alarmevent": 1, "kernel_event": 1},
    ),
    "alarms-guide": Case(
        "vy", lambda c: "/alarms/guides/flood-begins/",
        lambda c: {
            "value": 20, "valid_from": f"{clock.today() + dt.timedelta(days=1):%Y-%m-%d}", "source": "QĐ 1", "certainty": "D", "reason": "x",
        },
        {"rules_alarm_guide": 1},
    ),
    "rule-edit": Case(
        "vy", lambda c: f"/rules/{RULE}/edit/",
        lambda c: {
            "condition": "airQualityIndex.value > 160", "clear": "airQualityIndex.value < 140", "hold": "5m",
            "severity": "high", "reason": "x", "untried": "nguồn mới",
        },
        {"rules_rule": 1},
    ),
    "rule-try": Case("vy", lambda c: f"/rules/{RULE}/tries/", lambda c: {"days": "7"}, {"rules_dry_run": 1}),
    "rule-try-arm": Case(
        "vy", lambda c: f"/rules/{RULE}/tries/{tried(c).pk}/arm/", lambda c: {"reason": "x", "seen": str(rules.newest_version(RULE))}, {"rules_rule": 1},
    ),
    "rule-try-stop": Case("vy", lambda c: f"/rules/{RULE}/tries/{tried(c).pk}/stop/", lambda c: {}, {}),
    "rule-sentence": Case(
        "vy", lambda c: f"/rules/{RULE}/sentence/condition/", lambda c: {"condition": "airQualityIndex.value > 160"}, {}
    ),
    "calendar-day": Case("vy", lambda c: "/calendar/2027/day/", lambda c: {"date": "2027-01-02", "kind": "off", "name_vi": "x", "name_en": "x", "notice": "1/TB", "source": "x", "certainty": "D", "reason": "x"}, {"rules_confirmed_day": 1}),
    "calendar-notice": Case("vy", lambda c: "/calendar/2027/notice/", lambda c: {"notice": "1/TB", "source": "x", "certainty": "D"}, {"rules_year_notice": 1}),
    "rule-new": Case("vy", lambda c: "/rules/new/", _new_rule, {"rules_rule": 1}),
    "rule-new-preview": Case("vy", lambda c: "/rules/new/preview/", _new_rule, {"rules_rule": 0}),
    "rule-new-sentence": Case("vy", lambda c: "/rules/new/sentence/condition/", _new_rule, {}),
    "rule-preview": Case("vy", lambda c: f"/rules/{RULE}/preview/", lambda c: {"condition": "airQualityIndex.value > 160.0"}, {"rules_rule": 0}),
    "rule-withdraw": Case("vy", _own_rule, lambda c: {"reason": "x"}, {"rules_rule": 2}),
    "rule-arm": Case(
        "vy", lambda c: f"/rules/{RULE}/arm/", lambda c: {"armed": "no", "reason": "x"}, {"rules_rule": 1}
    ),
    "incident-open": Case(
        "minh", lambda c: "/incidents/open/",
        lambda c: {"title": "Cháy", "kind": "fire", "severity": "high", "unit": c.cast.ward_a.pk},
        {"incidents_incident": 1, "kernel_event": 1},
    ),
    "incident-from-alarm": Case(
        "minh", lambda c: f"/incidents/from-alarm/{c.alarm.pk}/", lambda c: {},
        {"incidents_incident": 1, "incidents_log": 1},
    ),
    "incident-state": Case(
        "minh", lambda c: f"/incidents/{c.incident.code}/state/", lambda c: {"from": "new", "to": "working"},
        {"incidents_log": 1, "kernel_event": 1},
    ),
    "incident-lead": Case(
        "minh", lambda c: f"/incidents/{c.incident.code}/lead/", lambda c: {"lead": c.cast.lan.pk},
        {"incidents_log": 1, "kernel_event": 1},
    ),
    "incident-note": Case(
        "minh", lambda c: f"/incidents/{c.incident.code}/note/", lambda c: {"text": "đã tới nơi"},
        {"incidents_log": 1, "kernel_event": 1},
    ),
    "incident-procedure": Case(
        "minh", lambda c: f"/incidents/{c.incident.code}/procedures/", lambda c: {"procedure": c.procedure.pk},
        {"incidents_incident_procedure": 1, "incidents_step": 1, "incidents_log": 1},
    ),
    "incident-step-done": Case(
        "minh", lambda c: c.step("done"), lambda c: {}, {"incidents_log": 1, "kernel_event": 1}
    ),
    "incident-step-skip": Case(
        "minh", lambda c: c.step("skip"), lambda c: {"reason": "không cần"},
        {"incidents_log": 1, "kernel_event": 1},
    ),
    "incident-step-reopen": Case(
        "minh", lambda c: c.step("reopen"), lambda c: {"reason": "chưa xong"},
        {"incidents_log": 1, "kernel_event": 1},
    ),
}  # fmt: skip
