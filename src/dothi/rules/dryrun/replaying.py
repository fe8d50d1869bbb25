"""One entity's history through the engine's own judging. Instants that surely turn nothing are passed over, never judged otherwise.

In the phase *normal* nothing happens unless the condition is true, in *active* nothing unless it can clear; pending and clearing are
judged value by value. What time alone turns (a duration that ends between two values) is asked of `passing`, as the engine does.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dothi.kernel.origin import Origin
from dothi.rules import passing
from dothi.rules.book import Armed
from dothi.rules.clauses import Clause, parse
from dothi.rules.conditions import Phase, State
from dothi.rules.dryrun.enclosing import HOUR, latest, possible
from dothi.rules.dryrun.reading import LATE, MICROSECOND, Longs, Record, microseconds, moment
from dothi.rules.judging import NOTHING, Happening, Judgement, play, turn_at
from dothi.rules.observations import EVALUATES_WITHIN, Change, Past, Standing, Subject, hour_of


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule to be tried, with the plain trees of its conditions (None: CEL is asked at every instant). `turns`: when a schedule of
    it begins or ends, in order."""

    armed: Armed
    raising: Clause | None
    clearing: Clause | None
    turns: tuple[int, ...] = ()

    @classmethod
    def of(cls, armed: Armed, since: dt.datetime, until: dt.datetime) -> Trial:
        raising, clearing = (
            parse(each.text) if each else None for each in (armed.condition, armed.clear)
        )  # fmt: skip
        return cls(armed, raising, clearing, tuple(_schedule_turns(armed, since, until)))


def _schedule_turns(armed: Armed, since: dt.datetime, until: dt.datetime) -> list[int]:
    """A schedule that turns more rarely than the calendar looks back is looked for day by day."""
    found: set[int] = set()
    for code in armed.schedules:
        at = until
        while at > since:
            turned = armed.calendar.turned(code, at)
            if turned and turned > since:
                found.add(microseconds(turned))
            at = turned - MICROSECOND if turned else at - dt.timedelta(days=1)
    return sorted(found)


@dataclass(slots=True)
class Played:
    """What came of one entity: happenings in order, and how many instants were judged by CEL."""

    happenings: list[Happening] = field(default_factory=list)
    judged: int = 0


