"""Fills the database of DOTHI_DATABASE_URL for the tests of screens: through the same actions and the same writer as everybody."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
from typing import Any

import django

STATIONS = (("an-hai", "Trạm An Hải", 10.3450, 107.0720), ("binh-minh", "Trạm Bình Minh", 10.3850, 107.1230))
URN = "urn:ngsi-ld:AirQualityObserved:{}"


async def write() -> None:
    """Hourly PM2.5 of twelve days, with five missing hours each noon; the second station stopped six hours ago."""
    import psycopg

    from dothi.entities.core.normalize import normalize
    from dothi.entities.store.write import write_batch
    from dothi.kernel import clock
    from dothi.kernel.origin import Origin

    now = clock.now().replace(minute=0, second=0, microsecond=0)
    payloads: list[dict[str, Any]] = []
    for number, (code, name, lat, lon) in enumerate(STATIONS):
        for hours in range(12 * 24, -1, -1):
            at = now - dt.timedelta(hours=hours)
            if at.hour in range(9, 14) or (number and hours < 6):
                continue
            value = {
                "type": "Property",
                "value": 12 + hours % 24,
                "unitCode": "GQ",
                "observedAt": clock.iso(at),
            }
            payloads.append({"id": URN.format(code), "type": "AirQualityObserved", "pm25": value})
        place = {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [lon, lat]}}
        payloads[-1] |= {"name": {"type": "Property", "value": name}, "location": place}
    async with await psycopg.AsyncConnection.connect(
        os.environ["DOTHI_DATABASE_URL"], autocommit=True
    ) as connection:
        await write_batch(connection, normalize(payloads), origin=Origin.SIMULATED, source="test:screens")


def alarm() -> None:
    from django.db import connection

    from dothi.kernel import clock
    from dothi.rules.alarms.raising import raise_alarm
    from dothi.rules.loading import load_rules, tables_of
    from dothi.rules.models import Rule
    from dothi.rules.observations import Subject

    load_rules("environment", "1", tables_of("environment"), by=None)
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, urn, unit_id, agency_id, lon, lat from entities_entity where urn = %s",
            [URN.format("an-hai")],
        )
        subject = Subject(*cursor.fetchone(), ["AirQualityObserved"])
    at = clock.now() - dt.timedelta(minutes=20)
    fired = {"airQualityIndex": {"value": 214, "at": clock.iso(at), "origin": "simulated", "unit": None}}
    rule = Rule.objects.filter(code="aqi-hour-very-unhealthy").latest("version")
    raise_alarm(rule, subject, name="Trạm An Hải", fired=fired, at=at)


def programme_officer(people: Any) -> None:
    """Phúc, whom the standing cast does not have."""
    from dothi.accounts import actions
    from dothi.kernel.testing.cast import PASSWORD, SINCE

    phuc, _ = actions.invite_person(
        "phuc", "Lý Gia Phúc", agency=people.centre, password=PASSWORD, temporary=False, by=None
    )
    actions.grant_role(phuc, "programme-officer", by=None, valid_from=SINCE)


def main() -> None:
    django.setup()
    from dothi.kernel.testing import cast

    people = cast.gather()
    programme_officer(people)
    asyncio.run(write())
    alarm()


if __name__ == "__main__":
    main()
