"""A backup is one file: the database as PostgreSQL dumps it, the files of the data folder, and what made it.

Taken while the system runs, at one instant of the database. What it does not hold: messages that NATS had stored
and the writer had not yet written (normally less than a second of them), logs, and the engines' own files.
It holds the secrets: keep it as you keep them.
"""

from __future__ import annotations

import json
import os
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from dothi import __version__
from dothi.kernel import clock
from dothi.kernel.engines import addresses, children, folder, ports, postgres
from dothi.kernel.errors import ConfigurationError

FORMAT = 1
_DUMP, _MANIFEST, _FILES = "database.dump", "manifest.json", "files"
_NOT_KEPT = {"run", "log", "nats", "postgres", "drills", folder.MARKER}
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    format: int
    version: str
    taken_at: str
    postgres: int


def back_up(data: Path, file: Path, progress: Progress) -> Manifest:
    """Writes the backup at once or not at all (mode 0600); `progress` is told the bytes so far.

    Raises ConfigurationError: system not running, file exists, dump failed.
    """
    if file.exists():
        raise ConfigurationError("backup-file-exists", path=str(file))
    url = addresses.database_url()
    making = file.with_name(f".{file.name}.{os.getpid()}")
    manifest = Manifest(FORMAT, __version__, clock.iso(clock.now()), postgres.MAJOR)
    try:
        with tempfile.TemporaryDirectory(prefix="dothi-backup-", dir=file.absolute().parent) as room:
            dump = Path(room) / _DUMP
            _dump(url, dump, progress)
            (Path(room) / _MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
            _pack(making, Path(room), data)
        making.rename(file)
    except OSError as error:
        raise ConfigurationError(
            "backup-failed", path=str(file), detail=error.strerror or str(error)
        ) from error
    finally:
        making.unlink(missing_ok=True)
    return manifest


def _dump(url: str, dump: Path, progress: Progress) -> None:
    command = [
        str(folder.binaries() / "pg_dump"),
        "--format=custom",
        "--no-owner",
        "--no-unlogged-table-data",
        f"--file={dump}",
    ]
    _run(command, url, lambda: progress(dump.stat().st_size if dump.exists() else 0))


def _pack(making: Path, room: Path, data: Path) -> None:
    with (
        os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out,
        tarfile.open(fileobj=out, mode="w") as tar,
    ):
        tar.add(room / _MANIFEST, _MANIFEST)
        tar.add(room / _DUMP, _DUMP)
        for entry in sorted(data.iterdir()):
            if entry.name not in _NOT_KEPT:
                tar.add(entry, f"{_FILES}/{entry.name}")


def restore(data: Path, file: Path, progress: Progress, outside: str = "") -> Manifest:
    """Makes a new data folder from a backup; the database goes into its new cluster, or into the empty one at `outside`.

    Raises ConfigurationError: not a backup, of a newer version, folder or database not empty, restore failed.
    """
    manifest = read_manifest(file)
    if manifest.format > FORMAT or manifest.postgres > postgres.MAJOR:
        raise ConfigurationError("backup-newer", path=str(file), version=manifest.version, ours=__version__)
    if data.exists() and any(data.iterdir()):
        raise ConfigurationError("restore-folder-not-empty", path=str(data))
    marker = folder.open_folder(data)
    with folder.lock(data), tempfile.TemporaryDirectory(prefix="dothi-restore-", dir=data) as room:
        _unpack(file, Path(room), data)
        if outside:
            _load(outside, Path(room) / _DUMP, progress)
            return manifest
        cluster = postgres.Cluster(
            Path(marker.cluster),
            folder.binaries(),
            ports.free_port(),
            postgres.unprivileged_user(),
            folder.secret(data, "postgres_password"),
        )
        with served(cluster) as url:
            _load(url, Path(room) / _DUMP, progress)
    return manifest


def read_manifest(file: Path) -> Manifest:
    """What the file says of itself. Raises ConfigurationError where it is no backup of ours."""
    try:
        with tarfile.open(file) as tar:
            member = tar.extractfile(_MANIFEST)
            return Manifest(**json.load(member)) if member else _not_a_backup(file, _MANIFEST)
    except (OSError, tarfile.TarError, KeyError, ValueError, TypeError) as error:
        return _not_a_backup(file, str(error), error)


def _not_a_backup(file: Path, detail: str, cause: Exception | None = None) -> Manifest:
    raise ConfigurationError("not-a-backup", path=str(file), detail=detail) from cause


def _unpack(file: Path, room: Path, data: Path) -> None:
    with tarfile.open(file) as tar:
        tar.extractall(room, filter="data")
    for entry in sorted((room / _FILES).rglob("*")):
        target = data / entry.relative_to(room / _FILES)
        if entry.is_dir():
            target.mkdir(exist_ok=True, mode=0o700)
        else:
            entry.replace(target)
    for secret in (data / "secrets").iterdir():
        secret.chmod(0o600)


@contextmanager
def served(cluster: postgres.Cluster) -> Iterator[str]:
    """The new cluster, running for as long as it takes to fill it."""
    postgres.initdb(cluster)
    process = postgres.spawn(cluster, *postgres.TUNED)
    try:
        postgres.wait_ready(cluster, process=process)
        postgres.ensure_database(cluster)
        yield cluster.url
    finally:
        children.stop([process], postgres.FAST_STOP)


def _load(url: str, dump: Path, progress: Progress) -> None:
    """All of it in one transaction, or nothing."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        (tables,) = connection.execute(
            "select count(*) from pg_tables where schemaname = 'public'"
        ).fetchone() or (0,)
        if tables:
            raise ConfigurationError("restore-database-not-empty", count=tables)
    name = conninfo_to_dict(url)["dbname"]
    command = [
        str(folder.binaries() / "pg_restore"),
        "--no-owner",
        "--single-transaction",
        "--exit-on-error",
        f"--dbname={name}",
        str(dump),
    ]
    _run(command, url, lambda: progress(0))


def _run(command: list[str], url: str, tick: Callable[[], None]) -> None:
    """One of PostgreSQL's own programs; the password travels in its environment, not in its arguments."""
    environment = libpq(url)
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            preexec_fn=children.be_killed_with_parent,
        )
        try:
            while process.poll() is None:
                tick()
                time.sleep(0.2)
        finally:
            process.kill()
            process.wait()
        if process.returncode:
            errors.seek(0)
            lines = errors.read().decode("utf-8", "replace").strip().splitlines() or ["?"]
            raise ConfigurationError(
                "backup-program-failed", program=Path(command[0]).name, detail=lines[0][:300]
            )


def libpq(url: str) -> dict[str, str]:
    """The environment in which PostgreSQL's own programs reach that database."""
    known = conninfo_to_dict(url)
    named = {f"PG{name}": str(known[key]) for name, key in _LIBPQ.items() if known.get(key)}
    return {**os.environ, **named}


_LIBPQ = {
    "HOST": "host",
    "PORT": "port",
    "USER": "user",
    "PASSWORD": "password",
    "DATABASE": "dbname",
    "SSLMODE": "sslmode",
}
