"""The loop of escalation: every second what is due is done; a loop of the worker."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging

from django.db import InterfaceError, OperationalError

from dothi.duty import advancing
from dothi.duty.models import Run
from dothi.kernel import clock, health
from dothi.kernel.engines.stopping import rest
from dothi.kernel.stepping import Stepper

logger = logging.getLogger(__name__)
PAUSE_S = 1.0
LATER = dt.timedelta(minutes=1)
AT_ONCE = 200


def step(now: dt.datetime | None = None) -> int:
    """Everything that is due at `now`, the longest waiting first; how many steps were done."""
    at = now or clock.now()
    due = (
        Run.objects.filter(state=Run.State.OPEN, due_at__lte=at)
        .order_by("due_at")
        .values_list("pk", flat=True)
    )
    done = 0
    for pk in list(due[:AT_ONCE]):
        done += _advanced(pk, at)
        health.moving("duty")
    return done


def _advanced(pk: int, at: dt.datetime) -> bool:
    """One that cannot be done holds up no other: it is logged and tried again a minute later. A database that is away ends the round."""
    try:
        return advancing.advance(pk, at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("a step of an escalation failed", extra={"run": pk})
        Run.objects.filter(pk=pk, state=Run.State.OPEN).update(due_at=at + LATER)
        return False


def lag_s(now: dt.datetime | None = None) -> float:
    """How long the step that waits longest has been due; 0 when none is."""
    at = now or clock.now()
    oldest = Run.objects.filter(state=Run.State.OPEN, due_at__lte=at).order_by("due_at").first()
    return (at - oldest.due_at).total_seconds() if oldest and oldest.due_at else 0.0


async def run(stop: asyncio.Event) -> None:
    """Every second; survives a database that goes away."""
    async with Stepper("duty") as steps:
        while not stop.is_set():
            await steps.step(_reported)
            await rest(stop, PAUSE_S)


def _reported() -> int:
    done = step()
    health.report("duty", lag_s=lag_s())
    return done
