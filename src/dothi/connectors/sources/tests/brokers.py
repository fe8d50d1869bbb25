"""A real MQTT broker for the tests of sources: the NATS that comes along, without logins, quick to deliver again."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import paho.mqtt.publish as mqtt

from dothi.connectors.models import Source
from dothi.connectors.sources import asking
from dothi.connectors.sources.kinds import get_kind
from dothi.connectors.sources.mqtt import connection
from dothi.kernel.engines import nats
from dothi.kernel.engines.ports import free_port

_CONFIG = """
server_name: "broker"
listen: "127.0.0.1:{port}"
jetstream {{ store_dir: "{folder}" }}
mqtt {{ listen: "127.0.0.1:{mqtt}", ack_wait: "1s" }}
"""


@contextmanager
def broker(folder: Path, port: int = 0) -> Iterator[int]:
    """Its MQTT port. The same folder and port again: the same broker after a while away."""
    port = port or free_port()
    own = free_port()
    config = folder / "broker.conf"
    config.write_text(_CONFIG.format(port=own, mqtt=port, folder=folder / "kept"))
    process = nats.spawn(config)
    try:
        nats.wait_ready(own)
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def publish(port: int, topic: str, *payloads: str) -> None:
    """Returns when the broker has them."""
    mqtt.multiple(
        [{"topic": topic, "payload": one, "qos": 1} for one in payloads], hostname="127.0.0.1", port=port
    )


def subscribed(source: Source) -> None:
    """Its session at the broker, as a first run leaves it behind."""

    async def once() -> None:
        settings = asking.read(get_kind(source.kind).settings, source.settings)
        async with await connection(settings, source.code, own=False) as client:
            for topic in settings.topics.split():
                await client.subscribe(topic, qos=1)

    asyncio.run(once())
