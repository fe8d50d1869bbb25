"""What a clumsy or a hostile person sends to the desk: refused in words, and nobody else's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dothi.calls import actions as calls
from dothi.calls.actions import lines
from dothi.calls.models import Call
from dothi.calls.telephony import Told, hear
from dothi.calls.tests.exchange import Desks, desks, rings
from dothi.connectors.cap.rows import rows_of
from dothi.connectors.cap.tests.test_cap import message
from dothi.forces.models import Force
from dothi.incidents import actions as incidents
from dothi.incidents.joining import actions as joining
from dothi.kernel import clock
from dothi.kernel.cap.message import Reference
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.models import Event
from dothi.kernel.testing.cast import SINCE, Cast

pytestmark = pytest.mark.django_db
Of = Callable[[Any], Client]
JSON = {"Accept": "application/json"}


@pytest.fixture
def city(cast: Cast) -> Desks:
    return desks(cast)


def test_two_people_whose_browsers_made_the_same_key_have_each_their_call(
    city: Desks, cast: Cast, client_of: Of
) -> None:
    codes = {
        client_of(person).post("/desk/by-hand/", {"key": "a1b2"}, headers=JSON).json()["call"]
        for person in (cast.minh, city.phong, city.phong)
    }
    assert len(codes) == Call.objects.count() == 2


def test_numbers_are_seen_no_farther_than_the_right_to_see_them(
    city: Desks, cast: Cast, client_of: Of
) -> None:
    """Hoa leads everywhere and sees no numbers; that she answers calls of one agency opens to her those of that agency alone."""
    from dothi.accounts import actions as people

    people.grant_role(cast.hoa, "dispatcher", by=None, valid_from=SINCE, agency=city.medical)
    fire, medical = rings(), rings(number_dialled="115", caller_number="0912345678")
    hoa = client_of(cast.hoa)
    queue = hoa.get("/desk/parts/?want=queue").content.decode()
    assert "0912345678" in queue and fire.code in queue
    assert "0901234456" not in queue
    assert "0901234456" not in hoa.get(f"/desk/?call={fire.code}").content.decode()
    assert "0912345678" in hoa.get(f"/desk/parts/?want=head&call={medical.code}").content.decode()


def test_a_state_that_nobody_can_have_seen_is_refused(city: Desks, cast: Cast, client_of: Of) -> None:
    Force.objects.create(
        call_sign="114-VT-01", name="Xe 1", kind="fire-engine", service="114", agency=city.fire, unit=cast.ward_a,
        capabilities=["pump"], crew=5, crew_minimum=4, state="available", state_since=clock.now(),
    )  # fmt: skip
    asked = {"force": "114-VT-01", "state": "off-duty", "expected": "bịa"}
    assert client_of(cast.minh).post("/desk/state/", asked, headers=JSON).status_code == 400


def test_a_number_that_rings_elsewhere_is_not_drawn_to_oneself(city: Desks, cast: Cast) -> None:
    from dothi.accounts import actions as people
    from dothi.accounts.models import Person

    people.grant_role(city.yen, "administrator", by=None, valid_from=SINCE, agency=city.medical)
    yen = Person.objects.get(pk=city.yen.pk)
    told: dict[str, Any] = {
        "name": "Đường dây", "service": "115", "agency": city.medical, "unit": cast.province, "valid_from": clock.today(),
        "valid_to": None, "source": "thử", "certainty": "D", "by": yen,
    }  # fmt: skip
    with pytest.raises(Conflict, match="call-line-of-others"):
        lines.add_line(number="114", **told)
    assert lines.add_line(number="115", **told).agency == city.medical


def test_a_clock_without_its_battery_tells_no_call(city: Desks) -> None:
    with pytest.raises(BadRequest, match="call-event-behind"):
        hear(Told("x", "1", "1", "ringing", dt.datetime(1970, 1, 1, 1, tzinfo=dt.UTC), "114", "0901234567"))
    assert not Call.objects.exists()


def test_the_reason_of_one_service_is_not_told_to_the_others(city: Desks) -> None:
    call = calls.take(rings(), by=city.phong)
    calls.hand_over(call, service="113", by=city.phong)
    leg = calls.hand_over(call, service="115", by=city.phong)
    calls.decline_leg(leg, reason="Ca bệnh HIV ở số 5", by=city.yen)
    assert not [one for one in Event.objects.filter(topic="calls.leg") if "HIV" in str(one.payload)]


def test_only_what_was_offered_is_taken_out_of_a_case(city: Desks, client_of: Of) -> None:
    own, others = calls.take(rings(), by=city.phong), rings(number_dialled="115")
    calls.decide_kind(own, kind="fire", severity="high", by=city.phong)
    case = calls.open_case(own, by=city.phong)
    Call.objects.filter(pk=others.pk).update(incident=case)
    asked = {"title": "Riêng", "kind": "fire", "severity": "low", "reason": "thử", "calls": f"{others.pk}"}
    client_of(city.phong).post(f"/incidents/{case.code}/split/", asked)
    others.refresh_from_db()
    assert others.incident == case, "whoever does not see a call does not take it out"
    client_of(city.phong).post(f"/incidents/{case.code}/split/", asked | {"calls": f"{own.pk}"})
    own.refresh_from_db()
    assert own.incident != case


def test_merging_waits_for_no_line_of_the_log(cast: Cast) -> None:
    """A crew's state writes into the case while it holds its unit: a merge that held the case harder would wait for it for ever."""
    one, two = (
        incidents.open_incident(
            title=title, kind="fire", severity="high", unit_id=cast.ward_a.pk, by=cast.minh
        )
        for title in ("A", "B")
    )
    with CaptureQueriesContext(connection) as asked:
        joining.merge(one, two, reason="một vụ", by=cast.minh)
    held = [
        said["sql"] for said in asked if 'FROM "incidents_incident"' in said["sql"] and " FOR " in said["sql"]
    ]
    assert held and all("FOR NO KEY UPDATE" in sql for sql in held)


def test_nobody_calls_off_the_warning_of_another() -> None:
    first = Reference("khac@vi-du.vn", "Z1", clock.now())
    own = Reference("ban@vi-du.vn", "A1", clock.now())
    assert list(rows_of(message("B2", "Cancel", references=(first,)))) == []
    assert len(list(rows_of(message("B2", "Cancel", references=(first, own))))) == 1
