"""Simulated crews: each says what a crew says, by the units' own actions, in times of the plan shortened by the pace.

What a person sets at the desk goes before; a state that somebody changed meanwhile is seen at the next look. Where somebody is signed
on with a phone that person is the crew, and nobody is simulated.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from dothi.crews.models import CrewDuty
from dothi.forces import actions
from dothi.forces.models import Assignment, CheckIn, Force
from dothi.kernel import clock
from dothi.kernel.audit.context import change
from dothi.kernel.earth import metres_apart
from dothi.kernel.errors import DothiError
from dothi.packs.drill import Crews

SOURCE = "simulated"
ALMOST = dt.timedelta(seconds=20)  # before a check-in is due
DETOUR = 1.3  # roads beside the straight line


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of one ride at this pace."""

    heard_s: float
    turnout_s: float
    travel_s: float
    stay_s: float


def times(plan: Crews, metres: float, pace: float) -> Times:
    travel = max(20.0, DETOUR * metres / (plan.speed_kmh / 3.6))
    return Times(plan.heard_s / pace, plan.turnout_s / pace, travel / pace, plan.stay_s / pace)


def next_word(sent: Assignment, state_since: dt.datetime, now: dt.datetime, given: Times) -> str:
    """What the crew says now: `acknowledge`, a state, or nothing."""
    passed = (now - state_since).total_seconds()
    if sent.ended_at is not None:
        return "available" if sent.force.state == "returning" and passed > given.travel_s else ""
    if sent.force.state == "alerted":
        if sent.acknowledged_at is None:
            return "acknowledge" if passed > given.heard_s else ""
        return "en-route" if passed > given.heard_s + given.turnout_s else ""
    if sent.force.state == "en-route":
        return "on-scene" if passed > given.travel_s else ""
    if sent.force.state == "on-scene":
        return "returning" if passed > given.stay_s else ""
    return "available" if sent.force.state == "returning" and passed > given.travel_s else ""


def step(plan: Crews, pace: float, declines: Mapping[str, str]) -> int:
    """Every crew looks how it stands and says what it has to say; how many spoke. `declines`: call sign → why it cannot go."""
    now, spoken = clock.now(), 0
    rows = Assignment.objects.filter(force__in=simulated()).select_related("force", "incident")
    open_ = rows.filter(ended_at__isnull=True)
    back = rows.filter(ended_at__isnull=False, force__state="returning")
    latest = {one.force_id: one for one in back.order_by("ended_at")}
    for sent in [*open_, *latest.values()]:
        spoken += _speak(sent, plan, pace, declines, now)
    return spoken + _check_in(now + ALMOST)


def simulated() -> QuerySet[Force]:
    """The units whose crew is played here."""
    signed_on = CrewDuty.objects.filter(ended_at__isnull=True, until__gt=clock.now())
    return Force.objects.filter(ended_at__isnull=True).exclude(pk__in=signed_on.values("force_id"))


def _check_in(before: dt.datetime) -> int:
    """Crews that were asked whether they are well say so; how many did."""
    asked = CheckIn.objects.filter(answered_at__isnull=True, due_at__lt=before)
    rows = list(asked.filter(assignment__ended_at__isnull=True, assignment__force__in=simulated()))
    for one in rows:
        with contextlib.suppress(DothiError), change(source="worker:drill"):
            actions.answer_check_in(one, by=None)
    return len(rows)


def _speak(sent: Assignment, plan: Crews, pace: float, declines: Mapping[str, str], now: dt.datetime) -> int:
    given = times(plan, _way(sent), pace)
    word = next_word(sent, sent.force.state_since, now, given)
    why = declines.get(sent.force.call_sign, "")
    if word == "acknowledge" and why:
        word = "decline"
    if not word:
        return 0
    with contextlib.suppress(DothiError), change(source="worker:drill"):  # a person was quicker
        if word == "acknowledge":
            actions.acknowledge(sent, by=None)
        elif word == "decline":
            actions.decline(sent, why, by=None, origin=SOURCE)
        else:
            actions.set_state(sent.force, word, expected=sent.force.state, by=None, origin=SOURCE)
        return 1
    return 0


def _way(sent: Assignment) -> float:
    """Metres from its home to the case; five kilometres where nobody said where the case is."""
    force, case = sent.force, sent.incident
    if None in (force.home_lon, force.home_lat, case.lon, case.lat):
        return 5000.0
    return metres_apart(force.home_lon, force.home_lat, case.lon, case.lat)  # type: ignore[arg-type]
