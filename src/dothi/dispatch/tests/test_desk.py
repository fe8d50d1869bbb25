"""The desk through its own addresses: six steps, two desks at one call and one unit, what each of them is shown, how much is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dothi.calls.models import Call
from dothi.calls.tests.exchange import AT, Desks, desks, rings
from dothi.dispatch import queries
from dothi.forces.models import Assignment, CheckIn, Force, RunCard
from dothi.forces.workflow import State
from dothi.incidents import actions as incidents
from dothi.incidents.models import IncidentLog
from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.statements import asked_of

pytestmark = pytest.mark.django_db
HERE = (107.0843, 10.3460)
NUMBER = "0901234456"


class At:
    """A person's desk: asks as the page does, and remembers nothing but what was answered."""

    def __init__(self, browser: Client) -> None:
        self.browser = browser

    def does(self, path: str, status: int = 200, /, **fields: Any) -> dict[str, Any]:
        answer = self.browser.post(f"/desk/{path}", fields, headers={"Accept": "application/json"})
        assert answer.status_code == status, answer.content[:300]
        told: dict[str, Any] = answer.json()
        return told

    def sees(self, want: str, **fields: Any) -> str:
        answer = self.browser.get("/desk/parts/", fields | {"want": want})
        return str(answer.json()["parts"][want])


@pytest.fixture
def city(cast: Cast) -> Desks:
    RunCard.objects.create(
        pack="emergency", code="fire", valid_from=clock.today(), version=1, name_vi="Cháy", name_en="Fire", kinds=["fire"],
        level=1, needs=[{"capability": "pump", "count": 2}], source="thử", certainty="D", digest="x", recorded_at=clock.now(),
    )  # fmt: skip
    found = desks(cast)
    for number in (1, 2, 3):
        Force.objects.create(
            call_sign=f"114-VT-0{number}", name=f"Xe {number}", kind="fire-engine", service="114", agency=found.fire,
            unit=cast.ward_a, capabilities=["pump"], crew=5, crew_minimum=4, home_name="Đội 1", home_lon=HERE[0],
            home_lat=HERE[1] + number / 100, state=State.AVAILABLE.value, state_since=clock.now(),
        )  # fmt: skip
    return found


@pytest.fixture
def minh(cast: Cast, client_of: Callable[[Any], Client]) -> At:
    return At(client_of(cast.minh))


def located(desk: At, call: Call) -> dict[str, str]:
    """Taken, written, placed and known as a fire; returns what the page carries along."""
    own = f"calls/{call.code}/"
    desk.does(f"{own}take/")
    desk.does(f"{own}draft/", rev=3, narrative="cháy nhà tầng 3", address="12 Ba Cu")
    desk.does(f"{own}place/", source="map", lon=HERE[0], lat=HERE[1], accuracy_m=25)
    desk.does(f"{own}kind/", kind="fire", severity="critical")
    return {"call": call.code}


def test_six_steps_from_the_ring_to_the_next_call(city: Desks, cast: Cast, minh: At) -> None:
    call = rings()
    state = located(minh, call)
    proposed = minh.does("recommend/", **state)
    assert proposed["asked"] and "114-VT-01" in proposed["parts"]["forces"]
    sent = minh.does("send/", **state, asked="1", force=["114-VT-01", "114-VT-02"])
    went = Assignment.objects.get(force__call_sign="114-VT-01")
    assert (sent["case"], went.recommended["capability"]) == (went.incident.code, "pump")
    assert "114-VT-02" in sent["said"]
    assert 'data-stage="send" data-state="done"' in sent["parts"]["stages"]
    Call.objects.filter(pk=call.pk).update(state=Call.State.ENDED, ended_at=clock.now())
    following = rings()
    over = minh.does(f"calls/{call.code}/next/", **state)
    call.refresh_from_db()
    assert (call.outcome, call.narrative, over["call"]) == ("case", "cháy nhà tầng 3", "")
    assert following.code in over["parts"]["queue"], "the next one is taken by its own key, not by itself"


def test_a_finished_call_is_not_taken_again_and_whoever_tries_sees_what_waits_now(
    city: Desks, cast: Cast, minh: At, client_of: Callable[[Any], Client]
) -> None:
    phong, call = At(client_of(city.phong)), rings()
    own = f"calls/{call.code}/"
    minh.does(f"{own}take/")
    Call.objects.filter(pk=call.pk).update(state=Call.State.ENDED, ended_at=clock.now())
    minh.does(f"{own}take/")  # the same hand again, while its record is open: no harm
    phong.does(f"{own}next/", outcome="information", call=call.code)
    following = rings()
    call.refresh_from_db()
    assert call.wrapped_at is not None
    at = f"{call.wrapped_at.astimezone(clock.VIETNAM):%H:%M:%S}"
    for desk in (minh, phong):
        refused = desk.does(f"{own}take/", 409)
        assert (refused["code"], str(city.phong) in refused["detail"], at in refused["detail"]) == (
            "call-finished", True, True,
        )  # fmt: skip
        assert following.code in refused["parts"]["queue"]
        assert call.code not in refused["parts"]["queue"]
    assert minh.does("take/")["call"] == following.code


