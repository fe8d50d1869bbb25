"""Rules on the history of the entities that a person may see: read once, judged for each, counted. Nothing is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope
from dothi.rules import observations
from dothi.rules.book import Armed, arm
from dothi.rules.dryrun import reading
from dothi.rules.dryrun.areas import area_episodes
from dothi.rules.dryrun.counting import Episode, episodes, figures
from dothi.rules.dryrun.reading import Asked, Tally
from dothi.rules.dryrun.replaying import Story, Trial, played
from dothi.rules.judging import Happening
from dothi.rules.models import Rule
from dothi.rules.observations import Subject
from dothi.rules.schedules.queries import calendar_now

AT_ONCE = 250  # entities over a month: 5-minute values of so many are 130 MB
MONTH = dt.timedelta(days=31)
LEAST_RUN_UP = dt.timedelta(days=1)  # read before the span, so that windows are full and what stands is known
Progress = Callable[[float], None]


class Span(NamedTuple):
    """(since, until]."""

    since: dt.datetime
    until: dt.datetime


@dataclass(slots=True)
class Tried:
    """What was looked at, and what each rule would have raised, in the order given.

    `unheard`: entities without any value in the span; `lacking`: those without one of the attributes; `judged`: how often CEL was
    asked, of `instants`.
    """

    entities: int = 0
    unheard: int = 0
    lacking: int = 0
    instants: int = 0
    judged: int = 0
    tally: Tally = field(default_factory=Tally)
    found: list[list[Episode]] = field(default_factory=list)
    members: list[list[Happening]] = field(default_factory=list)  # of rules that count an area
    ids: dict[str, int] = field(default_factory=dict)

    def as_result(self, span: Span, names: Sequence[str]) -> dict[str, Any]:
        """For keeping as JSON."""
        raised = {episode.urn: self.ids[episode.urn] for found in self.found for episode in found}
        told = observations.names(raised.values())
        words = {urn: told[pk] for urn, pk in raised.items() if pk in told}
        origins = {Origin(origin).word: number for origin, number in sorted(self.tally.origins.items())}
        looked_at = {
            "entities": self.entities, "unheard": self.unheard, "lacking": self.lacking, "instants": self.instants,
            "judged": self.judged, "values": self.tally.values, "late": self.tally.late, "suspect": self.tally.suspect,
            "origins": origins, "at": clock.iso(clock.now()),
        }  # fmt: skip
        counted = zip(names, self.found, strict=True)
        return {"looked_at": looked_at} | {n: asdict(figures(found, *span, words)) for n, found in counted}


def plan(rules: Sequence[Rule], scope: Scope, span: Span) -> tuple[list[Trial], list[int], Asked]:
    """The rules compiled, the entities that concern them, and what must be read."""
    calendar = calendar_now()
    all_armed = [arm(rule, clock.today(), calendar) for rule in rules]
    begin = span.since - _run_up(all_armed)
    trials = [Trial.of(armed, begin, span.until) for armed in all_armed]
    ids = [
        entity_id
        for entity_id, unit_id, agency_id in observations.rows("of_type", {"type": rules[0].entity_type})
        if scope.covers(unit_id, agency_id) and any(trial.armed.covers(unit_id) for trial in trials)
    ]
    terms = reading.terms_of(sorted({name for rule in rules for name in rule.attributes}))
    return trials, ids, Asked(ids, terms, begin, span.until)


def _run_up(all_armed: Sequence[Armed]) -> dt.timedelta:
    longest = LEAST_RUN_UP
    for armed in all_armed:
        hold = armed.hold
        lengths = [*armed.windows.values(), armed.rule.no_data_after or LEAST_RUN_UP]
        lengths += [weeks + dt.timedelta(hours=1) for _name, weeks in armed.habits]
        longest = max(longest, max(lengths) + hold.raising + hold.clearing)
    return longest


def tried(
    rules: Sequence[Rule], scope: Scope, span: Span, *, progress: Progress = lambda share: None
) -> Tried:
    """Tries rules of one type. `progress` is told the share done; what it raises ends the trial."""
    trials, ids, asked = plan(rules, scope, span)
    result = Tried(
        entities=len(ids), unheard=len(ids), found=[[] for _ in rules], members=[[] for _ in rules]
    )
    done = 0
    for part in parts(asked):
        progress(done / len(ids))
        done += len(part.ids)
        subjects = observations.subjects(part.ids)
        for record in reading.read(part, result.tally, counted_from=span.since):
            result.unheard -= 1
            _try_one(trials, subjects[record.entity_id], record, span, result)
    for trial, members, found in zip(trials, result.members, result.found, strict=True):
        if trial.armed.together:
            found.extend(area_episodes(trial.armed.together, members))
    return result


def parts(asked: Asked) -> Iterator[Asked]:
    """What is read at once: of a year fewer entities than of a month, so that it takes no more memory."""
    at_once = max(1, int(AT_ONCE * min(1.0, MONTH / (asked.until - asked.since))))
    for first in range(0, len(asked.ids), at_once):
        yield asked._replace(ids=asked.ids[first : first + at_once])


def _try_one(
    trials: Sequence[Trial], subject: Subject, record: reading.Record, span: Span, result: Tried
) -> None:
    for index, trial in enumerate(trials):
        if not trial.armed.covers(subject.unit_id):
            continue
        story = Story(record, trial.armed.rule.attributes)
        outcome = played(trial, subject, story, span.until)
        if index == 0:
            result.instants += len(story.axis)
            result.judged += outcome.judged
            result.lacking += set(trial.armed.rule.attributes) != set(story.names)
        result.ids[subject.urn] = subject.id
        if trial.armed.together:
            result.members[index].extend(outcome.happenings)
            continue
        for episode in _with_doubt(episodes(subject.urn, outcome.happenings), story):
            result.found[index].append(episode)


def _with_doubt(found: Any, story: Story) -> Iterator[Episode]:
    """An alarm that rests on a value which only an import told: the engine would not have raised it then."""
    for episode in found:
        if not episode.doubt and story.is_late(story.index(episode.since)):
            episode.doubt = "late"
        yield episode
