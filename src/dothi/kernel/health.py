"""How each part is: background loops report in memory, their process writes heartbeats, `/healthz` reads them.

A loop calls `report("writer", lag_s=0.4)` whenever it knows how far it is behind; that costs nothing. A part whose
heartbeat is older than 20 s is down; one more than a minute behind is degraded, and so is one that has reported
nothing for two minutes while its process lives on (a loop that hangs).
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import psycopg

from dothi import __version__
from dothi.kernel import clock
from dothi.kernel.engines.stopping import rest
from dothi.kernel.sql import statement

logger = logging.getLogger(__name__)

BEAT_S = 5.0
SILENT_S = 20.0
BEHIND_S = 60.0
FORGOTTEN_S = 600.0
QUIET_S = 120.0
STUCK_S = 180.0
OK, DEGRADED, DOWN = "ok", "degraded", "down"
# without these there is no service; every other part may be away for a while
VITAL = ("postgres", "gateway")
# which process of `up` runs which loops: its log, its `--only` and what /healthz expects all follow from this
PROCESSES = {
    "writer": ("writer", "callout"),
    "worker": (
        "derive",
        "rules",
        "alarms",
        "figures",
        "score",
        "commands",
        "forces",
        "duty",
        "channels",
        "events",
    ),
    "notify": ("notify",),
    "sources": ("sources", "telephony", "drills"),
    "cameras": ("cameras",),
    "jobs": ("jobs",),
}
EXPECTED = tuple(loop for loops in PROCESSES.values() for loop in loops)


@dataclass(frozen=True, slots=True)
class Health:
    """One part: `status` ok, degraded or down; how many seconds it is behind (None: it does not say)."""

    status: str
    version: str | None = None
    lag_s: float | None = None


_reports: dict[str, Health] = {}
_reported_at: dict[str, float] = {}  # monotonic seconds
_moved_at: dict[str, float] = {}  # the same, of every sign of life
_counts: dict[str, dict[str, int]] = {}


def report(part: str, *, lag_s: float | None = None, status: str = OK) -> None:
    """A loop says how it is; kept in memory until the next heartbeat of its process."""
    _reports[part] = Health(status, __version__, lag_s)
    _reported_at[part] = _moved_at[part] = time.monotonic()


def moving(part: str) -> None:
    """Inside a long step, for each piece that is done: the loop lives, though it does not know yet how far behind it is."""
    if part in _moved_at:  # in a process that speaks for the part; the same code runs in a demo's loading too
        _moved_at[part] = time.monotonic()


def count(part: str, what: str, number: int = 1) -> None:
    """Adds to what a loop has done since its process began; `what` is one of a few words of ours (a label of /metrics)."""
    counted = _counts.setdefault(part, {})
    counted[what] = counted.get(what, 0) + number


def withdraw(part: str) -> None:
    """This process no longer speaks for the part (another one does)."""
    _reports.pop(part, None)
    _reported_at.pop(part, None)
    _moved_at.pop(part, None)


def reported(part: str) -> Health | None:
    return _reports.get(part)


async def beat(connection: psycopg.AsyncConnection[Any]) -> None:
    """Writes what the loops of this process reported."""
    parts = {name: _still_true(name, told) for name, told in _reports.items()}
    if not parts:
        return
    await connection.execute(
        statement("dothi.kernel", "health.sql", "beat"),
        {
            "parts": list(parts),
            "at": [clock.now()] * len(parts),
            "versions": [part.version for part in parts.values()],
            "statuses": [part.status for part in parts.values()],
            "lags": [part.lag_s for part in parts.values()],
            "counts": [json.dumps(_counts.get(name, {})) for name in parts],
        },
    )


def _still_true(part: str, told: Health) -> Health:
    """A report that grew old is no proof of life: the loop hangs, or its step takes far too long."""
    quiet_s = time.monotonic() - _reported_at[part]
    hangs = part in EXPECTED and quiet_s > QUIET_S
    return replace(told, status=DEGRADED, lag_s=round(quiet_s, 1)) if hangs else told


def is_moving() -> bool:
    """False once a loop of this process has given no sign of life for so long that only a new process helps.

    A step is bounded (a batch, a tick); one that computes over what an import of years left behind tells of each piece.
    """
    now = time.monotonic()
    return all(now - at < STUCK_S for part, at in _moved_at.items() if part in EXPECTED)


async def keep_beating(stop: asyncio.Event, database_url: str) -> None:
    """Writes a heartbeat every few seconds until the process stops; raises when the database goes away."""
    async with await psycopg.AsyncConnection.connect(
        database_url, autocommit=True, connect_timeout=5
    ) as connection:
        while not stop.is_set():
            await beat(connection)
            await rest(stop, BEAT_S)


class Checker:
    """Asks every part, at most once a second however often it is asked."""

    def __init__(self, database_url: str, nats_url: str) -> None:
        self.database_url, self.nats_url = database_url, nats_url
        self._lock = asyncio.Lock()
        self._asked_at = 0.0
        self._parts: dict[str, Health] = {}
        self._connection: psycopg.AsyncConnection[Any] | None = None

    async def parts(self) -> dict[str, Health]:
        """Every part by name."""
        async with self._lock:
            if time.monotonic() - self._asked_at > 1:
                (own, beats), broker = await asyncio.gather(self._ask_database(), _ask_nats(self.nats_url))
                self._parts = {
                    "postgres": own,
                    "nats": broker,
                    "gateway": Health(OK, __version__, 0.0),
                    **beats,
                }
                self._asked_at = time.monotonic()
            return self._parts

    async def _ask_database(self) -> tuple[Health, dict[str, Health]]:
        try:
            async with asyncio.timeout(3):
                rows = await self._rows()
        except (psycopg.Error, TimeoutError, OSError) as error:
            logger.warning("database does not answer", extra={"detail": str(error).strip()})
            await self.close()
            return Health(DOWN), {name: Health(DOWN) for name in EXPECTED}
        return Health(OK, rows[0][5].split()[0], 0.0), _judged(rows)

    async def _rows(self) -> list[Any]:
        if self._connection is None or self._connection.closed:
            self._connection = await psycopg.AsyncConnection.connect(
                self.database_url, autocommit=True, connect_timeout=3
            )
        cursor = await self._connection.execute(statement("dothi.kernel", "health.sql", "beats"))
        return await cursor.fetchall()

    async def close(self) -> None:
        """Gives the connection back; the next question opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()


