"""What time and states turn without anybody: shelvings that end, suppression that begins or is over. A loop of the worker."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from dothi.kernel import health
from dothi.kernel.audit.context import change as change_context
from dothi.kernel.engines.stopping import rest
from dothi.rules.alarms import aside, suppression

logger = logging.getLogger(__name__)

PAUSE_S = 5.0


def step() -> int:
    """Everything that is due now; how much turned."""
    with change_context(by=None, source="worker:alarms"):
        return aside.return_due() + suppression.settle()


async def run(stop: asyncio.Event) -> None:
    """Every few seconds; survives a database that goes away."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1, "alarms") as thread:  # Django's connection belongs to one thread
        while not stop.is_set():
            await loop.run_in_executor(thread, _guarded)
            await rest(stop, PAUSE_S)
        await loop.run_in_executor(thread, lambda: connection.close())


def _guarded() -> None:
    try:
        step()
        health.report("alarms", lag_s=0.0)
    except (OperationalError, InterfaceError):
        logger.warning("alarms: the database is away, trying again", exc_info=True)
        close_old_connections()
