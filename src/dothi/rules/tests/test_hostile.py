"""Conditions as nobody should write them: through the loader of packs and the form of a rule. Told clearly, never run, at once."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
from django.test import Client

from dothi.kernel.errors import BadRequest
from dothi.kernel.testing.cast import Cast
from dothi.rules import queries
from dothi.rules.dryrun.forms import SpanForm
from dothi.rules.expressions import Inputs, compile_expression, duration, holds
from dothi.rules.loading import load_rules, tables_of
from dothi.rules.models import Rule
from dothi.rules.operators import Series
from dothi.rules.pack_check import check_rule

ONES = "[" + ",".join("1" * 60) + "]"
HOSTILE = {
    "python": "__import__('os').system('true') == 0 && pm25.value > 1",
    "python members": "pm25.__class__.__mro__ == 1",
    "formula": '=HYPERLINK("http://x") && pm25.value > 1',
    "sql": "pm25.value > 1; drop table rules_rule",
    "a number of 400 digits": "pm25.value > " + "9" * 400,
    "infinite": "pm25.value > 1e999",
    "no number": "pm25.value > 0.0 / 'a'",
    "overflow": "9223372036854775807 + 1 > pm25.value",
    "division by zero": "1 / 0 > pm25.value",
    "modulo zero": "1 % 0 > pm25.value",
    "the least number": "-9223372036854775808 / -1 > pm25.value",
    "outside a list": "[1][5] > pm25.value",
    "brackets": "(" * 900 + "pm25.value > 1" + ")" * 900,
    "lists": "[" * 900 + "]" * 900 + " == [] && pm25.value > 1",
    "signs": "!" * 1900 + "(pm25.value > 1)",
    "minus": "-" * 1900 + "1 < pm25.value",
    "if in if": "pm25.value > 1 ? true : " * 60 + "false",
    "lists of lists of lists": f"{ONES}.all(a,{ONES}.all(b,{ONES}.all(c,{ONES}.all(d,a+b+c+d>0)))) && pm25.value > 1",
    "a hidden one": f"'''\"'b'''+{ONES}.all(a,{ONES}.all(b,{ONES}.all(c,a+b+c>0))) && pm25.value > 1",
    "behind a remark": f"{ONES}.all//\n(a,{ONES}.all//\n(b,{ONES}.all//\n(c,a+b+c>0))) && pm25.value > 1",
    "a regular expression": "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('(a+)+$') && pm25.value > 1",
    "an operator that is none": "pm25.value ~ 3",
    "a function that is none": "pm25.explode('1h') > 1.0",
    "a window that is none": "pm25.mean('1h; drop') > 1.0",
    "a window of ages": "pm25.mean('99999999d') > 1.0",
    "a window of more ages": "pm25.mean('" + "9" * 1500 + "d') > 1.0",
    "other digits": "pm25.mean('١h') > 1.0",
    "nul": "pm25.value > 1\x00",
    "half a character": "pm25.value > 1 \ud800",
    "escapes": "'\\x27' == '' && pm25.value > 1",
    "a megabyte of text": "pm25.value > 1 && '" + "a" * 1_000_000 + "' != ''",
    "a megabyte of brackets": "(" * 1_000_000,
    "nothing": "   ",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_at_once_with_a_reason(name: str) -> None:
    began = time.process_time()
    with pytest.raises(BadRequest) as refused:
        compile_expression(HOSTILE[name])
    assert refused.value.code.startswith("rule-")
    assert time.process_time() - began < 5  # a hang, not a speed: the machine may be busy


@pytest.mark.parametrize("text", ["99999999999d", "-1h", "1e9h", "", "1 h", "9" * 5000 + "s", "٣h", "367d"])
def test_a_duration_is_a_year_at_most(text: str) -> None:
    with pytest.raises(BadRequest):
        duration(text)


def test_a_condition_that_breaks_only_on_some_value_says_nothing_then() -> None:
    """Accepted, because its trial went well; a value makes it divide by zero or compare apples: nothing changes, nobody falls."""
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    expression = compile_expression("10 / int(pm25.value) > 2 && 10 % int(pm25.value) >= 0")
    for value in (0.0, 1e300, float("nan"), float("inf"), 10**400, "text", True):
        inputs = Inputs({"pm25": {"value": value, "unit": "", "origin": "live"}}, at, {})
        assert holds(expression, inputs) in (None, False, True)
    assert holds(expression, Inputs({"pm25": {"value": 0.0, "unit": "", "origin": "live"}}, at, {})) is None
    series = {"pm25": Series((at,), (float("nan"),))}
    mean = compile_expression("pm25.mean('1h') > 1.0")
    assert holds(mean, Inputs({"pm25": {"value": 1.0, "unit": "", "origin": "live"}}, at, series)) is not True


def _table(**changed: Any) -> dict[str, Any]:
    return {
        "code": "x", "valid_from": dt.date(2026, 1, 1), "kind": "threshold", "type": "AirQualityObserved",
        "severity": "high", "name": {"vi": "x", "en": "x"}, "source": "x", "certainty": "D", **changed,
    }  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_pack_with_it_is_refused_by_its_check(name: str) -> None:
    complaints = check_rule(_table(condition=HOSTILE[name]))
    assert [key for key, _, _ in complaints] == ["condition"]


@pytest.mark.parametrize("value", [5, ["pm25.value > 1"], {"a": 1}, True, 1.5, dt.date(2026, 1, 1)])
@pytest.mark.parametrize("key", ["condition", "clear", "for", "clear_for"])
def test_a_pack_with_another_kind_of_value_is_refused(key: str, value: Any) -> None:
    complaints = check_rule(_table(**{"condition": "pm25.value > 1", key: value}))
    assert key in [found for found, _, _ in complaints]


@pytest.mark.parametrize(
    ("since", "until"),
    [("0001-01-01", "0001-01-02"), ("9999-12-30", "9999-12-31"), ("2026-02-01", "2026-01-01")],
)
def test_a_trial_over_days_of_no_calendar_is_refused(since: str, until: str) -> None:
    """Kept, such a trial would let every later one of the same person fall when it is read."""
    assert not SpanForm({"since": since, "until": until}).is_valid()
    assert SpanForm({"since": "2026-01-01", "until": "2026-02-01"}).is_valid()


@pytest.mark.long(seconds=20)
@pytest.mark.django_db
def test_the_form_of_a_rule_refuses_it_and_writes_nothing(cast: Cast) -> None:
    load_rules("environment", "1", tables_of("environment"))
    rule = queries.get_rule("aqi-hour-unhealthy")
    browser = Client(raise_request_exception=False)
    browser.force_login(cast.vy)
    before = Rule.objects.count()
    good = {
        "condition": rule.condition, "clear": rule.clear, "hold": "0s", "severity": rule.severity, "reason": "x",
    }  # fmt: skip
    tries = [good | {"condition": text} for text in HOSTILE.values()]
    tries += [good | {"clear": text} for text in HOSTILE.values() if text.strip()]
    tries += [good | {"hold": text} for text in ("99999999999d", "-1h", "9" * 5000 + "s", "1h; drop")]
    tries += [good | {"severity": "terrible"}, good | {"reason": ""}, good | {"reason": "x" * 600}]
    for form in tries:
        form = {name: value.encode("utf-8", "replace").decode() for name, value in form.items()}
        answer = browser.post(f"/rules/{rule.code}/edit/", form)
        assert answer.status_code in {200, 400, 413, 422}, (answer.status_code, str(form)[:200])
        assert Rule.objects.count() == before, str(form)[:200]
