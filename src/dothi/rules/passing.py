"""What time alone turns: durations that end without a new value, sources that fall silent or never speak."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dothi.kernel import clock
from dothi.rules import observations
from dothi.rules.book import Armed, Book
from dothi.rules.conditions import pass_time, silence
from dothi.rules.judging import Happening, Judgement, Pair, first_standing
from dothi.rules.observations import EVALUATES_WITHIN, Standing, Subject, rows

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
        "at": now,
    }


def passed(book: Book, now: dt.datetime, after: Pair) -> tuple[Judgement, Pair | None]:
    """What time turns in one page of states, and the key of the page's last one (None: there are no more)."""
    judgement = Judgement()
    if not book.by_code:
        return judgement, None
    waiting = rows(
        "waiting", _clocks(book, now) | {"after_code": after[0], "after_id": after[1], "limit": PAGE}
    )
    subjects = observations.subjects({row[1] for row in waiting})
    standings = [
        (code, entity_id, observations.standing_of(phase, since, last_at, inputs, origin), stream_now)
        for code, entity_id, phase, since, last_at, inputs, origin, stream_now in waiting
    ]
    values = observations.current_values(_unheard(book, standings))
    for code, entity_id, standing, stream_now in standings:
        if subject := subjects.get(entity_id):
            armed = book.by_code[code]
            standing.inputs = standing.inputs or first_standing(armed, entity_id, values).inputs
            _pass_one(armed, subject, standing, stream_now, judgement)
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
    armed_rules = list(book.by_code.values())
    return {
        "codes": [armed.code for armed in armed_rules],
        "types": [armed.rule.entity_type for armed in armed_rules],
        "limits": [armed.rule.no_data_after for armed in armed_rules],
        "ats": [_told_by(armed, now) for armed in armed_rules],
        "raisings": [armed.hold.raising for armed in armed_rules],
        "clearings": [armed.hold.clearing for armed in armed_rules],
        "gaps": [armed.hold.gap for armed in armed_rules],
        "now": now,
    }


def _told_by(armed: Armed, now: dt.datetime) -> dt.datetime:
    """The instant up to which values have come: an hourly one is told some minutes after its hour."""
    return now - min(armed.hold.raising / 4, LATENESS)


def _pass_one(
    armed: Armed, subject: Subject, standing: Standing, now: dt.datetime, judgement: Judgement
) -> None:
    limit = armed.rule.no_data_after
    if limit:
        state, turn = silence(standing.state, now, limit)
    else:
        state, turn = pass_time(standing.state, _told_by(armed, now), armed.hold)
    if turn is None:
        return
    at = standing.state.last_at + limit if limit and standing.state.last_at else now
    standing.state = state
    judgement.standings[armed.code, subject.id] = standing
    judgement.happenings.append(Happening(armed, subject, turn, at, dict(standing.inputs)))
