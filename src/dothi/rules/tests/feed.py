"""Writes measurements through the store's own door into the test database, committed, as the worker does."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import psycopg
from django.db import connection

from dothi.entities.core.normalize import normalize
from dothi.entities.store.write import write_batch
from dothi.kernel import clock
from dothi.kernel.origin import Origin


def url() -> str:
    """The address of the database that Django's tests run in."""
    s = connection.settings_dict
    return f"postgresql://{s['USER']}:{s['PASSWORD']}@{s['HOST']}:{s['PORT']}/{s['NAME']}"


def send(
    urn: str,
    at: dt.datetime,
    origin: Origin = Origin.LIVE,
    agency_id: int | None = None,
    to: str = "",
    **values: Any,
) -> None:
    """One message of a station."""
    send_all([(urn, at, values)], origin=origin, agency_id=agency_id, to=to)


def send_all(
    messages: list[tuple[str, dt.datetime, dict[str, Any]]],
    *,
    origin: Origin = Origin.LIVE,
    agency_id: int | None = None,
    to: str = "",
) -> None:
    """Several messages in one flush."""
    asyncio.run(_send([_entity(*message) for message in messages], origin, agency_id, to or url()))


def _entity(urn: str, at: dt.datetime, values: dict[str, Any]) -> dict[str, Any]:
    attributes = {name: _attribute(value, at) for name, value in values.items()}
    return {"id": urn, "type": "AirQualityObserved", **attributes}


def _attribute(value: Any, at: dt.datetime) -> dict[str, Any]:
    members = value if isinstance(value, dict) else {"value": value}
    return {"type": "Property", "observedAt": clock.iso(at), **members}


async def _send(entities: list[dict[str, Any]], origin: Origin, agency_id: int | None, to: str) -> None:
    async with await psycopg.AsyncConnection.connect(to, autocommit=True) as opened:
        await write_batch(opened, normalize(entities), origin=origin, source="test", agency_id=agency_id)
