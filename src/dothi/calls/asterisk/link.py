"""The loop that listens to an Asterisk: signs on, takes up what stands, hears what happens; after a break it begins anew.

Nothing is kept here: what was missed while the connection or the database was away follows from the channels that stand afterwards.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from dothi.calls.asterisk.lines import LONGEST_LINE, Message, NotAsterisk, next_message, written
from dothi.calls.asterisk.meaning import ADAPTER, Inbound, gone, standing, told_by
from dothi.kernel import clock, drill, health, settings
from dothi.kernel.engines.stopping import rest

logger = logging.getLogger(__name__)
PART = "telephony"
QUIET_S = 20.0  # without a word for so long the exchange is asked whether it lives
PATIENCE_S = 10.0  # for an answer
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 15.0  # between tries to connect
UNSET_S = 15.0


async def run(stop: asyncio.Event) -> None:
    """Listens until `stop`; where no Asterisk is named there is nothing to do. Raises when the database goes away."""
    url = "" if drill.mark() else settings.read("ASTERISK_URL")  # real calls never ring in a drill
    while not url and not stop.is_set():
        health.report(PART)
        await rest(stop, UNSET_S)
    wait_s = FIRST_WAIT_S
    while not stop.is_set():
        link = Link(url, Inbound(settings.read("ASTERISK_INBOUND")))
        try:
            await link.listen(stop)
        except (OSError, TimeoutError, NotAsterisk, ssl.SSLError) as error:
            # the address holds the password, the error does not
            logger.warning("exchange is away", extra={"error": repr(error)[:200], "wait_s": wait_s})
        if stop.is_set():
            return
        health.report(PART, status=health.DEGRADED)
        wait_s = FIRST_WAIT_S if link.was_on else min(LONGEST_WAIT_S, wait_s * 2)
        await rest(stop, wait_s)


@dataclass(slots=True)
class Link:
    """One connection, from signing on to its break."""

    url: str
    inbound: Inbound
    was_on: bool = False
    _seen: list[Message] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)

    async def listen(self, stop: asyncio.Event) -> None:
        """Raises OSError, TimeoutError or NotAsterisk when it breaks."""
        address = urlsplit(self.url)
        secure = ssl.create_default_context() if address.scheme == "amis" else None
        async with asyncio.timeout(PATIENCE_S):
            reader, writer = await asyncio.open_connection(
                address.hostname, address.port or (5039 if secure else 5038), ssl=secure, limit=LONGEST_LINE
            )
        try:
            await self._sign_on(
                reader, writer, unquote(address.username or ""), unquote(address.password or "")
            )
            self._known = await asyncio.to_thread(_running)
            writer.write(written("CoreShowChannels", ActionID="stand"))
            await self._hear_all(reader, writer, stop)
        finally:
            writer.close()
            with suppress(OSError, ssl.SSLError):
                await writer.wait_closed()

    async def _sign_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, user: str, secret: str
    ) -> None:
        async with asyncio.timeout(PATIENCE_S):
            greeting = await reader.readline()
            if not greeting.startswith(b"Asterisk Call Manager/"):
                raise NotAsterisk("no greeting")
            writer.write(written("Login", ActionID="on", Username=user, Secret=secret, Events="call"))
            while (answer := await next_message(reader)).get("ActionID") != "on":
                pass
        if answer.get("Response") != "Success":
            raise NotAsterisk(f"signing on was refused: {answer.get('Message', '')[:80]}")
        self.was_on = True
        logger.info("exchange is heard")

    async def _hear_all(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, stop: asyncio.Event
    ) -> None:
        asked = False
        coming, stopped = _task(next_message(reader)), _task(stop.wait())
        try:
            while not stop.is_set():
                patience = PATIENCE_S if asked else QUIET_S
                done, _ = await asyncio.wait(
                    {coming, stopped}, timeout=patience, return_when=asyncio.FIRST_COMPLETED
                )
                if coming in done:
                    message, coming, asked = coming.result(), _task(next_message(reader)), False
                    await self._take(message)
                elif asked:
                    raise TimeoutError("the exchange answers no more")
                elif not done:
                    writer.write(written("Ping", ActionID="alive"))
                    asked = True
                health.report(PART, lag_s=0.0)
        finally:
            for task in (coming, stopped):
                task.cancel()
            await asyncio.gather(coming, stopped, return_exceptions=True)

    async def _take(self, message: Message) -> None:
        event, now = message.get("Event"), clock.now()
        if event == "CoreShowChannel":
            self._seen.append(message)
        elif event == "CoreShowChannelsComplete":
            await self._reconcile()
        elif (told := told_by(message, self.inbound, now)) is not None:
            await asyncio.to_thread(_heard, told)

    async def _reconcile(self) -> None:
        """What stands is taken up, what ran before the break and stands no more has ended."""
        now, seen = clock.now(), {message.get("Uniqueid") for message in self._seen}
        for message in self._seen:
            for told in standing(message, self.inbound, self._known, now):
                await asyncio.to_thread(_heard, told)
        for linked in sorted(self._known - seen):
            await asyncio.to_thread(_heard, gone(linked, now))
        self._seen.clear()


def _task(coming: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    """Kept from one look to the next: a message that is half here is not lost by looking at the clock."""
    return asyncio.ensure_future(coming)


def _running() -> set[str]:
    """Calls of this exchange that had not ended when it was last heard, by its own ids."""
    from django.db import close_old_connections

    from dothi.calls.models import Call

    close_old_connections()
    rows = Call.objects.filter(adapter=ADAPTER, state__in=Call.RUNNING)
    return set(rows.values_list("external_id", flat=True))


def _heard(told: Any) -> None:
    """In a thread: what follows uses the ORM. An event of a call that nobody saw begin, and that is no call from outside, is not ours."""
    from django.db import close_old_connections

    from dothi.calls.course import RINGING
    from dothi.calls.models import Call
    from dothi.calls.telephony import hear
    from dothi.kernel.errors import Conflict

    close_old_connections()
    if told.kind == RINGING or Call.objects.filter(adapter=told.adapter, external_id=told.call_id).exists():
        try:
            hear(told)
        except Conflict as error:  # one call that runs wild does not cut the line of all others
            logger.warning("event not taken", extra={"call": told.call_id, "code": error.code})
