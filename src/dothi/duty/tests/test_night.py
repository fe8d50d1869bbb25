"""A critical alarm at 02:00 with everybody asleep: from the value of a station to a named person, each step on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from dothi.duty import actions, escalating, policies
from dothi.duty.models import Hush, Roster, Run
from dothi.duty.policies import Planned
from dothi.duty.rota import Hours
from dothi.kernel import clock, events
from dothi.kernel.models import Event
from dothi.notify.models import Channel
from dothi.notify.queries import state_of
from dothi.rules.alarms import actions as alarms
from dothi.rules.alarms.models import Alarm
from dothi.rules.tests.feed import send
from dothi.rules.tests.running import armed, next_urn, rule

pytestmark = pytest.mark.django_db(transaction=True)
NIGHT = dt.datetime(2026, 11, 23, 2, 0, tzinfo=clock.VIETNAM)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def night() -> Iterator[None]:
    with clock.moved_to(NIGHT):
        yield


@pytest.fixture
def centre(cast: Any, night: None) -> Any:
    """Minh has the night, Lan comes next, Hoa is the leader at the end; the policy of the centre calls them in this order."""
    roster = actions.add_roster(
        "dem",
        name_vi="Trực đêm",
        name_en="Night",
        agency=cast.centre,
        unit=None,
        valid_from=dt.date(2026, 1, 1),
        by=None,
    )
    actions.set_pattern(
        roster,
        valid_from=dt.date(2026, 1, 1),
        shifts=[Hours("Cả ngày", 0, 1440)],
        crews=[[cast.minh, cast.lan]],
        by=None,
        backdated=True,
    )
    policies.set_policy(
        "dem", name_vi="Ban đêm", name_en="Night", valid_from=clock.today(), source="thử", certainty="D", by=cast.minh,
        steps=[
            Planned("roster", 0, "critical", roster, first_only=True),
            Planned("roster", 300, "critical", roster),
            Planned("people", 300, "critical", people=(cast.hoa.pk,)),
        ],
    )  # fmt: skip
    policies.set_route(
        "alarm-critical", position=1, about="alarm", policy_code="dem", severities=["critical"], valid_from=clock.today(),
        source="thử", certainty="D", by=cast.minh,
    )  # fmt: skip
    return cast


@pytest.fixture
def mail(centre: Any) -> None:
    """There is a way to everybody, and nothing arrives by it."""
    Channel.objects.create(
        code="thu", kind="email", way="email", name="Thư", agency=centre.centre, changed_at=clock.now()
    )
    for person in (centre.minh, centre.lan, centre.hoa):
        person.email = f"{person.username}@example.vn"
        person.save(update_fields=["email"])


def ring() -> Alarm:
    """A real rule is broken by a real value; the rooms hear of it."""
    running = armed(rule(severity="critical"))
    send(next_urn(), clock.now(), airQualityIndex=400, name="Trạm Bãi Trước")
    running.step()
    hear()
    return Alarm.objects.latest("pk")


def hear() -> None:
    while events.deliver():
        pass


def at(run: Run, minutes: float) -> int:
    """The loop of escalation, so long after the run began; what it told is heard."""
    done = escalating.step(run.began_at + dt.timedelta(minutes=minutes))
    hear()
    return done


def record(run: Run) -> list[tuple[str, str]]:
    return [(line.kind, str(line.person or "")) for line in run.lines.select_related("person").order_by("pk")]


def test_with_everybody_asleep_it_ends_at_a_named_person_and_the_record_shows_each_step(
    centre: Any, mail: None, client_of: Callable[[Any], Client]
) -> None:
    alarm = ring()
    run = Run.objects.get(reference=str(alarm.pk))
    for minute in range(26):
        at(run, minute + 0.1)
    run.refresh_from_db()
    assert record(run) == [
        ("opened", ""),
        ("called", "Lê Văn Minh"),
        ("no-receipt", "Lê Văn Minh"),
        ("called", "Lê Văn Minh"),
        ("called", "Nguyễn Thị Lan"),
        ("no-receipt", "Lê Văn Minh"),
        ("no-receipt", "Nguyễn Thị Lan"),
        ("called", "Đỗ Thị Hoa"),
        ("no-receipt", "Đỗ Thị Hoa"),
        ("exhausted", ""),
    ]
    called = run.lines.filter(kind="called").order_by("pk")
    since = [round((line.at - run.began_at) / MINUTE) for line in called]
    assert since == [0, 5, 5, 10]
    assert run.state == "exhausted" and Event.objects.filter(topic="duty.exhausted").count() == 1
    assert {state_of(line.key) for line in called} == {"waiting"}  # no channel ever said that it arrived

    hoa = client_of(centre.hoa)
    page = hoa.get(f"/duty/take/{run.code}/")
    assert page.status_code == 200
    assert hoa.post(f"/duty/take/{run.code}/").status_code == 302
    run.refresh_from_db()
    assert (run.state, run.taken_by) == ("taken", centre.hoa)
    assert record(run)[-1] == ("taken", "Đỗ Thị Hoa")


def test_the_alarm_s_page_and_the_run_s_page_show_each_step(
    centre: Any, client_of: Callable[[Any], Client]
) -> None:
    alarm = ring()
    run = Run.objects.get(reference=str(alarm.pk))
    for minute in (0.1, 5.2, 10.3):
        at(run, minute)
    minh = client_of(centre.minh)
    for page in (f"/duty/runs/{run.pk}/", f"/duty/of/?kind=alarm&reference={alarm.pk}"):
        told = minh.get(page).content.decode()
        assert all(name in told for name in ("Lê Văn Minh", "Nguyễn Thị Lan", "Đỗ Thị Hoa")), page


def test_acknowledged_at_the_desk_nobody_else_is_called(centre: Any, mail: None) -> None:
    alarm = ring()
    run = Run.objects.get(reference=str(alarm.pk))
    at(run, 0.1)
    alarms.acknowledge(alarm, by=centre.minh)
    hear()
    run.refresh_from_db()
    assert (run.state, run.taken_by) == ("taken", centre.minh)
    assert at(run, 30) == 0 and run.lines.filter(kind="called").count() == 1


def test_acknowledged_while_the_event_still_waits_nobody_is_called(centre: Any, mail: None) -> None:
    """The rooms hear late, the loop comes first: it looks at the alarm itself."""
    alarm = ring()
    run = Run.objects.get(reference=str(alarm.pk))
    at(run, 0.1)
    alarms.acknowledge(alarm, by=centre.minh)
    escalating.step(run.began_at + 6 * MINUTE)
    assert run.lines.filter(kind="called").count() == 1
    hear()
    run.refresh_from_db()
    assert run.state in ("taken", "over")


def test_a_message_that_nobody_can_get_brings_the_next_step_at_once(centre: Any) -> None:
    """No channel is set up at all: the messages fail, and nobody waits for them."""
    ring()
    run = Run.objects.get()
    for _ in range(3):
        escalating.step()  # now: what failed is heard by the clock on the wall
        hear()
    assert [kind for kind, _ in record(run)][:4] == ["opened", "called", "failed", "called"]
    assert run.lines.filter(kind="called", person=centre.hoa).exists()


def test_it_sounds_where_somebody_is_to_take_it_until_somebody_does(
    centre: Any, mail: None, client_of: Callable[[Any], Client]
) -> None:
    """For who may act there, and for who sees it and is on duty; a hush is one's own, short, and on record."""
    alarm = ring()
    minh, hoa = client_of(centre.minh), client_of(centre.hoa)

    def sounds(browser: Client) -> list[int]:
        return [one["id"] for one in browser.get("/duty/sounding/").json()["alarms"]]

    assert sounds(minh) == [alarm.pk] and sounds(hoa) == [] and sounds(client_of(centre.tuan)) == []
    roster = Roster.objects.get(code="dem")
    actions.override(
        roster,
        begins_at=clock.now(),
        ends_at=clock.now() + 60 * MINUTE,
        people=[centre.hoa],
        reason="thay",
        by=centre.minh,
    )
    assert sounds(hoa) == [alarm.pk]
    told = hoa.post("/duty/hush/").json()
    assert told["hushedUntil"] and minh.get("/duty/sounding/").json()["hushedUntil"] is None
    hush = Hush.objects.get()
    assert (hush.person, hush.alarms, hush.until - hush.at) == (centre.hoa, [alarm.pk], 2 * MINUTE)
    alarms.acknowledge(alarm, by=centre.minh)
    assert sounds(minh) == [] and sounds(hoa) == []
