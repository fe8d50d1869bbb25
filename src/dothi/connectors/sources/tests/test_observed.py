"""What comes another way has an owner and a rhythm, too."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest
from psycopg import AsyncConnection

from dothi.connectors.actions import database_url
from dothi.connectors.models import Import, Source
from dothi.connectors.sources import lateness
from dothi.connectors.sources.tests.sources import add
from dothi.connectors.tests.conftest import stored  # noqa: F401 - a fixture
from dothi.entities.core.normalize import normalize
from dothi.entities.store.write import write_batch
from dothi.kernel import clock
from dothi.kernel.origin import Origin

pytestmark = pytest.mark.usefixtures("stored")


def observed(source: Source, *payloads: dict[str, Any]) -> Source:
    async def work() -> None:
        async with await AsyncConnection.connect(database_url(), autocommit=True) as connection:
            for one in payloads:
                await write_batch(
                    connection, normalize([one], now=clock.now()), origin=Origin.LIVE, source="mqtt"
                )
            await lateness.observe(connection)

    asyncio.run(work())
    source.standing.refresh_from_db()
    return source


def test_devices_have_a_rhythm() -> None:
    source = add("device_mqtt", mapping="", prefix="urn:ngsi-ld:AirQualityObserved:tram-")
    at = clock.now().replace(microsecond=0) - dt.timedelta(minutes=50)
    said = {
        "type": "AirQualityObserved",
        "pm25": {"type": "Property", "value": 1, "observedAt": clock.iso(at)},
    }
    assert observed(source, {"id": "urn:ngsi-ld:AirQualityObserved:khac", **said}).standing.value_at is None
    assert observed(source, {"id": "urn:ngsi-ld:AirQualityObserved:tram-1", **said}).standing.value_at == at
    Source.objects.update(state_since=at)
    source.refresh_from_db()
    late = lateness.lateness_of(source, source.standing, clock.now())
    assert late is not None and late.is_late


def test_a_persons_imports_have_a_rhythm() -> None:
    source = _handed_in()
    at = clock.now() - dt.timedelta(hours=1)
    Import.objects.create(
        file_name="x.csv", file_bytes=1, file_sha256="0" * 64, folder="/", stations_folder="/", mapping_name="x.toml", mapping_text="",
        state="done", created_at=at, ended_at=at,
    )  # fmt: skip
    assert observed(source).standing.arrived_at == at


def _handed_in() -> Source:
    from dothi.connectors import actions_sources as sources
    from dothi.connectors.sources.tests.sources import described

    source = sources.add_source("nhap", "hand_in", described(), settings={"mapping": "x.toml"}, by=None)
    sources.set_state(source, "on", by=None)
    return source