def test_words_that_come_late_overwrite_nothing(city: Desks, minh: At) -> None:
    call = rings()
    draft = f"calls/{call.code}/draft/"
    minh.does(f"calls/{call.code}/take/")
    minh.does(draft, rev=5, narrative="mới")
    late = minh.does(draft, rev=4, narrative="cũ")
    assert (late["older"], late["rev"]) == (True, 5)
    assert minh.does(draft, rev=5, narrative="mới")["rev"] == 5, "sent twice"
    call.refresh_from_db()
    assert call.narrative == "mới"


def test_a_call_written_while_the_centre_was_away_is_one_call(city: Desks, minh: At) -> None:
    one, two = (minh.does("by-hand/", key="a1b2", caller_number=NUMBER)["call"] for _ in range(2))
    assert one == two
    assert Call.objects.count() == 1


def test_of_two_desks_one_takes_the_call_and_one_sends_the_unit(
    city: Desks, cast: Cast, minh: At, client_of: Callable[[Any], Client]
) -> None:
    phong, call = At(client_of(city.phong)), rings()
    state = located(minh, call)
    refused = phong.does(f"calls/{call.code}/take/", 409)
    assert str(cast.minh) in refused["detail"]
    minh.does("send/", **state, force="114-VT-01")
    other = incidents.open_incident(
        title="Cháy xe",
        kind="fire",
        severity="low",
        by=city.phong,
        unit_id=cast.ward_a.pk,
        agency_id=city.fire.pk,
    )
    both = phong.does("send/", case=other.code, force=["114-VT-01", "114-VT-02"])
    assert [str(cast.minh) in text for text in both["refused"]] == [True]
    assert "114-VT-02" in both["said"]


def test_a_crew_that_was_heard_is_not_said_to_be_well_for_the_next_time_too(city: Desks, minh: At) -> None:
    state = located(minh, rings())
    minh.does("send/", **state, force="114-VT-01")
    sent = Assignment.objects.get(force__call_sign="114-VT-01")
    first = CheckIn.objects.create(assignment=sent, due_at=clock.now(), every_s=600)
    pressed = {"force": "114-VT-01", "asked": str(first.pk)}
    minh.does("check-in/", **pressed)
    minh.does("check-in/", 409, **pressed)  # the second press of a nervous hand
    assert CheckIn.objects.filter(assignment=sent, answered_at__isnull=True).count() == 1


def test_a_line_does_what_the_buttons_do_and_says_how_it_is_taken_back(city: Desks, minh: At) -> None:
    state = located(minh, rings())
    sent = minh.does("command/", **state, line="/gửi vt01")
    assert sent["undo"] == "/thu hoi 114-VT-01 "
    assert "undo" not in minh.does("command/", line="/ld 114vt01"), "a unit is alerted by being sent"
    there = minh.does("command/", line="/dn 114vt01")
    assert Force.objects.get(call_sign="114-VT-01").state == State.ON_SCENE
    minh.does("command/", line=there["undo"])
    assert Force.objects.get(call_sign="114-VT-01").state == State.EN_ROUTE
    assert "lý do" in minh.does("command/", 400, line="/hg 114-VT-01")["detail"]
    assert "114-VT-01" in minh.browser.get("/desk/complete/", {"line": "/dn 114vt"}).json()["lines"][0]
    found = minh.does("command/", line="/tim VT-0")["found"]
    assert [row["text"][:9] for row in found] == ["114-VT-01", "114-VT-02", "114-VT-03"]


def test_who_may_not_send_sees_no_button_and_is_refused(
    city: Desks, cast: Cast, client_of: Callable[[Any], Client]
) -> None:
    call = rings()
    hoa = At(client_of(cast.hoa))  # a leader: looks at everything
    page = hoa.browser.get("/desk/").content.decode()
    assert call.code in page and NUMBER not in page and "••• " in page
    assert "data-by-hand" not in page and "/take/" not in page
    hoa.does(f"calls/{call.code}/take/", 403)
    hoa.does("send/", 403, force="114-VT-01")
    hoa.does("command/", 403, line="/dn 114-VT-01")


