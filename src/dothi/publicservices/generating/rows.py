"""One dossier after the other, as lines that COPY takes. Pure but for the calendar; the same seed gives the same lines."""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, NamedTuple, TypeVar

from dothi.kernel.calendar import Calendar
from dothi.kernel.clock import VIETNAM
from dothi.publicservices.generating import calendar as when
from dothi.publicservices.generating.province import Made, Office
from dothi.tasks import working_time

COLUMNS = (
    "feed_id", "code", "procedure_id", "procedure_code", "agency_id", "agency_code", "unit_id", "channel", "received_at", "promised_at",
    "handled_at", "returned_at", "stopped_at", "state", "state_code", "payment_state", "delivery_state", "sync_state", "fee", "paid_online",
    "digitised_papers", "total_papers", "e_result", "certified_copy", "reused_data", "stored_for_citizen", "population_data", "supplement_count",
    "supplement_at", "waiting_minutes", "legal_at", "due_at", "due_expected", "ends_at", "on_time", "flags", "origin", "generated", "phone_mark",
    "told_at", "recorded_at", "changed_at", "seen_at",
)  # fmt: skip
Chance = Callable[[], float]
Thing = TypeVar("Thing")
NULL = "\\N"
CODES = {
    "handling": "4",
    "supplement": "5",
    "refused": "3",
    "withdrawn": "7",
    "stopped": "8",
    "done": "9",
    "returned": "10",
}
DAY_MINUTES = 480  # of work
END = dt.time(17, 0)


class Kind(NamedTuple):
    """A procedure as it stands in the database."""

    pk: int
    code: str
    made: Made


class Plan(NamedTuple):
    """What lines are made of."""

    feed_id: int
    year: int
    offices: Sequence[Office]
    kinds: Mapping[str, Sequence[Kind]]  # by level
    calendar: Calendar
    until: dt.datetime  # what lies after it has not happened yet
    origin: int


def lines(plan: Plan, count: int, seed: int) -> Iterator[str]:
    """`count` lines, fewer where the year is not over: what would be received after `until` is not."""
    choose = Random(seed)  # noqa: S311 - the same in each run, and nothing secret
    days = when.days(plan.year, plan.calendar)
    weights = _Weights(list(days), list(days.values()))
    offices = _Weights(plan.offices, [one.weight for one in plan.offices])
    kinds = {level: _Weights(of, [one.made.part for one in of]) for level, of in plan.kinds.items()}
    due = _Due(plan.calendar)
    numbers: dict[tuple[str, dt.date], int] = {}
    for _ in range(count):
        day, office = weights.pick(choose), offices.pick(choose)
        begin = dt.datetime.combine(day, dt.time(), VIETNAM) + dt.timedelta(minutes=when.minute(choose))
        kind = kinds[office.level].pick(choose)
        number = numbers[office.code, day] = numbers.get((office.code, day), 0) + 1
        if begin < plan.until:
            yield _line(plan, choose, office, kind, begin, f"{office.code}-{day:%y%m%d}-{number:04d}", due)


class _Weights(Generic[Thing]):
    """Things picked by their weight."""

    def __init__(self, things: Sequence[Thing], weights: Sequence[float]) -> None:
        self._things, self._ends = things, list(accumulate(weights))

    def pick(self, choose: Random) -> Thing:
        return self._things[bisect(self._ends, choose.random() * self._ends[-1])]


