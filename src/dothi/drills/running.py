"""The worker's loop in the city: makes the copies, keeps a supervisor running for each, tells the player what shall be, takes the score.

A copy's supervisor is a child of this process: when the city stops, its drills stop. What was killed is found again by the rows.
"""

from __future__ import annotations

import asyncio
import errno
import json
import logging
import signal
import socket
import subprocess
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.db import close_old_connections

from dothi.drills import actions
from dothi.drills.copying import making
from dothi.drills.models import Drill, Play
from dothi.drills.queries import folder_of
from dothi.kernel import clock, drill, health, settings
from dothi.kernel.drill import Mark
from dothi.kernel.engines import addresses as places
from dothi.kernel.engines import children, folder, parts, ports
from dothi.kernel.engines.stopping import rest
from dothi.kernel.errors import DothiError
from dothi.kernel.i18n import message_of, t
from dothi.kernel.stepping import AWAY, Stepper

PART = "drills"
PAUSE_S = 1.0
FIRST_PORT = 8100  # and the next free ones
STEADY_S = 180.0  # a copy that ran so long is forgiven what was before; a start may take a minute
MOST_DEATHS = 5  # soon after the start, one after another: somebody has to look
LAST_S = 30.0  # for the last score of a copy that answers no more
logger = logging.getLogger(__name__)
Inside = Callable[[Callable[[], Any]], Awaitable[Any]]
State = Drill.State
_SHALL_BE = {
    State.READY: Play.State.WAITING,
    State.PLAYING: Play.State.PLAYING,
    State.PAUSED: Play.State.PAUSED,
    State.ENDING: Play.State.ENDING,
}


async def run(stop: asyncio.Event) -> None:
    """Until `stop`. In a copy there is nothing to do: a drill makes no drills."""
    async with Stepper(PART) as steps:
        keeper = Keeper(steps.inside)
        try:
            while not stop.is_set():
                try:
                    if drill.mark() is None:
                        await keeper.round()
                    health.report(PART)
                except AWAY:
                    logger.warning("drills: the database is away, trying again", exc_info=True)
                    await steps.inside(close_old_connections)
                await rest(stop, PAUSE_S)
        finally:
            await asyncio.to_thread(keeper.stop_all)


@dataclass(slots=True)
class _Life:
    """How often the supervisor of one copy ended soon after its start, and when it is started again."""

    deaths: int = 0
    began: float = 0.0
    next_try: float = 0.0
    is_told: bool = True

    def begin(self, now: float) -> None:
        self.began, self.is_told = now, False

    def end(self, now: float) -> None:
        self.deaths = 1 if now - self.began > STEADY_S else self.deaths + 1
        self.next_try, self.is_told = now + 2.0 ** (self.deaths - 1), True


@dataclass(slots=True)
class Keeper:
    """The copies under way. Everything that outlives this process stands in the rows."""

    inside: Inside
    _processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _making: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _ending: dict[str, float] = field(default_factory=dict)
    _ports: dict[str, int] = field(default_factory=dict)
    _lives: dict[str, _Life] = field(default_factory=dict)

    async def round(self) -> None:
        rows = await self.inside(lambda: list(Drill.objects.filter(state__in=(State.MAKING, *Drill.RUNNING))))
        for row in rows:
            if row.state == State.MAKING and making.is_made(folder_of(row.name)) is None:
                self._begin_making(row)
            elif await self._keep_alive(row):
                await self._follow(row)
        wanted = {row.name for row in rows}
        for name in [name for name in self._processes if name not in wanted]:
            await asyncio.to_thread(self._stop, name)

    def stop_all(self) -> None:
        for name in list(self._processes):
            self._stop(name)

    def _begin_making(self, row: Drill) -> None:
        task = self._making.get(row.name)
        if task is None or task.done():
            self._making[row.name] = asyncio.create_task(self._make(row))

    async def _make(self, row: Drill) -> None:
        data = folder_of(row.name)
        try:
            made = await asyncio.to_thread(_make, row, data)
            logger.info("drill copy made", extra={"drill": row.name, **asdict(made)})
            fields: dict[str, Any] = {"progress": asdict(made)}
        except (
            Exception
        ) as error:  # whatever it is, a person has to see it on the page, and no try follows by itself
            logger.exception("drill copy could not be made", extra={"drill": row.name})
            await asyncio.to_thread(making.remove, data)
            fields = {"state": State.FAILED, "trouble": _said(error)[:500]}
        await self.inside(lambda: _save(row, (State.MAKING,), fields))

    async def _keep_alive(self, row: Drill) -> bool:
        """Starts the copy again when it ended, each time later; False: it was given up, which its page tells with the reason."""
        process, life = self._processes.get(row.name), self._lives.setdefault(row.name, _Life())
        if process is not None and process.poll() is None:
            return True
        now = time.monotonic()
        if process is not None and not life.is_told:
            life.end(now)
            logger.warning("drill copy ended", extra={"drill": row.name, "deaths": life.deaths})
        if making.is_made(folder_of(row.name)) is None:
            await self._give_up(row, t("drills-copy-lost", settings.read("LANGUAGE")))
            return False
        if life.deaths >= MOST_DEATHS:
            reason = parts.last_line(folder_of(row.name) / "log" / "drill.log")
            await self._give_up(
                row, t("drills-stays-down", settings.read("LANGUAGE"), times=life.deaths, reason=reason)
            )
            return False
        if now >= life.next_try:
            self._begin(row)
            life.begin(now)
        return True

    async def _give_up(self, row: Drill, said: str) -> None:
        fields = {"state": State.FAILED, "trouble": said[:500], "port": None}
        await self.inside(lambda: _save(row, (State(row.state),), fields))

    def _begin(self, row: Drill) -> None:
        """On the port of its last run where that is free. What another drill was given is taken, though it may not listen yet."""
        given = {port for name, port in self._ports.items() if name != row.name}
        wanted = [port for port in (row.port or 0, *range(FIRST_PORT, FIRST_PORT + 20)) if port not in given]
        self._ports[row.name] = ports.wanted_or_free(*wanted)
        self._processes[row.name] = _spawn(row, self._ports[row.name])

    async def _follow(self, row: Drill) -> None:
        """Tells the play what shall be; notes what it came to."""
        shall_be = _SHALL_BE.get(State(row.state))
        seen = await asyncio.to_thread(_exchange, row.name, shall_be)
        if row.state == State.ENDING:
            begun = self._ending.setdefault(row.name, time.monotonic())
            if (seen and seen["state"] == Play.State.OVER) or time.monotonic() - begun > LAST_S:
                await asyncio.to_thread(self._stop, row.name)
                await self.inside(lambda: _end(row, seen))
                self._ending.pop(row.name, None)
            return
        if seen:
            await self.inside(lambda: _note(row, seen))

    def _stop(self, name: str) -> None:
        """As an operator would: the doors first, the engines last."""
        self._lives.pop(name, None)
        self._ports.pop(name, None)
        process = self._processes.pop(name, None)
        if process is not None:
            children.stop([process], signal.SIGTERM, timeout_s=45)


