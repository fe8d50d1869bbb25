"""Who is on duty when: a roster's plan laid out over a time, pure.

A plan is dated patterns, and changes that people decided later. A pattern gives each shift of a day to a crew in turn. Of several
patterns that hold on a day the most particular one counts (Tết before holiday before day off before every day), and of these the
one that began last. Changes are applied in the order in which they were decided: an override takes a time from everybody and
gives it to its people, a swap puts one person in another's place. What was decided later wins.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from zoneinfo import ZoneInfo

EVERY, DAY_OFF, HOLIDAY, TET = "every", "day-off", "holiday", "tet"
PARTICULAR = (TET, HOLIDAY, DAY_OFF, EVERY)  # the first that holds on a day is the one that counts
LONGEST_SHIFT = dt.timedelta(days=1)


class Hours(NamedTuple):
    """A shift of the day: minutes since midnight; past 1440 it ends on the next day, at most 24 h after its begin."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """Which crew has which shift. `keeps`: days for which a crew keeps its shift; 0: each shift goes to the next crew."""

    valid_from: dt.date
    valid_to: dt.date | None  # the first day without it
    days: str  # one of PARTICULAR
    shifts: tuple[Hours, ...]
    crews: tuple[tuple[int, ...], ...]  # people of each crew, the first of them first
    keeps: int = 0

    def holds(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def crew(self, day: dt.date, shift: int) -> tuple[int, ...]:
        """Who has this shift of this day: counted from the day the pattern began."""
        if not self.crews:
            return ()
        days = (day - self.valid_from).days
        turn = days // self.keeps + shift if self.keeps else days * len(self.shifts) + shift
        return self.crews[turn % len(self.crews)]


@dataclass(frozen=True, slots=True)
class Override:
    """From `begin` until `end` these people are on duty and nobody else; nobody: the post is not manned, said so."""

    begin: dt.datetime
    end: dt.datetime
    people: tuple[int, ...]
    decided_at: dt.datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Swap:
    """From `begin` until `end` `taker` stands for `giver`."""

    begin: dt.datetime
    end: dt.datetime
    giver: int
    taker: int
    decided_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """Some people on duty from `begin` until `end`. `why`: which kind of row gave it."""

    begin: dt.datetime
    end: dt.datetime
    people: tuple[int, ...]
    name: str
    day: dt.date  # to which its shift belongs: that of its begin
    why: str = EVERY  # one of PARTICULAR, "override"
    swapped: bool = False
    reason: str = ""


class Gap(NamedTuple):
    """Nobody from `begin` until `end`."""

    begin: dt.datetime
    end: dt.datetime


@dataclass(frozen=True)
class Plan:
    """Everything that decides one roster. `gone`: people whose account ends, with the first day without it."""

    zone: ZoneInfo
    patterns: tuple[Pattern, ...] = ()
    changes: tuple[Override | Swap, ...] = ()
    gone: Mapping[int, dt.date] = field(default_factory=dict)


Kinds = Callable[[dt.date], Iterable[str]]  # which of PARTICULAR a day is; `every` always


def turns(plan: Plan, begin: dt.datetime, end: dt.datetime, kinds: Kinds) -> list[Turn]:
    """All turns that touch `begin` … `end`, in order of their begin; a turn may have nobody left in it."""
    found = list(_by_pattern(plan, begin, end, kinds))
    for change in sorted(plan.changes, key=lambda one: one.decided_at):
        if change.begin < end and change.end > begin:
            found = (
                _overridden(found, change, plan) if isinstance(change, Override) else _swapped(found, change)
            )
    present = (_without_gone(turn, plan) for turn in found)
    return sorted(
        (one for one in present if one.begin < end and one.end > begin), key=lambda one: (one.begin, one.end)
    )


def shifts(plan: Plan, begin: dt.datetime, end: dt.datetime, kinds: Kinds) -> list[Turn]:
    """What is planned as one shift, whoever stands in it: as the pattern says; an override where no pattern plans anything is a shift
    of its own. Who stands in for whom cuts none of them."""
    found = list(_by_pattern(plan, begin, end, kinds))
    for change in plan.changes:
        if not isinstance(change, Override) or change.begin >= end or change.end <= begin:
            continue
        if not any(one.begin < change.end and one.end > change.begin for one in found):
            found.append(_turn_of(change, plan))
    return sorted(found, key=lambda one: (one.begin, one.end))


def on_duty(plan: Plan, at: dt.datetime, kinds: Kinds) -> list[int]:
    """People on duty at an instant, whose shift began first first, nobody twice."""
    found = [
        turn
        for turn in turns(plan, at, at + dt.timedelta(microseconds=1), kinds)
        if turn.begin <= at < turn.end
    ]
    return list(dict.fromkeys(person for turn in found for person in turn.people))


def gaps(found: Iterable[Turn], begin: dt.datetime, end: dt.datetime) -> list[Gap]:
    """When nobody is on duty between `begin` and `end`."""
    manned = sorted((max(turn.begin, begin), min(turn.end, end)) for turn in found if turn.people)
    missing, reached = [], begin
    for start, stop in manned:
        if start > reached:
            missing.append(Gap(reached, start))
        reached = max(reached, stop)
    if reached < end:
        missing.append(Gap(reached, end))
    return missing


def pattern_of(plan: Plan, day: dt.date, kinds: Kinds) -> Pattern | None:
    """The pattern that counts on a day."""
    is_one_of = {*kinds(day), EVERY}
    for days in PARTICULAR:
        held = [one for one in plan.patterns if one.days == days and one.holds(day)]
        if days in is_one_of and held:
            return max(held, key=lambda one: one.valid_from)
    return None


def _by_pattern(plan: Plan, begin: dt.datetime, end: dt.datetime, kinds: Kinds) -> Iterator[Turn]:
    """A shift belongs to the day of its begin: one that began yesterday still goes on."""
    day, last = begin.astimezone(plan.zone).date() - dt.timedelta(days=2), end.astimezone(plan.zone).date()
    while day <= last:
        pattern = pattern_of(plan, day, kinds)
        for number, hours in enumerate(pattern.shifts if pattern else ()):
            assert pattern is not None
            turn = Turn(
                _instant(day, hours.start, plan.zone), _instant(day, hours.end, plan.zone),
                pattern.crew(day, number), hours.name, day, pattern.days,
            )  # fmt: skip
            if turn.begin < end and turn.end > begin:
                yield turn
        day += dt.timedelta(days=1)


def _instant(day: dt.date, minutes: int, zone: ZoneInfo) -> dt.datetime:
    """By the clock on the wall: where a zone turns its clocks, that night is shorter or longer."""
    days, rest = divmod(minutes, 1440)
    local = dt.datetime.combine(day + dt.timedelta(days=days), dt.time(rest // 60, rest % 60), zone)
    return local.astimezone(dt.UTC)


def _overridden(found: list[Turn], change: Override, plan: Plan) -> list[Turn]:
    return [
        *(piece for turn in found for piece in _outside(turn, change.begin, change.end)),
        _turn_of(change, plan),
    ]


def _turn_of(change: Override, plan: Plan) -> Turn:
    day = change.begin.astimezone(plan.zone).date()
    return Turn(change.begin, change.end, change.people, "", day, "override", reason=change.reason)


def _swapped(found: list[Turn], swap: Swap) -> list[Turn]:
    pieces: list[Turn] = []
    for turn in found:
        begin, end = max(turn.begin, swap.begin), min(turn.end, swap.end)
        if begin >= end or swap.giver not in turn.people:
            pieces.append(turn)
            continue
        people = tuple(dict.fromkeys(swap.taker if one == swap.giver else one for one in turn.people))
        pieces += [
            *_outside(turn, begin, end),
            replace(turn, begin=begin, end=end, people=people, swapped=True),
        ]
    return pieces


def _outside(turn: Turn, begin: dt.datetime, end: dt.datetime) -> list[Turn]:
    """What is left of a turn without the time from `begin` until `end`."""
    if turn.end <= begin or turn.begin >= end:
        return [turn]
    before = [replace(turn, end=begin)] if turn.begin < begin else []
    after = [replace(turn, begin=end)] if turn.end > end else []
    return before + after


def _without_gone(turn: Turn, plan: Plan) -> Turn:
    """Who has no account any more on the day of the turn is on no duty."""
    there = tuple(one for one in turn.people if one not in plan.gone or turn.day < plan.gone[one])
    return turn if there == turn.people else replace(turn, people=there)
