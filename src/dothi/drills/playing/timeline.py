"""When each thing of a plan happens, pure: the clock is real, only the gaps of the timeline are shortened by the pace.

What the desk is measured by stays in real seconds of people, whatever the pace (decision 0025).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from dothi.packs.drill import DrillPlan, Step, between, seconds


@dataclass(frozen=True, slots=True)
class Due:
    """A step at an instant. `key` names it for ever: a player that was killed finds what it has done by it."""

    key: str
    step: Step
    at: dt.datetime


def occurrences(plan: DrillPlan) -> Iterator[Step]:
    """Every step as often as it happens: what is repeated has numbers behind its key."""
    for step in plan.steps:
        every, until = step.told.get("every"), step.told.get("until")
        if step.kind == "outage" and "way" in step.told:
            yield from _outage(step)
            continue
        if every is None or until is None:
            yield step
            continue
        at, number, whole_s = step.at_s, 1, seconds(until) - step.at_s
        while at <= seconds(until):
            part = (at - step.at_s) / whole_s if whole_s else 0.0
            told = {**step.told, "values": between(step.told["values"], part)}
            yield replace(step, key=f"{step.key}-{number}", at_s=at, told=told)
            at, number = at + seconds(every), number + 1


def _outage(step: Step) -> Iterator[Step]:
    """A way that fails, and is there again; a part of the copy comes back by itself."""
    yield step
    yield replace(step, key=f"{step.key}-over", at_s=step.at_s + seconds(step.told["lasts"]))


def elapsed_s(began_at: dt.datetime, now: dt.datetime, paused_s: float, pace: float) -> float:
    """How far the timeline is: real seconds since the beginning without pauses, times the pace."""
    return max(0.0, ((now - began_at).total_seconds() - paused_s) * pace)


def due(
    plan: DrillPlan, began_at: dt.datetime, now: dt.datetime, *, paused_s: float, pace: float, done: Collection[str]
) -> list[Due]:  # fmt: skip
    """What is due and not yet done, in order of time; `at` is when it should have been, without the pauses that came later."""
    reached = elapsed_s(began_at, now, paused_s, pace)
    found = [step for step in occurrences(plan) if step.at_s <= reached and step.key not in done]
    late = {step.key: (reached - step.at_s) / pace for step in found}
    return [
        Due(step.key, step, now - dt.timedelta(seconds=late[step.key]))
        for step in sorted(found, key=lambda step: (step.at_s, step.key))
    ]


def ends_after_s(plan: DrillPlan, pace: float) -> float:
    """Real seconds from the beginning to the end of the timeline."""
    return plan.lasts_s / pace
