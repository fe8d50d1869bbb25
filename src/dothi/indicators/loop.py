"""The worker's loop: reads what was written, computes what is ready, and once in a while lets time alone speak."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from dothi.indicators import computing, due
from dothi.kernel import clock, health
from dothi.kernel.engines.stopping import rest

PART = "figures"  # its name in /healthz
PAUSE_S = 1.0
TICK_S = 60.0
logger = logging.getLogger(__name__)


async def run(stop: asyncio.Event) -> None:
    """Until `stop`; survives a database that goes away."""
    loop = asyncio.get_running_loop()
    next_tick = loop.time()
    with ThreadPoolExecutor(1, PART) as thread:  # Django's connection belongs to one thread
        while not stop.is_set():
            tick = loop.time() >= next_tick
            if tick:
                next_tick = loop.time() + TICK_S
            if not await loop.run_in_executor(thread, _step, tick):
                await rest(stop, PAUSE_S)
        await loop.run_in_executor(thread, lambda: connection.close())


def _step(tick: bool) -> int:
    try:
        if tick:
            due.owe_by_time(clock.now())
        done = due.note_touched()
        health.moving(PART)
        done += computing.compute_next()
        lag = due.rows("lag", {"reader": due.READER})
        health.report(PART, lag_s=float(lag[0][0] or 0.0) if lag else 0.0)
        return done
    except (OperationalError, InterfaceError):
        logger.warning("figures: the database is away, trying again", exc_info=True)
        close_old_connections()
        return 0
