"""kill -9 in the middle of judging: after the restart every condition was raised and cleared exactly as often as it came."""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from dothi.kernel import clock
from dothi.kernel.models import Event
from dothi.rules import engine
from dothi.rules.alarms.models import Alarm
from dothi.rules.loading import load_rules
from dothi.rules.models import Cursor
from dothi.rules.tests.feed import send_all, url
from dothi.rules.tests.running import rule
from dothi.territory.models import Level, Unit

RUN = "import asyncio, django; django.setup(); from dothi.rules import engine; asyncio.run(engine.run(asyncio.Event()))"
STATIONS, ROUNDS = 20, 30
TOGETHER = rule(code="together", together={"at_least": 5, "within": "0s", "area": "unit"})


def _start() -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "DOTHI_DATABASE_URL": url(),
        "DJANGO_SETTINGS_MODULE": "dothi.config.settings",
    }
    return subprocess.Popen(
        [sys.executable, "-c", RUN], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _position() -> int:
    found = Cursor.objects.filter(reader="rules").first()
    return found.flush_id if found else 0


def _wait_past(flush: int, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while _position() <= flush:
        assert time.monotonic() < until, "the engine does not move"
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_fires_nothing_twice_and_misses_nothing() -> None:
    engine.catch_up()
    load_rules("test", "1", [rule(), TOGETHER])
    ward = Unit.objects.create(
        code="96001", level=Level.COMMUNE, kind="Phường", name="An Hải", full_name="Phường An Hải",
        valid_from=dt.date(2025, 7, 1),
    )  # fmt: skip
    begin = clock.now() - dt.timedelta(hours=2)
    urns = [f"urn:ngsi-ld:AirQualityObserved:kill-{i}" for i in range(STATIONS)]
    send_all([(urn, begin - dt.timedelta(minutes=1), {"airQualityIndex": 100}) for urn in urns])
    with connection.cursor() as cursor:
        cursor.execute("update entities_entity set unit_id = %s where urn = any(%s)", [ward.pk, urns])
    chance = random.Random(7)
    running = _start()
    try:
        for number in range(ROUNDS):
            at = begin + dt.timedelta(minutes=number)
            send_all([(urn, at, {"airQualityIndex": 170 if number % 2 == 0 else 100}) for urn in urns])
            if number % 10 == 9:
                _wait_past(_last_flush() - chance.randint(1, 5))  # near the end, seldom at it
                time.sleep(chance.random() / 5)
                running.send_signal(signal.SIGKILL)
                running.wait()
                running = _start()
        last = _last_flush()
        _wait_past(last - 1)
    finally:
        running.kill()
        running.wait()
    own = Alarm.objects.filter(rule_code="aqi-high")
    assert {alarm.entity_urn: alarm.occurrences for alarm in own} == dict.fromkeys(urns, ROUNDS // 2)
    area = Alarm.objects.get(rule_code="together")
    assert (area.occurrences, area.unit_id, len(area.participants)) == (ROUNDS // 2, ward.pk, STATIONS)
    assert not Alarm.objects.filter(active=True).exists()
    for topic in ("alarms.raised", "alarms.cleared"):
        assert Event.objects.filter(topic=topic).count() == (STATIONS + 1) * ROUNDS // 2


def _last_flush() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select max(id) from entities_flush")
        return int(cursor.fetchone()[0])
