"""Long work that a person starts on a screen and a job carries out: waiting, queued, running, done – or stopped, or broken off.

Every step is a compare-and-swap on the row. Of two processes one gets a run; one that was stopped, or whose work was
taken over because it seemed dead, learns it at its next beat (0 rows) and rolls back what it was about to write.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.db import models

from dothi.kernel import clock
from dothi.kernel.errors import Conflict

DEAD_AFTER = dt.timedelta(seconds=60)  # a run that wrote nothing for so long was killed


class RunState(models.TextChoices):
    UPLOADED = "uploaded"  # handed in, waits for the person
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"  # by a person; what was written in whole batches stays


class Run(models.Model):
    """What every such work tells: where it stands, how far it is, when it last showed life, why it failed."""

    State = RunState

    state = models.CharField(max_length=10, choices=RunState, default=RunState.UPLOADED)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    fraction = models.FloatField(default=0)
    error_code = models.CharField(max_length=80, blank=True)
    error_fields = models.JSONField(default=dict)

    class Meta:
        abstract = True

    @property
    def is_active(self) -> bool:
        """Queued or running, as far as the row knows."""
        return self.state in (RunState.QUEUED, RunState.RUNNING)

    @property
    def is_broken_off(self) -> bool:
        """Its process was killed: it says that it runs, but nothing was written for a while."""
        return (
            self.state == RunState.RUNNING
            and self.beat_at is not None
            and self.beat_at < clock.now() - DEAD_AFTER
        )

    @property
    def state_key(self) -> str:
        """The word of the state, in the strings of `web`."""
        return "web-run-broken-off" if self.is_broken_off else f"web-run-{self.state}"

    @property
    def percent(self) -> int:
        return round(self.fraction * 100)


R = TypeVar("R", bound=Run)


def queue(row: Run, *, busy: str, **changes: Any) -> None:
    """Makes it wait for its job. Raises Conflict `busy` when it runs or waits already."""
    rows = type(row)._default_manager.filter(pk=row.pk)
    free = rows.filter(state__in=[RunState.UPLOADED, RunState.DONE, RunState.FAILED, RunState.STOPPED])
    dead = rows.filter(state__in=[RunState.RUNNING, RunState.QUEUED], beat_at__lt=clock.now() - DEAD_AFTER)
    changes |= {"state": RunState.QUEUED, "beat_at": clock.now(), "fraction": 0, "error_code": ""}
    if not (free.update(**changes) or dead.update(**changes)):
        raise Conflict(busy, id=row.pk)


def take(
    model: type[R], pk: int, started: dt.datetime, *, busy: str, attempts: int | None = None, **changes: Any
) -> tuple[R, bool]:
    """Marks it as running here; tells whether it goes on with what a killed process had begun.

    `attempts`: how often the queue gave this job before (None: no job, a command). A job takes only what waits for it,
    or, given once more because its first process is gone, what that one had begun. Raises Conflict `busy`.
    """
    rows = model._default_manager.filter(pk=pk)
    begun = rows.filter(state=RunState.RUNNING)
    if not attempts:
        begun = begun.filter(beat_at__lt=started - DEAD_AFTER)
    waiting = rows.exclude(state__in=[RunState.RUNNING, RunState.STOPPED])
    if attempts is not None:
        waiting = rows.filter(state=RunState.QUEUED)
    changes |= {
        "state": RunState.RUNNING, "started_at": started, "beat_at": started, "ended_at": None,
        "fraction": 0, "error_code": "", "error_fields": {},
    }  # fmt: skip
    resumed = bool(begun.update(**changes))
    if not resumed and not waiting.update(**changes):
        raise Conflict(busy, id=pk)
    return rows.get(), resumed


def end(row: Run, state: RunState, started: dt.datetime, **changes: Any) -> None:
    """Ends the run that began at `started`; one that was stopped or taken over meanwhile stays as it is."""
    running = type(row)._default_manager.filter(pk=row.pk, started_at=started, state=RunState.RUNNING)
    running.update(state=state, ended_at=clock.now(), **changes)


def stop(row: Run, *, idle: str) -> None:
    """Asks it to stop: it does at its next beat. Raises Conflict `idle` when it neither runs nor waits."""
    active = type(row)._default_manager.filter(pk=row.pk, state__in=[RunState.QUEUED, RunState.RUNNING])
    if not active.update(state=RunState.STOPPED, ended_at=clock.now()):
        raise Conflict(idle, id=row.pk)
