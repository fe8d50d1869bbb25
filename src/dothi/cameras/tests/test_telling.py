"""A camera as an entity: told when something changed and now and then, with its agency; a rule of the pack raises an alarm over it."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest

from dothi.cameras import actions, looks_taken, telling
from dothi.cameras.actions import Described
from dothi.cameras.health import Seen
from dothi.cameras.looks_taken import Figures
from dothi.cameras.models import Camera
from dothi.cameras.telling import Teller
from dothi.cameras.tests.register import ADDRESS, camera
from dothi.cameras.tests.views import filmed, seen, street
from dothi.entities import queries as entities
from dothi.kernel import clock
from dothi.rules.alarms.models import Alarm
from dothi.rules.engine import Engine
from dothi.rules.loading import load_rules, tables_of


def statuses(now: dt.datetime) -> list[tuple[str, str]]:
    """What is due, as (id, status); noted as told."""
    told = telling.due(now)
    telling.note(told, now)
    return [(one.entity["id"], one.entity["status"]["value"]) for one in told]


@pytest.mark.django_db
def test_a_camera_is_told_when_it_changes_and_every_half_hour_while_it_is_looked_at(cast: Any) -> None:
    found = camera("cho-1", cast.environment, cast.ward_a)
    urn, now = "urn:ngsi-ld:Camera:cho-1", clock.now()

    def after(minutes: float, look: Seen | None = None) -> list[tuple[str, str]]:
        at = now + dt.timedelta(minutes=minutes)
        if look:
            looks_taken.note(found.pk, Figures(look), at)
        return statuses(at + dt.timedelta(seconds=1))

    assert after(0) == [(urn, "notChecked")]
    assert after(1, seen(filmed(street(), 0))) == [(urn, "working")]
    assert after(6, seen(filmed(street(), 1))) == []
    assert after(40) == [(urn, "working")]
    assert after(80) == []  # nobody looked since: it grows old, and says so
    assert after(90, Seen("refused")) == [(urn, "working")]  # once is not told yet; that it was looked at is
    assert after(91, Seen("refused")) == [(urn, "noSignal")]


@pytest.mark.django_db
def test_what_is_out_of_service_says_so_and_says_it_later_than_its_last_look(cast: Any) -> None:
    found = camera("cho-1", cast.environment, cast.ward_a)
    statuses(clock.now())
    actions.switch(found, on=False, by=cast.nga, reason="sửa")
    (out,) = telling.due(clock.now())
    telling.note([out], clock.now())
    actions.switch(found, on=True, by=cast.nga)
    (back,) = telling.due(clock.now())
    assert [one.entity["status"]["value"] for one in (out, back)] == ["outOfService", "notChecked"]
    assert out.entity["status"]["observedAt"] < back.entity["status"]["observedAt"]


async def _tell() -> None:
    async with Teller() as teller:
        assert await teller.tell(DUE)


DUE: list[telling.Telling] = []


@pytest.mark.django_db(transaction=True)
def test_a_frozen_camera_stands_on_the_map_and_raises_an_alarm_until_it_runs_again(cast: Any) -> None:
    load_rules("ict", "1", tables_of("ict"), by=None)
    found = camera("cho-1", cast.environment, cast.ward_a, name="Cổng chợ")
    still, engine = seen(filmed(street(), 5)), Engine()
    begun = clock.now() - dt.timedelta(minutes=30)

    def look(minute: int, what: Seen) -> None:
        at = begun + dt.timedelta(minutes=minute)
        looks_taken.note(found.pk, Figures(what), at)
        DUE[:] = telling.due(at)
        if DUE:
            asyncio.run(_tell())
            telling.note(DUE, at)
        while engine.step():
            pass

    for minute, what in enumerate([seen(filmed(street(), 0)), still, still, still, still]):
        look(minute, what)
    entity = entities.entity(found.urn, cast.nga.scope("entities.view"))
    assert (entity.name, entity.agency_id, entity.types) == ("Cổng chợ", cast.environment.pk, ("Camera",))
    status = entity.value("status")
    assert status is not None
    assert (status.value, entity.lon, entity.lat) == ("frozen", 107.08, 10.35)
    alarm = Alarm.objects.get(entity_urn=found.urn)
    assert (alarm.rule_code, alarm.active) == ("camera-false-picture", True)
    look(9, seen(filmed(street(), 9)))
    alarm.refresh_from_db()
    assert not alarm.active


@pytest.mark.django_db
def test_a_camera_that_is_moved_on_the_map_is_told_at_its_new_place(cast: Any) -> None:
    found = camera("cho-1", cast.environment, cast.ward_a)
    statuses(clock.now())
    told = Described("Cổng chợ", cast.environment, 107.09, 10.36, cast.ward_a)
    actions.change(found, ADDRESS, told, by=cast.nga)
    (one,) = telling.due(clock.now())
    assert one.entity["location"]["value"]["coordinates"] == [107.09, 10.36]
    assert Camera.objects.get().address not in str(one.entity)