class _Due:
    """Dates by day of receipt and limit: working time is asked once for each."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._known: dict[tuple[dt.date, int], dt.datetime] = {}

    def after(self, begin: dt.datetime, days: int) -> dt.datetime:
        """The end of the so many-th working day after."""
        key = (begin.astimezone(VIETNAM).date(), days)
        if key not in self._known:
            self._known[key] = working_time.after_days(begin, days, self._calendar).at
        return self._known[key]


def _line(
    plan: Plan, choose: Random, office: Office, kind: Kind, begin: dt.datetime, code: str, due: _Due
) -> str:
    made, chance = kind.made, choose.random
    legal = due.after(begin, made.days)
    supplements = 0 if chance() < 0.92 else 1 if chance() < 0.85 else 2
    waited = 1 + int(chance() * 4) if supplements else 0
    promised, asked_at = legal, _later(begin, legal, 0.3 * chance()) if supplements else None
    due_at = due.after(legal, waited) if waited else legal
    handled = (
        due.after(due_at, 1 + int(chance() * 6))
        if chance() < office.late
        else _later(begin, due_at, 0.15 + 0.8 * chance())
    )
    state, handled_at, returned, stopped = _course(chance, begin, handled, asked_at, plan.until)
    end = handled_at or returned or stopped or (asked_at if supplements == 1 else None)
    # the rule of the mirror: a second request is late, an open one is late once its date has passed
    on_time = False if supplements > 1 else end <= due_at if end else False if plan.until > due_at else None
    channel = _channel(chance, office, made.online)
    is_over = state in ("done", "returned")
    paid = None if not made.fee else chance() < (0.75 if channel == "online" else 0.12)
    papers = 1 + int(chance() * 6)
    whole = chance() < office.digital
    told = min(plan.until, returned or end or begin)
    return "\t".join((
        str(plan.feed_id), code, str(kind.pk), kind.code, str(office.agency_id), office.code, _text(office.unit_id), channel, _at(begin), _at(promised),
        _at(handled_at), _at(returned), _at(stopped), state, CODES[state], _payment(made, is_over), _delivery(state), _sync(chance), str(made.fee), _flag(paid),
        str(papers if whole else int(chance() * papers)), str(papers), _flag(chance() < office.e_result if is_over else None), _flag(chance() < 0.12),
        _flag(chance() < office.digital * 0.6), _flag(chance() < office.e_result * 0.5 if is_over else None), _flag(chance() < 0.55), str(supplements),
        _at(asked_at), str(waited * DAY_MINUTES), _at(due_at), _at(due_at), "f", _at(end), _flag(on_time), "{}", str(plan.origin), "t", "",
        _at(told), _at(told), _at(told), _at(told),
    )) + "\n"  # fmt: skip


def _course(
    chance: Chance, begin: dt.datetime, handled: dt.datetime, asked_at: dt.datetime | None, until: dt.datetime
) -> tuple[str, dt.datetime | None, dt.datetime | None, dt.datetime | None]:
    """State, and when it was handled, returned or stopped, as far as that has happened."""
    how = chance()
    if how < 0.025:
        stopped = _later(begin, handled, 0.3)
        state = "refused" if how < 0.012 else "withdrawn" if how < 0.021 else "stopped"
        return (state, None, None, stopped) if stopped <= until else ("handling", None, None, None)
    if handled > until:
        return ("supplement" if asked_at and asked_at <= until else "handling"), None, None, None
    returned = handled + dt.timedelta(hours=1 + int(chance() * 60))
    return ("returned", handled, returned, None) if returned <= until else ("done", handled, None, None)


def _later(begin: dt.datetime, end: dt.datetime, part: float) -> dt.datetime:
    """So far on the way from one to the other, to the minute and within the hours of the day."""
    at = (begin + (end - begin) * part).astimezone(VIETNAM).replace(second=0, microsecond=0)
    minutes = min(max(at.hour * 60 + at.minute, 450), 1010)
    return max(begin, at.replace(hour=minutes // 60, minute=minutes % 60))


def _channel(chance: Chance, office: Office, online: str) -> str:
    part = office.online * {"none": 0.0, "partial": 0.75, "full": 1.0}[online]
    how = chance()
    return "online" if how < part else "post" if how > 0.96 else "direct"


def _payment(made: Made, is_over: bool) -> str:
    return "none" if not made.fee else "paid" if is_over else "asked"


def _delivery(state: str) -> str:
    return {"done": "waiting", "returned": "delivered"}.get(state, "none")


def _sync(chance: Chance) -> str:
    how = chance()
    return "synced" if how < 0.955 else "pending" if how < 0.98 else "failed"


def _text(value: object) -> str:
    return NULL if value is None else str(value)


def _flag(value: bool | None) -> str:
    return NULL if value is None else "t" if value else "f"


def _at(at: dt.datetime | None) -> str:
    return NULL if at is None else at.isoformat()
