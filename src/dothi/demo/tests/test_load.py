"""The demo city: loaded through the rooms' own actions, once; its alarms come from the real rules on simulated hours."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
import stat
from pathlib import Path

import pytest
from django.db import connection

from dothi.accounts.models import Agency, ApiKey, Person
from dothi.accounts.roles import ensure_roles
from dothi.codelists.models import CodeList
from dothi.codelists.seeds import ensure_lists
from dothi.connectors.files.ranges import range_of
from dothi.demo import card as cards
from dothi.demo import history, load, mark, people
from dothi.demo.card import Card
from dothi.demo.city import demo_city
from dothi.kernel import clock
from dothi.kernel.i18n import t
from dothi.kernel.origin import Origin
from dothi.packs.folder import SHIPPED, read_pack
from dothi.packs.models import LoadedPack
from dothi.publicservices.models import Dossier, FeedRun
from dothi.rules.alarms.models import Alarm
from dothi.shiftbook import queries as shiftbook
from dothi.territory.models import Unit, UnitGroup


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOTHI_DATA", str(tmp_path))
    return tmp_path


AIR = "AirQualityObserved"
NOON = dt.datetime(2026, 11, 22, 2, tzinfo=dt.UTC)
LATER = NOON + dt.timedelta(hours=1, minutes=10)


def quiet(_step: str, _share: float) -> None:
    """Nobody looks at the progress."""


def test_the_plan_of_the_city_is_whole() -> None:
    city = demo_city()
    codes = [agency.code for agency in city.agencies]
    assert all(agency.parent is None or agency.parent in codes[:n] for n, agency in enumerate(city.agencies))
    assert {person.role for person in city.people} >= {
        "duty-officer",
        "ward-officer",
        "leader",
        "data-steward",
        "administrator",
    }
    assert (
        len({person.role for person in city.people}) == 10
    )  # one login per role; the approver of figures shares one
    assert {key.kind for key in city.keys} == {"read", "write", "device", "admin", "telephony"}
    stations = [station for those in city.stations.values() for station in those]
    assert len({station.id for station in stations}) == len(stations) >= 20
    assert all("mô phỏng" in station.name for station in stations)
    assert city.desk is not None
    assert {one.agency for one in (*city.desk.lines, *city.desk.forces)} <= set(codes)
    simulated = city.simulated()
    assert {one.simulator.profile.type for one in simulated} == set(city.stations)
    assert {one.owner for one in simulated} <= set(codes)
    for one in simulated:
        assert {station.kind for station in one.simulator.stations} <= one.simulator.profile.kinds.keys()


@pytest.mark.parametrize("type_", sorted(demo_city().stations))
def test_every_simulated_value_is_possible(type_: str) -> None:
    """Inside the pack's ranges; words are among those that the type allows."""
    one = next(one for one in demo_city().simulated() if one.simulator.profile.type == type_)
    profile, start = one.simulator.profile, dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    about = read_pack(SHIPPED / one.pack).types()[type_]["properties"]
    for hours in range(0, 24 * 30, 11):
        for station in one.simulator.stations:
            at = start + dt.timedelta(hours=hours)
            for name, value in one.simulator.values(station, at).items():
                if isinstance(value, str):
                    assert value in about[name].get("enum", [value])
                    continue
                limits = range_of(type_, name, profile.units[name], at.date())
                assert limits is not None
                assert limits.refusal(value) == ""


def test_passwords_are_of_all_four_kinds_and_never_the_same() -> None:
    made = {people.new_password() for _ in range(200)}
    assert len(made) == 200
    for one in made:
        assert len(one) >= 14
        assert any(c.islower() for c in one)
        assert any(c.isupper() for c in one)
        assert any(c.isdigit() for c in one)
        assert any(not c.isalnum() for c in one)


