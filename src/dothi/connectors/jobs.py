"""Work in the background: an import as a job of the queue; every night the files that nobody needs any more go."""

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


@app.periodic(cron="40 18 * * *")  # 01:40 in Viet Nam
@app.task(name="connectors.every_night", queueing_lock="connectors.every_night")
def every_night(timestamp: int) -> None:
    """Forgets uploaded files that are past their time (`retention.py`)."""
    from dothi.connectors import retention

    retention.forget_old_files()
