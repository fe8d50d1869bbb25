"""Delivery by MQTT and MQTTS, to a real broker (CIM 009 §7.2)."""

from __future__ import annotations

import asyncio
import contextlib
import getpass
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiomqtt
import httpx
import msgspec
import pytest

from dothi.gateway.tests.certificates import authority
from dothi.gateway.tests.receiver import Receiver
from dothi.gateway.tests.telling import LONG_S, building, noted, patch, subscribe, until

_MOSQUITTO = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
pytestmark = [
    pytest.mark.usefixtures("near", "forgotten"),
    pytest.mark.skipif(_MOSQUITTO is None, reason="mosquitto is not installed"),
]


@contextlib.asynccontextmanager
async def broker(folder: Path, *listener: str, port: int = 0) -> AsyncIterator[int]:
    """The port of a broker; `listener`: lines about it."""
    port = port or free_port()
    config = folder / "mosquitto.conf"
    config.write_text(
        "\n".join(
            [f"listener {port} 127.0.0.1", "allow_anonymous true", f"user {getpass.getuser()}", *listener]
        )
        + "\n"
    )
    process = subprocess.Popen([str(_MOSQUITTO), "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        await until(lambda: _listens(port))
        yield port
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


async def _first(listener: aiomqtt.Client) -> aiomqtt.Message:
    async with asyncio.timeout(LONG_S):
        return await anext(aiter(listener.messages))


@pytest.mark.parametrize("version", ["mqtt3.1.1", "mqtt5.0"])
@pytest.mark.parametrize("qos", ["0", "1", "2"])
async def test_by_mqtt(
    client: httpx.AsyncClient, wake: asyncio.Event, tmp_path: Path, version: str, qos: str
) -> None:
    """Headers stand in `metadata`, the quality of service is the one that was asked."""
    info = [{"key": "MQTT-Version", "value": version}, {"key": "MQTT-QoS", "value": qos}]
    await building(client)
    async with broker(tmp_path) as port, aiomqtt.Client("127.0.0.1", port) as listener:
        await listener.subscribe("city/told", qos=2)
        uri = f"mqtt://127.0.0.1:{port}/city/told"
        await subscribe(client, uri, "mqtt", notification={"endpoint": {"notifierInfo": info}})
        await patch(client, wake, level=7)
        message = await _first(listener)
    told = msgspec.json.decode(message.payload)
    assert message.qos == int(qos)
    assert told["metadata"]["Content-Type"] == "application/json"
    assert told["body"]["data"][0]["level"]["value"] == 7


async def test_by_mqtts(
    client: httpx.AsyncClient, wake: asyncio.Event, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broker of the city, whose certificate a private authority signed: for its name, not for another, and with its password."""
    own = authority(tmp_path)
    monkeypatch.setenv("DOTHI_EGRESS_CA", str(own.file))
    await building(client)
    for name, host in (("right", "localhost"), ("wrong", "127.0.0.1")):
        certificate, key = own.issue("localhost")
        async with broker(tmp_path, f"certfile {certificate}", f"keyfile {key}") as port:
            uri = f"mqtts://{host}:{port}/city/{name}"
            info = {"endpoint": {"notifierInfo": [{"key": "MQTT-QoS", "value": "1"}]}}
            urn = await subscribe(client, uri, name, notification=info)
            listening = aiomqtt.Client(
                "localhost", port, tls_params=aiomqtt.TLSParameters(ca_certs=str(own.file))
            )
            async with listening as listener:
                await listener.subscribe("city/#", qos=1)
                await patch(client, wake, level=name)
                if name == "wrong":
                    failed = await noted(client, urn, lambda n: "lastFailure" in n)
                    assert failed["status"] == "failed"
                    continue
                message = await _first(listener)
                assert msgspec.json.decode(message.payload)["body"]["data"][0]["level"]["value"] == name
                await noted(client, urn, lambda n: n.get("status") == "ok")


async def test_a_broker_that_was_away_is_told_later(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event, tmp_path: Path
) -> None:
    """In order, and it delays nobody meanwhile. The broker keeps the session of who listens over its absence."""
    await building(client)
    kept = ("persistence true", f"persistence_location {tmp_path}/")

    def listening(port: int) -> aiomqtt.Client:
        version = aiomqtt.ProtocolVersion.V311
        return aiomqtt.Client("127.0.0.1", port, identifier="city", protocol=version, clean_session=False)

    async with broker(tmp_path, *kept) as port, listening(port) as listener:
        await listener.subscribe("city/told", qos=1)
    info: dict[str, Any] = {"endpoint": {"notifierInfo": [{"key": "MQTT-QoS", "value": "1"}]}}
    urn = await subscribe(client, f"mqtt://127.0.0.1:{port}/city/told", "away", notification=info)
    await subscribe(client, receiver.uri(), "beside")
    for level in range(3):
        await patch(client, wake, level=level)
    await receiver.told(3, within_s=LONG_S)
    await noted(client, urn, lambda n: n.get("status") == "failed")
    async with broker(tmp_path, *kept, port=port), listening(port) as listener:
        found = [msgspec.json.decode((await _first(listener)).payload) for _ in range(3)]
    assert [one["body"]["data"][0]["level"]["value"] for one in found] == [0, 1, 2]
