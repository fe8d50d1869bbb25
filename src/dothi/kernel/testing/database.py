"""The test run's PostgreSQL: migrated once, then one server of its own for every process of the run.

Why a server for each process and not only a database: readers of the append-only logs wait for the oldest running
transaction of the whole server (`pg_snapshot_xmin`), so a test in another process would decide what this one sees.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from dothi.kernel.engines import folder as folders
from dothi.kernel.engines import migrated, postgres
from dothi.kernel.engines.folder import binaries

TEMPLATE = "dothi_template"
_MADE_OF = (
    "*/migrations/*.py",
    "**/models.py",
    "**/*.sql",
    "*/apps.py",  # what follows a migration
    "*/dated.py",
    "*/dated/*.toml",
    "*/roles.py",
    "*/rules.py",
    "*/policies.py",
    "kernel/audit/*.py",
    "codelists/*.py",
)
_KEPT = 3
MADE = "DOTHI_TEST_TEMPLATE"  # tells the processes of a parallel run where the migrated cluster is
# Nothing here has to outlive a power cut.
_FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "shared_buffers=128MB",
    "autovacuum=off",
)
_clones = itertools.count(1)
_MEMORY = Path("/dev/shm")  # noqa: S108 - each run makes a folder of its own below it
_ROOM = 6 << 30  # bytes: a process of the run takes 0.5 GB of it, a system with everything it stores 1 GB


@dataclass(slots=True)
class Server:
    """A running server and the folder that goes away with it."""

    cluster: postgres.Cluster
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return self.cluster.url_of(TEMPLATE)

    def stop(self) -> None:
        self.process.send_signal(postgres.FAST_STOP)
        self.process.wait(30)


def kept_template() -> Path:
    """The template of an earlier run of the same migrations and seeds, or a new one, kept for the next run (spares 15 s)."""
    place = Path(tempfile.gettempdir()) / f"dothi-test-kept-{os.getuid()}-{_fingerprint()}"
    if not (place / "pg").is_dir():
        made = make_template()
        try:
            _copy(made, place)
        finally:
            remove(made)
        _forget_old(place)
    os.utime(place)
    return place


def _copy(template: Path, place: Path) -> None:
    """Whole or not at all; of two runs the quicker one's stays."""
    beside = Path(tempfile.mkdtemp(prefix=place.name, dir=place.parent))
    beside.chmod(0o755)
    subprocess.run(["cp", "-a", f"{template}/.", str(beside)], check=True)
    try:
        beside.rename(place)
    except OSError:
        remove(beside)


