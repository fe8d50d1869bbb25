"""What happens to tasks by itself."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from dothi.kernel.audit.context import change
from dothi.tasks.passing_on import pass_on
from dothi.tasks.watching import tell_due

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="tasks.tell_due", queueing_lock="tasks.tell_due")
def tell_what_is_due(timestamp: int) -> None:
    """Tells of what is due soon and of what is overdue."""
    with change(source="job:tasks"):
        told = tell_due()
    if told:
        logger.info("tasks told of", extra={"told": told})


@app.periodic(cron="*/10 * * * *")
@app.task(name="tasks.pass_on", queueing_lock="tasks.pass_on")
def pass_on_what_is_nobodys(timestamp: int) -> None:
    """Agencies that were merged or ended, people who left."""
    with change(source="job:tasks"):
        passed = pass_on()
    if passed:
        logger.info("tasks passed on", extra={"tasks": passed})
