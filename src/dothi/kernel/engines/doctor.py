"""What may be wrong with this machine, this data folder and this system, and how to mend it.

Each check gives findings; a finding is a line of words (`engines-doctor-<key>`) and, when something is wrong, a
second line that says what to do (`engines-doctor-<key>-mend`). The doctor changes nothing.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

import psutil
import psycopg

from dothi.kernel import clock, health, settings
from dothi.kernel.engines import addresses, folder, migrated, nats, parts, ports, postgres
from dothi.kernel.errors import ConfigurationError
from dothi.kernel.i18n import has, message_of, t

# this code was written after that day: an earlier clock is wrong
_WRITTEN = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
_GIB = 1024**3
_LOOKS, _BETWEEN_S = 4, 3.0  # at a system with a part that is down
# tables of what was refused and waits for a person (rows with `settled_at`) -> key; the command adds those of rooms above
LEFT_BEHIND = {"kernel_event_failure": "event-failures"}


class State(Enum):
    """`WRONG` makes the exit code 1; `NOTE` is worth knowing."""

    WELL, NOTE, WRONG = "✓", "!", "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    state: State
    key: str
    args: dict[str, str] = field(default_factory=dict)
    text: str = ""

    def words(self, language: str) -> list[str]:
        """What is so and, unless all is well, what to do about it."""
        line = self.text or t(f"engines-doctor-{self.key}", language, **self.args)
        mend = f"engines-doctor-{self.key}-mend"
        remedy = [t(mend, language, **self.args)] if self.state is not State.WELL and has(mend) else []
        return [line, *remedy]


def _found(well: bool, key: str, otherwise: State = State.WRONG, **args: object) -> Finding:
    return Finding(State.WELL if well else otherwise, key, {name: str(value) for name, value in args.items()})


def examine(*more: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Every finding, the machine first, then `more` of rooms above. A check that fails itself is a finding too."""
    for check in (*CHECKS, *more):
        try:
            yield from check()
        except ConfigurationError as error:
            yield Finding(State.WRONG, error.code, text=message_of(error, settings.read("LANGUAGE")))
        except (OSError, psycopg.Error, subprocess.SubprocessError) as error:
            detail = (str(error).strip() or type(error).__name__).splitlines()[0]
            yield _found(False, "check-failed", check=check.__name__.removeprefix("_"), detail=detail)


def _machine() -> Iterator[Finding]:
    version = ".".join(str(number) for number in sys.version_info[:3])
    yield _found(sys.version_info >= (3, 11), "python", version=version)
    memory = psutil.virtual_memory()
    yield _found(
        memory.available > 1.5 * _GIB,
        "memory",
        State.NOTE,
        free=f"{memory.available / _GIB:.1f}",
        total=f"{memory.total / _GIB:.1f}",
    )
    nearest = next(
        path for path in (settings.data_folder(), *settings.data_folder().parents) if path.exists()
    )
    free = shutil.disk_usage(nearest).free / _GIB
    yield _found(
        free > 2, "disk", State.WRONG if free < 0.5 else State.NOTE, free=f"{free:.1f}", path=nearest
    )
    yield _found(clock.now() > _WRITTEN, "clock", now=clock.iso(clock.now()))


def _data() -> Iterator[Finding]:
    data = settings.data_folder()
    marker = folder.check_folder(data)
    if marker is None:
        yield _found(
            os.access(next(p for p in (data, *data.parents) if p.exists()), os.W_OK), "data-new", path=data
        )
        return
    yield _found(os.access(data, os.W_OK), "data", path=data, version=marker.version, cluster=marker.cluster)
    secret = data / "secrets"
    open_files = [path for path in secret.iterdir() if path.is_file() and path.stat().st_mode & 0o077]
    yield _found(not open_files, "secrets", path=open_files[0] if open_files else secret)


def _programs() -> Iterator[Finding]:
    if not settings.read("DATABASE_URL"):
        binary = postgres.bundled_binaries() / "postgres"
        done = subprocess.run(
            [str(binary), "--version"], capture_output=True, text=True, timeout=20, check=True
        )
        yield _found(
            True,
            "postgres-program",
            version=done.stdout.split()[-1],
            user=postgres.unprivileged_user() or "-",
        )
    if not settings.read("NATS_URL"):
        yield _found(True, "nats-program", version=nats.version())
    browser = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))),
        None,
    )
    yield _found(browser is not None, "chromium", State.NOTE, path=browser or "-")


