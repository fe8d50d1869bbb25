"""Folding and flood, pure: what belongs together, what stays outside, when a flood begins and ends."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from dothi.rules.alarms.flood import flood
from dothi.rules.alarms.grouping import Light, Measure, Why, fold

NOON = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
MEASURE = Measure(30 * MINUTE, 3)
_pk = itertools.count(1)


def alarm(
    urn: str,
    *belongs: str,
    after: int = 0,
    severity: str = "medium",
    rule: str = "r",
    silent: bool = False,
    provider: str = "",
    unit: int | None = None,
) -> Light:
    kind = "no-data" if silent else "threshold"
    at = NOON + after * MINUTE
    return Light(next(_pk), rule, kind, severity, urn, [urn, *belongs], provider, unit, at)


def folded(alarms: list[Light], *, flood: bool = False) -> list[tuple[str, list[str]]]:
    bundles = fold(alarms, MEASURE, flood=flood)
    assert sorted(pk for bundle in bundles for pk in bundle.pks) == sorted(each.pk for each in alarms)
    return [(bundle.cause.entity_urn, [each.entity_urn for each in bundle.under]) for bundle in bundles]


def test_what_belongs_to_one_cabinet_is_folded_under_the_cabinet() -> None:
    lamps = [alarm(f"lamp-{n}", "cabinet", after=n) for n in range(3)]
    cabinet = alarm("cabinet", after=4)
    assert folded([*lamps, cabinet]) == [("cabinet", ["lamp-0", "lamp-1", "lamp-2"])]
    (bundle,) = fold([*lamps, cabinet], MEASURE, flood=False)
    assert (bundle.why, bundle.size) == (Why.ASSET, 4)


def test_several_rules_of_one_thing_are_folded_under_its_silence_else_the_first() -> None:
    assert folded([alarm("s", after=0), alarm("s", after=3, rule="q")]) == [("s", ["s"])]
    early, silent = alarm("s", after=0), alarm("s", after=3, rule="q", silent=True)
    assert fold([early, silent], MEASURE, flood=False)[0].cause == silent


def test_what_came_long_after_is_another_matter() -> None:
    assert folded([alarm("s"), alarm("s", after=31, rule="q")]) == [("s", []), ("s", [])]
    assert folded([alarm(f"s{n}", "d", after=20 * n) for n in range(3)]) == [("s0", ["s1", "s2"])], (
        "one by one"
    )


def test_a_critical_alarm_is_never_folded_under_another() -> None:
    lamp, fire, cabinet = (
        alarm("lamp", "cabinet"),
        alarm("fire", "cabinet", severity="critical"),
        alarm("cabinet"),
    )
    assert folded([fire, lamp, cabinet]) == [("fire", []), ("cabinet", ["lamp"])]
    fires = [alarm(f"f{n}", severity="critical", unit=1) for n in range(5)]
    assert len(folded(fires, flood=True)) == 5


def test_silent_stations_of_one_provider_are_one_line_when_they_are_enough() -> None:
    silent = [alarm(f"s{n}", silent=True, provider="Sở", after=n) for n in range(4)]
    assert folded(silent) == [("s0", ["s1", "s2", "s3"])]
    assert len(folded(silent[:2])) == 2
    assert len(folded([alarm(f"t{n}", provider="Sở") for n in range(4)])) == 4, "values are of each place"


def test_a_flood_folds_what_is_alike() -> None:
    alike = [alarm(f"a{n}", unit=n % 2) for n in range(6)]
    other = alarm("b", rule="q")
    assert len(folded([*alike, other])) == 7
    found = folded([*alike, other], flood=True)
    assert [cause for cause, _under in found] == ["a0", "b"]
    assert found[0][1] == ["a1", "a2", "a3", "a4", "a5"], "in the order of the list"


def test_a_list_of_two_thousand_is_folded_in_no_time() -> None:
    many = [alarm(f"lamp-{n}", f"cabinet-{n % 50}", after=n % 20) for n in range(2000)]
    assert len(fold(many, MEASURE, flood=True)) == 1
    assert len(fold(many, MEASURE, flood=False)) == 50


def told(*counts: int) -> list[tuple[dt.datetime, int]]:
    return [(NOON + n * MINUTE, count) for n, count in enumerate(counts) if count]


@pytest.mark.parametrize(
    ("counts", "is_on", "window"),
    [
        ((10,), False, 10),
        ((11,), True, 11),
        ((6, 0, 0, 0, 5), True, 11),
        ((11, *[0] * 9), True, 11),
        ((11, *[0] * 5, 5, *[0] * 3, 0), True, 5),
        ((11, *[0] * 5, 4, *[0] * 3, 0), False, 4),
        ((11, *[0] * 12), False, 0),
        ((11, *[0] * 12, 6), False, 6),
        ((), False, 0),
    ],
    ids=[
        "ten",
        "eleven",
        "spread",
        "last-minute",
        "five-keep-it",
        "four-end-it",
        "calm",
        "six-do-not-begin",
        "none",
    ],
)
def test_a_flood_begins_above_ten_and_ends_below_five(
    counts: tuple[int, ...], is_on: bool, window: int
) -> None:
    now = NOON + max(len(counts) - 1, 0) * MINUTE + dt.timedelta(seconds=30)
    found = flood(told(*counts), now, minutes=10, begins=10, ends=5)
    assert (found.is_on, found.count) == (is_on, window)
    assert not is_on or (found.since is not None and found.since <= now and found.peak > 10)