def test_the_city_is_loaded_once_with_alarms_from_the_real_rules(
    stored: None, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "DAYS", 2)
    ensure_roles()
    ensure_lists()
    city = demo_city()
    city = dataclasses.replace(city, fields=city.fields[:1], stations={AIR: city.stations[AIR][:6]})
    monkeypatch.setattr(load, "demo_city", lambda: city)
    with clock.moved_to(NOON):
        load.load([], say=quiet)

    assert UnitGroup.objects.get(code="tp-vung-tau-cu").units.count() == 5
    assert Agency.objects.filter(code="ubnd-phuong-tam-thang", unit__code="26526").exists()
    card = json.loads((data_folder / "demo.json").read_text(encoding="utf-8"))
    assert set(card) == {"base_url", "logins", "api_keys"}
    assert all(t(f"demo-role-{role}") != f"demo-role-{role}" for role in card["logins"])
    assert set(card["api_keys"]) == {"read", "write", "device", "admin", "telephony"}
    assert stat.S_IMODE((data_folder / "demo.json").stat().st_mode) == 0o600
    login = card["logins"]["duty-officer"]
    officer = Person.objects.get(username=login["user"])
    assert officer.check_password(login["password"])
    assert officer.may("alarms.act")
    assert not officer.scope("alarms.act").everywhere
    assert [one.code for one in shiftbook.desks(officer.scope("shiftbook.view"))] == ["ioc"]
    assert LoadedPack.objects.get().code == "environment"
    assert set(CodeList.objects.values_list("code", flat=True)) == set(city.lists)
    assert not CodeList.objects.filter(owner__isnull=True).exists()
    told = _origins()
    assert told["pm25"] == {Origin.SIMULATED} == told["airQualityIndex"]

    (handed_in,) = FeedRun.objects.filter(feed__code="mot-cua-thanh-pho-mau")
    assert (handed_in.refused, handed_in.stored) == (
        0,
        handed_in.told,
    )  # the mirror knows every code of the file
    assert set(Dossier.objects.values_list("origin", flat=True)) == {Origin.SIMULATED}
    assert {one.state for one in Dossier.objects.all()} >= {"handling", "done", "returned", "supplement"}

    raised = Alarm.objects.values_list("rule__code", flat=True)
    assert "aqi-hour-unhealthy" in raised  # somewhere the simulated air was bad during the last day

    before = (
        _count(),
        ApiKey.objects.count(),
        Person.objects.count(),
        Unit.objects.count(),
        Dossier.objects.count(),
    )
    with clock.moved_to(NOON):
        load.load([], say=quiet)
    assert (
        _count(),
        ApiKey.objects.count(),
        Person.objects.count(),
        Unit.objects.count(),
        Dossier.objects.count(),
    ) == before
    assert json.loads((data_folder / "demo.json").read_text(encoding="utf-8")) == card


def test_a_first_load_that_was_interrupted_is_made_whole(
    stored: None, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C after the first day, Ctrl-C again before the rules; the third start has every day, and what follows from it."""
    monkeypatch.setattr(history, "DAYS", 2)
    ensure_roles()
    city = demo_city()
    city = dataclasses.replace(city, fields=city.fields[:1], stations={AIR: city.stations[AIR][:6]})
    monkeypatch.setattr(load, "demo_city", lambda: city)
    for at, step, reached in ((NOON, "history", 0.3), (LATER, "rules", 0.0), (LATER, "", 2.0)):

        def say(said: str, share: float, step: str = step, reached: float = reached) -> None:
            if said == step and share >= reached:
                raise KeyboardInterrupt

        with clock.moved_to(at), contextlib.suppress(KeyboardInterrupt):
            load.load([], say=say)
        done = not step
        assert mark.mark_path().exists() == done
        assert (mark.begun_history() is None) == done
        assert Alarm.objects.filter(rule__code="aqi-hour-unhealthy").exists() == done
    with connection.cursor() as cursor:
        cursor.execute(
            "select e.urn, h.observed_at, count(*) from entities_history h join entities_entity e on e.id = h.entity_id"
            " join entities_term t on t.id = h.term_id where t.short = 'pm25' group by 1, 2"
        )
        rows = cursor.fetchall()
    assert {count for _, _, count in rows} == {1}, "a repeat changes nothing"
    hours = {at for _, at, _ in rows}
    assert min(hours) + dt.timedelta(days=2) == max(hours) == NOON
    assert len(hours) == 49, "an hour is missing"


def _origins() -> dict[str, set[Origin]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct t.short, h.origin from entities_history h join entities_term t on t.id = h.term_id"
        )
        found: dict[str, set[Origin]] = {}
        for name, origin in cursor.fetchall():
            found.setdefault(name, set()).add(Origin(origin))
        return found


def _count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from entities_history")
        return int(cursor.fetchone()[0])


def test_the_card_survives_damage(data_folder: Path) -> None:
    assert cards.read() == Card()
    (data_folder / "demo.json").write_text("{", encoding="utf-8")
    assert cards.read() == Card()


def test_a_changed_plan_is_loaded_again(data_folder: Path) -> None:
    city = demo_city()
    assert mark.fingerprint(city, []) == mark.fingerprint(demo_city(), [])
    assert mark.fingerprint(city, []) != mark.fingerprint(dataclasses.replace(city, stations={}), [])
    assert not mark.is_loaded([], "postgresql://nowhere")
