"""Work in the background: a trial over more history than a person waits for."""

from __future__ import annotations

from procrastinate import JobContext
from procrastinate.contrib.django import app

from dothi.kernel.errors import DothiError


@app.task(name="rules.dry-run", queue="dry-runs", pass_context=True)
def dry_run_job(context: JobContext, dry_run_id: int) -> None:
    """Runs a queued trial. That it was stopped, or taken over, is no failure of the job."""
    from dothi.rules.dryrun import actions

    try:
        actions.carry_out(dry_run_id, attempts=context.job.attempts)
    except DothiError:
        return
