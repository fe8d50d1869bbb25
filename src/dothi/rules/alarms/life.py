"""What time and states turn without anybody: shelvings that end, suppression that begins or is over. A loop of the worker."""

from __future__ import annotations

import asyncio

from dothi.kernel import health
from dothi.kernel.audit.context import change as change_context
from dothi.kernel.engines.stopping import rest
from dothi.kernel.stepping import Stepper
from dothi.rules.alarms import aside, suppression

PAUSE_S = 5.0


def step() -> int:
    """Everything that is due now; how much turned."""
    with change_context(by=None, source="worker:alarms"):
        return aside.return_due() + suppression.settle()


async def run(stop: asyncio.Event) -> None:
    """Every few seconds; survives a database that goes away."""
    async with Stepper("alarms") as steps:
        while not stop.is_set():
            await steps.step(_reported)
            await rest(stop, PAUSE_S)


def _reported() -> int:
    done = step()
    health.report("alarms", lag_s=0.0)
    return done
