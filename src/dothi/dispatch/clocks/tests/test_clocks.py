"""The definitions themselves, on minutes made up to be awkward."""

from __future__ import annotations

import datetime as dt

import pytest

from dothi.dispatch.clocks.clocks import (
    Measure,
    Reading,
    UnitStamps,
    of_case,
    of_unit,
    percentile,
    reading,
    share_within,
)

NOON = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)


def at(seconds: float | None) -> dt.datetime | None:
    return None if seconds is None else NOON + dt.timedelta(seconds=seconds)


def unit(
    alerted: float,
    out: float | None = None,
    there: float | None = None,
    free: float | None = None,
    **more: object,
) -> UnitStamps:
    return UnitStamps(NOON + dt.timedelta(seconds=alerted), at(out), at(there), ended_at=at(free), **more)  # type: ignore[arg-type]


def test_a_gap_and_an_impossible_order_give_no_figure() -> None:
    assert reading(at(0), at(0)) == Reading(0.0)
    assert reading(at(0), None) == reading(None, at(3)) == Reading(None, missing=True)
    assert reading(at(9), at(3)) == Reading(None, impossible=True)


def test_percentiles_are_values_that_were() -> None:
    assert [percentile([40, 10, 30, 20], rank) for rank in (0.5, 0.9, 0.95)] == [20, 40, 40]
    assert percentile(range(1, 21), 0.95) == 19
    assert percentile([], 0.5) is None
    assert share_within([10, 15, 16, 99], 15) == 50.0
    assert share_within([], 15) is None


def test_what_still_runs_lacks_nothing() -> None:
    on_the_way = unit(0, 60)
    assert of_unit(on_the_way, closed=False) == {Measure.TURNOUT: Reading(60.0)}
    assert of_unit(on_the_way, closed=True)[Measure.TRAVEL].missing


@pytest.mark.parametrize("ended_as", ["recalled", "declined"])
def test_a_unit_that_turned_back_lacks_nothing_and_holds_up_no_first_alarm(ended_as: str) -> None:
    back = unit(0, 60, None, 90, ended_as=ended_as)
    assert set(of_unit(back)) == {Measure.TURNOUT, Measure.ENGAGED}
    there = [unit(0, 50, 200, 900), unit(0, 60, 300, 900)]
    assert of_case(at(-60), at(-50), [*there, back])[Measure.TOTAL_FULL] == Reading(360.0)
    assert set(of_case(at(-60), at(-50), [back])) == {Measure.PROCESSING}


def test_first_unit_and_full_first_alarm_are_apart() -> None:
    units = [unit(30, 90, 400, 999), unit(20, 100, 300, 999), unit(500, 550, 800, 999, level=2)]
    assert of_case(at(0), at(10), units) == {
        Measure.PROCESSING: Reading(10.0),
        Measure.TRAVEL_FIRST: Reading(200.0),  # of the one that arrived first, though it left last
        Measure.TOTAL: Reading(300.0),
        Measure.TRAVEL_FULL: Reading(310.0),
        Measure.TOTAL_FULL: Reading(400.0),
    }
    assert of_case(at(0), at(10), [units[0], unit(20, 100, None, 999)])[Measure.TOTAL_FULL].missing


def test_one_unit_is_no_full_first_alarm_and_a_case_without_a_call_has_no_total() -> None:
    assert set(of_case(None, None, [unit(0, 60, 120, 900)])) == {Measure.TRAVEL_FIRST}


def test_transport_may_be_told_at_one_end_only() -> None:
    arrived = UnitStamps(NOON, at(10), at(20), None, at(500), at(900))
    assert of_unit(arrived)[Measure.TRANSPORT].missing
    backwards = UnitStamps(NOON, at(10), at(20), at(600), at(500), at(900))
    assert of_unit(backwards)[Measure.TRANSPORT].impossible
    assert of_unit(backwards)[Measure.SCENE] == Reading(580.0)
