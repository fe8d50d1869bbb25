"""The server as we start it: on this machine only, closed to strangers, its secrets readable by nobody else."""

from __future__ import annotations

import json
import re
import socket
import stat
from pathlib import Path
from urllib.parse import urlsplit

import nats
import psutil
import pytest

from dothi.kernel.engines import nats as engine
from dothi.kernel.errors import ConfigurationError
from dothi.kernel.testing.nats import Server


def test_it_listens_on_this_machine_only(nats_server: Server) -> None:
    found = {
        c.laddr
        for c in psutil.Process(nats_server.process.pid).net_connections()
        if c.status == psutil.CONN_LISTEN
    }
    assert {(address.ip, address.port) for address in found} == {
        ("127.0.0.1", nats_server.port),
        ("127.0.0.1", nats_server.mqtt_port),
    }


@pytest.mark.parametrize(
    "login",
    [{}, {"user": "dothi", "pass": "wrong"}, {"user": "callout", "pass": ""}],
    ids=["nobody", "worker", "callout"],
)
def test_strangers_are_refused(nats_server: Server, login: dict[str, str]) -> None:
    with socket.create_connection(("127.0.0.1", nats_server.port), timeout=30) as connection:
        connection.sendall(f"CONNECT {json.dumps({'verbose': False, **login})}\r\nPING\r\n".encode())
        heard = b"".join(iter(lambda: connection.recv(4096), b""))
    assert b"Authorization Violation" in heard
    assert b"PONG" not in heard


async def test_our_own_processes_get_in(nats_server: Server) -> None:
    nc = await nats.connect(nats_server.url)
    assert engine.version() in str(nc.connected_server_version)
    assert (await nc.jetstream().account_info()).limits.max_storage != 0
    await nc.close()


def test_secrets_are_private_and_kept(tmp_path: Path) -> None:
    config = engine.ensure_config(tmp_path, 4222, 1883, durable=True)
    before = engine.read_secrets(tmp_path)
    assert (
        stat.S_IMODE(config.stat().st_mode)
        == stat.S_IMODE((tmp_path / "secrets" / "nats.json").stat().st_mode)
        == 0o600
    )
    assert "sync_interval: always" in config.read_text()
    assert before.issuer_seed not in config.read_text()
    assert before.worker not in repr(before)
    assert "sync_interval" not in engine.ensure_config(tmp_path, 4222, 1883, durable=False).read_text()
    assert engine.read_secrets(tmp_path) == before
    assert urlsplit(engine.url(tmp_path, 4222)).password == before.worker


def test_a_server_that_does_not_come_up_is_named() -> None:
    with pytest.raises(ConfigurationError, match="nats-not-ready"):
        engine.wait_ready(1, timeout_s=0.1)


def test_the_version_is_the_bundled_one() -> None:
    assert re.fullmatch(r"2\.\d+\.\d+", engine.version())
