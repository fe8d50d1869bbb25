"""One rule for one entity, instant by instant: what raises it and what clears it. No writing, no wall clock."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from dothi.rules.book import Armed
from dothi.rules.conditions import Change as Turn
from dothi.rules.conditions import State, heard, judge
from dothi.rules.expressions import Inputs, holds
from dothi.rules.observations import Change, Standing, Subject, Wanted

Pair = tuple[str, int]  # rule code, entity id


@dataclass(frozen=True, slots=True)
class Happening:
    """A rule was raised or cleared for an entity at an instant by these inputs."""

    armed: Armed
    subject: Subject
    turn: Turn
    at: dt.datetime
    inputs: dict[str, dict[str, Any]]


@dataclass(slots=True)
class Judgement:
    """What one batch comes to: new standings and happenings in order of time."""

    standings: dict[Pair, Standing] = field(default_factory=dict)
    happenings: list[Happening] = field(default_factory=list)


def play(
    armed: Armed, subject: Subject, standing: Standing, own: list[Change], series: Any, judgement: Judgement
) -> None:
    """Judges one rule for one entity, instant by instant."""
    for at, values in _by_instant(own, armed.rule.attributes):
        if standing.state.last_at and at < standing.state.last_at:
            continue  # older than what was judged already: kept in history, changes no alarm
        for change in values:
            standing.inputs[change.attribute] = change.as_input()
            standing.origin = change.origin
        standing.state, turn = _turn(armed, standing, at, series)
        if turn:
            judgement.happenings.append(Happening(armed, subject, turn, at, dict(standing.inputs)))


def _turn(armed: Armed, standing: Standing, at: dt.datetime, series: Any) -> tuple[State, Turn | None]:
    if armed.condition is None:
        return heard(standing.state, at)
    inputs = Inputs(standing.inputs, at, series)
    raises = holds(armed.condition, inputs)
    clears = (not raises) if armed.clear is None else holds(armed.clear, inputs)
    if raises is None or clears is None:
        return standing.state, None
    return judge(standing.state, at, raises=raises, clears=clears, hold=armed.hold)


def _by_instant(own: list[Change], attributes: Iterable[str]) -> Iterator[tuple[dt.datetime, list[Change]]]:
    instants: dict[dt.datetime, list[Change]] = defaultdict(list)
    for change in own:
        if change.attribute in attributes and change.value is not None:
            instants[change.at].append(change)
    return iter(sorted(instants.items()))


def first_standing(armed: Armed, entity_id: int, values: dict[tuple[int, str], Change]) -> Standing:
    inputs = {
        name: values[entity_id, name].as_input()
        for name in armed.rule.attributes
        if (entity_id, name) in values
    }
    return Standing(State(), inputs)


def wanted(concerned: dict[Pair, Armed], by_entity: dict[int, list[Change]]) -> Iterator[Wanted]:
    spans: dict[tuple[int, str], tuple[dt.datetime, dt.datetime]] = {}
    for (_code, entity_id), armed in concerned.items():
        times = [change.at for change in by_entity[entity_id]]
        for name, window in armed.windows.items():
            since, until = spans.get((entity_id, name), (min(times) - window, max(times)))
            spans[entity_id, name] = (min(since, min(times) - window), max(until, max(times)))
    return (Wanted(entity_id, name, since, until) for (entity_id, name), (since, until) in spans.items())
