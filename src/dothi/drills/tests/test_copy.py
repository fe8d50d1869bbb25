"""What happens inside a copy: simulated crews and where they drive, ways out that end in it, parts that stay down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from dothi.crews.models import CrewDuty
from dothi.drills.playing import crews, phones
from dothi.drills.playing.driving import Fleet
from dothi.drills.playing.player import _inject
from dothi.forces.models import Assignment, Force
from dothi.incidents import actions as incidents
from dothi.kernel import clock, drill, settings
from dothi.kernel.drill import Mark
from dothi.kernel.earth import metres_apart
from dothi.kernel.engines.held import held, hold
from dothi.kernel.testing.cast import Cast
from dothi.notify.models import Channel, Message
from dothi.packs.drill import Crews

HOME, CASE = (107.0, 10.0), (107.1, 10.0)  # 10.96 km apart
PLAN = Crews(heard_s=10, turnout_s=45, speed_kmh=36, stay_s=600)


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """This process belongs to the copy of a drill."""
    (tmp_path / "run").mkdir()
    Mark("x", "X").save(tmp_path)
    monkeypatch.setattr(settings, "data_folder", lambda: tmp_path)
    yield tmp_path
    drill._read.cache_clear()


def engine(cast: Cast, sign: str = "114-01", state: str = "available") -> Force:
    return Force.objects.create(
        call_sign=sign, name=sign, kind="fire-engine", service="114", agency=cast.centre, capabilities=["pump"], state=state,
        state_since=clock.now(), urn=f"urn:ngsi-ld:Vehicle:{sign}", home_lon=HOME[0], home_lat=HOME[1],
    )  # fmt: skip


def sent(one: Force, cast: Cast) -> Assignment:
    case = incidents.open_incident(
        title="Cháy", kind="fire", severity="high", by=cast.minh, lon=CASE[0], lat=CASE[1]
    )
    return Assignment.objects.create(incident=case, force=one, sent_by=cast.minh, alerted_at=clock.now())


@pytest.mark.django_db
def test_a_unit_that_is_sent_drives_there_and_says_so_by_its_device(cast: Cast) -> None:
    one, fleet, now = engine(cast), Fleet(), clock.now()
    with clock.stopped_at(now):
        (first,) = fleet.step(PLAN, 1)
        assert first["location"]["value"]["coordinates"] == list(HOME)
        assert fleet.step(PLAN, 1) == [], "one that stands says so once a minute"
        sent(one, cast)
        Force.objects.update(state="en-route", state_since=now)
    whole_s = crews.times(PLAN, metres_apart(*HOME, *CASE), 1).travel_s
    with clock.stopped_at(now + dt.timedelta(seconds=whole_s / 2)):
        (half,) = fleet.step(PLAN, 1)
        assert half["location"]["value"]["coordinates"] == [107.05, 10.0]
    with clock.stopped_at(now + dt.timedelta(seconds=2 * whole_s)):
        (there,) = fleet.step(PLAN, 1)
        assert there["location"]["value"]["coordinates"] == list(CASE)


@pytest.mark.django_db
def test_where_somebody_is_signed_on_with_a_phone_nobody_is_simulated(cast: Cast) -> None:
    one, now = engine(cast, state="alerted"), clock.now()
    sent(one, cast)
    CrewDuty.objects.create(person=cast.dung, force=one, began_at=now, until=now + dt.timedelta(hours=8))
    with clock.stopped_at(now + dt.timedelta(minutes=5)):
        assert crews.step(PLAN, 1, {}) == 0
        assert Fleet().step(PLAN, 1) == []
        CrewDuty.objects.update(ended_at=now)
        assert crews.step(PLAN, 1, {}) == 1
    assert Assignment.objects.get().acknowledged_at is not None


@pytest.mark.django_db
def test_the_ways_out_of_a_copy_end_in_it_and_each_is_there_once(cast: Cast, inside: Path) -> None:
    phones.ensure()
    phones.ensure()
    assert sorted(Channel.objects.values_list("way", "kind")) == sorted(
        (str(way), "demo_outbox") for way in phones.WAYS
    )
    phones.switch("push", on=False)
    phones.switch("push", on=False)  # told again after a kill
    assert Channel.objects.get(way="push").is_on is False
    phones.switch("push", on=True)
    assert Channel.objects.get(way="push").is_on is True


@pytest.mark.django_db
def test_what_the_exercise_control_tells_a_role_has_a_way_to_go(cast: Cast, inside: Path) -> None:
    phones.ensure()
    told = {
        "to": "duty-officer",
        "text": {"vi": "Cầu sập", "en": "The bridge fell"},
        "importance": "critical",
    }
    for _again in range(2):
        assert _inject("inject-1", told)
    message = Message.objects.get()
    assert (message.person, message.state, message.importance) == (cast.minh, "waiting", "critical")


def test_a_part_that_a_drill_keeps_down_comes_back_by_the_clock(inside: Path) -> None:
    now = clock.now()
    hold(inside, "nats", now + dt.timedelta(seconds=90))
    hold(inside, "nats", now + dt.timedelta(seconds=60))  # told again: the later instant holds
    hold(inside, "worker", now + dt.timedelta(seconds=30))
    with clock.stopped_at(now + dt.timedelta(seconds=59)):
        assert held(inside) == {"nats"}
    with clock.stopped_at(now + dt.timedelta(seconds=91)):
        assert held(inside) == frozenset()
    with pytest.raises(ValueError, match="postgres"):
        hold(inside, "postgres", now)


def test_a_city_keeps_nothing_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "run").mkdir()
    monkeypatch.setattr(settings, "data_folder", lambda: tmp_path)
    hold(tmp_path, "nats", clock.now() + dt.timedelta(hours=1))
    assert held(tmp_path) == frozenset()
