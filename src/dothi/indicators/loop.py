"""The worker's loop: reads what was written, computes what is ready, and once in a while lets time alone speak."""

from __future__ import annotations

import asyncio

from dothi.indicators import computing, due
from dothi.indicators.typed import owing
from dothi.kernel import clock, health
from dothi.kernel.engines.stopping import rest
from dothi.kernel.stepping import Stepper

PART = "figures"  # its name in /healthz
PAUSE_S = 1.0
TICK_S = 60.0
TICKS = (
    10  # of these, what is typed is owed anew: a period begins at midnight, a pack or an agency may have come
)
TICKS_ANEW = 12 * 60  # of these, thirty days of formulas are computed anew


async def run(stop: asyncio.Event) -> None:
    """Until `stop`; survives a database that goes away."""
    loop = asyncio.get_running_loop()
    next_tick, next_look, ticks = loop.time(), loop.time(), 0
    async with Stepper(PART) as steps:
        while not stop.is_set():
            tick = loop.time() >= next_tick
            if tick:
                next_tick = loop.time() + TICK_S
                if ticks % TICKS == 0:
                    await steps.step(owing.renew)
                if ticks % TICKS_ANEW == 0:
                    await steps.step(_anew)
                ticks += 1
            if loop.time() >= next_look:
                next_look = loop.time() + due.FACTS_S.total_seconds()
                await steps.step(_look)
            if not await steps.step(_tick if tick else _step):
                await rest(stop, PAUSE_S)


def _tick() -> int:
    """A step before which time alone spoke."""
    due.owe_by_time(clock.now())
    return _step()


def _look() -> int:
    due.owe_by_facts(clock.now())
    return 0


def _anew() -> int:
    due.owe_anew(clock.now())
    return 0


def _step() -> int:
    done = due.note_touched()
    health.moving(PART)
    done += computing.compute_next()
    lag = due.rows("lag", {"reader": due.READER})
    health.report(PART, lag_s=float(lag[0][0] or 0.0) if lag else 0.0)
    return done
