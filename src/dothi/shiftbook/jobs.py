"""What happens to the shift book by itself."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from dothi.kernel.audit.context import change
from dothi.shiftbook.unopened import note_unopened

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")  # the wait is minutes long: no loop of its own for it
@app.task(name="shiftbook.note_unopened", queueing_lock="shiftbook.note_unopened")
def note_what_nobody_opened(timestamp: int) -> None:
    """Notes planned shifts that nobody opened."""
    with change(source="job:shiftbook"):
        noted = note_unopened()
    if noted:
        logger.warning("shifts that nobody opened", extra={"shifts": noted})
