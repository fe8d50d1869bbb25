"""What time alone turns: durations that end without a new value, sources that fall silent or never speak."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dothi.kernel import clock, drill
from dothi.kernel.calendar import ALWAYS
from dothi.rules import observations
from dothi.rules.book import Armed, Book
from dothi.rules.conditions import Change as Turn
from dothi.rules.conditions import Phase, State, pass_time, silence, unawaited
from dothi.rules.judging import NOTHING, Happening, Judgement, Pair, asked_by, first_standing, turn_at
from dothi.rules.observations import EVALUATES_WITHIN, Standing, Subject, rows
from dothi.rules.remembered import Place, Remembered

LATENESS = dt.timedelta(minutes=15)
PAGE = 5000  # states per transaction
FIRST: Pair = ("", 0)


def watch(book: Book, now: dt.datetime) -> None:
    """No-data rules begin to watch the known entities that no value has led them to."""
    for armed in book.by_code.values():
        if armed.rule.no_data_after:
            observations.execute("watch", _to_watch(armed, now))


def _to_watch(armed: Armed, now: dt.datetime) -> dict[str, Any]:
    begins = dt.datetime.combine(armed.rule.valid_from, dt.time.min, clock.VIETNAM)
    return {
        "code": armed.code,
        "type": armed.rule.entity_type,
        "attributes": armed.rule.attributes,
        "units": None if armed.unit_ids is None else sorted(armed.unit_ids),
        "since": max(begins, armed.rule.recorded_at),
        "fresh": EVALUATES_WITHIN,
        # the sources of the city do not speak in a drill's copy: only what spoke there is missed there
        "copied": found.since or None if (found := drill.mark()) else None,
        "at": now,
    }


def passed(
    book: Book, now: dt.datetime, after: Pair, place: Place, remembered: Remembered
) -> tuple[Judgement, Pair | None]:
    """What time turns in one page of states, and the key of the page's last one (None: there are no more)."""
    judgement = Judgement()
    if not book.waiting:
        return judgement, None
    waiting = rows(
        "waiting", _clocks(book, now) | {"after_code": after[0], "after_id": after[1], "limit": PAGE}
    )
    subjects = observations.subjects({row[1] for row in waiting})
    standings = [
        (code, entity_id, observations.standing_of(phase, since, last_at, inputs, origin), stream_now)
        for code, entity_id, phase, since, last_at, inputs, origin, stream_now in waiting
    ]
    remembered.true_last(
        {
            (code, entity_id): (book.by_code[code], standing)
            for code, entity_id, standing, _now in standings
            if book.by_code[code].rule.no_data_after
        },
        place,
    )
    values = observations.current_values(_unheard(book, standings))
    for code, entity_id, standing, stream_now in standings:
        if subject := subjects.get(entity_id):
            armed = book.by_code[code]
            standing.inputs = standing.inputs or first_standing(armed, entity_id, values).inputs
            pass_one(armed, subject, standing, stream_now, judgement)
            if standing.state != standing.kept:  # it was heard of meanwhile
                judgement.standings[code, entity_id] = standing
    return judgement, (waiting[-1][0], waiting[-1][1]) if len(waiting) == PAGE else None


def _unheard(book: Book, standings: list[tuple[str, int, Standing, dt.datetime]]) -> list[tuple[int, str]]:
    """The attributes of sources that the rule itself has heard nothing of: what is known may be older than the rule."""
    return [
        (entity_id, name)
        for code, entity_id, standing, _now in standings
        if not standing.inputs
        for name in book.by_code[code].rule.attributes
    ]


def _clocks(book: Book, now: dt.datetime) -> dict[str, Any]:
    """What each rule waits for, as columns."""
    armed_rules = book.waiting
    return {
        "codes": [armed.code for armed in armed_rules],
        "types": [armed.rule.entity_type for armed in armed_rules],
        "limits": [armed.rule.no_data_after for armed in armed_rules],
        "ats": [_told_by(armed, now) for armed in armed_rules],
        "raisings": [armed.hold.raising for armed in armed_rules],
        "clearings": [armed.hold.clearing for armed in armed_rules],
        "gaps": [armed.hold.gap for armed in armed_rules],
        "now": now,
    } | _awaited(armed_rules, now)


