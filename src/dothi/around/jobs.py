"""What happens to followed places by itself."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from dothi.around.watching.figures import look
from dothi.around.watching.handing import hand_over
from dothi.kernel.audit.context import change

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="around.hand_over", queueing_lock="around.hand_over")
def hand_over_what_is_due(timestamp: int) -> None:
    """Hands what is due to `notify`."""
    if count := hand_over():
        logger.info("followers told", extra={"alerts": count})


@app.periodic(cron="*/10 * * * *")
@app.task(name="around.look", queueing_lock="around.look")
def look_at_figures(timestamp: int) -> None:
    """Looks whether air or water near a follower is worse than they want to know."""
    with change(source="job:around"):
        look()
