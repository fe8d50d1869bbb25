"""Rules on screen: who sees and changes what, what the page says."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.testing.cast import Cast
from dothi.rules import actions, queries
from dothi.rules.dryrun import actions as trials
from dothi.rules.dryrun.trying import Span
from dothi.rules.loading import load_rules, tables_of
from dothi.rules.models import Rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(cast: Cast) -> Rule:
    load_rules("environment", "1", tables_of("environment"))
    return queries.get_rule("aqi-hour-unhealthy")


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


ADDRESSES = ["/rules/", "/rules/{code}/", "/rules/{code}/tries/{pk}/", "/rules/{code}/tries/{pk}/progress/"]
POSTS = [
    "/rules/{code}/arm/", "/rules/{code}/edit/", "/rules/{code}/sentence/{which}/", "/rules/{code}/tries/",
    "/rules/{code}/tries/{pk}/stop/", "/rules/{code}/tries/{pk}/arm/", "/rules/{code}/preview/", "/rules/{code}/withdraw/",
    "/rules/new/", "/rules/new/preview/", "/rules/new/sentence/{which}/",
]  # fmt: skip


def _address(address: str, rule: Rule, cast: Cast) -> str:
    """A real one: with a trial that Vy has made."""
    if "{pk}" not in address:
        return address.format(code=rule.code, which="condition")
    now = clock.now()
    tried = trials.begin(rule, {}, span=Span(now - dt.timedelta(days=7), now), by=cast.vy)
    return address.format(code=rule.code, pk=tried.pk)


@pytest.mark.parametrize("address", ADDRESSES)
def test_reading_is_for_those_who_may(rule: Rule, cast: Cast, address: str) -> None:
    url = _address(address, rule, cast)
    assert Client().get(url).status_code == 302
    assert signed_in(cast.dung).get(url).status_code == 403
    assert signed_in(cast.minh).get(url).status_code == 200
    assert signed_in(cast.minh).post(url).status_code == 405


@pytest.mark.parametrize("address", POSTS)
def test_changing_is_for_those_who_may(rule: Rule, cast: Cast, address: str) -> None:
    url = _address(address, rule, cast)
    assert Client().post(url, {"reason": "x"}).status_code == 302
    assert signed_in(cast.hoa).post(url, {"reason": "x"}).status_code == 403
    assert Rule.objects.filter(code=rule.code).count() == 1


def test_every_address_of_rules_is_in_these_tests() -> None:
    ours = {
        str(p.pattern).strip("/")
        for p in get_resolver().url_patterns
        if getattr(p, "lookup_str", "").startswith("dothi.rules.")
        and not p.lookup_str.startswith(("dothi.rules.alarms.", "dothi.rules.schedules."))
    }
    tested = {
        address.strip("/").format(code="<slug:code>", pk="<int:pk>", which="<slug:which>")
        for address in ADDRESSES + POSTS
    }
    assert ours == tested | {"air/<str:urn>"}  # which has a test of its own, with a station


def test_rules_of_the_pack_load_once_and_change_by_versions(rule: Rule, cast: Cast) -> None:
    again = load_rules("environment", "1", tables_of("environment"))
    assert not again.created
    limit = queries.get_rule("pm25-day-limit")
    assert (limit.version, limit.valid_from, limit.armed) == (2, dt.date(2026, 1, 1), False)
    assert "45.0" in limit.condition
    changed = actions.change_rule(
        rule, {"condition": "airQualityIndex.value > 140.0"}, reason="mùa khô", by=cast.vy
    )
    assert (changed.version, queries.get_rule(rule.code).pk) == (2, changed.pk)
    assert not load_rules("environment", "1", tables_of("environment")).created
    with pytest.raises(Conflict):
        actions.change_rule(rule, {"armed": False}, reason="cũ", by=cast.vy)


def test_an_unverified_legal_limit_is_never_armed(rule: Rule, cast: Cast) -> None:
    client = signed_in(cast.vy)
    page = client.get("/rules/pm25-day-limit/").content.decode()
    assert "không bật được" in page
    client.post("/rules/pm25-day-limit/arm/", {"armed": "yes", "reason": "thử"})
    assert queries.get_rule("pm25-day-limit").armed is False
    from django.db import IntegrityError, transaction

    with (
        pytest.raises(IntegrityError, match="rule_unverified_never_arms_a_legal_alarm"),
        transaction.atomic(),
    ):
        Rule.objects.filter(code="pm25-day-limit").update(armed=True)


def test_a_wrong_condition_is_refused_with_its_column(rule: Rule, cast: Cast) -> None:
    client = signed_in(cast.vy)
    data = {
        "condition": "airQualityIndex.value >",
        "clear": "",
        "hold": "1h",
        "severity": "high",
        "reason": "thử",
    }
    page = client.post(f"/rules/{rule.code}/edit/", data).content.decode()
    assert "cột" in page and Rule.objects.filter(code=rule.code).count() == 1
    answer = client.post(
        f"/rules/{rule.code}/edit/",
        data | {"condition": "airQualityIndex.value > 140.0", "hold": "90m", "untried": "chưa có số liệu"},
    )
    assert answer.status_code == 302
    assert queries.get_rule(rule.code).hold == dt.timedelta(minutes=90)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"severity": "awful"}, "severity"),
        ({"condition": "pm25.value >"}, "condition"),
        ({"for": "soon"}, "for"),
        ({"legal": True, "armed": True, "certainty": "S2"}, "armed"),
        ({"treshold": 3}, "treshold"),
        ({"name": {"vi": "x"}}, "name"),
    ],
)
def test_a_pack_with_a_wrong_rule_is_refused_as_a_whole(rule: Rule, change: dict[str, Any], key: str) -> None:
    before = Rule.objects.count()
    tables = tables_of("environment")
    good, bad = {**tables[0], "code": "another-good-one"}, {**tables[0], "code": "a-bad-one", **change}
    with pytest.raises(BadRequest) as caught:
        load_rules("environment", "2", [good, bad])
    assert (caught.value.code, caught.value.fields["key"]) == ("rule-refused", key)
    assert Rule.objects.count() == before
