"""What happens to dossiers by itself."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from dothi.publicservices.watching import mark_overdue, owe_letters

logger = logging.getLogger(__name__)


@app.periodic(cron="*/10 * * * *")
@app.task(name="publicservices.watch", queueing_lock="publicservices.watch")
def watch(timestamp: int) -> None:
    """Open dossiers grow late; letters of apology are owed."""
    late = mark_overdue()
    owed, settled = owe_letters()
    if late or settled:
        logger.info("dossiers watched", extra={"late": late, "letters": owed, "settled": settled})
