"""Each kind of step, its conditions, rounds and routes; what a kill leaves; what lateness does."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.duty import actions, advancing, escalating, policies, routing, runs
from dothi.duty.models import Policy, Roster, Run, RunLine
from dothi.duty.policies import Planned
from dothi.duty.rota import Hours
from dothi.duty.routing import Thing
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.models import Event
from dothi.notify.models import Channel, Message

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=clock.VIETNAM)


@pytest.fixture(autouse=True)
def noon() -> Any:
    with clock.moved_to(NOON):
        yield


@pytest.fixture
def reached(cast: Any) -> Any:
    """Everybody has an address and there is a channel: messages wait there for the loop that sends."""
    Channel.objects.create(
        code="thu", kind="email", way="email", name="Thư", agency=cast.centre, changed_at=clock.now()
    )
    for person in (cast.minh, cast.lan, cast.hoa, cast.nga):
        person.email = f"{person.username}@example.vn"
        person.save(update_fields=["email"])
    return cast


def policy(cast: Any, *steps: Planned, **more: Any) -> Policy:
    return policies.set_policy(
        "thu",
        name_vi="Thử",
        name_en="Try",
        steps=steps,
        valid_from=clock.today(),
        source="thử",
        certainty="D",
        by=cast.minh,
        **more,
    )


def routed(cast: Any, **more: Any) -> None:
    policies.set_route(
        "thu",
        position=1,
        about="incident",
        policy_code="thu",
        valid_from=clock.today(),
        source="thử",
        certainty="D",
        by=cast.minh,
        **more,
    )


def roster(cast: Any, *people: Any) -> Roster:
    made = actions.add_roster(
        "thu",
        name_vi="Thử",
        name_en="Try",
        agency=cast.centre,
        unit=None,
        valid_from=dt.date(2026, 1, 1),
        by=None,
    )
    if people:
        actions.set_pattern(
            made,
            valid_from=dt.date(2026, 1, 1),
            shifts=[Hours("Ngày", 0, 1440)],
            crews=[list(people)],
            by=None,
            backdated=True,
        )
    return made


def begun(code: str = "VV-1", severity: str = "critical", **more: Any) -> Run:
    thing = Thing("incident", code, f"/incidents/{code}/", "Cháy", "Fire", severity=severity, **more)
    run = runs.open_run(thing, at=NOON)
    assert run is not None
    return run


def after(seconds: float) -> int:
    return escalating.step(NOON + dt.timedelta(seconds=seconds))


def called(run: Run) -> list[str]:
    rows = run.lines.filter(kind=RunLine.Kind.CALLED).select_related("person").order_by("pk")
    return [row.person.username for row in rows if row.person]


def kinds(run: Run) -> list[str]:
    return list(run.lines.order_by("pk").values_list("kind", flat=True))


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
    assert {one.code for one in policies.endless()} == {"critical", "high", "unattended", "missed-call"}
    for code in (policies.DUTY, policies.LEADERS):
        actions.set_pattern(
            Roster.objects.get(code=code),
            valid_from=clock.today(),
            shifts=[Hours("Ngày", 0, 1440)],
            crews=[[cast.hoa]],
            by=None,
        )
    assert policies.endless() == []