def _make(row: Drill, data: Path) -> making.Made:
    found = places.find()
    making.check_room(places.database_url(), data)
    mark = Mark(row.name, row.title_vi, found.base_url if found else "", clock.iso(clock.now()))
    return making.make(places.database_url(), data, mark, then=lambda url: begin_play(url, row))


def _said(error: Exception) -> str:
    """In the operator's words: a full disk above all."""
    if isinstance(error, DothiError):
        return message_of(error, settings.read("LANGUAGE"))
    if isinstance(error, psycopg.errors.DiskFull) or (
        isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    ):
        return t("drills-disk-full", settings.read("LANGUAGE"))
    return repr(error)


def begin_play(url: str, row: Drill) -> None:
    """The one play of the copy, waiting."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "insert into drills_play (id, plan, pace, state, paused_s, score) values (1, %s, %s, 'waiting', 0, '{}')",
            [json.dumps(row.plan), row.pace],
        )


def _spawn(row: Drill, port: int) -> subprocess.Popen[bytes]:
    """The copy's own supervisor."""
    data = folder_of(row.name)
    environment = making.environment(data, DOTHI_PORT=str(port), DOTHI_MQTT_PORT=str(ports.free_port()))
    with children.open_log(data / "log" / "drill.log") as log:
        return subprocess.Popen(
            folder.command("drill", "run"), env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, preexec_fn=children.die_with_parent,
        )  # fmt: skip


def _exchange(name: str, shall_be: Play.State | None) -> dict[str, Any] | None:
    """One look into the copy: what shall be is written, what is is read. None while it does not answer."""
    found = places.find(folder_of(name))
    if found is None or not _listens(found):
        return None
    try:
        with psycopg.connect(
            found.database_url, connect_timeout=3, row_factory=psycopg.rows.dict_row
        ) as connection:
            if shall_be is not None:
                connection.execute(
                    "update drills_play set state = %s where state not in ('over', %s)",
                    [shall_be.value, shall_be.value],
                )
            play = connection.execute(
                "select state, began_at, paused_s, score, scored_at, (select count(*) from drills_done) as done from drills_play"
            ).fetchone()
    except psycopg.Error:
        return None
    return {**play, "port": found.port} if play else None


def _listens(found: places.Addresses) -> bool:
    try:
        socket.create_connection((urlsplit(found.base_url).hostname or "127.0.0.1", found.port), 2).close()
        return True
    except OSError:
        return False


def _note(row: Drill, seen: dict[str, Any]) -> None:
    fields: dict[str, Any] = {}
    if row.state == State.MAKING:
        fields["state"] = State.READY
    if row.port != seen["port"]:
        fields["port"] = seen["port"]
    done = {"done": seen["done"], "of": actions.steps_of(row)}
    if {**row.progress, **done} != row.progress:
        fields["progress"] = {**row.progress, **done}
    if seen["score"] and seen["score"] != row.score:
        fields["score"] = seen["score"]
    if fields:
        _save(row, (State(row.state),), fields)


def _save(row: Drill, before: tuple[State, ...], fields: dict[str, Any]) -> None:
    """What the loop saw; a person who changed the state meanwhile was first."""
    if Drill.objects.filter(pk=row.pk, state__in=before).update(**fields) and "state" in fields:
        fresh = Drill.objects.get(pk=row.pk)
        actions.tell(fresh)
        if fresh.state == State.ENDED:
            actions.tell(fresh, "drills.ended")


def _end(row: Drill, seen: dict[str, Any] | None) -> None:
    score = seen["score"] if seen and seen["score"] else row.score
    _save(row, (State.ENDING,), {"state": State.ENDED, "ended_at": clock.now(), "score": score, "port": None})
