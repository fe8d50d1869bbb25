"""A flood: one call for all that follow the first, which says how many; each keeps a record of its own and ends by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dothi.duty import actions, opening, policies, runs
from dothi.duty.models import Roster, Run, RunLine
from dothi.duty.policies import Gathering, Planned
from dothi.duty.rota import Hours
from dothi.duty.routing import Thing
from dothi.duty.tests.calling import NOON, after, begun, called, kinds, policy, routed
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.testing.statements import asked_of
from dothi.notify.models import Message
from dothi.rules.alarms import actions as alarms
from dothi.rules.tests.feed import send
from dothi.rules.tests.running import armed, next_urn, rule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
TOGETHER = Gathering(5, 600, 60)


def flood(cast: Any, number: int, gathering: Gathering | None = TOGETHER) -> Run:
    """So many cases at once; the run that calls for those after the fourth."""
    policy(
        cast,
        Planned("people", importance="critical", people=(cast.hoa.pk,)),
        Planned("people", 300, "critical", people=(cast.minh.pk,)),
        gathering=gathering,
    )
    routed(cast)
    for one in range(number):
        begun(f"VV-{one}")
    return Run.objects.filter(kind=Run.MANY).first() or Run.objects.latest("pk")


def test_two_hundred_in_a_minute_wake_somebody_five_times_and_the_last_call_says_how_many(
    reached: Any,
) -> None:
    many = flood(reached, 200)
    after(1)
    assert Message.objects.count() == 4 and called(many) == []  # it waits a minute for what comes
    after(61)
    assert Message.objects.filter(person=reached.hoa).count() == 5 and called(many) == ["hoa"]
    said = Message.objects.get(about=f"/duty/take/{many.code}/").text_fields["title"]
    assert said.startswith("196 việc cùng lúc")
    gathered = Run.objects.filter(state="gathered")
    assert gathered.count() == 196 and {one.gathered_in_id for one in gathered} == {many.pk}
    newest = gathered.latest("pk")
    assert kinds(newest) == ["opened", "gathered"]


def test_who_takes_it_takes_all_and_what_comes_then_is_called_for_anew(
    reached: Any, client_of: Callable[[Any], Client]
) -> None:
    many = flood(reached, 8)
    after(61)
    hoa = client_of(reached.hoa)
    page = hoa.get(f"/duty/take/{many.code}/").content.decode()
    assert "4 việc đang chờ" in page
    with asked_of("duty_run_line") as asked:
        assert hoa.post(f"/duty/take/{many.code}/").status_code == 302
    assert sum("INSERT" in one for one in asked) == 2  # its own line, and those of all in one
    assert set(Run.objects.filter(gathered_in=many).values_list("state", "taken_by")) == {
        ("taken", reached.hoa.pk)
    }
    assert after(400) == 4  # those that had called alone go on
    late = begun("VV-9")
    assert late.gathered_in is not None and late.gathered_in.pk != many.pk


def test_it_is_over_with_the_last_and_one_that_somebody_works_on_leaves_it(reached: Any) -> None:
    many = flood(reached, 6)
    runs.taken_elsewhere("incident", "VV-4", reached.lan)
    many.refresh_from_db()
    assert many.state == "open" and runs.titles_of(many)[1].startswith("1 things at once")
    runs.over("incident", "VV-5", "worked-on")
    many.refresh_from_db()
    assert many.state == "over" and kinds(many)[-1] == "over"


def test_nobody_took_it_all_stays_red_until_somebody_does(reached: Any) -> None:
    many = flood(reached, 7)
    for second in (61, 400, 800):
        after(second)
    many.refresh_from_db()
    assert called(many) == ["hoa", "minh"] and many.state == "exhausted"
    runs.take(many, by=reached.minh)
    assert not Run.objects.filter(state="gathered").exists()


def test_nothing_joins_one_that_calls_nobody_any_more(reached: Any) -> None:
    many = flood(reached, 6)
    for second in (61, 400):
        after(second)
    late = begun("VV-9")
    assert late.gathered_in is not None and late.gathered_in.pk != many.pk


def test_who_may_act_in_one_ward_takes_no_flood_of_the_city(reached: Any) -> None:
    flood(reached, 4)
    for number, ward in enumerate((reached.ward_a, reached.ward_b)):
        begun(f"VV-w{number}", unit_id=ward.pk, agency_id=reached.office_a.pk)
    many = Run.objects.get(kind=Run.MANY)
    assert many.unit_id == reached.ward_a.pk and many.gathered.count() == 2
    assert not runs.may_take(many, reached.lan) and runs.may_take(many, reached.minh)


def test_without_such_a_rule_each_is_called_for_alone(reached: Any) -> None:
    flood(reached, 7, gathering=None)
    after(1)
    assert Message.objects.filter(person=reached.hoa).count() == 7


def test_what_is_simulated_is_not_gathered_with_what_is_real(reached: Any) -> None:
    flood(reached, 6)
    other = begun("VV-x", origin="simulated")
    assert other.gathered_in is not None and other.gathered_in.origin == "simulated"
    assert other.gathered_in.gathered.count() == 1


@pytest.mark.parametrize("wrong", [Gathering(1, 600, 60), Gathering(5, 0, 0), Gathering(5, 60, 61)])
def test_numbers_that_gather_nothing_are_refused(cast: Any, wrong: Gathering) -> None:
    with pytest.raises(BadRequest) as refused:
        policy(cast, Planned("people", people=(cast.hoa.pk,)), gathering=wrong)
    assert refused.value.code == "duty-policy-gather"


@pytest.mark.django_db(transaction=True)
def test_alarms_that_were_acknowledged_are_called_for_no_more(reached: Any) -> None:
    """The rooms hear late, the loop comes first: it looks at the alarms themselves."""
    policy(reached, Planned("people", people=(reached.hoa.pk,)), gathering=Gathering(2, 600, 60))
    policies.set_route(
        "alarm-critical", position=1, about="alarm", policy_code="thu", valid_from=clock.today(), source="thử",
        certainty="D", by=reached.minh,
    )  # fmt: skip
    running = armed(rule(severity="critical"))
    send(next_urn(), clock.now(), airQualityIndex=400, name="Trạm Bãi Trước")
    running.step()
    (alarm,) = alarms.Alarm.objects.all()
    begun_at = clock.now()
    runs_of = [
        opening.open_run(Thing("alarm", reference, "/x/", "A", "A", severity="critical"), at=begun_at)
        for reference in ("0", str(alarm.pk))
    ]
    many = Run.objects.get(kind=Run.MANY)
    alarms.acknowledge(alarm, by=reached.minh)
    after(120)
    many.refresh_from_db()
    assert runs_of[1] is not None and (many.state, called(many)) == ("over", [])


def test_an_unopened_shift_calls_the_roster_of_its_own_desk(reached: Any) -> None:
    """The policy that a new city begins with: first who is on duty there, by the very roster of that desk."""
    post = actions.add_roster(
        "ban-a", name_vi="Bàn A", name_en="Desk A", agency=reached.centre, unit=None, valid_from=dt.date(2026, 1, 1), by=None
    )  # fmt: skip
    actions.set_pattern(
        post, valid_from=dt.date(2026, 1, 1), shifts=[Hours("Ngày", 0, 1440)], crews=[[reached.lan]], by=None, backdated=True
    )  # fmt: skip
    assert Roster.objects.filter(code=policies.DUTY).exists()
    shift = Thing(
        "shift", "CT-1", "/shiftbook/CT-1/", "Bàn A", "Desk A", severity="critical", roster_id=post.pk
    )
    run = opening.open_run(shift, at=NOON)
    assert run is not None and run.policy.code == "shift-unopened"
    after(1)
    assert called(run) == ["lan"]
    bare = opening.open_run(Thing("shift", "CT-2", "/x/", "Bàn B", "Desk B", severity="critical"), at=NOON)
    assert bare is not None and after(2) == 1
    assert bare.lines.filter(kind=RunLine.Kind.EMPTY).exists()  # and the next step came at once