def test_a_service_that_is_asked_sees_its_part_and_answers_it(
    city: Desks, minh: At, client_of: Callable[[Any], Client]
) -> None:
    yen, call = At(client_of(city.yen)), rings()
    state = located(minh, call)
    minh.does(f"calls/{call.code}/hand/", **state, service="115", message="một người bỏng")
    assert call.code in yen.sees("queue")
    leg = call.legs.get()
    assert "lý do" in yen.does(f"calls/{call.code}/legs/{leg.pk}/decline/", 400)["detail"]
    yen.does(f"calls/{call.code}/legs/{leg.pk}/decline/", reason="hết xe")
    assert "hết xe" in minh.sees("legs", call=call.code), "a refusal is impossible to overlook"


def test_the_sign_of_a_ringing_call_stands_for_those_who_take_calls(
    city: Desks, cast: Cast, client_of: Callable[[Any], Client]
) -> None:
    rings()
    assert "data-claim" in client_of(cast.minh).get("/desk/ringing/").content.decode()
    assert 'hx-get="/desk/ringing/"' in client_of(cast.minh).get("/incidents/").content.decode()
    assert 'hx-get="/desk/ringing/"' not in client_of(cast.hoa).get("/incidents/").content.decode()
    assert client_of(cast.hoa).get("/desk/ringing/").status_code == 403


def test_calls_of_one_event_go_to_its_case_by_one_key_and_never_by_themselves(city: Desks, minh: At) -> None:
    first = located(minh, rings(caller_number="0901000000"))
    case = minh.does(f"calls/{first['call']}/open/")["case"]
    with clock.moved_to(AT + dt.timedelta(minutes=1)):
        more = [located(minh, rings(caller_number=f"090200000{number}"))["call"] for number in range(3)]
        shown = minh.sees("queue")
        assert case in shown and "surge" in shown
        assert not Call.objects.filter(code__in=more, incident__isnull=False).exists(), (
            "nothing is attached by itself"
        )
        for _ in range(2):
            told = minh.does("surge/", calls=",".join(more), incident=case)
            assert "refused" not in told or told["refused"] == []
        assert 'class="duplicate surge"' not in told["parts"]["queue"]
    attached = Call.objects.filter(code__in=more).values_list("incident__code", flat=True)
    assert list(attached) == [case] * 3
    assert IncidentLog.objects.filter(incident__code=case, fields__what="attached").count() == 3


def test_a_case_says_nobody_was_sent_only_where_nobody_was(city: Desks, cast: Cast, minh: At) -> None:
    case = _case(cast, 1)
    bare = incidents.open_incident(
        title="Khói", kind="fire", severity="low", by=cast.minh, unit_id=cast.ward_a.pk
    )
    assert [queries.row_of(one).said_empty for one in (case, bare)] == ["dispatch-no-units"] * 2
    went = Assignment.objects.filter(incident=case)
    went.update(ended_at=clock.now(), ended_as=Assignment.Ended.CLEARED)
    assert minh.sees("cases").count("đã về hết") == 1 and minh.sees("cases").count("chưa điều ai") == 1
    went.update(ended_as=Assignment.Ended.DECLINED, ended_reason="hỏng bơm")
    assert "đều từ chối" in minh.sees("cases")


def test_a_storm_costs_no_more_questions_than_a_quiet_night(city: Desks, cast: Cast) -> None:
    def asked() -> int:
        with asked_of("calls_", "incidents_", "forces_", "rules_") as told:
            queries.waiting(queries.reach_of(cast.minh)), queries.own(cast.minh)
            queries.cases(cast.minh.scope("incidents.view"))
        return len(told)

    few = [_case(cast, number) for number in range(2)]
    rings()
    quiet = asked()
    for number in range(45):
        _case(cast, number + 2)
        rings()
    assert asked() <= quiet + 2, "a cut list is counted, nothing else is added"
    found = queries.cases(cast.minh.scope("incidents.view"))
    assert (len(found.rows), found.more) == (queries.MOST_CASES, 45 + len(few) - queries.MOST_CASES)


def _case(cast: Cast, number: int) -> Any:
    case = incidents.open_incident(
        title=f"Cháy {number}",
        kind="fire",
        severity="high",
        by=cast.minh,
        unit_id=cast.ward_a.pk,
        lon=HERE[0],
        lat=HERE[1],
    )
    unit = Force.objects.create(
        call_sign=f"114-X-{number}", name="x", kind="fire-engine", service="114", agency=cast.centre, unit=cast.ward_a,
        capabilities=["pump"], state=State.ALERTED.value, state_since=clock.now(),
    )  # fmt: skip
    Assignment.objects.create(incident=case, force=unit, alerted_at=clock.now())
    return case