def _running() -> Iterator[Finding]:
    found = addresses.find()
    if found is None:
        port, mqtt = settings.read("PORT"), settings.read("MQTT_PORT")
        yield _found(True, "not-running")
        yield _found(ports.is_free(port, settings.read("BIND")), "port", port=port)
        yield _found(ports.is_free(mqtt), "mqtt-port", State.NOTE, port=mqtt)
        return
    told = _settled_health(found.base_url)
    yield _found(bool(told), "answers", url=found.base_url, log=settings.data_folder() / "log" / "serve.log")
    for name, part in told.get("parts", {}).items():
        lag = "-" if part["lag_s"] is None else f"{part['lag_s']:.0f}"
        log = parts.log_path(settings.data_folder(), _log_of(name))
        state = {"ok": State.WELL, "degraded": State.NOTE}.get(part["status"], State.WRONG)
        yield Finding(
            state,
            "part",
            {
                "name": name,
                "status": part["status"],
                "version": part["version"] or "-",
                "lag": lag,
                "log": str(log),
            },
        )


def _log_of(part: str) -> str:
    """Which process's log tells of a part of /healthz."""
    own = {"gateway": "serve", "simulator": "simulate"}
    return own.get(part) or next((name for name, loops in health.PROCESSES.items() if part in loops), part)


def _settled_health(base_url: str) -> dict[str, Any]:
    """What a system says of itself; a part that is down is asked about again: one that is just started again, or that was out of
    breath for a moment, is no finding."""
    told = _health(base_url)
    for _ in range(_LOOKS - 1):
        if told and all(part["status"] != "down" for part in told.get("parts", {}).values()):
            break
        time.sleep(_BETWEEN_S)
        told = _health(base_url)
    return told


def _health(base_url: str) -> dict[str, Any]:
    try:
        with urllib.request.urlopen(f"{base_url}/healthz", timeout=10) as answer:  # noqa: S310 - our own http address
            return dict(json.load(answer))
    except urllib.error.HTTPError as error:
        return dict(json.load(error))
    except (OSError, ValueError):
        return {}


def _database() -> Iterator[Finding]:
    if addresses.find() is None and not settings.read("DATABASE_URL"):
        return
    url = addresses.database_url()
    try:
        connecting = psycopg.connect(url, connect_timeout=5, autocommit=True)
    except psycopg.OperationalError as error:
        log = settings.data_folder() / "log" / "postgres.log"
        detail = (str(error).strip() or type(error).__name__).splitlines()[-1]
        yield _found(False, "database-away", detail=detail, log=log)
        return
    with connecting as connection:
        yield _found(True, "database", version=connection.info.server_version // 10000)
        before = clock.now()
        (theirs,) = connection.execute("select clock_timestamp()").fetchone() or (before,)
        apart = abs((theirs - before).total_seconds())
        yield _found(apart < 2, "clocks-apart", State.NOTE, seconds=f"{apart:.1f}")
        yield _found(migrated.is_current(url), "migrations", State.NOTE)
        yield from _left_behind(connection)


def _broker() -> Iterator[Finding]:
    """A server of somebody else; ours is a part of the running system."""
    url = settings.read("NATS_URL")
    if url:
        address = urlsplit(url)
        server = f"{address.hostname}:{address.port or 4222}"
        answers = nats.greets(address.port or 4222, address.hostname or "127.0.0.1")
        yield _found(answers, "broker", server=server)
        if answers:
            data = settings.data_folder()
            needed = (nats.callout_url(data, url), nats.doorkeeper_url(data, url))
            yield _found(nats.lets_in(url), "broker-login", server=server)
            yield _found(all(map(nats.lets_in, needed)), "broker-devices", server=server)


def _left_behind(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    """What was refused and kept for a person to look at."""
    for table, key in LEFT_BEHIND.items():
        (there,) = connection.execute("select to_regclass(%s) is not null", [table]).fetchone() or (False,)
        if there:
            asked = f"select count(*) from {table} where settled_at is null"  # noqa: S608 - a name of ours
            (count,) = connection.execute(asked).fetchone() or (0,)
            yield _found(not count, key, State.NOTE, count=count)


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _machine,
    _data,
    _programs,
    _running,
    _database,
    _broker,
)
