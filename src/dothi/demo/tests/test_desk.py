"""The desk of the demo city: lines, units at their homes, and a past that the clocks can count – all of it simulated, and said so."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from dothi.accounts.models import Person
from dothi.accounts.roles import ensure_roles
from dothi.calls.models import Call, Line, NumberMark
from dothi.codelists.seeds import ensure_lists
from dothi.demo import load
from dothi.demo.city import demo_city
from dothi.demo.desk.past import Past, PastSending
from dothi.demo.tests.test_load import quiet
from dothi.forces.models import Assignment, Force
from dothi.incidents.kinds import KINDS
from dothi.incidents.models import Incident
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.packs.folder import SHIPPED

NOON = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)


def test_what_people_call_about_is_known_and_something_can_be_sent() -> None:
    desk = demo_city().desk
    assert desk is not None
    told = tomllib.loads((SHIPPED / desk.pack / "categories.toml").read_text(encoding="utf-8"))
    categories = {f"{desk.pack}.{row['code']}" for row in told["category"]}
    carried = {capability for one in desk.forces for capability in one.capabilities}
    for story in desk.stories:
        assert story.kind in categories | set(KINDS)
        assert desk.places_of(story)
        assert set(story.needs) <= carried
    assert len({one.call_sign for one in desk.forces}) == len(desk.forces) == 40
    numbers = {one.number for one in desk.lines}
    assert numbers >= {"112", "113", "114", "115", "1022"}
    assert all("hư cấu" in one.name for one in desk.lines if len(one.number) > 4), (
        "an invented number says so"
    )


def test_the_past_is_the_same_every_time_and_no_unit_is_in_two_places() -> None:
    desk = demo_city().desk
    assert desk is not None
    calls = list(Past(desk, NOON).calls())
    assert calls == list(Past(desk, NOON).calls())
    assert len(calls) > 250
    assert all(one.caller.startswith("010") for one in calls), "a number that is given to nobody"
    sent: dict[str, list[PastSending]] = {}
    for call in calls:
        assert call.ended_at < NOON
        for one in call.sendings:
            sent.setdefault(one.call_sign, []).append(one)
            minutes = [one.alerted_at, one.acknowledged_at, one.en_route_at, one.on_scene_at, one.ended_at]
            assert minutes == sorted(minutes)
    for those in sent.values():
        assert all(before.ended_at < after.alerted_at for before, after in pairwise(those))


def test_the_desk_is_loaded_once_and_says_that_it_is_simulated(
    stored: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOTHI_DATA", str(tmp_path))
    ensure_roles()
    ensure_lists()
    city = demo_city()
    fields = tuple(one for one in city.fields if one.pack in ("traffic", "emergency"))
    city = dataclasses.replace(city, fields=fields, stations={})
    monkeypatch.setattr(load, "demo_city", lambda: city)
    for _ in range(2):
        with clock.moved_to(NOON):
            load.load([], say=quiet)
        assert (Line.objects.count(), Force.objects.count(), NumberMark.objects.count()) == (8, 40, 1)
        assert Call.objects.filter(adapter="simulator").count() == len(list(Past(city.desk, NOON).calls()))  # type: ignore[arg-type]
    open_ = Call.objects.filter(wrapped_at__isnull=True)
    assert not open_.exclude(state="abandoned", returned_at__isnull=True), (
        "who comes to the desk finds nothing of last week to write up"
    )
    homes = set(Force.objects.values_list("unit__code", flat=True))
    assert homes == set(city.units), "every unit is stationed in the city"
    assert set(Call.objects.values_list("origin", flat=True)) == {Origin.SIMULATED}
    assert set(Incident.objects.values_list("origin", flat=True)) == {Origin.SIMULATED}
    assert not Assignment.objects.filter(ended_at__isnull=True, sent_by__isnull=True).exists()
    card = json.loads((tmp_path / "demo.json").read_text(encoding="utf-8"))
    for service in ("112", "113", "114", "115", "1022"):
        officer = Person.objects.get(username=card["logins"][f"desk-{service}"]["user"])
        line = Line.objects.get(number=service)
        assert officer.scope("calls.take").covers(None, line.agency_id), "sees a call before it has a place"
        assert officer.scope("calls.take").agency_ids == {line.agency_id}, "and no other service's"
