"""The worker's loop: sends what is ready, each command in a task of its own, so that one slow channel holds up no other.

At most once: `sending` is committed before anything leaves. What a kill leaves in `sending` becomes `unknown` and is a person's
affair: a pump that runs twice can do harm, a pump that did not run is seen. One process at a time (a lock of its connection).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from django.db import close_old_connections, connection

from dothi.commands import course
from dothi.commands.channels.kinds import Answer, NotSent, Unanswered
from dothi.commands.course import Outgoing
from dothi.kernel import drill, health
from dothi.kernel.engines.stopping import rest
from dothi.kernel.stepping import AWAY, Stepper

PART = "commands"
PAUSE_S = 1.0
LAST_S = 5.0  # for what is being sent when we are told to stop
logger = logging.getLogger(__name__)
Inside = Callable[
    [Callable[[], Any]], Awaitable[Any]
]  # calls what uses the ORM, in the thread that has the connection


async def run(stop: asyncio.Event) -> None:
    """Until `stop`; survives a database, a broker and channels that go away."""
    async with Stepper(PART) as steps:
        post = Post(steps.inside)
        while not stop.is_set():
            try:
                if await steps.inside(_alone):
                    await post.round()
                    health.report(PART)
            except AWAY:
                logger.warning("commands: the database is away, trying again", exc_info=True)
                await steps.inside(close_old_connections)
            await rest(stop, PAUSE_S)
        await post.end(LAST_S)


@dataclass(slots=True)
class Post:
    """What is under way: one task for each command that is being sent or looked after over its channel."""

    inside: Inside
    _tasks: dict[int, asyncio.Task[None]] = field(default_factory=dict)

    async def round(self) -> None:
        """Lets time and devices speak, then begins what is ready and what is to be read back."""
        await self.inside(course.look_after)
        for one in await self.inside(course.claim_ready):
            self._begin(one, self._send(one))
        for one in await self.inside(course.to_read_back):
            if one.pk not in self._tasks:
                self._begin(one, self._read_back(one))

    async def end(self, seconds: float) -> None:
        """Waits a little for what is under way. What is not answered by then stays `sending`: the next process calls it unknown."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks.values(), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _begin(self, one: Outgoing, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks[one.pk] = task
        task.add_done_callback(lambda _: self._tasks.pop(one.pk, None))

    async def _send(self, one: Outgoing) -> None:
        answer: Answer | NotSent | Unanswered
        try:
            if drill.mark():  # the devices of the city obey the city alone
                raise NotSent("drill")
            answer = await one.kind.send(one.order, one.settings)
        except (NotSent, Unanswered) as error:
            logger.warning("command %s by %s: %r", one.pk, one.kind.code, error)
            answer = error
        except Exception:  # whatever a channel did not foresee: it may have left
            logger.exception("command %s by %s", one.pk, one.kind.code)
            answer = Unanswered()
        await self._note(lambda: course.note_answer(one.pk, answer))

    async def _read_back(self, one: Outgoing) -> None:
        """Once; the next round looks again as long as it is not shown and not too late."""
        assert one.kind.look is not None
        try:
            shown = await one.kind.look(one.order, one.settings)
        except Exception:
            logger.exception("command %s cannot be read back by %s", one.pk, one.kind.code)
            shown = False
        if shown:
            await self._note(lambda: course.note_shown(one.pk))

    async def _note(self, call: Callable[[], Any]) -> None:
        """A database that is away now leaves it as it stands: `sending` becomes unknown when the lock is taken again."""
        try:
            await self.inside(call)
        except AWAY:
            logger.warning("commands: what came of one could not be noted", exc_info=True)


def _alone() -> bool:
    """Does this connection hold the lock? A first holder finds what a killed process left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()"
            " and objid = hashtext('dothi commands')::bigint & 4294967295)"
        )
        if cursor.fetchone()[0]:
            return True
        cursor.execute("select pg_try_advisory_lock(hashtext('dothi commands'))")
        held = bool(cursor.fetchone()[0])
    if held:
        course.break_off()
    return held
