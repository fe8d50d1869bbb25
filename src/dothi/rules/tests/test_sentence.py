"""A rule as a sentence of parts: CEL from it always, it from CEL where that is as plain; what is wrong stands beside its part."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from dothi.kernel.testing.cast import Cast
from dothi.rules import queries
from dothi.rules.clauses import parse
from dothi.rules.expressions import compile_expression
from dothi.rules.loading import load_rules, tables_of
from dothi.rules.models import Rule
from dothi.rules.operators import Also, operators
from dothi.rules.sentence.parts import Part, Sentence, checked, sentence_of, text_of

NUMBERS = frozenset({"pm25", "no2"})


@pytest.mark.parametrize(
    "text",
    [
        "pm25.value > 50.0",
        "pm25.hours('24h') >= 18.0 && pm25.hourlyMean('24h') > 45.5",
        "pm25.value > 50.0 || no2.value > 200.0 || pm25.jump('90m') > 12.0",
        "status.value == 'fault' && pm25.timesAbove('1h', 150.0) >= 3.0",
        "door.value == true && !(door.silentFor('30m'))",
        "pm25.value > 50.0 && now.hour >= 7.0 && now.during('night') && now.isHoliday == false",
    ],
)
def test_a_plain_condition_is_a_sentence_and_comes_back_the_same(text: str) -> None:
    sentence = sentence_of(text)
    assert sentence is not None and checked(sentence, NUMBERS).is_sound
    assert parse(text_of(sentence)) == parse(text)
    compile_expression(text_of(sentence))


@pytest.mark.parametrize(
    "text",
    [
        "pm25.value > no2.value",
        "pm25.value * 2.0 > 5.0",
        "pm25.value > 1.0 && (no2.value > 1.0 || no2.value < 0.0)",
        "!(pm25.value > 1.0)",
        "pm25.unit == 'GQ'",
    ],
)
def test_a_richer_one_is_none_and_never_half_of_it(text: str) -> None:
    compile_expression(text)
    assert sentence_of(text) is None


def test_every_operator_can_be_said_by_itself() -> None:
    for name, one in operators().items():
        sign = "true" if one.truth else ">"
        also = "1,5" if Also.NUMBER in one.also else "fault" if one.also else ""
        part = Part("pm25", name, "4", "w", also, sign, "2,5")
        said = checked(Sentence("&&", (part,)), NUMBERS)
        assert said.is_sound, (name, said.parts[0].error)
        assert sentence_of(text_of(said)) is not None


@pytest.mark.parametrize(
    ("part", "says"),
    [
        (Part("pm25", value="cao"), "là số"),
        (Part("pm25", value=""), "thiếu ngưỡng"),
        (Part("pm25", "mean", n="x", value="3"), "số nguyên"),
        (Part("pm25", "usual", n="5", unit="d", value="3"), "usual"),
        (Part("status", value="a'b"), "dấu nháy"),
        (Part("", value="3"), "đại lượng"),
        (Part("pm25) || (1", value="3"), "đại lượng"),
    ],
)
def test_what_is_wrong_stands_beside_its_part_alone(part: Part, says: str) -> None:
    right = Part("no2", value="1")
    said = checked(Sentence("&&", (right, part)), NUMBERS)
    assert [bool(each.error) for each in said.parts] == [False, True]
    assert says in said.parts[1].error


@pytest.fixture
def rule(cast: Cast) -> Rule:
    load_rules("environment", "1", tables_of("environment"))
    return queries.get_rule("pm25-day-reference")


def _signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.django_db
def test_sentence_and_text_follow_each_other_on_the_screen(rule: Rule, cast: Cast) -> None:
    client, address = _signed_in(cast.vy), f"/rules/{rule.code}/sentence/condition/"
    page = client.get(f"/rules/{rule.code}/edit/").content.decode()
    assert "trung bình của các trung bình giờ" in page and 'value="45"' in page and "µg/m³" in page
    form = {
        "condition": rule.condition, "condition-was": rule.condition, "condition-word": "&&",
        "condition-0-attribute": "pm25", "condition-0-member": "mean", "condition-0-n": "8", "condition-0-unit": "h",
        "condition-0-sign": ">", "condition-0-value": "62,5",
    }  # fmt: skip
    part = client.post(address, form).content.decode()
    assert "pm25.mean(&#x27;8h&#x27;) &gt; 62.5" in part
    part = client.post(address, form | {"act": "add:condition"}).content.decode()
    assert "condition-1-attribute" in part and "thiếu ngưỡng" in part
    text = client.post(address, form | {"condition": "no2.value > 200.0"}).content.decode()
    assert 'value="200"' in text and "condition-1-attribute" not in text
    richer = client.post(address, form | {"condition": "no2.value * 2.0 > 200.0"}).content.decode()
    assert "phong phú hơn" in richer and "no2.value * 2.0" in richer and "condition-0-attribute" not in richer


@pytest.mark.django_db
def test_without_a_script_each_step_is_a_page_that_loses_nothing(rule: Rule, cast: Cast) -> None:
    form = {
        "condition": rule.condition, "condition-was": rule.condition, "condition-word": "||",
        "condition-0-attribute": "pm25", "condition-0-member": "value", "condition-0-sign": ">", "condition-0-value": "70",
        "clear": "", "clear-was": "", "hold": "25m", "severity": "low", "reason": "đang viết", "act": "add:condition",
    }  # fmt: skip
    page = _signed_in(cast.vy).post(f"/rules/{rule.code}/edit/", form).content.decode()
    assert "condition-1-attribute" in page and 'value="25m"' in page and "đang viết" in page
    assert Rule.objects.filter(code=rule.code).count() == 1


@pytest.mark.django_db
def test_only_who_manages_rules_may_write_sentences(rule: Rule, cast: Cast) -> None:
    address = f"/rules/{rule.code}/sentence/condition/"
    assert _signed_in(cast.minh).post(address, {}).status_code == 403
    assert _signed_in(cast.vy).post(f"/rules/{rule.code}/sentence/other/", {}).status_code == 404


@pytest.mark.django_db
def test_the_frame_of_the_edit_screen_keeps_its_own_words(rule: Rule, cast: Cast) -> None:
    page = _signed_in(cast.vy).get(f"/rules/{rule.code}/edit/").content.decode()
    assert "connection-live" in page.rpartition("<script")[2] and "trong ít nhất" in page
