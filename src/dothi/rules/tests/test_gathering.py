"""Many in one place at one time: who counts, what opens and closes, and one alarm on the area that names them."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.db import connection

from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.rules import engine
from dothi.rules.alarms.models import Alarm
from dothi.rules.conditions import Change as Turn
from dothi.rules.engine import Engine
from dothi.rules.gathering.deciding import Area, Field, Member, Together, centre
from dothi.rules.gathering.models import Gathering, Part
from dothi.rules.tests.feed import send_all
from dothi.rules.tests.running import armed, rule
from dothi.territory.models import Level, Unit

T0 = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
_number = itertools.count()


def minutes(n: float) -> dt.timedelta:
    return dt.timedelta(minutes=n)


def member(number: int, at: float = 0, unit: int | None = 7, north_m: float = 0) -> Member:
    lat = 10.4 + north_m / 111_320
    return Member(number, f"urn:{number}", unit, None, 107.1, lat, T0 + minutes(at), None, 0, {})


def told(field: Field, *happened: tuple[str, Member | int, float]) -> list[tuple[Turn | None, int]]:
    """What came of members that raise or end, one after the other: the turn and how many take part."""
    turns = []
    for what, who, at in happened:
        if what == "raised":
            assert isinstance(who, Member)
            turns += field.raised(who, T0 + minutes(at))
        else:
            assert isinstance(who, int)
            turns += field.ended(who, T0 + minutes(at))
    return [(turn.turn, len(turn.members)) for turn in turns]


def test_three_in_a_unit_open_a_fourth_joins_and_it_closes_when_two_are_left() -> None:
    field = Field.of(Together(3, minutes(0)), [], [])
    raised = [("raised", member(n, n), float(n)) for n in (1, 2, 3, 4)]
    assert told(field, *raised) == [(Turn.RAISED, 3), (None, 4)]
    assert told(field, ("ended", 1, 5), ("ended", 2, 6)) == [(Turn.CLEARED, 2)]
    assert told(field, ("raised", member(1, 9), 9)) == [(Turn.RAISED, 3)]


def test_who_ended_counts_for_a_while() -> None:
    field = Field.of(Together(3, minutes(30)), [], [])
    short = [
        ("raised", member(1, 0), 0.0),
        ("ended", 1, 1.0),
        ("raised", member(2, 20), 20.0),
        ("ended", 2, 21.0),
    ]
    assert told(field, *short, ("raised", member(3, 30.5), 30.5)) == [(Turn.RAISED, 3)]
    late = Field.of(Together(3, minutes(30)), [], [])
    assert told(late, *short, ("raised", member(3, 31), 31.0)) == []


def test_time_alone_closes() -> None:
    field = Field.of(Together(2, minutes(30)), [], [])
    told(field, ("raised", member(1), 0), ("raised", member(2), 0), ("ended", 1, 1), ("ended", 2, 2))
    (anchor,) = field.areas
    assert list(field.passed(anchor, T0 + minutes(30))) == []
    (turn,) = field.passed(anchor, T0 + minutes(31))
    assert (turn.turn, [m.entity_id for m in turn.members]) == (Turn.CLEARED, [2])


def test_another_unit_and_no_unit_do_not_count() -> None:
    field = Field.of(Together(2, minutes(5)), [], [])
    alone = [("raised", member(n, unit=unit), 0.0) for n, unit in ((1, 7), (2, 8), (3, None), (4, None))]
    assert told(field, *alone) == []


def test_a_radius_goes_over_the_edges_of_cells_and_grows_from_neighbour_to_neighbour() -> None:
    field = Field.of(Together(2, minutes(5), radius_m=500), [], [])
    places = [0, 501, 980, 5000]
    found = told(field, *(("raised", member(n, north_m=far), 0.0) for n, far in enumerate(places)))
    assert found == [(Turn.RAISED, 2)]
    assert told(field, ("raised", member(9, north_m=1470), 0)) == [(None, 3)]
    assert centre(field.members.values())[0] == pytest.approx(107.1)


def test_a_unit_keeps_the_anchor_that_its_alarm_hangs_on() -> None:
    field = Field.of(Together(2, minutes(0)), [], [Area(99, 7, open=False)])
    (turn,) = [t for n in (1, 2) for t in field.raised(member(n), T0)]
    assert turn.area.anchor_id == 99
    assert turn.area.open


def test_whoever_moves_on_leaves_its_place_and_two_places_have_two_alarms() -> None:
    field = Field.of(Together(2, minutes(30), radius_m=500), [], [])
    told(field, *(("raised", member(n), 0.0) for n in (1, 2, 3)))
    (first,) = field.areas
    moved = [("ended", first, 1.0), ("raised", member(first, 2, north_m=9000), 2.0)]
    assert told(field, *moved) == [], "two are still there, it is alone where it is"
    assert told(field, ("raised", member(8, 3, north_m=9100), 3)) == [(Turn.RAISED, 2)]
    assert sorted(area.anchor_id for area in field.areas.values() if area.open) == [first, 8]
    moved_back = [("ended", 8, 4.0), ("raised", member(8, 5), 5.0)]
    assert told(field, *moved_back) == [(Turn.CLEARED, 1), (None, 3)]


def test_who_carries_the_alarm_of_another_place_carries_no_second_one() -> None:
    field = Field.of(Together(1, minutes(0), radius_m=500), [], [Area(1, None, open=True)])
    assert told(field, ("raised", member(1), 0)) == []


@pytest.fixture
def now() -> dt.datetime:
    return clock.now().replace(second=0, microsecond=0)


@pytest.fixture
def ward() -> Unit:
    return Unit.objects.create(
        code="96001", level=Level.COMMUNE, kind="Phường", name="An Hải", full_name="Phường An Hải",
        valid_from=dt.date(2025, 7, 1),
    )  # fmt: skip


def lamps(count: int) -> list[str]:
    return [f"urn:ngsi-ld:AirQualityObserved:lamp-{next(_number)}" for _ in range(count)]


PLACE = (107.1, 10.4)
AWAY = (107.2, 10.4)


def sent(
    urns: list[str],
    at: dt.datetime,
    status: str,
    ward: Unit | None = None,
    place: tuple[float, float] = PLACE,
    **more: Origin,
) -> None:
    """Lamps of a ward tell how they are; without a ward they only have a place."""
    location = {"type": "GeoProperty", "value": {"type": "Point", "coordinates": list(place)}}
    send_all([(urn, at, {"status": status, "location": location}) for urn in urns], **more)
    if ward:
        with connection.cursor() as cursor:
            cursor.execute("update entities_entity set unit_id = %s where urn = any(%s)", [ward.pk, urns])


TOGETHER = {"at_least": 3, "within": "30m", "area": "unit"}
NEAR = {"at_least": 2, "within": "30m", "radius_m": 500}
DARK = rule(code="dark", condition="status.value == 'off'", clear="", together=TOGETHER)


@pytest.mark.django_db(transaction=True)
def test_one_alarm_on_the_ward_names_those_who_take_part_and_survives_a_restart(
    ward: Unit, now: dt.datetime
) -> None:
    running = armed(DARK)
    urns = lamps(4)
    sent(urns[:2], now - minutes(20), "off", ward)
    running.step()
    assert not Alarm.objects.exists() and Part.objects.count() == 2
    sent(urns[2:3], now - minutes(10), "off", ward)
    assert Engine().step() == 1  # another process goes on
    alarm = Alarm.objects.get()
    assert {each["urn"] for each in alarm.participants} == set(urns[:3])
    assert alarm.participants[0]["values"]["status"]["value"] == "off"
    assert (alarm.unit_id, alarm.entity_name) == (ward.pk, "Phường An Hải")
    assert (alarm.rule.version, alarm.active, alarm.raised_at) == (1, True, now - minutes(10))
    sent(urns[3:], now - minutes(9), "off", ward)
    Engine().step()
    assert len(Alarm.objects.get().participants) == 4
    sent(urns[:2], now - minutes(5), "on", ward)
    running = Engine()
    running.step()
    running.tick(now)
    assert Alarm.objects.get().active, "who ended five minutes ago still counts"
    assert running.tick(now + minutes(26)) == 1
    alarm = Alarm.objects.get()
    assert (alarm.active, alarm.occurrences) == (False, 1)
    assert Gathering.objects.get().open is False
    sent(urns[:1], now - minutes(1), "off", ward)
    running.step()
    alarm = Alarm.objects.get()
    assert (alarm.active, alarm.occurrences) == (True, 2), "the same alarm of the same ward"


@pytest.mark.django_db(transaction=True)
def test_what_dies_in_the_middle_leaves_no_part(
    ward: Unit, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = armed(DARK)
    sent(lamps(3), now, "off", ward)

    def die(last: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(engine, "_move_cursor", die)
        running.step()
    assert not Part.objects.exists() and not Gathering.objects.exists() and not Alarm.objects.exists()
    Engine().step()
    assert (Alarm.objects.count(), Alarm.objects.get().occurrences) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_one_simulated_value_makes_the_areas_alarm_simulated(now: dt.datetime) -> None:
    running = armed(rule(**DARK | {"code": "near", "together": NEAR}))
    sent(lamps(1), now, "off")
    sent(lamps(1), now, "off", origin=Origin.SIMULATED)
    running.step()
    alarm = Alarm.objects.get()
    assert (alarm.origin, len(alarm.participants)) == (Origin.SIMULATED, 2)
    assert (alarm.lon, alarm.lat) == pytest.approx(PLACE)
    armed()  # the rule is withdrawn: nothing counts any more
    Engine().tick(now)
    assert not Part.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_carrier_of_an_alarm_that_moves_on_leaves_the_alarm_to_those_who_stay(now: dt.datetime) -> None:
    running = armed(rule(**DARK | {"code": "near", "together": NEAR}))
    urns = lamps(4)
    sent(urns[:3], now - minutes(9), "off")
    running.step()
    first = Alarm.objects.get()
    sent([first.entity_urn], now - minutes(8), "on")
    running.step()
    sent([first.entity_urn], now - minutes(7), "off", place=AWAY)
    sent(urns[3:], now - minutes(6), "off", place=AWAY)
    Engine().step()  # another process: what it knows it has read
    away = Alarm.objects.exclude(pk=first.pk).get()
    assert away.entity_urn == urns[3] and away.lon == pytest.approx(AWAY[0])
    first.refresh_from_db()
    assert first.active and {each["urn"] for each in first.participants} == set(urns[:3])
