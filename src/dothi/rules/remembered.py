"""Where rules stand, kept in memory from step to step; and what of it the database must have.

Written is what a restart could not find out by itself: each turn, every phase but the quiet one, and what time alone may turn. Of a
quiet state (nothing raised, nothing pending) the newest instant that was judged stands in history already: the newest value up to
the cursor. So a value that turns nothing costs no write, and whatever is killed, nothing is judged twice and nothing is missed.

What is remembered is true as long as nobody else has judged: every transaction that judges leaves a new version of the cursor's row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from dothi.rules import observations
from dothi.rules.book import Armed
from dothi.rules.conditions import Phase, State
from dothi.rules.judging import Pair
from dothi.rules.observations import Change, Standing

MOST = 500_000  # some 500 bytes each
OF_THE_LIMIT = 8  # a no-data rule's newest instant is written when it has moved on by this part of its limit
EVER = dt.datetime(1, 1, 2, tzinfo=dt.UTC)


class Place(NamedTuple):
    """How far the log is judged. `version`: of the row that says so."""

    tx: int
    flush_id: int
    version: str = ""


class Remembered:
    """Standings by (rule, entity)."""

    def __init__(self) -> None:
        self._known: dict[Pair, Standing] = {}
        self._version = ""

    def begin(self, place: Place) -> None:
        """A transaction that judges has begun: if another process has judged since, nothing is known."""
        if place.version != self._version:
            self.forget()

    def end(self, version: str) -> None:
        """It leaves this version of the cursor."""
        self._version = version

    def forget(self) -> None:
        self._known.clear()
        self._version = ""

    def take(self, standings: Mapping[Pair, Standing]) -> None:
        self._known |= standings
        for pair in list(self._known)[: max(0, len(self._known) - MOST)]:  # is read again when it is needed
            del self._known[pair]

    def of(self, concerned: Mapping[Pair, Armed], place: Place) -> dict[Pair, Standing]:
        """Where these stand at a place of the log."""
        known = self._known
        found = {pair: known[pair] for pair in concerned if pair in known}
        if len(found) < len(concerned):
            missing = {pair: armed for pair, armed in concerned.items() if pair not in found}
            recalled = _recalled(missing, place)
            self.take(recalled)
            found |= recalled
        return found

    def true_last(self, read: Mapping[Pair, tuple[Armed, Standing]], place: Place) -> None:
        """Corrects states of no-data rules as the database has them by what has come since they were written."""
        unknown = {}
        for pair, (armed, standing) in read.items():
            if known := self._known.get(pair):
                standing.state, standing.inputs, standing.origin = known.state, known.inputs, known.origin
            else:
                unknown[pair] = armed, standing
        _hear_of_history(unknown, place)


def must_keep(armed: Armed, standing: Standing) -> bool:
    """Could a restart not find this out by itself?"""
    state, kept = standing.state, standing.kept
    if state.phase is not Phase.NORMAL or (kept is not None and kept.phase is not Phase.NORMAL):
        return True
    if armed.condition is not None:
        return bool(armed.schedules)  # whose begin and end are looked for among the written ones
    return kept is None or standing.origin != standing.kept_origin or _moved_on(armed, state, kept)


def _moved_on(armed: Armed, state: State, kept: State) -> bool:
    limit = armed.rule.no_data_after or dt.timedelta(0)
    return not (state.last_at and kept.last_at) or state.last_at - kept.last_at >= limit / OF_THE_LIMIT


def _recalled(missing: Mapping[Pair, Armed], place: Place) -> dict[Pair, Standing]:
    """As the database knows them; of the quiet ones what history says beside."""
    found = observations.standings({pair: len(armed.rule.attributes) > 1 for pair, armed in missing.items()})
    quiet = {}
    for pair, armed in missing.items():
        standing = found.get(pair)
        if standing is None:
            standing = found[pair] = Standing(State(), {})
        if standing.state.phase is Phase.NORMAL and not (
            standing.kept and armed.condition and armed.schedules
        ):
            quiet[pair] = armed, standing
    _hear_of_history(quiet, place)
    _hear_of_now({pair: armed for pair, (armed, standing) in quiet.items() if standing.kept is None}, found)
    return found


def _hear_of_history(quiet: Mapping[Pair, tuple[Armed, Standing]], place: Place) -> None:
    """The newest values up to a place of the log, where they are newer than what is known."""
    since: dict[tuple[int, str], dt.datetime] = {}
    for pair, (armed, standing) in quiet.items():
        begin = standing.state.last_at or EVER
        for name in armed.rule.attributes:
            since[pair[1], name] = min(begin, since.get((pair[1], name), begin))
    told = observations.told_before(since, place.tx, place.flush_id)
    for pair, (armed, standing) in quiet.items():
        _hear(standing, [told[key] for name in armed.rule.attributes if (key := (pair[1], name)) in told])


def _hear(standing: Standing, told: list[Change]) -> None:
    begin = standing.state.last_at or EVER
    for change in sorted(told, key=lambda change: change.at):
        if change.at >= begin:
            standing.hear(change)
            standing.state = standing.state._replace(last_at=change.at)


def _hear_of_now(new: Mapping[Pair, Armed], found: Mapping[Pair, Standing]) -> None:
    """A rule of several attributes meets an entity for the first time: what history was too late for still stands there."""
    wanted = sorted(
        {
            (pair[1], name)
            for pair, armed in new.items()
            if len(armed.rule.attributes) > 1
            for name in armed.rule.attributes
            if found[pair].value(name) is None
        }
    )
    values = observations.current_values(wanted)
    for pair, armed in new.items():
        own = (values[key] for name in armed.rule.attributes if (key := (pair[1], name)) in values)
        for change in own:
            if found[pair].value(change.attribute) is None:
                found[pair].inputs[change.attribute] = change.as_input()