def _judged(rows: list[Any]) -> dict[str, Health]:
    """What the heartbeats mean now: old ones are down, forgotten ones of parts that nobody expects are left out."""
    found = {}
    for part, age_s, version, status, lag_s, _server in rows:
        if part is None or (part not in EXPECTED and age_s > FORGOTTEN_S):
            continue
        health = Health(status, version, lag_s)
        if age_s > SILENT_S:
            health = replace(health, status=DOWN, lag_s=round(age_s, 1))
        elif status == OK and lag_s is not None and lag_s > BEHIND_S:
            health = replace(health, status=DEGRADED)
        found[part] = health
    return {**{name: Health(DOWN) for name in EXPECTED}, **found}


async def _ask_nats(url: str) -> Health:
    """The server greets everyone with its version: no login is needed to see that it is there."""
    address = urlsplit(url)
    try:
        async with asyncio.timeout(2):
            reader, writer = await asyncio.open_connection(address.hostname, address.port or 4222)
            greeting = await reader.readline()
            writer.close()
            return Health(OK, str(json.loads(greeting.removeprefix(b"INFO "))["version"]), 0.0)
    except (OSError, TimeoutError, ValueError, KeyError):
        return Health(DOWN)


def overall(parts: dict[str, Health]) -> str:
    """`down` when a vital part is down, `degraded` when any part is not ok."""
    if any(parts[name].status == DOWN for name in VITAL):
        return DOWN
    return OK if all(part.status == OK for part in parts.values()) else DEGRADED


def document(parts: dict[str, Health]) -> dict[str, Any]:
    """The body of /healthz."""
    return {"status": overall(parts), "parts": {name: asdict(part) for name, part in parts.items()}}
