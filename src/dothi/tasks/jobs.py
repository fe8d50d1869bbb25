"""What happens to tasks by itself."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from dothi.kernel.audit.context import change
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
