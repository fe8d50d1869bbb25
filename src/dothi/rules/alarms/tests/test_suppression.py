"""Suppression by design: while a state lasts, or under an alarm of the same thing; it says why and ends by itself."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from dothi.kernel import clock
from dothi.kernel.models import Event
from dothi.kernel.testing.cast import Cast
from dothi.rules.alarms import life, queries
from dothi.rules.alarms.models import Alarm, Occurrence
from dothi.rules.pack_check import check_rule
from dothi.rules.tests.feed import send

from .cast import cleared, raised, rule

pytestmark = pytest.mark.django_db(transaction=True)

LINK = "urn:ngsi-ld:AirQualityObserved:999007"  # as `raised` names the entity 999_007


def test_under_an_alarm_of_the_same_thing(cast: Cast) -> None:
    power, dust = rule("power"), rule("dust", suppress={"under": ["power"]})
    other = raised(dust, 8)
    child = raised(dust, 7)
    parent = raised(power, 7)
    child.refresh_from_db()
    assert child.suppressed_by == {"rule": "power", "alarm": parent.pk}
    assert (parent.hidden, Alarm.objects.get(pk=other.pk).hidden) == ("", "")
    scope = cast.minh.scope("alarms.view")
    assert {row.pk for row in queries.listed(scope, queries.Filter())} == {parent.pk, other.pk}
    assert [row.pk for row in queries.listed(scope, queries.Filter(state="suppressed"))] == [child.pk]
    assert queries.counts(scope)["suppressed"] == 1
    client = Client()
    client.force_login(cast.minh)
    page = client.get("/alarms/?state=suppressed").content.decode()
    assert "do cảnh báo" in page and f"/alarms/{parent.pk}/" in page

    before = Event.objects.filter(topic="alarms.raised").count()
    cleared(parent)
    child.refresh_from_db()
    assert (child.hidden, child.suppressed_by) == ("", None)
    assert Event.objects.filter(topic="alarms.raised").count() == before + 1, "now it rings"


@pytest.mark.parametrize(
    "names",
    [LINK, [LINK], ["urn:ngsi-ld:NetworkLink:branch", LINK]],
    ids=["one", "list-of-one", "several"],
)
def test_under_an_alarm_of_what_it_names(cast: Cast, names: str | list[str]) -> None:
    """A service names the links on its way; while one of them is down its own alarm rings nobody."""
    urn = "urn:ngsi-ld:AirQualityObserved:tram-1"
    send(urn, clock.now(), pm25=80.0, refNetwork={"type": "Relationship", "object": names})
    power, dust = rule("power"), rule("dust", suppress={"under": ["power"]})
    (entity,) = _ids(urn)
    child = raised(dust, entity)
    parent = raised(power, 999_007)
    assert child.assets[1:] == ([names] if isinstance(names, str) else names)
    child.refresh_from_db()
    assert child.suppressed_by == {"rule": "power", "alarm": parent.pk}


def test_what_comes_while_the_parent_stands_rings_nobody(cast: Cast) -> None:
    power, dust = rule("power"), rule("dust", suppress={"under": ["power"]})
    raised(power, 7)
    child = raised(dust, 7)
    assert child.hidden == "suppressed"
    assert Occurrence.objects.get(alarm=child).hidden == "suppressed"
    assert Event.objects.filter(topic="alarms.raised", payload__alarm=child.pk).count() == 0


def test_of_two_rules_that_name_each_other_one_rings(cast: Cast) -> None:
    one, two = rule("one", suppress={"under": ["two"]}), rule("two", suppress={"under": ["one"]})
    first, second = raised(one, 7), raised(two, 7)
    for _ in range(3):
        life.step()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.hidden, second.hidden) == ("", "suppressed")


def test_while_a_state_of_the_same_entity_lasts(cast: Cast) -> None:
    urn, at = "urn:ngsi-ld:AirQualityObserved:tram-1", clock.now()
    send(urn, at, pm25=80.0, status="maintenance")
    dust = rule("dust", suppress={"while": "status.value == 'maintenance'"})
    from dothi.rules.observations import rows

    ((entity,),) = [row[:1] for row in rows("subjects", {"ids": _ids(urn)})]
    alarm = raised(dust, entity)
    assert alarm.suppressed_by == {"while": "status.value == 'maintenance'"}
    send(urn, at + dt.timedelta(seconds=1), status="ok")
    assert life.step() == 1
    alarm.refresh_from_db()
    assert alarm.hidden == ""
    assert raised(dust, 999_999).hidden == "", "a state that is not known suppresses nothing"


def _ids(urn: str) -> list[int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select id from entities_entity where urn = %s", [urn])
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize(
    "suppress",
    [
        {"while": "status.value =="}, {"under": "power"}, {"under": ["Mã sai"]}, {"until": "x"}, "always",
        {"under": ["dust"]}, {},
    ],
    ids=["condition", "no-list", "code", "key", "no-table", "itself", "empty"],
)  # fmt: skip
def test_a_pack_is_told_what_is_wrong_with_it(suppress: object) -> None:
    table = {
        "code": "dust", "valid_from": dt.date(2026, 1, 1), "kind": "threshold", "type": "X", "severity": "low",
        "condition": "pm25.value > 1.0", "source": "x", "certainty": "D", "name": {"vi": "x", "en": "x"},
    }  # fmt: skip
    assert check_rule(table) == []
    assert [key for key, _message, _fields in check_rule(table | {"suppress": suppress})] == ["suppress"]


def test_at_a_time_of_day(cast: Cast) -> None:
    """`now` alone may say when an alarm is no news; it rings when that time is over."""
    dust = rule("dust", suppress={"while": "now.during('night')"})
    midnight = dt.datetime.combine(clock.today(), dt.time(23, 30), clock.VIETNAM)
    with clock.moved_to(midnight):
        alarm = raised(dust, 7)
        alarm.refresh_from_db()
        assert alarm.hidden == "suppressed"
        assert life.suppression.settle() == 0
    with clock.moved_to(midnight + dt.timedelta(hours=7)):
        assert life.suppression.settle() == 1
    alarm.refresh_from_db()
    assert alarm.hidden == ""
