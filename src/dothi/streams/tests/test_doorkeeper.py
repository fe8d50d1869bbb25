"""A key that is revoked while its device is connected."""

from __future__ import annotations

import asyncio

import psycopg
import pytest

from dothi.kernel.errors import NotAuthenticated
from dothi.kernel.testing.nats import Server
from dothi.streams import doorkeeper
from dothi.streams.mqtt import Line
from dothi.streams.subjects import topic_of
from dothi.streams.tests.conftest import HISTORY, add_key, eventually, fetch, loops

URN = "urn:ngsi-ld:AirQualityObserved:revoked-1"


async def line(places: Server, key: str) -> Line:
    one = Line(lambda _number: None)
    await one.open("127.0.0.1", places.mqtt_port, "", *key.split("."))
    return one


async def test_the_connection_of_a_revoked_key_is_cut_and_the_others_stay(
    places: Server, committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorkeeper, "EVERY_S", 0.2)
    stolen, honest = await add_key(committed_db, "stolen"), await add_key(committed_db, "honest")
    async with loops():
        thief, owner = await line(places, stolen), await line(places, honest)
        ears = asyncio.ensure_future(thief.listen()), asyncio.ensure_future(owner.listen())
        thief.send(topic_of(URN), b'{"pm25": 1}')
        await eventually(lambda: fetch(committed_db, HISTORY, URN))
        async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
            await connection.execute("update accounts_api_key set revoked_at = now() where id = 'stolen'")
        await asyncio.wait(ears, timeout=30, return_when=asyncio.FIRST_COMPLETED)
        assert ears[0].done(), "cut by the server"
        with pytest.raises((EOFError, OSError)):
            ears[0].result()
        with pytest.raises(NotAuthenticated):  # although a key is remembered for 30 s
            await line(places, stolen)
        owner.send(topic_of(URN), b'{"pm25": 2}')
        await eventually(lambda: _values(committed_db, 2))
        assert not ears[1].done(), "nobody else is cut off"
        ears[1].cancel()
        owner.close()


async def _values(url: str, number: int) -> bool:
    return len(await fetch(url, HISTORY, URN)) >= number
