"""Each kind of step, its conditions, rounds and routes; what a kill leaves; what lateness does."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.accounts.actions import grant_role
from dothi.duty import actions, advancing, policies, routing, runs, sounding
from dothi.duty.models import Roster, Run, RunLine
from dothi.duty.policies import Planned
from dothi.duty.rota import Hours
from dothi.duty.routing import Thing
from dothi.duty.tests.calling import NOON, after, begun, called, kinds, policy, roster, routed
from dothi.kernel import clock, events
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.models import Event
from dothi.notify.models import Channel, Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_people_then_a_roster_s_first_then_all_of_it(reached: Any) -> None:
    post = roster(reached, reached.minh, reached.lan)
    policy(
        reached,
        Planned("people", people=(reached.hoa.pk,)),
        Planned("roster", 60, roster=post, first_only=True),
        Planned("roster", 60, roster=post),
    )
    routed(reached)
    run = begun()
    for second in (1, 62, 124):
        after(second)
    assert called(run) == ["hoa", "minh", "minh", "lan"]
    assert Message.objects.filter(about=f"/duty/take/{run.code}/").count() == 4


def test_round_robin_calls_the_next_one_with_each_run(reached: Any) -> None:
    policy(reached, Planned("round-robin", people=(reached.minh.pk, reached.lan.pk)))
    routed(reached)
    found = [begun(f"VV-{number}") for number in range(3)]
    after(1)
    first, second, third = (called(run) for run in found)
    assert first != second and first == third and {*first, *second} == {"minh", "lan"}


def test_an_agency_s_step_calls_its_own_people_who_may_act(reached: Any) -> None:
    policy(reached, Planned("agency"), Planned("people", 60, people=(reached.hoa.pk,)))
    routed(reached)
    run = begun(unit_id=reached.ward_a.pk, agency_id=reached.environment.pk)
    after(1)
    assert called(run) == ["nga"]


def test_a_system_is_called_by_its_channel_and_without_one_the_next_step_comes_at_once(reached: Any) -> None:
    policy(
        reached,
        Planned("web-hook", url="https://example.vn/x"),
        Planned("people", 600, people=(reached.hoa.pk,)),
    )
    routed(reached)
    bare = begun("VV-0")
    assert after(1) and after(2) and called(bare) == ["hoa"] and "empty" in kinds(bare)
    Channel.objects.create(
        code="moc", kind="web-hook", way="other", name="Móc", agency=reached.centre, changed_at=clock.now()
    )
    run = begun("VV-1")
    after(3)
    told = run.lines.get(kind=RunLine.Kind.HOOKED)
    assert Message.objects.get(key=told.key).address == "https://example.vn/x" and called(run) == []


def test_hours_that_do_not_hold_skip_a_step_and_change_no_times(reached: Any) -> None:
    night = {"only_from": dt.time(22), "only_to": dt.time(6)}
    policy(
        reached,
        Planned("people", people=(reached.minh.pk,), **night),
        Planned("people", 60, people=(reached.hoa.pk,)),
    )
    routed(reached)
    run = begun()
    assert after(1) == 1 and after(30) == 0 and after(62) == 1
    assert called(run) == ["hoa"] and kinds(run)[:2] == ["opened", "skipped"]


def test_over_midnight_the_hours_hold_on_both_sides(reached: Any) -> None:
    step = policy(
        reached,
        Planned("people", people=(reached.minh.pk,), only_from=dt.time(22), only_to=dt.time(6)),
        Planned("people", people=(reached.hoa.pk,)),
    ).steps.get(position=0)
    run = Run(policy=step.policy)
    hours = {hour: advancing._unmet(run, step, NOON.replace(hour=hour)) for hour in (21, 22, 5, 6)}
    assert hours == {21: "hours", 22: "", 5: "", 6: "hours"}


def test_only_when_so_many_came_within_the_window(reached: Any) -> None:
    flood = {"only_count": 3, "only_window_s": 600}
    policy(
        reached,
        Planned("people", people=(reached.minh.pk,), **flood),
        Planned("people", 60, people=(reached.hoa.pk,)),
    )
    routed(reached)
    found = [begun("VV-0"), begun("VV-1")]
    after(1)
    assert [called(run) for run in found] == [[], []]
    found.append(begun("VV-2"))
    after(2)
    assert called(found[2]) == ["minh"]


def test_it_begins_again_as_often_as_the_policy_says_and_is_exhausted_then(reached: Any) -> None:
    policy(reached, Planned("people", people=(reached.hoa.pk,)), repeats=2, last_wait_s=60)
    routed(reached)
    run = begun()
    for second in range(1, 400, 30):
        after(second)
    run.refresh_from_db()
    assert (called(run), run.state, kinds(run).count("again")) == (["hoa"] * 3, "exhausted", 2)
    assert Message.objects.filter(person=reached.hoa).count() == 3
    assert Event.objects.filter(topic="duty.exhausted").count() == 1


def test_a_roster_with_nobody_is_written_down_and_the_next_step_comes_at_once(reached: Any) -> None:
    empty = roster(reached)
    policy(reached, Planned("roster", roster=empty), Planned("people", 600, people=(reached.hoa.pk,)))
    routed(reached)
    run = begun()
    after(1)
    after(2)
    assert called(run) == ["hoa"] and "empty" in kinds(run)


def test_killed_between_step_and_commit_it_is_done_exactly_once(
    reached: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step was done and the process died before its transaction was over: nothing of it stands, the next one does it whole."""
    policy(reached, Planned("people", people=(reached.hoa.pk, reached.minh.pk)))
    routed(reached)
    run = begun()

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(advancing, "_move", die)
        with pytest.raises(KeyboardInterrupt):
            after(1)
    assert called(run) == [] and not Message.objects.exists()
    after(2)
    after(3)
    assert called(run) == ["hoa", "minh"] and Message.objects.count() == 2


