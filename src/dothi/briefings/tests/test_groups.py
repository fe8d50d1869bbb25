"""A centre of several communes makes and signs briefings of them all; who reaches a part of them sees nothing of the whole."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from dothi.accounts import actions as accounts
from dothi.accounts.models import Agency, Person
from dothi.briefings import actions, composing, queries, scheduling
from dothi.briefings.models import Briefing, Kind
from dothi.briefings.tests.course import measured
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, NotAllowed
from dothi.kernel.models import Event
from dothi.kernel.testing.cast import PASSWORD, SINCE, Cast
from dothi.notify.models import Message
from dothi.territory.groups import change_group, end_group, form_group
from dothi.territory.models import UnitGroup

pytestmark = pytest.mark.django_db
ONCE = "00000000-0000-4000-8000-00000000b0a1"


class City(NamedTuple):
    """A group of both wards with its operations centre (an agency of no unit), and a group of one of them."""

    group: UnitGroup
    part: UnitGroup
    centre: Agency
    officer: Person
    leader: Person
    other: Person


def _group(code: str, *units: Any) -> UnitGroup:
    ids = [one.pk for one in units]
    return form_group(
        code, name_vi=f"Thành phố {code}", name_en=f"City {code}", unit_ids=ids, valid_from=SINCE, by=None
    )


def _person(name: str, agency: Agency, role: str, group: UnitGroup) -> Person:
    one, _ = accounts.invite_person(
        name, name, agency=agency, kind="operational", password=PASSWORD, temporary=False, by=None
    )
    accounts.grant_role(one, role, by=None, valid_from=SINCE, group=group)
    return one


@pytest.fixture
def city(cast: Cast) -> City:
    group, part = _group("ca-hai", cast.ward_a, cast.ward_b), _group("mot", cast.ward_b)
    centre, other = (
        accounts.add_agency(
            code, name_vi=code, name_en=code, kind="centre", unit=None, valid_from=SINCE, by=None
        )
        for code in ("trung-tam", "cum-khac")
    )
    return City(
        group, part, centre, _person("sy", centre, "duty-officer", group), _person("truong", centre, "leader", group),
        _person("khac", other, "duty-officer", part),
    )  # fmt: skip


def test_the_form_offers_the_group_first_and_the_own_agency(city: City, cast: Cast, client: Client) -> None:
    client.force_login(city.officer)
    form = client.get("/briefings/new/").context["form"]
    (_, groups), (_, units) = form.fields["unit"].choices
    assert [name for _, name in groups] == ["Thành phố ca-hai", "Thành phố mot"]
    assert {name for _, name in units} == {"Phường An Hải", "Phường Bình Minh"}
    assert form.fields["unit"].initial == groups[0][0] == f"group-{city.group.pk}"
    assert form.fields["agency"].choices[0][0] == form.fields["agency"].initial == str(city.centre.pk)
    wanted = {"kind": "demand", "agency": str(city.centre.pk), "unit": groups[0][0], "once": ONCE}
    answer = client.post("/briefings/new/", wanted, follow=True)
    assert "Thành phố ca-hai" in answer.content.decode()
    made = Briefing.objects.get(once=ONCE)
    assert (made.group, made.unit, made.agency) == (city.group, None, city.centre)
    assert made.units == sorted((cast.ward_a.pk, cast.ward_b.pk))
    client.force_login(cast.minh)
    everywhere = client.get("/briefings/new/").context["form"].fields["unit"]
    assert everywhere.choices[0][0] == "" and everywhere.initial is None


def test_a_group_prints_the_figures_of_its_units_under_its_name(city: City, cast: Cast) -> None:
    key = f"chi-tieu.{measured(cast, 30).code}"
    whole, part = (
        actions.make(Kind.DEMAND, by=city.officer, group=one, agency=city.centre) for one in (city.group, city.part)
    )  # fmt: skip
    shown = [{one.key: one.value for one in composing.receipts_of(each)}[key] for each in (whole, part)]
    assert shown == [pytest.approx(33), pytest.approx(34)]
    assert composing.fields_of(whole)["dia_ban"] == "Thành phố ca-hai"
    assert composing.place_said(whole, "en") == "City ca-hai"


def test_who_reaches_a_part_neither_sees_nor_makes_nor_signs_nor_hears(
    city: City, cast: Cast, client: Client
) -> None:
    one = actions.make(Kind.DEMAND, by=city.officer, group=city.group)
    for person in (city.other, cast.lan, cast.nga):
        assert not queries.visible(person.scope("briefings.view")).exists(), person
        client.force_login(person)
        assert client.get(f"/briefings/{one.code}/").status_code in (403, 404)
        for act in (actions.review, actions.drop, actions.take_again):
            with pytest.raises(NotAllowed):
                act(one, by=person)
    for person in (city.other, cast.lan):
        with pytest.raises(NotAllowed):
            actions.make(Kind.DEMAND, by=person, group=city.group)
    actions.review(one, by=city.officer)
    with pytest.raises(NotAllowed):
        actions.sign(one, by=cast.lan)
    actions.send(actions.sign(one, by=city.leader), by=city.leader)
    told = set(
        Message.objects.filter(about=f"/briefings/{one.code}/").values_list("person__username", flat=True)
    )
    assert {"sy", "truong", "minh", "hoa"} <= told and not told & {"khac", "lan", "tuan", "nga"}
    for event in Event.objects.filter(topic__startswith="briefings."):
        assert not city.other.scope("briefings.view").covers(event.unit_id, event.agency_id)
    own = actions.make(Kind.DEMAND, by=city.other, group=city.part)
    assert list(queries.visible(city.other.scope("briefings.view"))) == [own]
    assert queries.visible(city.officer.scope("briefings.view")).count() == 2


def test_a_group_that_shrinks_opens_no_old_briefing(city: City, cast: Cast) -> None:
    one = actions.make(Kind.DEMAND, by=city.officer, group=city.group)
    change_group(
        city.group, name_vi="Còn một", name_en="One", unit_ids=[cast.ward_b.pk], on=clock.today(), by=None
    )
    other = Person.objects.get(pk=city.other.pk)
    assert not queries.visible(other.scope("briefings.view")).filter(pk=one.pk).exists()
    assert queries.visible(cast.minh.scope("briefings.view")).filter(pk=one.pk).exists()
    end_group(city.part, on=clock.today(), by=None)
    with pytest.raises(BadRequest) as refused:
        actions.make(Kind.DEMAND, by=cast.minh, group=city.part)
    assert refused.value.code == "briefing-group-ended"


def test_a_schedule_of_a_group_drafts_of_it(city: City) -> None:
    now = dt.datetime(2026, 11, 23, 8, tzinfo=clock.VIETNAM)
    with clock.moved_to(now - dt.timedelta(days=3)):
        row = scheduling.plan(
            Kind.DAILY, template=None, agency=None, unit=None, group=city.group, at=dt.time(7), working_days=False,
            by=city.officer,
        )  # fmt: skip
    assert queries.schedules(city.officer.scope("briefings.make")) == [row]
    assert queries.schedules(city.other.scope("briefings.make")) == []
    with pytest.raises(NotAllowed):
        scheduling.stop(row, by=city.other)
    with clock.moved_to(now):
        assert scheduling.draft_due() == 3
    assert set(Briefing.objects.values_list("group", "agency")) == {(city.group.pk, city.centre.pk)}


def test_a_briefing_is_of_a_unit_or_of_a_group_with_units(city: City, cast: Cast) -> None:
    one = actions.make(Kind.DEMAND, by=city.officer, group=city.group)
    for wrong in ({"unit": cast.ward_a}, {"units": []}, {"group": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Briefing.objects.filter(pk=one.pk).update(**wrong)