def _awaited(armed_rules: list[Armed], now: dt.datetime) -> dict[str, Any]:
    """Since when each rule awaits values by the wall clock, and by the clock of replays: NULL always, the end of time not now."""
    replays = dict(rows("replays", {})) if any(armed.schedule for armed in armed_rules) else {}
    return {
        "awaited": [_begin(armed, now) for armed in armed_rules],
        "awaited_by_replays": [_begin(armed, replays.get(armed.rule.entity_type)) for armed in armed_rules],
    }


def _begin(armed: Armed, at: dt.datetime | None) -> dt.datetime | None:
    if at is None or not armed.schedule:
        return None
    awaited = armed.awaited(at)
    return ALWAYS.end if awaited is None else awaited.begin


def _told_by(armed: Armed, now: dt.datetime) -> dt.datetime:
    """The instant up to which values have come."""
    return now - lateness(armed)


def lateness(armed: Armed) -> dt.timedelta:
    """How long after its instant a value may come: an hourly one is told some minutes after its hour."""
    return min(armed.hold.raising / 4, LATENESS)


def pass_one(
    armed: Armed, subject: Subject, standing: Standing, now: dt.datetime, judgement: Judgement
) -> None:
    """What time alone turns by `now`, the time of the stream."""
    limit = armed.rule.no_data_after
    if limit:
        state, turn, at = _silent(armed, standing.state, now, limit)
    else:
        (state, turn), at = pass_time(standing.state, _told_by(armed, now), armed.hold), now
    if turn is None:
        return
    standing.state = state
    judgement.standings[armed.code, subject.id] = standing
    judgement.happenings.append(Happening(armed, subject, turn, at, dict(standing.inputs)))


def _silent(
    armed: Armed, state: State, now: dt.datetime, limit: dt.timedelta
) -> tuple[State, Turn | None, dt.datetime]:
    """Raised when nothing came for so long of the time in which values are awaited; over with that time. And when it was so."""
    awaited, since = armed.awaited(now), state.since or state.last_at
    if state.phase is Phase.ACTIVE and since is not None and (awaited is None or since < awaited.begin):
        was = armed.awaited(since + limit)
        return *unawaited(state), min(was.end, now) if was else now
    if awaited is None:
        return state, None, now
    state, turn = silence(state, now, limit, awaited.begin)
    return state, turn, state.since + limit if turn and state.since else now


def turned(
    book: Book, since: dt.datetime | None, now: dt.datetime, after: Pair
) -> tuple[Judgement, Pair | None]:
    """What a schedule's begin or end after `since` turns though no value comes: the last values are judged at that instant, once.

    One page of states like `passed`. Replays run by their own clock and are judged with their values only.
    """
    judgement = Judgement()
    turns = {
        armed.code: at
        for armed in book.scheduled
        if (at := _turned_at(armed, now)) and (since is None or at > since)
    }
    if not turns:
        return judgement, None
    asked = {"codes": list(turns), "turns": list(turns.values()), "fresh": EVALUATES_WITHIN}
    found = rows("turning", asked | {"after_code": after[0], "after_id": after[1], "limit": PAGE})
    subjects = observations.subjects({row[1] for row in found})
    standings = {
        (code, entity_id): observations.standing_of(*state)
        for code, entity_id, *state in found
        if entity_id in subjects
    }
    past = observations.past_of(
        *asked_by({pair: book.by_code[pair[0]] for pair in standings}, lambda pair: [turns[pair[0]]])
    )
    for (code, entity_id), standing in standings.items():
        armed, at, last_at = book.by_code[code], turns[code], standing.state.last_at
        state, turn = turn_at(armed, standing, at, past.get(entity_id, NOTHING))
        # values of before the turn may still come and are judged: `last_at` stays theirs
        standing.state = state._replace(last_at=last_at)
        judgement.standings[code, entity_id] = standing
        if turn:
            judgement.happenings.append(
                Happening(armed, subjects[entity_id], turn, at, dict(standing.inputs))
            )
    observations.execute(
        "mark_turned", {"codes": [row[0] for row in found], "ids": [row[1] for row in found], "at": now}
    )
    return judgement, (found[-1][0], found[-1][1]) if len(found) == PAGE else None


def _turned_at(armed: Armed, now: dt.datetime) -> dt.datetime | None:
    turns = [at for code in armed.schedules if (at := armed.calendar.turned(code, now))]
    return max(turns, default=None)
