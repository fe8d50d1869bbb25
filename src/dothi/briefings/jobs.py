"""What happens to briefings by itself: drafts at their hour, the archive after its time."""

from __future__ import annotations

import datetime as dt
import logging
from contextlib import suppress

from procrastinate.contrib.django import app

from dothi.briefings import actions, rules, scheduling
from dothi.briefings.models import Briefing
from dothi.kernel import clock
from dothi.kernel.audit.context import change
from dothi.kernel.errors import Conflict

logger = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(name="briefings.draft", queueing_lock="briefings.draft")
def draft(timestamp: int) -> None:
    """Drafts what its schedule asks for."""
    with change(source="job:briefings"):
        if made := scheduling.draft_due():
            logger.info("briefings drafted", extra={"briefings": made})


@app.periodic(cron="10 18 * * *")  # 01:10 in Viet Nam
@app.task(name="briefings.archive", queueing_lock="briefings.archive")
def archive(timestamp: int) -> None:
    """Puts into the archive what was sent so long ago as the rule says."""
    with change(source="job:briefings"):
        archive_old()


def archive_old() -> int:
    """How many went there."""
    before, gone = clock.now() - dt.timedelta(days=rules.value("archive-days")), 0
    for one in Briefing.objects.filter(state=Briefing.State.SENT, sent_at__lt=before).order_by("sent_at"):
        with suppress(Conflict):  # somebody did it this very moment
            actions.archive(one, by=None)
            gone += 1
    return gone
