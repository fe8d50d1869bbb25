"""What happens to the kernel's own records by itself, once a night (see retention.py)."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from dothi.kernel import retention
from dothi.kernel.audit.context import change

logger = logging.getLogger(__name__)


@app.periodic(cron="40 18 * * *")  # 01:40 in Viet Nam
@app.task(name="kernel.every_night", queueing_lock="kernel.every_night")
def every_night(timestamp: int) -> None:
    """Forgets what is past its time."""
    with change(source="job:kernel"):
        gone = retention.forget_all()
    logger.info("forgotten", extra={code.replace("-", "_"): count for code, count in gone.items()})
