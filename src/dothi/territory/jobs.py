"""Imports as jobs: a country of units and areas takes longer than a page may wait."""

from __future__ import annotations

import datetime as dt

from procrastinate import JobContext
from procrastinate.contrib.django import app

from dothi.kernel.errors import DothiError
from dothi.kernel.retention import forgets


@app.task(name="territory.import", queue="imports", pass_context=True)
def run_import_job(context: JobContext, import_id: int) -> None:
    """Carries a queued import out. What its files do wrong is kept in its row and is no failure of the job."""
    from dothi.territory import imports

    try:
        imports.run(import_id, attempts=context.job.attempts)
    except DothiError:
        return


def _past(before: dt.datetime, most: int) -> int:
    from dothi.territory import imports, uploads

    return min(len(uploads.old(before.timestamp(), needed=imports.files_in_use())), most)


@forgets("uploads-territory", 1, "Giữa xem trước và ghi địa giới", past=_past)
def forget_uploads(before: dt.datetime, limit: int) -> int:
    """Files of previews that nobody sent on, and of imports that failed."""
    from dothi.territory import imports, uploads

    return uploads.forget_old(before.timestamp(), needed=imports.files_in_use())
