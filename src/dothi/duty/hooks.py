"""A step that calls a system: a message by the channel for such addresses, which signs it and goes out only by the guard (`notify`)."""

from __future__ import annotations

import datetime as dt

from dothi.duty import runs
from dothi.duty.models import Run, RunLine, Step
from dothi.notify import actions as notify
from dothi.notify.models import Way
from dothi.notify.queries import has_channel
from dothi.notify.said import Said


def call(run: Run, step: Step, now: dt.datetime) -> bool:
    """False where no channel carries it: the next step need not wait."""
    from dothi.duty.advancing import said_of

    if not has_channel(Way.OTHER):
        runs.write(run, RunLine.Kind.EMPTY, at=now, step=step, why="no-channel")
        return False
    key = f"duty-{run.pk}-{run.round}-{step.position}-hook"
    runs.write(run, RunLine.Kind.HOOKED, at=now, step=step, key=key, url=step.url)
    notify.send_to_address(
        Way.OTHER, step.url, Said("duty-call", said_of(run)), about=run.path, purpose="duty-escalation", key=key,
        unit_id=run.unit_id, agency_id=run.agency_id, importance=step.importance, origin=run.origin,
    )  # fmt: skip
    return True
