"""What a rule would have raised in the last days, judged over the stored history. Nothing is written."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dothi.kernel import clock
from dothi.kernel.permissions import Scope
from dothi.rules import observations
from dothi.rules.book import Armed, arm
from dothi.rules.conditions import Change as Turn
from dothi.rules.conditions import State
from dothi.rules.judging import Judgement, play, wanted
from dothi.rules.models import Rule
from dothi.rules.observations import Change, Standing, Subject

DAYS = 7
MOST_VALUES = 200_000  # more are not judged, and the screen says so
MOST_SHOWN = 20


@dataclass(slots=True)
class Episode:
    """One alarm that would have been: `until` None while it would still be active."""

    urn: str
    name: str
    since: dt.datetime
    until: dt.datetime | None
    values: dict[str, dict[str, Any]]


@dataclass(slots=True)
class Preview:
    """`entities` were judged by `values`; `shortened`: there were more values than are judged at once."""

    days: int
    entities: int = 0
    values: int = 0
    shortened: bool = False
    episodes: list[Episode] = field(default_factory=list)

    @property
    def places(self) -> int:
        return len({episode.urn for episode in self.episodes})

    @property
    def active(self) -> int:
        return sum(1 for episode in self.episodes if episode.until is None)

    @property
    def shown(self) -> list[Episode]:
        """The latest, as many as a screen holds."""
        return sorted(self.episodes, key=lambda episode: episode.since, reverse=True)[:MOST_SHOWN]


def preview(rule: Rule, scope: Scope, *, days: int = DAYS, now: dt.datetime | None = None) -> Preview:
    """Judges `rule` (written or not) over the last `days` for the entities that `scope` covers."""
    until = now or clock.now()
    since = until - dt.timedelta(days=days)
    armed = arm(rule, clock.today())
    ids = [
        entity_id
        for entity_id, unit_id, agency_id in observations.rows("of_type", {"type": rule.entity_type})
        if scope.covers(unit_id, agency_id) and armed.covers(unit_id)
    ]
    found = observations.past(ids, rule.attributes, since, until, limit=MOST_VALUES + 1)
    seen = Preview(days, len(ids), len(found), shortened=len(found) > MOST_VALUES)
    by_entity: dict[int, list[Change]] = defaultdict(list)
    for change in found[:MOST_VALUES]:
        by_entity[change.entity_id].append(change)
    subjects, names = observations.subjects(by_entity), observations.names(by_entity)
    for entity_id, own in by_entity.items():
        judge = _silences if rule.no_data_after else _thresholds
        for episode in judge(armed, subjects[entity_id], own, until):
            episode.name = names.get(entity_id, episode.urn)
            seen.episodes.append(episode)
    return seen


def _thresholds(armed: Armed, subject: Subject, own: list[Change], now: dt.datetime) -> Iterator[Episode]:
    """Raised and cleared in turn, by the same judgement as the engine's."""
    wants = list(wanted({(armed.code, subject.id): armed}, {subject.id: own}))
    series = {attribute: points for (_id, attribute), points in observations.series(wants).items()}
    judgement = Judgement()
    play(armed, subject, Standing(State(), {}), own, series, judgement)
    open_episode: Episode | None = None
    for happening in judgement.happenings:
        if happening.turn is Turn.RAISED:
            open_episode = Episode(subject.urn, "", happening.at, None, happening.inputs)
        elif open_episode is not None:
            open_episode.until = happening.at
            yield open_episode
            open_episode = None
    if open_episode is not None:
        yield open_episode


def _silences(armed: Armed, subject: Subject, own: list[Change], now: dt.datetime) -> Iterator[Episode]:
    """Every pause between values that is longer than the rule allows; the last one may still go on."""
    limit = armed.rule.no_data_after
    assert limit is not None
    times = sorted({change.at for change in own})
    for one, other in zip(times, [*times[1:], None], strict=True):
        if (other or now) - one > limit:
            yield Episode(subject.urn, "", one + limit, other, {})
