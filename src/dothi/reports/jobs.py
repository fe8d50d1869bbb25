"""What happens to reports by itself."""

from __future__ import annotations

import datetime as dt

from procrastinate.contrib.django import app

from dothi.kernel import clock
from dothi.kernel.audit.context import change
from dothi.kernel.errors import Conflict
from dothi.reports.actions.pausing import resume_over
from dothi.reports.actions.stepping import action, take_step
from dothi.reports.clock.watching import tell_due
from dothi.reports.intake import knocks, settling
from dothi.reports.models import Report, State
from dothi.reports.public import mapping
from dothi.reports.publicity import scorecard

MOST = 500


@app.periodic(cron="* * * * *")
@app.task(name="reports.watch", queueing_lock="reports.watch")
def watch_deadlines(timestamp: int) -> None:
    """Tells what will be late, what is late, and what nobody took."""
    with change(source="job:reports"):
        tell_due()


@app.periodic(cron="*/10 * * * *")
@app.task(name="reports.close", queueing_lock="reports.close")
def close_what_is_settled(timestamp: int) -> None:
    """Closes what was answered and whose window to rate and reopen is over."""
    with change(source="job:reports"):
        close_settled()


@app.periodic(cron="* * * * *")
@app.task(name="reports.resume", queueing_lock="reports.resume")
def resume_rested(timestamp: int) -> None:
    """Lets go on what has rested as long as it may."""
    with change(source="job:reports"):
        resume_over()


@app.periodic(cron="*/15 * * * *")
@app.task(name="reports.forget_knocks", queueing_lock="reports.forget_knocks")
def forget_knocks(timestamp: int) -> None:
    """Drops counts of forms whose span is over, and bodies of forms that are gone."""
    knocks.forget_over()
    settling.forget_left_over()


@app.periodic(cron="20 1 * * *")
@app.task(name="reports.freeze_scorecard", queueing_lock="reports.freeze_scorecard")
def freeze_scorecard(timestamp: int) -> None:
    """Tells the figures of a month for good once those who may judge have had their time."""
    if (month := scorecard.due_to_freeze()) is not None:
        scorecard.freeze(month)


def close_settled() -> int:
    """How many were closed."""
    now = clock.now()
    rows = Report.objects.filter(state=State.DONE, window_ends_at__lte=now).order_by("window_ends_at")[:MOST]
    return sum(_closed(report, now) for report in rows)


@action
def _closed(report: Report, now: dt.datetime) -> bool:
    """False: its reporter was faster, and it is open again."""
    try:
        take_step(report, "close", None, public=True, ended_at=now)
    except Conflict:
        return False
    return True


@app.periodic(cron="* * * * *")
@app.task(name="reports.fold-map", queueing_lock="reports.fold-map")
def fold_map(timestamp: int) -> None:
    """Brings what came onto the map in the last minute into its summary."""
    mapping.fold()
