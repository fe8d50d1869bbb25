"""Commands through a real broker: the device of an entity hears them, and nobody else does."""

from __future__ import annotations

import asyncio
import contextlib
import json

import aiomqtt
import nats
from psycopg import AsyncConnection

from dothi.accounts.keys import digest, living_publishers
from dothi.kernel import clock
from dothi.kernel.testing.nats import Server
from dothi.streams import commands
from dothi.streams.tests.conftest import add_key, loops

LIGHT = "urn:ngsi-ld:Streetlight:den.7"
OTHER = "urn:ngsi-ld:Streetlight:den.8"


async def test_a_device_hears_its_own_commands_and_no_others(places: Server, committed_db: str) -> None:
    own = await add_key(committed_db, "lamp", entity_prefixes=[LIGHT])
    all_lamps = await add_key(committed_db, "lamps", entity_types=["Streetlight"])
    async with (
        loops(),
        aiomqtt.Client(
            "127.0.0.1", places.mqtt_port, username="lamp", password=own.partition(".")[2]
        ) as lamp,
        aiomqtt.Client(
            "127.0.0.1", places.mqtt_port, username="lamps", password=all_lamps.partition(".")[2]
        ) as lamps,
    ):
        await lamp.subscribe(commands.topic_of(LIGHT), qos=0)
        with contextlib.suppress(aiomqtt.MqttError):  # told (0x80) that it may not
            await lamp.subscribe(commands.topic_of(OTHER), qos=0)
        await lamps.subscribe("commands/urn/ngsi-ld/Streetlight/+", qos=0)
        nc = await nats.connect(places.url)
        for urn in (OTHER, LIGHT):
            await commands.send(nc, urn, {"entity": urn, "set": {"powerState": "on"}})
        await nc.close()
        first = await _heard(lamp)
        assert first["entity"] == LIGHT  # that of the other lamp was sent before and never came
        assert [(await _heard(lamps))["entity"] for _ in range(2)] == [OTHER, LIGHT]
    async with await AsyncConnection.connect(committed_db) as connection:
        now = clock.now()
        heard_by = {
            urn: {key.id async for key, _ in living_publishers(connection, now) if commands.hears(key, urn)}
            for urn in (LIGHT, OTHER)
        }
        assert heard_by == {LIGHT: {"lamp", "lamps"}, OTHER: {"lamps"}}
        secrets = {key.id: secret async for key, secret in living_publishers(connection, now)}
    assert secrets["lamp"] == digest(own.partition(".")[2])  # what a command to it is signed by


async def _heard(client: aiomqtt.Client) -> dict[str, object]:
    async with asyncio.timeout(30):
        async for message in client.messages:
            assert isinstance(message.payload, bytes)
            found: dict[str, object] = json.loads(message.payload)
            return found
    raise AssertionError("the connection ended")
