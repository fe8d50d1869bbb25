"""The worker's loop: cells that dossiers touched are made anew, second by second."""

from __future__ import annotations

import asyncio

from dothi.kernel import health
from dothi.kernel.engines.stopping import rest
from dothi.kernel.stepping import Stepper
from dothi.publicservices.score import computing

PART = "score"  # its name in /healthz
PAUSE_S = 1.0


async def run(stop: asyncio.Event) -> None:
    """Until `stop`; survives a database that goes away."""
    async with Stepper(PART) as steps:
        while not stop.is_set():
            if not await steps.step(_step):
                await rest(stop, PAUSE_S)


def _step() -> int:
    done = computing.compute_touched()
    health.moving(PART)
    health.report(PART)
    return done
