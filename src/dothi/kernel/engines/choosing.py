"""On which addresses a system will answer: what was set, else the ports of the last run, the usual ones, or any free ones."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

from dothi.kernel import settings
from dothi.kernel.engines import folder, nats, ports
from dothi.kernel.engines.addresses import Addresses
from dothi.kernel.engines.saying import say
from dothi.kernel.errors import ConfigurationError


def choose_addresses(data: Path) -> Addresses:
    """Engines and MQTT take the ports of the last run, the usual ones, or any free ones."""
    last = _last_ports(data)
    database_url = settings.read("DATABASE_URL") or _database_url(data, last.get("postgres", 0))
    mqtt_port = settings.read("MQTT_PORT")
    nats_url = settings.read("NATS_URL")
    if not nats_url:
        mqtt_port = _mqtt_port(mqtt_port, last.get("mqtt", 0))
        nats_url = nats.url(data, ports.wanted_or_free(last.get("nats", 0)))
    chosen = Addresses(database_url, nats_url, mqtt_port, settings.read("PORT"), settings.read("BIND"))
    _remember_ports(data, chosen)
    return chosen


def _database_url(data: Path, last: int) -> str:
    return f"postgresql://dothi:{folder.secret(data, 'postgres_password')}@127.0.0.1:{ports.wanted_or_free(last)}/dothi"


def _mqtt_port(wanted: int, last: int) -> int:
    port = ports.wanted_or_free(wanted, last)
    if port != wanted:
        say("engines-mqtt-port-taken", wanted=str(wanted), port=str(port))
    return port


def _last_ports(data: Path) -> dict[str, int]:
    try:
        words = (data / "run" / "ports").read_text(encoding="utf-8").split()
        return {name: int(port) for name, port in (word.split("=") for word in words)}
    except (OSError, ValueError):
        return {}


def wait_outside(url: str, variable: str, timeout_s: float = 15) -> None:
    """A server that somebody else runs: it must answer, else one clear line (its address without the password)."""
    address = urlsplit(url)
    until = time.monotonic() + timeout_s
    while True:
        try:
            socket.create_connection(
                (address.hostname or "127.0.0.1", address.port or 4222), timeout=3
            ).close()
            return
        except OSError as error:
            if time.monotonic() > until:
                server = f"{address.hostname}:{address.port or 4222}"
                raise ConfigurationError(
                    "server-unreachable", server=server, seconds=f"{timeout_s:.0f}", variable=variable
                ) from error
            time.sleep(0.5)


def _remember_ports(data: Path, chosen: Addresses) -> None:
    """The next start takes the same ports where they are free: devices and tools find them again."""
    database, broker = (urlsplit(url).port or 0 for url in (chosen.database_url, chosen.nats_url))
    folder.write_whole(
        data / "run" / "ports", f"postgres={database} nats={broker} mqtt={chosen.mqtt_port}", 0o644
    )
