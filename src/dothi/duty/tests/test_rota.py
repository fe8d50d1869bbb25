"""Who is on duty when: every minute belongs to somebody or to a named gap, what was decided later wins."""

from __future__ import annotations

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from dothi.duty import rota
from dothi.duty.queries import day_kinds
from dothi.duty.rota import Hours, Override, Pattern, Plan, Swap
from dothi.kernel import calendar

HCM = ZoneInfo("Asia/Ho_Chi_Minh")
JAN = dt.date(2026, 1, 1)
KINDS = day_kinds(calendar.COMMON)
THREE = (Hours("Sáng", 360, 840), Hours("Chiều", 840, 1320), Hours("Đêm", 1320, 1800))
FOUR_CREWS = ((1,), (2,), (3,), (4,))


def at(day: int, hour: int = 0, minute: int = 0, month: int = 3, year: int = 2026) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=HCM)


def plan(
    *patterns: Pattern,
    changes: tuple[Override | Swap, ...] = (),
    zone: ZoneInfo = HCM,
    gone: dict[int, dt.date] | None = None,
) -> Plan:
    return Plan(zone, patterns, changes, gone or {})


ROUND = Pattern(JAN, None, rota.EVERY, THREE, FOUR_CREWS)


def who(told: Plan, moment: dt.datetime) -> list[int]:
    return rota.on_duty(told, moment, KINDS)


def test_three_shifts_and_four_crews_cover_a_year_without_a_gap_and_nobody_works_twice_running() -> None:
    begin, end = at(1, 6, month=1), at(1, 6, month=1, year=2027)
    found = rota.turns(plan(ROUND), begin, end, KINDS)
    assert rota.gaps(found, begin, end) == [] and len(found) == 365 * 3
    assert all(
        one.end == other.begin and one.people != other.people for one, other in itertools.pairwise(found)
    )
    shares = [sum(one.people == (crew,) for one in found) for crew in (1, 2, 3, 4)]
    assert max(shares) - min(shares) <= 1


def test_a_crew_that_keeps_its_shift_changes_after_so_many_days() -> None:
    weekly = plan(Pattern(JAN, None, rota.EVERY, THREE, ((1,), (2,), (3,)), keeps=7))
    assert [who(weekly, at(day, 10, month=1)) for day in (1, 7, 8, 14, 15)] == [[1], [1], [2], [2], [3]]


def test_a_night_shift_belongs_to_the_day_of_its_begin() -> None:
    told = plan(Pattern(dt.date(2026, 3, 2), dt.date(2026, 3, 3), rota.EVERY, THREE, ((1,), (2,), (3,))))
    assert (who(told, at(3, 5, 59)), who(told, at(3, 6)), who(told, at(2, 5))) == ([3], [], [])


def test_a_later_pattern_takes_the_place_of_the_former_on_its_day() -> None:
    told = plan(ROUND, Pattern(dt.date(2026, 3, 10), None, rota.EVERY, (Hours("Ngày", 0, 1440),), ((9,),)))
    assert who(told, at(9, 12)) in [[crew] for crew in (1, 2, 3, 4)] and who(told, at(10, 12)) == [9]


def test_tet_2027_has_its_own_pattern_before_the_one_for_holidays() -> None:
    """Tết Đinh Mùi: the first of the lunar year is 6 February 2027; the 30th of April is a holiday and no Tết."""
    holiday = Pattern(JAN, None, rota.HOLIDAY, (Hours("Lễ", 0, 1440),), ((7,),))
    tet = Pattern(JAN, None, rota.TET, (Hours("Tết", 0, 1440),), ((8, 9),))
    told = plan(ROUND, holiday, tet)
    assert who(told, at(6, 12, month=2, year=2027)) == [8, 9]
    assert who(told, at(30, 12, month=4, year=2027)) == [7]
    assert who(told, at(15, 12, month=3, year=2027)) in [[crew] for crew in (1, 2, 3, 4)]


def test_an_override_takes_the_time_from_everybody_and_leaves_the_rest() -> None:
    change = Override(at(5, 8), at(5, 10), (5, 6), decided_at=at(1))
    told = plan(ROUND, changes=(change,))
    usual = plan(ROUND)
    assert who(told, at(5, 9)) == [5, 6]
    assert all(who(told, moment) == who(usual, moment) for moment in (at(5, 7, 59), at(5, 10), at(5, 23)))


def test_what_was_decided_later_wins_in_either_order() -> None:
    early, late = Override(at(5), at(6), (5,), at(1)), Override(at(5, 8), at(5, 10), (6,), at(2))
    assert [who(plan(ROUND, changes=pair), at(5, 9)) for pair in ((early, late), (late, early))] == [[6], [6]]