def _fingerprint() -> str:
    """Of everything that the migrations and the seeds after them read."""
    digest = hashlib.sha256(" ".join(version(part) for part in migrated.PARTS).encode())
    package = Path(__file__).resolve().parents[2]
    for path in sorted(found for pattern in _MADE_OF for found in package.glob(pattern)):
        if "tests" not in path.parts:
            digest.update(str(path.relative_to(package)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _forget_old(kept: Path) -> None:
    others = sorted(
        kept.parent.glob(f"dothi-test-kept-{os.getuid()}-*"), key=lambda path: path.stat().st_mtime
    )
    for old in others[:-_KEPT]:
        if old.stat().st_mtime < time.time() - 3600:  # nobody copies from it any more
            remove(old)


def make_template() -> Path:
    """A folder with a stopped, migrated cluster (`pg`) and its password; raises RuntimeError when migrations fail."""
    server = new_server()
    try:
        _migrate(server.url)
        migrated.mark(server.url)
        _take_little_time_to_log_in(server)
        _administer(server.url, _database_like(TEMPLATE, "dothi"))
    finally:
        server.stop()
    return server.folder


def _take_little_time_to_log_in(server: Server) -> None:
    """The same password, kept with one round instead of 4096: a run logs in some ten thousand times."""
    again = sql.SQL("alter role dothi password {}").format(sql.Literal(server.cluster.password))
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("set scram_iterations = 1")
        connection.execute(again)


def new_server() -> Server:
    """A server in a folder of its own, with an empty database."""
    folder = _folder()
    (folder / "password").write_text(secrets.token_urlsafe(12))
    server = _start(folder)
    postgres.ensure_database(server.cluster, TEMPLATE)
    return server


def start_copy(template: Path) -> Server:
    """A server over a copy of the template's cluster."""
    folder = _folder()
    subprocess.run(["cp", "-a", f"{template}/.", str(folder)], check=True)
    return _start(folder)


def fill_folder(data: Path) -> None:
    """Gives a new data folder the migrated cluster of this run: `dothi up` on it spares initdb and the migrations.

    Without a test run (a bench) the folder stays as it is, and the start makes everything itself.
    """
    template = os.environ.get(MADE)
    if template:
        cluster = Path(folders.open_folder(data).cluster)
        folders.write_whole(
            data / "secrets" / "postgres_password", (Path(template) / "password").read_text(), 0o600
        )
        subprocess.run(["cp", "-a", f"{template}/pg", str(cluster)], check=True)


def quick_place() -> Path:
    """Where data of a test lies: in memory where the machine has plenty, else with all temporary files.

    A database is 1,500 files: copying them takes 0.1 s in memory and one second, half of it of a processor, on a disk.
    """
    try:
        room = min(shutil.disk_usage(_MEMORY).free, psutil.virtual_memory().available)
    except OSError:  # not a Linux
        room = 0
    return _MEMORY if room > _ROOM and os.access(_MEMORY, os.W_OK) else Path(tempfile.gettempdir())


def forget_left() -> None:
    """What runs that were killed left in memory goes: no run takes six hours."""
    for folder in _MEMORY.glob("dothi-*-*"):
        with contextlib.suppress(FileNotFoundError):  # its own run has just taken it away
            _forget_if_left(folder)


def _forget_if_left(folder: Path) -> None:
    about = folder.stat()
    if about.st_uid == os.getuid() and about.st_ctime < time.time() - 6 * 3600:
        remove(folder)


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="dothi-test-", dir=quick_place()))
    folder.chmod(0o755)  # PostgreSQL's user must be able to enter
    return folder


def _start(folder: Path) -> Server:
    cluster = postgres.Cluster(
        folder / "pg",
        binaries(),
        postgres.free_port(),
        postgres.unprivileged_user(),
        (folder / "password").read_text(),
    )
    postgres.initdb(cluster)
    process = postgres.spawn(cluster, *_FAST)
    postgres.wait_ready(cluster, process=process)
    return Server(cluster, folder, process)


def _migrate(url: str) -> None:
    """In a process of its own: it keeps no connection, and settings are read again afterwards."""
    done = subprocess.run(
        [sys.executable, "-m", "dothi", "migrate"],
        env={**os.environ, "DOTHI_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "dothi.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"migrations failed:\n{done.stdout}\n{done.stderr}")


def remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def clone(url: str, like: str = TEMPLATE) -> str:
    """A new database like the template, or like another to which nobody is connected, on the server of `url` (0.1 s in memory);
    returns its name, never used before."""
    name = f"t_{os.getpid()}_{next(_clones)}"
    _administer(url, _database_like(like, name))
    return name


def _database_like(like: str, name: str) -> sql.Composed:
    command = sql.SQL("create database {} template {} strategy file_copy")
    return command.format(sql.Identifier(name), sql.Identifier(like))


def drop(url: str, name: str) -> None:
    """The database goes away, whoever is still connected to it."""
    _administer(url, sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _administer(url: str, command: sql.Composed) -> None:
    with psycopg.connect(url_of(url, "postgres"), autocommit=True) as connection:
        connection.execute(command)


def url_of(url: str, name: str) -> str:
    """The URL of another database on the same server."""
    return f"{url.rsplit('/', 1)[0]}/{name}"
