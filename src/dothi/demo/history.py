"""Thirty days of simulated hours, written at once through the store's own door; then the index and the alarms that the
real rules make of them. Nothing is put in by hand."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from functools import partial

from psycopg import AsyncConnection

from dothi.connectors.actions import database_url
from dothi.demo import mark
from dothi.demo.city import City, Simulated
from dothi.entities.core.normalize import normalize
from dothi.entities.store.write import write_batch
from dothi.kernel import clock
from dothi.kernel.ids import urn
from dothi.kernel.origin import Origin
from dothi.packs.simulator import HOUR
from dothi.rules import derive, engine

DAYS = 30
SOURCE = "simulator:{pack}"
Progress = Callable[[int, int], None]  # done, of


def load_history(city: City, *, progress: Progress = lambda done, of: None) -> int:
    """Writes whole hours up to the last one; returns how many values were new. A profile that has history gets nothing.

    One that was interrupted is written again from its beginning, with the same end: a repeat changes nothing, and no day is
    missing. The caller says `mark.end_history` once everything that follows from it is done too.
    """
    return asyncio.run(_write(city, DAYS, progress))


async def _write(city: City, days: int, progress: Progress) -> int:
    recorded = 0
    async with await AsyncConnection.connect(database_url(), autocommit=True) as connection:
        end, simulated = mark.begun_history(), city.simulated()
        if end is None:
            simulated = [one for one in simulated if not await _has_history(connection, one)]
            if not simulated:
                return 0
            end = clock.now().replace(minute=0, second=0, microsecond=0)
            mark.begin_history(end)
        for turn, one in enumerate(simulated):
            back = min(days, one.days)
            told = partial(_told, progress, turn, len(simulated), back + 1)
            recorded += await _write_one(connection, one, end - dt.timedelta(days=back), end, told)
    return recorded


def _told(progress: Progress, turn: int, turns: int, days: int, done: int) -> None:
    """Days of one profile as a share of all."""
    progress(turn * days + min(done, days), turns * days)


async def _write_one(
    connection: AsyncConnection[tuple[object, ...]],
    one: Simulated,
    start: dt.datetime,
    end: dt.datetime,
    progress: Callable[[int], None],
) -> int:
    """The days of one profile's stations; the last hour is always told, so that what is shown first is not old."""
    recorded, owner = 0, await _owner(connection, one.owner)
    step = one.simulator.profile.history_every_h * HOUR
    start = end - (end - start) // step * step
    for done, day in enumerate(one.simulator.history(start, end, step), 1):
        written = await write_batch(
            connection,
            normalize(day),
            origin=Origin.SIMULATED,
            source=SOURCE.format(pack=one.pack),
            agency_id=owner,
        )
        recorded += written.recorded
        progress(done)
    return recorded


async def _owner(connection: AsyncConnection[tuple[object, ...]], code: str) -> int:
    found = await connection.execute("select id from accounts_agency where code = %s", [code])
    row = await found.fetchone()
    assert row is not None, "agencies are loaded first"
    return int(str(row[0]))


async def _has_history(connection: AsyncConnection[tuple[object, ...]], one: Simulated) -> bool:
    """A field that came with a newer program is told to a city that stands already."""
    urns = [urn(one.simulator.profile.type, station.id) for station in one.simulator.stations]
    found = await connection.execute(
        "select 1 from entities_entity where urn = any(%s) and deleted_at is null limit 1", [urns]
    )
    return await found.fetchone() is not None


def open_readers() -> None:
    """Index and rules begin to read before the history is written: a new reader takes what stood before it as known."""
    load_consequences()


def load_consequences() -> None:
    """Lets the index, then the rules, catch up with the history, as the worker would."""
    asyncio.run(_derive())
    engine.catch_up()


async def _derive() -> None:
    async with await AsyncConnection.connect(database_url(), autocommit=True) as connection:
        await derive.catch_up(connection)
