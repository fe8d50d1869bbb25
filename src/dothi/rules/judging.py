"""One rule for one entity, instant by instant: what raises it and what clears it. No writing, no wall clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from dothi.kernel.calendar import Moment
from dothi.kernel.origin import Origin
from dothi.rules.book import Armed
from dothi.rules.conditions import Change as Turn
from dothi.rules.conditions import Phase, State, heard, judge
from dothi.rules.expressions import Expression, Inputs, holds
from dothi.rules.observations import Change, Habit, Past, Standing, Subject, Wanted, hour_of

Pair = tuple[str, int]  # rule code, entity id
NOTHING = Past({}, {})


@dataclass(frozen=True, slots=True)
class Happening:
    """A rule was raised or cleared for an entity at an instant by these inputs."""

    armed: Armed
    subject: Subject
    turn: Turn
    at: dt.datetime
    inputs: dict[str, dict[str, Any]]

    @property
    def origin(self) -> int:
        """One simulated value makes the whole simulated."""
        return max(
            (int(Origin.of(each["origin"])) for each in self.inputs.values()), default=int(Origin.LIVE)
        )


@dataclass(slots=True)
class Judgement:
    """What one batch comes to: new standings and happenings in order of time."""

    standings: dict[Pair, Standing] = field(default_factory=dict)
    happenings: list[Happening] = field(default_factory=list)


def play(
    armed: Armed, subject: Subject, standing: Standing, own: list[Change], past: Past, judgement: Judgement
) -> bool:
    """Judges one rule for one entity, instant by instant. False when all was older than what was judged already."""
    judged = False
    for at, values in _by_instant(own, armed.rule.attributes):
        if standing.state.last_at and at < standing.state.last_at:
            continue  # older than what was judged already: kept in history, changes no alarm
        judged = True
        for change in values:
            standing.hear(change)
        standing.state, turn = turn_at(armed, standing, at, past)
        if turn:
            judgement.happenings.append(Happening(armed, subject, turn, at, dict(standing.inputs)))
    return judged


def turn_at(armed: Armed, standing: Standing, at: dt.datetime, past: Past) -> tuple[State, Turn | None]:
    """Where the rule stands after this instant, and whether that raised or cleared it."""
    if armed.condition is None:
        return heard(standing.state, at)
    if armed.schedule and not armed.calendar.during(armed.schedule, at):
        raises, clears = False, True  # whatever the values: its time is over
    else:
        said = _is_true(armed.condition, armed, standing, at, past)
        if said is None:
            return standing.state, None
        raises, clears = said, not said
        if armed.clear and not said and standing.state.phase in {Phase.ACTIVE, Phase.CLEARING}:
            over = _is_true(
                armed.clear, armed, standing, at, past
            )  # asked only where something could be over
            if over is None:
                return standing.state, None
            clears = over
    return judge(standing.state, at, raises=raises, clears=clears, hold=armed.hold)


def _is_true(
    expression: Expression, armed: Armed, standing: Standing, at: dt.datetime, past: Past
) -> bool | None:
    """Comparisons of numbers are said at once; what is more is asked of CEL."""
    if expression.plain and (said := expression.plain(standing.value)) is not None:
        return said
    moment = Moment(at, armed.calendar)
    return holds(expression, Inputs(standing.inputs, at, past.series, past.habits_at(at), moment))


def _by_instant(own: list[Change], attributes: Iterable[str]) -> Iterator[tuple[dt.datetime, list[Change]]]:
    instants: dict[dt.datetime, list[Change]] = {}
    for change in own:
        if change.attribute in attributes and change.value is not None:
            instants.setdefault(change.at, []).append(change)
    return iter(sorted(instants.items()) if len(instants) > 1 else instants.items())


def first_standing(armed: Armed, entity_id: int, values: dict[tuple[int, str], Change]) -> Standing:
    inputs = {
        name: values[entity_id, name].as_input()
        for name in armed.rule.attributes
        if (entity_id, name) in values
    }
    return Standing(State(), inputs)


def asked_by(
    concerned: dict[Pair, Armed], instants: Callable[[Pair], Sequence[dt.datetime]]
) -> tuple[list[Wanted], set[Habit]]:
    """What some pairs look back at when they are judged at these instants: the points of windows, each attribute's once, and the
    hours that are compared with other weeks."""
    spans: dict[tuple[int, str], tuple[dt.datetime, dt.datetime]] = {}
    habits: set[Habit] = set()
    for pair, armed in concerned.items():
        if not armed.windows and not armed.habits:
            continue
        entity_id, times = pair[1], instants(pair)
        for name, window in armed.windows.items():
            begin, end = min(times) - window, max(times)
            since, until = spans.get((entity_id, name), (begin, end))
            spans[entity_id, name] = (min(since, begin), max(until, end))
        habits |= {Habit(entity_id, name, weeks, hour_of(at)) for name, weeks in armed.habits for at in times}
    return [Wanted(entity_id, name, *span) for (entity_id, name), span in spans.items()], habits
