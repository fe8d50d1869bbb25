"""Work in the background: an import as a job of the queue."""

from __future__ import annotations

from procrastinate import JobContext
from procrastinate.contrib.django import app

from dothi.kernel.errors import DothiError


@app.task(name="connectors.import", queue="imports", pass_context=True)
def run_import_job(context: JobContext, import_id: int) -> None:
    """Runs a queued import. What a file does wrong is kept in its row and is no failure of the job."""
    from dothi.connectors import actions

    try:
        actions.run_import(import_id, attempts=context.job.attempts)
    except DothiError:
        return