def test_after_a_night_without_the_loop_the_due_step_is_done_once_and_the_next_waits_from_then(
    reached: Any,
) -> None:
    policy(
        reached, Planned("people", people=(reached.minh.pk,)), Planned("people", 60, people=(reached.hoa.pk,))
    )
    routed(reached)
    run = begun()
    night = 8 * 3600
    assert after(night) == 1 and after(night + 1) == 0
    assert called(run) == ["minh"] and "late" in kinds(run)
    assert after(night + 61) == 1 and called(run) == ["minh", "hoa"]


def test_two_take_it_and_one_is_told_who_was_first(reached: Any) -> None:
    policy(reached, Planned("people", people=(reached.hoa.pk, reached.minh.pk)))
    routed(reached)
    run = begun()
    after(1)
    runs.take(run, by=reached.hoa)
    with pytest.raises(Conflict) as refused:
        runs.take(run, by=reached.minh)
    assert refused.value.fields["by"] == "Đỗ Thị Hoa"


def test_who_was_not_called_and_may_not_act_there_takes_nothing(reached: Any) -> None:
    policy(reached, Planned("people", people=(reached.hoa.pk,)))
    routed(reached)
    run = begun(unit_id=reached.ward_a.pk, agency_id=reached.office_a.pk)
    after(1)
    for stranger in (reached.tuan, reached.dung):
        with pytest.raises(NotAllowed):
            runs.take(run, by=stranger)


@pytest.mark.parametrize(
    "steps",
    [
        lambda cast, post: [Planned("roster", roster=post)],
        lambda cast, post: [
            Planned("people", people=(cast.hoa.pk,), only_from=dt.time(6), only_to=dt.time(22))
        ],
        lambda cast, post: [
            Planned("people", people=(cast.hoa.pk,)),
            Planned("web-hook", 60, url="https://example.vn/x"),
        ],
        lambda cast, post: [Planned("agency")],
    ],
    ids=["empty roster", "condition", "system", "agency"],
)
def test_a_policy_that_ends_at_no_person_is_refused(cast: Any, steps: Any) -> None:
    with pytest.raises(BadRequest) as refused:
        policy(cast, *steps(cast, roster(cast)))
    assert refused.value.code == "duty-policy-end"


def test_the_first_route_that_fits_counts_from_its_day_on(cast: Any) -> None:
    policy(cast, Planned("people", people=(cast.hoa.pk,)))
    thing = Thing(
        "incident",
        "VV-1",
        "/",
        "a",
        "b",
        severity="critical",
        unit_id=cast.ward_a.pk,
        agency_id=cast.office_a.pk,
    )
    today, tomorrow = clock.today(), clock.today() + dt.timedelta(days=1)
    assert (
        getattr(routing.policy_for(thing, today), "code", "") == "unattended"
    )  # what a new city begins with
    told = {"position": 1, "about": "incident", "source": "thử", "certainty": "D", "by": cast.minh}
    policies.set_route("phuong", policy_code="thu", valid_from=tomorrow, unit=cast.province, **told)
    assert getattr(routing.policy_for(thing, today), "code", "") == "unattended"
    assert getattr(routing.policy_for(thing, tomorrow), "code", "") == "thu"
    policies.set_route(
        "phuong", policy_code="", valid_from=tomorrow + dt.timedelta(days=1), unit=cast.province, **told
    )
    assert routing.policy_for(thing, tomorrow + dt.timedelta(days=1)) is None


