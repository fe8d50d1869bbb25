"""What happens to warnings by itself."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from dothi.kernel.audit.context import change
from dothi.warnings.releasing import end_expired

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")  # no screen waits for it: what is past its time shows nowhere as in force
@app.task(name="warnings.end_expired", queueing_lock="warnings.end_expired")
def end_what_expired(timestamp: int) -> None:
    """Ends what is past its time."""
    with change(source="job:warnings"):
        ended = end_expired()
    if ended:
        logger.info("warnings ended", extra={"ended": ended})
