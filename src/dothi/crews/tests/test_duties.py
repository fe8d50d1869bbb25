"""Who signs on where: one unit at a time, inside the right, until the duty is over; then the phone's positions are over, too."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from dothi.accounts import crew_tickets
from dothi.crews import duties, rules, showing
from dothi.crews.models import CrewDuty, CrewRule
from dothi.crews.tests.conftest import crew_person, unit
from dothi.forces.models import Assignment, Force
from dothi.forces.register import own_urn
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.kernel.models import Event
from dothi.kernel.sql import statement
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db


def ended() -> set[int]:
    with connection.cursor() as cursor:
        since = clock.now() - dt.timedelta(hours=25)
        cursor.execute(statement("dothi.gateway", "sql/positions.sql", "ended"), {"since": since})
        return {row[0] for row in cursor.fetchall()}


def test_a_person_is_on_one_unit_and_a_unit_has_several(cast: Cast, binh: Any, engine: Force) -> None:
    first = duties.sign_on(binh, engine.call_sign)
    assert duties.sign_on(binh, engine.call_sign) == first, "pressed twice"
    an = crew_person(cast, "an")
    duties.sign_on(an, engine.call_sign)
    assert [one.person for one in duties.on(engine)] == [binh, an]
    with pytest.raises(Conflict, match="crew-signed-on-elsewhere"):
        duties.sign_on(binh, unit(cast, "114-02").call_sign)


def test_nobody_signs_on_outside_their_right(cast: Cast, binh: Any, engine: Force) -> None:
    elsewhere = unit(cast, "115-09", agency=cast.environment)
    there = crew_person(cast, "dao", agency=cast.environment)
    outside = unit(cast, "114-07", unit=cast.ward_b)
    here = crew_person(cast, "em", unit=cast.ward_a)
    for person, force in ((binh, elsewhere), (there, engine), (here, outside), (cast.minh, engine)):
        with pytest.raises(NotFound):
            duties.sign_on(person, force.call_sign)
    assert not CrewDuty.objects.exists()
    assert [one.call_sign for one in duties.choices(here)] == [engine.call_sign, elsewhere.call_sign]


def test_signing_off_ends_the_leave_to_tell_positions(cast: Cast, binh: Any, engine: Force) -> None:
    duty = duties.sign_on(binh, engine.call_sign)
    assert duty.pk not in ended()
    duties.sign_off(duty, by=binh)
    assert duty.pk in ended()
    assert duties.current(binh) is None
    before = duty.ended_at
    duties.sign_off(duty, by=binh)
    assert duty.ended_at == before, "twice is once"
    assert list(engine.log.order_by("pk").values_list("kind", flat=True)) == [
        "changed",
        "crew-on",
        "crew-off",
    ]


def test_the_desk_may_sign_a_crew_off_others_may_not(cast: Cast, binh: Any, engine: Force) -> None:
    duty = duties.sign_on(binh, engine.call_sign)
    with pytest.raises(NotAllowed):
        duties.sign_off(duty, by=crew_person(cast, "an"), reason="quên")
    with pytest.raises(BadRequest, match="crew-off-needs-reason"):
        duties.sign_off(duty, by=cast.minh)
    duties.sign_off(duty, by=cast.minh, reason="quên rời ca")
    assert (duty.ended_by, duty.ended_reason) == (cast.minh, "quên rời ca")
    assert engine.log.get(kind="crew-off").text == f"{binh}: quên rời ca"


def test_a_duty_nobody_ended_is_over_at_its_time(cast: Cast, binh: Any, engine: Force) -> None:
    duty = duties.sign_on(binh, engine.call_sign, hours=1)
    with clock.moved_to(duty.until + dt.timedelta(minutes=1)):
        assert duties.current(binh) is None
        assert not duties.on(engine).exists()
        later = duties.sign_on(binh, engine.call_sign)
    duty.refresh_from_db()
    assert later != duty
    assert duty.ended_at == duty.until


def test_the_longest_duty_is_dated_data(cast: Cast, binh: Any, engine: Force) -> None:
    CrewRule.objects.create(
        code="shift-hours", value=2, valid_from=clock.today(), source="thử", certainty="D"
    )
    assert rules.values()["shift-hours"] == 2
    duty = duties.sign_on(binh, engine.call_sign, hours=9)
    assert duty.until - duty.began_at == dt.timedelta(hours=2)


def test_the_snapshot_shows_what_the_crew_needs_and_no_callers_words(binh: Any, sent: Assignment) -> None:
    assert showing.snapshot(binh)["choices"] == [{"force": "114-01", "name": "Xe 114-01"}]
    duties.sign_on(binh, sent.force.call_sign)
    told = showing.snapshot(binh)
    assert told["duty"]["force"] == "114-01"
    assert told["assignment"]["title"] == "Cháy nhà số 5"
    assert told["assignment"]["said"] == []
    assert told["positions"]["ticket"]
    assert [one["state"] for one in told["steps"]["alerted"]][:1] == ["en-route"]
    assert not [one for one in told["steps"]["on-scene"] if one["state"] == "transporting"], (
        "it carries nobody"
    )
    Force.objects.update(urn="")
    assert showing.snapshot(binh)["positions"] is None, "the register took it away"


def test_a_unit_bound_to_nothing_gets_an_entity_of_its_own(cast: Cast, binh: Any, engine: Force) -> None:
    bound = unit(cast, "114-02", urn="urn:ngsi-ld:Vehicle:114-02")
    for force, makes in ((engine, "114-01"), (bound, "")):
        duty = duties.sign_on(binh, force.call_sign)
        ticket = crew_tickets.read(showing.snapshot(binh)["positions"]["ticket"])
        duties.sign_off(duty, by=binh)
        force.refresh_from_db()
        assert (ticket.urn, ticket.makes) == (force.urn, makes)
    assert engine.urn == own_urn(engine)
    assert engine.log.filter(kind="changed", fields__fields=["urn"]).exists()


def test_phones_of_a_unit_hear_that_it_was_sent_and_no_others(
    cast: Cast, binh: Any, sent: Assignment
) -> None:
    from dothi.crews.events import tell_phones

    event = Event.objects.filter(topic="forces.sent").get()
    tell_phones(event)
    assert not Event.objects.filter(topic="crews.changed").exists(), "nobody is signed on"
    duties.sign_on(binh, sent.force.call_sign)
    Event.objects.filter(topic="crews.changed").delete()
    tell_phones(event)
    told = Event.objects.get(topic="crews.changed")
    assert (told.payload["force"], told.permission) == ("114-01", "crews.work")
    assert binh.scope("crews.work").covers(told.unit_id, told.agency_id)