def test_a_new_city_has_policies_that_say_they_reach_nobody_until_its_rosters_are_filled(cast: Any) -> None:
    assert {one.code for one in policies.endless()} == {
        "critical",
        "high",
        "unattended",
        "missed-call",
        "shift-unopened",
    }
    for code in (policies.DUTY, policies.LEADERS):
        actions.set_pattern(
            Roster.objects.get(code=code),
            valid_from=clock.today(),
            shifts=[Hours("Ngày", 0, 1440)],
            crews=[[cast.hoa]],
            by=None,
        )
    assert policies.endless() == []


def test_of_a_failed_round_the_next_one_waits(reached: Any) -> None:
    """Nobody has an address by which to be called: all rounds must not be over within seconds."""
    Channel.objects.all().delete()
    policy(reached, Planned("people", people=(reached.hoa.pk,)), repeats=2, last_wait_s=300)
    routed(reached)
    run = begun()
    for second in range(1, 600, 10):
        after(second)
        for message in Message.objects.filter(state="failed"):
            advancing.heard(message.key, "failed", NOON + dt.timedelta(seconds=second))
    assert kinds(run).count("failed") == 2
    assert kinds(run).count("called") == 2 and kinds(run).count("again") == 1
    for second in range(600, 920, 10):
        after(second)
    run.refresh_from_db()
    assert run.state == "exhausted"
    # two missed calls of one line have the same title: the time tells them apart
    assert sounding.told(reached.minh)["exhausted"] == [
        {"id": run.pk, "title": run.title, "since": clock.iso(run.began_at)}
    ]


def test_one_that_cannot_be_done_holds_up_no_other(reached: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    policy(reached, Planned("people", people=(reached.hoa.pk, reached.hoa.pk)))
    routed(reached)
    broken, whole = begun("VV-0"), begun("VV-1")
    real = advancing.called_by

    def called_by(run: Run, *more: Any) -> Any:
        if run.pk == broken.pk:
            raise ValueError("broken")
        return real(run, *more)

    monkeypatch.setattr(advancing, "called_by", called_by)
    assert after(1) == 1
    assert called(broken) == [] and called(whole) == ["hoa"]  # who stands there twice is called once
    broken.refresh_from_db()
    assert broken.state == "open" and broken.due_at == NOON + dt.timedelta(seconds=61)


def test_what_became_of_a_call_to_a_system_stands_in_the_record(reached: Any) -> None:
    Channel.objects.create(
        code="moc", kind="web-hook", way="other", name="Móc", agency=reached.centre, changed_at=clock.now()
    )
    policy(
        reached,
        Planned("web-hook", url="https://example.vn/x"),
        Planned("people", 600, people=(reached.hoa.pk,)),
    )
    routed(reached)
    run = begun()
    after(1)
    message = Message.objects.get(key=run.lines.get(kind=RunLine.Kind.HOOKED).key)
    Message.objects.filter(pk=message.pk).update(state="failed")
    assert advancing.heard(message.key, "failed", NOON + dt.timedelta(seconds=5))
    assert kinds(run) == ["opened", "hooked", "failed"]
    assert after(6) == 1 and called(run) == ["hoa"]


def test_nobody_puts_a_policy_or_a_route_in_the_place_of_another_s(reached: Any) -> None:
    """Who plans duty for one agency sets what is called for its things, and nothing of the city's by using its code."""
    manager = reached.nga
    grant_role(manager, "duty-officer", by=None, agency=reached.environment, valid_from=dt.date(2026, 1, 1))
    told = {"valid_from": clock.today(), "source": "thử", "certainty": "D", "by": manager}
    own: dict[str, Any] = {"position": 5, "about": "alarm", "policy_code": "", "agency": reached.environment}
    with pytest.raises(NotAllowed):
        policies.set_route("alarm-critical", **own, **told)
    policies.set_route("cua-so", **own, **told)
    steps = [Planned("people", people=(reached.hoa.pk,))]
    names = {"name_vi": "Riêng", "name_en": "Own", "steps": steps, "agency": reached.environment}
    with pytest.raises(NotAllowed):
        policies.set_policy("critical", **names, **told)
    policies.set_policy("cua-so", **names, **told)


@pytest.mark.django_db(transaction=True)
def test_a_simulated_missed_call_says_so_and_a_replayed_one_calls_nobody(cast: Any) -> None:
    for origin, code in (("simulated", "CG-1"), ("replayed", "CG-2")):
        told = {"call": code, "line": "114", "origin": origin}
        events.publish("calls.missed", told, permission="calls.view", unit_id=cast.ward_a.pk)
    while events.deliver():
        pass
    assert list(Run.objects.values_list("reference", "origin")) == [("CG-1", "simulated")]
