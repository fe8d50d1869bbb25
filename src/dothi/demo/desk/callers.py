"""Simulated callers: the demo's telephone exchange. One call every few minutes, told by the web-hook as a real exchange tells it.

A caller waits a minute and a half, then hangs up; whoever is answered speaks for a while. Nobody rings while enough wait.
What people dial on `/demo/exchange/` rings the same way. A call that was answered leaves a recording, which says that it is simulated.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from random import Random
from typing import LiteralString
from uuid import uuid4

import aiohttp
from psycopg import AsyncConnection, Error

from dothi.demo.desk import dialled, sounds
from dothi.demo.desk.past import NUMBERS
from dothi.demo.desk.plan import DeskPlan, Place, Story
from dothi.kernel import clock
from dothi.kernel.engines import addresses
from dothi.kernel.origin import Origin

logger = logging.getLogger(__name__)
FIRST_S, LEAST_S, MOST_S = 25.0, 120.0, 240.0
ENOUGH_WAIT = 5
PATIENCE_S, LOOKS_EVERY_S = 90, 2.0
DIALS_EVERY_S = 0.5
_WAITING = """
    select count(*) from calls_call where origin = %s and received_at > now() - interval '12 hours'
    and (state = 'ringing' or (state = 'abandoned' and returned_at is null))"""
_LEFT = "select external_id from calls_call where adapter = %s and state in ('ringing', 'answered', 'held') and ended_at is null"
_STATE = "select state from calls_call where adapter = %s and external_id = %s"


class Exchange:
    """The demo's own small exchange: `base_url` is the system, `key` one of kind telephony whose values are simulated."""

    def __init__(self, session: aiohttp.ClientSession, base_url: str, key: str) -> None:
        self._session, self._url = session, f"{base_url}/api/v1/telephony/events"
        self._headers = {"Authorization": f"Bearer {key}"}
        self.adapter = f"hook-{key.partition('.')[0]}"

    async def tell(self, call_id: str, kind: str, **fields: str) -> bool:
        """Says again for a minute what nobody took: an exchange loses no event because a server starts anew."""
        body = {
            "event_id": f"{call_id}-{kind}",
            "call_id": call_id,
            "kind": kind,
            "at": clock.iso(clock.now()),
            **fields,
        }
        for _ in range(12):
            try:
                async with self._session.post(self._url, json=body, headers=self._headers) as answer:
                    if answer.status < 500:
                        return answer.status == 200
            except (aiohttp.ClientError, TimeoutError):
                pass
            await asyncio.sleep(5)
        return False


async def ring(desk: DeskPlan, *, base_url: str, key: str) -> None:
    """Callers of the demo's stories, and whoever dials on the page; goes on for ever."""
    draw = Random()  # noqa: S311 - nothing secret is drawn
    await asyncio.sleep(FIRST_S)
    async with _open(base_url, key) as (exchange, callers):
        callers.create_task(_what_people_dial(exchange, callers))
        while True:
            if await _waiting() < ENOUGH_WAIT:
                callers.create_task(_call(exchange, desk, draw))
            await asyncio.sleep(draw.uniform(LEAST_S, MOST_S))


async def listen(*, base_url: str, key: str) -> None:
    """Only what people dial on the page; goes on for ever."""
    async with _open(base_url, key) as (exchange, callers):
        await _what_people_dial(exchange, callers)


@asynccontextmanager
async def _open(base_url: str, key: str) -> AsyncIterator[tuple[Exchange, asyncio.TaskGroup]]:
    """The exchange, and its callers beside one another. What was left of an earlier one is over."""
    async with (
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
        asyncio.TaskGroup() as callers,
    ):
        exchange = Exchange(session, base_url, key)
        await _hang_up_what_was_left(exchange)
        yield exchange, callers


async def _hang_up_what_was_left(exchange: Exchange) -> None:
    """Whoever spoke when this process ended does not ring for ever: an exchange that comes back tells what is over."""
    for (call_id,) in await _rows(_LEFT, exchange.adapter):
        await exchange.tell(str(call_id), "ended", cause="Restarted")


async def _call(exchange: Exchange, desk: DeskPlan, draw: Random) -> None:
    """One caller, from the first ring to hanging up."""
    story = draw.choices(desk.stories, [one.share for one in desk.stories])[0]
    place, call_id = draw.choice(desk.places_of(story)), uuid4().hex[:16]
    rang = await exchange.tell(
        call_id,
        "ringing",
        number_dialled=desk.line_of(story.service).number,
        caller_number=f"0100{draw.randrange(NUMBERS):06d}",
        said=_words(story, place),
    )
    if not rang:
        logger.warning("the exchange of the demo was not heard")
        return
    await _until_over(exchange, call_id, draw.uniform(60, 120))


async def _what_people_dial(exchange: Exchange, callers: asyncio.TaskGroup) -> None:
    """Looks for what was dialled on the page; goes on for ever."""
    dialled.forget()
    while True:
        for asked in dialled.take():
            callers.create_task(_dial(exchange, asked))
        await asyncio.sleep(DIALS_EVERY_S)


async def _dial(exchange: Exchange, asked: dialled.Dialled) -> None:
    told = {"number_dialled": asked.number, "caller_number": asked.caller, "said": asked.said}
    if await exchange.tell(asked.call_id, "ringing", **{name: text for name, text in told.items() if text}):
        await _until_over(exchange, asked.call_id, asked.speaks_s, lambda: dialled.is_over(asked.call_id))
    dialled.done(asked.call_id)


async def _until_over(
    exchange: Exchange, call_id: str, speaks_s: float, hung_up: Callable[[], bool] = lambda: False
) -> None:
    """Waits for an answer, speaks, hangs up; what was spoken is recorded."""
    recording = ""
    if await _is_answered(exchange, call_id, hung_up):
        await _speaking(speaks_s, hung_up)
        recording = await asyncio.to_thread(sounds.record, call_id)
    told = {"recording": recording} if recording else {}
    await exchange.tell(call_id, "ended", cause="Normal Clearing", **told)


async def _speaking(speaks_s: float, hung_up: Callable[[], bool]) -> None:
    for _ in range(round(speaks_s / DIALS_EVERY_S)):
        if hung_up():
            return
        await asyncio.sleep(DIALS_EVERY_S)


def _words(story: Story, place: Place) -> str:
    return f"{'. '.join(story.said)}. Ở {place.address.removesuffix(' (mô phỏng)')}."


async def _is_answered(exchange: Exchange, call_id: str, hung_up: Callable[[], bool]) -> bool:
    for _ in range(int(PATIENCE_S / LOOKS_EVERY_S)):
        await asyncio.sleep(LOOKS_EVERY_S)
        if hung_up():
            return False
        if await _one(_STATE, exchange.adapter, call_id) not in ("ringing", None):
            return True
    return False


async def _waiting() -> int:
    found = await _one(_WAITING, int(Origin.SIMULATED))
    return ENOUGH_WAIT if found is None else int(str(found))


async def _one(statement: LiteralString, *values: object) -> object:
    rows = await _rows(statement, *values)
    return rows[0][0] if rows else None


async def _rows(statement: LiteralString, *values: object) -> list[tuple[object, ...]]:
    """Empty also while the database is away."""
    try:
        async with await AsyncConnection.connect(addresses.database_url(), autocommit=True) as connection:
            return await (await connection.execute(statement, values)).fetchall()
    except (Error, OSError):
        return []