class Story:
    """The instants of the attributes that a rule asks, and what stood at each."""

    def __init__(self, record: Record, attributes: list[str]) -> None:
        self.record = record
        self.names = sorted(name for name in attributes if name in record.tracks)
        tracks = [record.tracks[name].at for name in self.names]
        self.axis: Longs = _together(tracks)
        self._places = {name: latest(record.tracks[name], self.axis) for name in self.names}

    def at(self, index: int) -> list[Change]:
        """The values of one instant."""
        return [
            self.record.change(name, place) for name, place in self._known(index) if self._is_new(name, index)
        ]

    def kept(self, index: int) -> list[Change]:
        """The values of before that stand at an instant."""
        return [
            self.record.change(name, place)
            for name, place in self._known(index)
            if not self._is_new(name, index)
        ]

    def standing(self, index: int) -> list[Change]:
        """The newest value of each attribute as of an instant."""
        return [self.record.change(name, place) for name, place in self._known(index)]

    def _known(self, index: int) -> Iterator[tuple[str, int]]:
        places = ((name, int(self._places[name][index])) for name in self.names)
        return ((name, place) for name, place in places if place >= 0)

    def _is_new(self, name: str, index: int) -> bool:
        places = self._places[name]
        return bool(index == 0 or places[index] != places[index - 1])

    def is_late(self, index: int) -> bool:
        """Did one of the values that stood then come only long after it was observed?"""
        return any(
            self.record.tracks[name].flags[place[index]] & LATE
            for name, place in self._places.items()
            if place[index] >= 0
        )

    def index(self, at: dt.datetime) -> int:
        """The last instant that had come by `at`."""
        return int(np.searchsorted(self.axis, microseconds(at), "right")) - 1

    def past(self, armed: Armed, at: dt.datetime) -> Past:
        """What conditions may look back at from an instant."""
        series = {name: self.record.series(name) for name in self.names} if armed.windows else {}
        if not armed.habits:
            return Past(series, {})
        hour = hour_of(at)
        known = ((name, weeks, self._weeks(name, weeks, hour)) for name, weeks in armed.habits)
        return Past(series, {(name, weeks, hour): means for name, weeks, means in known if means})

    def _weeks(self, name: str, weeks: dt.timedelta, hour: dt.datetime) -> tuple[float, ...]:
        """The means of the same hour in each of the weeks before that has numbers."""
        track = self.record.tracks.get(name)
        if track is None:
            return ()
        begins = [microseconds(hour - dt.timedelta(weeks=n)) for n in range(1, weeks.days // 7 + 1)]
        spans = [np.searchsorted(track.at, (begin, begin + HOUR)) for begin in begins]
        numbers = (track.num[first:last] for first, last in spans)
        return tuple(float(np.nanmean(own)) for own in numbers if np.isfinite(own).any())


def _together(tracks: list[Longs]) -> Longs:
    """All instants, each once; those of one attribute are so already."""
    if len(tracks) == 1:
        return tracks[0]
    return np.unique(np.concatenate(tracks)) if tracks else np.empty(0, np.int64)


def played(trial: Trial, subject: Subject, story: Story, until: dt.datetime) -> Played:
    """What a rule would have raised and cleared for this entity, up to `until`."""
    if not len(story.axis):
        return Played()
    return _Threshold(trial, subject, story, until).play() if trial.armed.condition else _silences(
        trial, subject, story, until
    )  # fmt: skip


class _Threshold:
    def __init__(self, trial: Trial, subject: Subject, story: Story, until: dt.datetime) -> None:
        self.armed, self.subject, self.story, self.until = trial.armed, subject, story, until
        self.standing = Standing(State(), {})
        self.judgement = Judgement()
        raising = possible(trial.raising, story.record, story.axis)
        clearing = raising.false
        if trial.armed.clear is not None:
            clearing = possible(trial.clearing, story.record, story.axis).true & raising.false
        if trial.armed.schedule:  # its end clears, whatever the values
            clearing = np.ones(len(story.axis), bool)
        self._turns = list(reversed(trial.turns))
        self._worth = {
            Phase.NORMAL: np.flatnonzero(raising.true).tolist(),
            Phase.ACTIVE: np.flatnonzero(clearing).tolist(),
        }

    def play(self) -> Played:
        begin = judged = 0
        axis = self.story.axis
        while True:
            index = self._next(begin)
            at = microseconds(self.until) if index is None else int(axis[index])
            if self._turns and self._turns[-1] < at:
                turn = self._turns.pop()
                begin = max(begin, int(np.searchsorted(axis, turn, "right")))
                judged += self._schedule_turned(turn, begin - 1)
            elif index is None:
                return Played(self.judgement.happenings, judged)
            else:
                self._judge(index)
                self._let_time_pass(index)
                judged, begin = judged + 1, index + 1

    def _schedule_turned(self, turn: int, index: int) -> bool:
        """The last values are judged once more when a schedule begins or ends, as `passing.turned` does it: while they are news,
        and not in a replay."""
        at = moment(turn)
        if index < 0 or at - moment(int(self.story.axis[index])) >= EVALUATES_WITHIN:
            return False
        known = self.story.standing(index)
        if any(change.origin == Origin.REPLAYED for change in known):
            return False
        self.standing.inputs = {change.attribute: change.as_input() for change in known}
        state, turned = turn_at(self.armed, self.standing, at, self.story.past(self.armed, at))
        self.standing.state = state._replace(last_at=self.standing.state.last_at)
        if turned:
            inputs = dict(self.standing.inputs)
            self.judgement.happenings.append(Happening(self.armed, self.subject, turned, at, inputs))
        return True

    def _next(self, index: int) -> int | None:
        """The next instant that can turn something from where the rule stands."""
        worth = self._worth.get(self.standing.state.phase)
        if worth is None:
            return index if index < len(self.story.axis) else None
        place = bisect_left(worth, index)
        return worth[place] if place < len(worth) else None

    def _judge(self, index: int) -> None:
        self.standing.inputs = {change.attribute: change.as_input() for change in self.story.kept(index)}
        past = self.story.past(self.armed, moment(int(self.story.axis[index])))
        play(self.armed, self.subject, self.standing, self.story.at(index), past, self.judgement)

    def _let_time_pass(self, index: int) -> None:
        """A duration that ends before the next value comes; a replay knows no time but its values'."""
        state, hold = self.standing.state, self.armed.hold
        if state.since is None or self.standing.origin == Origin.REPLAYED:
            return
        length = hold.raising if state.phase is Phase.PENDING else hold.clearing
        now = state.since + length + passing.lateness(self.armed)
        axis = self.story.axis
        following = moment(int(axis[index + 1])) if index + 1 < len(axis) else self.until
        if now < following:
            passing.pass_one(self.armed, self.subject, self.standing, now, self.judgement)


def _silences(trial: Trial, subject: Subject, story: Story, until: dt.datetime) -> Played:
    """Every pause between values that is longer than the rule allows; the last one may still go on."""
    armed, limit = trial.armed, trial.armed.rule.no_data_after
    assert limit is not None
    judgement = Judgement()
    pauses = list(_pauses(story.axis, limit, until))
    for index in pauses:
        inputs = {change.attribute: change.as_input() for change in story.standing(index)}
        at = moment(int(story.axis[index]))
        standing = Standing(State(Phase.NORMAL, None, at), inputs)
        following = moment(int(story.axis[index + 1])) if index + 1 < len(story.axis) else until
        for now in _asked_in(trial.turns, at, limit, following):
            passing.pass_one(armed, subject, standing, now, judgement)
        if index + 1 < len(story.axis):
            play(armed, subject, standing, story.at(index + 1), NOTHING, judgement)
    return Played(judgement.happenings, len(pauses))


def _asked_in(
    turns: tuple[int, ...], begin: dt.datetime, limit: dt.timedelta, end: dt.datetime
) -> list[dt.datetime]:
    """The instants of a pause at which it may become an alarm or, with the time in which values are awaited, be over."""
    inside = turns[bisect_right(turns, microseconds(begin)) : bisect_left(turns, microseconds(end))]
    edges = [moment(turn) for turn in inside]
    ripe = [edge + limit + MICROSECOND for edge in (begin, *edges)]
    return sorted(at for at in (*edges, *ripe) if at <= end)


def _pauses(axis: Longs, limit: dt.timedelta, until: dt.datetime) -> Iterator[int]:
    ends: NDArray[np.int64] = np.append(axis[1:], microseconds(until))
    yield from np.flatnonzero(ends - axis > limit // MICROSECOND).tolist()
