"""What nobody says must be heard: crews that did not answer whether they are well, crews that were alerted and did not say so.

A loop of the worker. Each is told as an event, in the log of the unit and of the case, and again until somebody takes it.
"""

from __future__ import annotations

import asyncio
import datetime as dt

from django.db import transaction
from django.db.models import Q

from dothi.forces import catalogue, journal
from dothi.forces.models import Assignment, CheckIn
from dothi.kernel import clock, health
from dothi.kernel.audit.context import change as change_context
from dothi.kernel.engines.stopping import rest
from dothi.kernel.stepping import Stepper

PAUSE_S = 2.0
AT_ONCE = 200


def step(now: dt.datetime | None = None) -> int:
    """Everything that is due at `now`; how much was told."""
    with change_context(by=None, source="worker:forces"):
        told = catalogue.in_force()
        again = dt.timedelta(seconds=told.seconds("tell-again") or 60)
        return _unanswered(now or clock.now(), again) + _silent(now or clock.now(), again, told)


def _unanswered(now: dt.datetime, again: dt.timedelta) -> int:
    """Check-ins whose time is over. Two workers do not tell the same one."""
    with transaction.atomic():
        rows = CheckIn.objects.select_for_update(no_key=True, of=("self",), skip_locked=True).filter(
            Q(told_at__isnull=True) | Q(told_at__lte=now - again), answered_at__isnull=True, due_at__lte=now
        )
        due = list(
            rows.select_related("assignment__force", "assignment__incident").order_by("due_at")[:AT_ONCE]
        )
        for one in due:
            first, assignment = one.told_at is None, one.assignment
            CheckIn.objects.filter(pk=one.pk).update(told_at=now)
            if first:  # the logs say it once, the screens until it is taken
                journal.note(assignment.force, "check-in-missed", by=None, at=now, assignment=assignment)
                journal.note_in_case(
                    assignment.incident, "unanswered", None, force=assignment.force.call_sign
                )
            journal.tell(
                "forces.checkin",
                assignment.force,
                assignment.incident,
                checkin=one.pk,
                due=clock.iso(one.due_at),
            )
    return len(due)


def _silent(now: dt.datetime, again: dt.timedelta, told: catalogue.Catalogue) -> int:
    """Alerted, and nobody said that it was heard, for longer than the limit of that severity and service."""
    with transaction.atomic():
        rows = Assignment.objects.select_for_update(no_key=True, of=("self",), skip_locked=True).filter(
            Q(silent_told_at__isnull=True) | Q(silent_told_at__lte=now - again),
            ended_at__isnull=True,
            acknowledged_at__isnull=True,
        )
        waiting = rows.select_related("force", "incident").order_by("alerted_at")[:AT_ONCE]
        silent = [one for one in waiting if is_silent(one, told, now)]
        for one in silent:
            first = one.silent_told_at is None
            Assignment.objects.filter(pk=one.pk).update(silent_told_at=now)
            if first:
                journal.note(one.force, "silent", by=None, at=now, assignment=one)
                journal.note_in_case(one.incident, "silent", None, force=one.force.call_sign)
            journal.tell("forces.silent", one.force, one.incident, alerted=clock.iso(one.alerted_at))
    return len(silent)


def is_silent(one: Assignment, told: catalogue.Catalogue, now: dt.datetime) -> bool:
    """Past the limit of being alerted, and not heard of."""
    if one.ended_at is not None or one.acknowledged_at is not None:
        return False
    limit = told.limit("alerted", one.incident.severity, one.force.service)
    if limit is None or limit.alert_s is None:
        return False
    return (now - one.alerted_at).total_seconds() >= limit.alert_s


async def run(stop: asyncio.Event) -> None:
    """Every few seconds; survives a database that goes away."""
    async with Stepper("forces") as steps:
        while not stop.is_set():
            await steps.step(_reported)
            await rest(stop, PAUSE_S)


def _reported() -> int:
    done = step()
    health.report("forces", lag_s=0.0)
    return done
