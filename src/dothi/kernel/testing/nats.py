"""A real NATS with JetStream and MQTT for tests; one per run, started when the first test asks for it."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dothi.kernel.engines import nats
from dothi.kernel.engines.ports import free_port
from dothi.kernel.testing.database import quick_place


@dataclass(slots=True)
class Server:
    """A running server and its places; `kill` and `start` let a test take it away in the middle."""

    data: Path
    port: int
    mqtt_port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return nats.url(self.data, self.port)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def start(self) -> None:
        self.process = nats.spawn(self.data / "run" / "nats.conf")
        nats.wait_ready(self.port)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)


def start(data: Path) -> Server:
    port, mqtt_port = free_port(), free_port()
    config = nats.ensure_config(data, port, mqtt_port, durable=False)
    server = Server(data, port, mqtt_port, nats.spawn(config))
    nats.wait_ready(port)
    return server


@pytest.fixture(scope="session")
def nats_server() -> Iterator[Server]:
    """One server for the whole run: `.url`, `.mqtt_port`, `.data`. Tests that kill it use `own_nats_server`."""
    yield from _running()


@pytest.fixture
def own_nats_server() -> Iterator[Server]:
    """A server of this test's own, empty."""
    yield from _running()


def _running() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="dothi-nats-", dir=quick_place()))
    server = start(folder)
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)
