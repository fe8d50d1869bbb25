"""The job queue's process: Procrastinate's worker on the same PostgreSQL."""

from __future__ import annotations

import asyncio
import logging

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from dothi.kernel import health
from dothi.kernel.sql import statement

logger = logging.getLogger(__name__)
CONCURRENCY = 4
HEARTBEAT_S = 5.0
GONE_AFTER_S = 20.0  # a worker that showed no life for so long was killed; its jobs go to another one
MOST_KILLS = 3  # a job whose worker was killed so often is taken to be what killed it


async def run(stop: asyncio.Event) -> None:
    """Runs deferred jobs until `stop`; raises when the database goes away."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:  # type: ignore[attr-defined]
        async with worker_app.open_async():
            await _work(worker_app, stop)


async def _take_up_left_ones(worker_app: App) -> None:
    """A killed worker leaves its jobs marked as running: they are queued again (jobs can be repeated without harm).

    Asked again and again: a worker that starts at once after a kill cannot yet know that the one before it is gone.
    """
    for job in await worker_app.job_manager.get_stalled_jobs(seconds_since_heartbeat=GONE_AFTER_S):
        told = {"job": job.id, "task": job.task_name, "attempts": job.attempts}
        if job.attempts >= MOST_KILLS:
            logger.error("job is given up, its workers were killed one after the other", extra=told)
            await worker_app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
        else:
            logger.warning("job of a killed worker is queued again", extra=told)
            await worker_app.job_manager.retry_job(job)


async def _work(worker_app: App, stop: asyncio.Event) -> None:
    work = asyncio.create_task(
        worker_app.run_worker_async(
            concurrency=CONCURRENCY,
            install_signal_handlers=False,
            shutdown_graceful_timeout=5,
            update_heartbeat_interval=HEARTBEAT_S,
            stalled_worker_timeout=GONE_AFTER_S,
        )
    )
    stopped = asyncio.create_task(stop.wait())
    try:
        while not (work.done() or stopped.done()):
            await _take_up_left_ones(worker_app)
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
