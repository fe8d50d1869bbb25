"""Times of messages are dated: what can be set, who sets it, from when it holds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.kernel import clock
from dothi.notify import rules
from dothi.notify.models import NotifyRule
from dothi.notify.views_rules import in_words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "told", "kept"),
    [
        ("retry-high", " 10, 60 ", "10,60"),
        ("retry-high", "", ""),
        ("retry-high", "10,-1", None),
        ("retry-high", ",".join(["5"] * 11), None),
        ("no-receipt-critical", "90", "90"),
        ("no-receipt-critical", "1", None),
        ("no-receipt-critical", "٩٠", None),
        ("quiet-hours", "21:30 - 5:00", None),
        ("quiet-hours", "21:30 - 05:00", "21:30-05:00"),
        ("quiet-hours", "22:00", None),
        ("proof-needed", "high, normal, high", "high,normal"),
        ("proof-needed", "", ""),
        ("proof-needed", "everything", None),
        ("code-tries", "0", None),
    ],
)
def test_what_a_rule_may_be(code: str, told: str, kept: str | None) -> None:
    assert rules.readable(code, told) == kept


def test_every_rule_as_it_comes_is_one_that_may_be_and_has_words() -> None:
    for seed in rules.SEEDS:
        assert rules.readable(seed.code, seed.value) == seed.value, seed.code
        assert in_words(seed.code, seed.value), seed.code
    assert in_words("retry-normal", "30,120,3600") == "30 giây, rồi 2 phút, rồi 1 giờ"


def test_a_value_is_set_from_a_day_on_and_what_held_before_stays(cast: Any, client_of: Any) -> None:
    client, day = client_of(cast.quan), clock.today() + dt.timedelta(days=3)
    form = {
        "value": "90", "valid_from": day.isoformat(), "source": "QĐ 12/2026", "certainty": "S", "reason": "mạng chậm",
    }  # fmt: skip
    assert client.get("/notify/rules/").status_code == 200
    assert client.post("/notify/rules/no-receipt-critical/", form).status_code == 302
    assert rules.value("no-receipt-critical") == "60"
    assert rules.value("no-receipt-critical", day) == "90"
    page = client.get("/notify/rules/no-receipt-critical/").content.decode()
    assert "QĐ 12/2026" in page and "90 giây" in page and "mạng chậm" in page
    assert "90 giây" in client.get("/notify/rules/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": "many"},
        {"value": "1"},
        {"valid_from": "2020-01-01"},
        {"source": " "},
        {"reason": ""},
        {"certainty": "Z"},
    ],
    ids=lambda one: next(iter(one)),
)
def test_what_cannot_be_is_refused(cast: Any, client_of: Any, wrong: dict[str, str]) -> None:
    before = NotifyRule.objects.count()
    form = {
        "value": "90", "valid_from": clock.today().isoformat(), "source": "QĐ", "certainty": "D", "reason": "thử",
    } | wrong  # fmt: skip
    assert client_of(cast.quan).post("/notify/rules/no-receipt-critical/", form).status_code == 422
    assert NotifyRule.objects.count() == before


def test_who_only_sees_messages_sets_nothing(cast: Any, client_of: Any) -> None:
    client = client_of(cast.minh)
    assert client.get("/notify/rules/quiet-hours/").status_code == 200
    assert client.post("/notify/rules/quiet-hours/", {"value": "00:00-00:00"}).status_code == 403
    assert client.get("/notify/rules/nothing/").status_code == 404
