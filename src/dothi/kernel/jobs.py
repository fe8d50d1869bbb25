"""The job queue's process: Procrastinate's worker on the same PostgreSQL."""

from __future__ import annotations

import asyncio
import logging

from procrastinate import App
from procrastinate.contrib.django import app

from dothi.kernel import health
from dothi.kernel.sql import statement

logger = logging.getLogger(__name__)
CONCURRENCY = 4


async def run(stop: asyncio.Event) -> None:
    """Runs deferred jobs until `stop`; raises when the database goes away."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:  # type: ignore[attr-defined]
        async with worker_app.open_async():
            await _take_up_left_ones(worker_app)
            await _work(worker_app, stop)


async def _take_up_left_ones(worker_app: App) -> None:
    """A killed worker leaves its jobs marked as running: they are queued again (jobs can be repeated without harm)."""
    for job in await worker_app.job_manager.get_stalled_jobs():
        logger.warning("job of a killed worker is queued again", extra={"job": job.id, "task": job.task_name})
        await worker_app.job_manager.retry_job(job)


async def _work(worker_app: App, stop: asyncio.Event) -> None:
    work = asyncio.create_task(
        worker_app.run_worker_async(
            concurrency=CONCURRENCY, install_signal_handlers=False, shutdown_graceful_timeout=5
        )
    )
    stopped = asyncio.create_task(stop.wait())
    try:
        while not (work.done() or stopped.done()):
            health.report("jobs", lag_s=await _lag_s(worker_app))
            await asyncio.wait({work, stopped}, timeout=health.BEAT_S, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
        work.cancel()
        (result,) = await asyncio.gather(work, return_exceptions=True)
    if not stop.is_set() and isinstance(result, Exception):
        raise result


async def _lag_s(worker_app: App) -> float:
    """Seconds that the oldest job which could run has waited."""
    row = await worker_app.connector.execute_query_one_async(statement("dothi.kernel", "jobs.sql", "lag"))
    return float(row["lag_s"])