def test_a_swap_puts_one_in_the_other_s_place_and_an_override_before_it_is_what_is_swapped() -> None:
    told = plan(ROUND, changes=(Override(at(5), at(6), (5,), at(1)), Swap(at(5, 8), at(5, 10), 5, 6, at(2))))
    assert [who(told, at(5, hour)) for hour in (7, 9, 11)] == [[5], [6], [5]]
    after = plan(ROUND, changes=(Swap(at(5, 8), at(5, 10), 5, 6, at(1)), Override(at(5), at(6), (5,), at(2))))
    assert who(after, at(5, 9)) == [5]


def test_who_has_no_account_any_more_leaves_a_gap_that_is_named() -> None:
    told = plan(
        Pattern(JAN, None, rota.EVERY, (Hours("Ngày", 0, 1440),), ((1,),)), gone={1: dt.date(2026, 3, 4)}
    )
    found = rota.turns(told, at(1), at(8), KINDS)
    assert rota.gaps(found, at(1), at(8)) == [rota.Gap(at(4), at(8))]


def test_not_manned_on_purpose_is_a_gap_too() -> None:
    found = rota.turns(plan(ROUND, changes=(Override(at(5), at(6), (), at(1)),)), at(4), at(7), KINDS)
    assert rota.gaps(found, at(4), at(7)) == [rota.Gap(at(5), at(6))]


def test_a_zone_that_turns_its_clocks_leaves_no_gap_and_no_double() -> None:
    """The night of 29 March 2026 has 23 hours in Berlin; a shift goes by the clock on the wall."""
    berlin = ZoneInfo("Europe/Berlin")
    begin, end = dt.datetime(2026, 3, 28, 12, tzinfo=dt.UTC), dt.datetime(2026, 3, 30, 12, tzinfo=dt.UTC)
    found = rota.turns(plan(ROUND, zone=berlin), begin, end, KINDS)
    assert rota.gaps(found, begin, end) == []
    assert all(one.end == other.begin for one, other in itertools.pairwise(found))


minutes = st.integers(0, 3 * 1440)
crews = st.lists(st.lists(st.integers(1, 6), max_size=2, unique=True).map(tuple), min_size=1, max_size=4).map(
    tuple
)
shifts = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(1, 1440)).map(lambda one: Hours("", one[0], one[0] + one[1])),
    min_size=1,
    max_size=4,
).map(tuple)
spans = st.tuples(minutes, st.integers(1, 1440)).map(
    lambda one: (at(10) + dt.timedelta(minutes=one[0]), at(10) + dt.timedelta(minutes=sum(one)))
)
overrides = st.builds(
    lambda span, people, n: Override(*span, people, at(1) + dt.timedelta(minutes=n)),
    spans, st.lists(st.integers(1, 6), max_size=2, unique=True).map(tuple), st.integers(0, 99),
)  # fmt: skip
swaps = st.builds(
    lambda span, giver, taker, n: Swap(*span, giver, taker, at(1) + dt.timedelta(minutes=n)),
    spans, st.integers(1, 6), st.integers(7, 9), st.integers(100, 199),
)  # fmt: skip


@given(
    shifts=shifts,
    crews=crews,
    keeps=st.integers(0, 3),
    changes=st.lists(overrides | swaps, max_size=4),
    minute=minutes,
)
def test_whatever_the_plan_a_minute_has_somebody_or_lies_in_a_named_gap(
    shifts: tuple[Hours, ...],
    crews: tuple[tuple[int, ...], ...],
    keeps: int,
    changes: list[Override | Swap],
    minute: int,
) -> None:
    told = plan(Pattern(JAN, None, rota.EVERY, shifts, crews, keeps), changes=tuple(changes))
    begin, end, moment = at(10), at(14), at(10) + dt.timedelta(minutes=minute)
    missing = rota.gaps(rota.turns(told, begin, end, KINDS), begin, end)
    assert bool(who(told, moment)) != any(gap.begin <= moment < gap.end for gap in missing)
    assert all(one.end < other.begin for one, other in itertools.pairwise(missing))


@given(change=overrides, minute=minutes)
def test_during_an_override_exactly_its_people_are_on_duty(change: Override, minute: int) -> None:
    moment = at(10) + dt.timedelta(minutes=minute)
    told, usual = plan(ROUND, changes=(change,)), plan(ROUND)
    expected = list(change.people) if change.begin <= moment < change.end else who(usual, moment)
    assert who(told, moment) == expected
