"""Sources as tests have them: described, mapped, run once as the worker would."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from typing import Any

from psycopg import AsyncConnection

from dothi.accounts.models import Agency
from dothi.connectors import actions_sources as sources
from dothi.connectors.actions import database_url
from dothi.connectors.models import Source, SourceRun
from dothi.connectors.sources import running
from dothi.connectors.sources.ready import get_ready
from dothi.kernel import clock

MAPPING = """
[entity]
type = "AirQualityObserved"
id = "poll-{station}"
name_column = "label"
[location]
lon_column = "lng"
lat_column = "lat"
[time]
column = "at"
format = "iso"
zone = "Asia/Ho_Chi_Minh"
[[attribute]]
column = "pm.fine"
name = "pm25"
unit = "GQ"
"""


def readings(*values: tuple[str, float], at: dt.datetime | None = None) -> str:
    """What a server of stations says: (station, PM2.5) …"""
    when = (at or clock.now()).isoformat()
    rows = [
        {
            "station": name,
            "label": f"Trạm {name}",
            "lat": 10.35,
            "lng": 107.08,
            "at": when,
            "pm": {"fine": value},
        }
        for name, value in values
    ]
    return json.dumps({"data": rows}, ensure_ascii=False)


def described(**changes: Any) -> sources.Described:
    agency = changes.pop("agency", None) or owner()
    said: dict[str, Any] = {
        "name_vi": "Trạm quan trắc", "agency": agency, "contact": "0254 3 850 000", "purpose": "Không khí", "own_only": False,
    }  # fmt: skip
    return sources.Described(**{**said, **changes})


def owner() -> Agency:
    return Agency.objects.get_or_create(
        code="so-nnmt",
        defaults={
            "name_vi": "Sở NNMT",
            "name_en": "DAE",
            "kind": "department",
            "valid_from": dt.date(2025, 7, 1),
        },
    )[0]


def add(
    kind: str,
    code: str = "tram",
    *,
    on: bool = True,
    mapping: str = MAPPING,
    how: Any = None,
    **settings: Any,
) -> Source:
    source = sources.add_source(
        code, kind, how or described(), settings=settings, mapping_text=mapping, by=None
    )
    if on:
        sources.set_state(source, "on", by=None)
    return source


def run_once(source: Source) -> SourceRun:
    """One round in this process; the run as it was noted."""

    async def once() -> None:
        async with await AsyncConnection.connect(database_url(), autocommit=True) as connection:
            ready = await get_ready(connection, source.pk)
            assert ready is not None
            await running.Run(connection, ready).work()

    asyncio.run(once())
    source.refresh_from_db()
    source.standing.refresh_from_db()
    return source.runs.latest("begun_at")
