"""A bench's own engines: PostgreSQL, NATS and the real server process in a temporary folder, and nothing else.

Durable as in operation (`fsync` and `synchronous_commit` on); background loops are left out, so that what is measured is
the machine door and not what happens to run beside it.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from dothi.accounts.keys import digest
from dothi.kernel.engines import children, folder, parts, postgres
from dothi.kernel.engines import nats as broker
from dothi.kernel.engines.addresses import Addresses
from dothi.kernel.engines.ports import free_port
from dothi.kernel.ids import new_secret
from dothi.kernel.testing.system import environment_of, forget_cluster


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the engines answer, and a key that may do everything."""

    addresses: Addresses
    key: str
    environment: dict[str, str]
    door: parts.Part

    @property
    def database_url(self) -> str:
        return self.addresses.database_url

    def kill_door(self) -> None:
        """Ends the serving process as a crash would, and starts it anew; returns when it answers."""
        assert self.door.process is not None
        children.kill_tree(self.door.process, signal.SIGKILL)
        self.door.launch()
        self.door.wait(self.door.process)


@contextmanager
def engines(
    *, workers: int = 1, loops: str = "", settings: Mapping[str, str] | None = None
) -> Iterator[Bench]:
    """Starts everything and removes it at the end, whatever happened. `loops`: of a worker beside the door (`notify`)."""
    home = Path(tempfile.mkdtemp(prefix="dothi-bench-"))
    home.chmod(0o755)
    data, started = home / "var", []
    try:
        cluster, addresses = _places(data)
        environment = {**environment_of(data), **addresses.environment(), **(settings or {})}
        postgres.initdb(cluster)
        for part in (
            parts.database(data, cluster),
            parts.messages(data, _port(addresses), addresses.mqtt_port),
        ):
            started.append(part)
            part.launch()
            assert part.process is not None
            part.wait(part.process)
        postgres.ensure_database(cluster)
        subprocess.run(folder.command("migrate"), env=environment, check=True, stdout=subprocess.DEVNULL)
        key = _new_key(addresses.database_url)
        door = parts.door(data, addresses, environment, (), workers)
        started.append(door)
        door.launch()
        assert door.process is not None
        door.wait(door.process)
        if loops:
            worker = parts.own(data, "worker", ["worker", "--only", loops], environment, ())
            started.append(worker)
            worker.launch()
        yield Bench(addresses, key, environment, door)
    finally:
        for part in reversed(started):
            if part.process is not None:
                children.stop([part.process], part.ends_by, timeout_s=20)
        forget_cluster(data)
        shutil.rmtree(home, ignore_errors=True)


def _places(data: Path) -> tuple[postgres.Cluster, Addresses]:
    marker = folder.open_folder(data)
    cluster = postgres.Cluster(
        Path(marker.cluster),
        folder.binaries(),
        free_port(),
        postgres.unprivileged_user(),
        folder.secret(data, "postgres_password"),
    )
    port, mqtt_port = free_port(), free_port()
    broker.ensure_config(data, port, mqtt_port, broker.durable())
    return cluster, Addresses(cluster.url, broker.url(data, port), mqtt_port, free_port())


def _port(addresses: Addresses) -> int:
    return int(addresses.nats_url.rsplit(":", 1)[1])


def _new_key(database_url: str) -> str:
    secret = new_secret()
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "insert into accounts_api_key (id, secret_sha256, kind, name, entity_types, entity_prefixes, origin, created_at)"
            " values ('bench', %s, 'admin', 'bench', '{}', '{}', 'live', now())",
            [digest(secret)],
        )
    return f"bench.{secret}"
