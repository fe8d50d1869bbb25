"""Fire calls of San Francisco through the tables, and their clocks worked out a second time from the file alone.

What stands below shares no line with the code it judges: plain csv, seconds since 1970, lists and `statistics`.
"""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import gzip
import statistics
import time
from bisect import bisect_right
from collections import defaultdict
from pathlib import Path

import pytest

from dothi.dispatch.clocks import readings
from dothi.dispatch.clocks.clocks import Measure
from dothi.dispatch.clocks.figures import Figures, Period, Rights, figures
from dothi.dispatch.recordings import loading, reading
from dothi.dispatch.recordings.reading import mapping
from dothi.incidents.models import Incident
from dothi.kernel.clock import VIETNAM
from dothi.kernel.permissions import Grant, Scope
from dothi.kernel.testing.cast import Cast

FILE = "emergency/sf_fire_calls_2020-04-07_20.csv.gz"
EVERYWHERE = Scope((Grant(None, None),))
Row = dict[str, str]


def second(text: str) -> int | None:
    return calendar.timegm(time.strptime(text, "%m/%d/%Y %I:%M:%S %p")) if text else None


def between(row: Row, first: str, last: str) -> int | str | None:
    """Seconds from one column to another, or `missing`, or `impossible`."""
    a, b = second(row[first]), second(row[last])
    if a is None or b is None:
        return "missing"
    return b - a if b >= a else "impossible"


def by_hand(rows: list[Row]) -> dict[str, list[int | str]]:
    """Every clock of every unit, case and call of these rows."""
    found: dict[str, list[int | str]] = defaultdict(list)
    cases = defaultdict(list)
    for row in rows:
        cases[row["Call Number"]].append(row)
        found["turnout"].append(between(row, "Dispatch DtTm", "Response DtTm"))
        found["travel"].append(between(row, "Response DtTm", "On Scene DtTm"))
        if row["Available DtTm"]:
            found["engaged"].append(between(row, "Dispatch DtTm", "Available DtTm"))
        else:
            found["engaged"].append("missing")
        if row["Transport DtTm"]:
            found["scene"].append(between(row, "On Scene DtTm", "Transport DtTm"))
        if row["Transport DtTm"] or row["Hospital DtTm"]:
            found["transport"].append(between(row, "Transport DtTm", "Hospital DtTm"))
    for sent in cases.values():
        one_case(sent, found)
    return found


def one_case(sent: list[Row], found: dict[str, list[int | str]]) -> None:
    received = second(sent[0]["Received DtTm"])
    entered = second(sent[0]["Entry DtTm"])
    found["answer"].append(entered - received)
    found["processing"].append(min(second(row["Dispatch DtTm"]) for row in sent) - entered)
    there = [row for row in sent if row["On Scene DtTm"]]
    there.sort(key=lambda row: (second(row["On Scene DtTm"]), second(row["Dispatch DtTm"])))
    found["total"].append(second(there[0]["On Scene DtTm"]) - received if there else "missing")
    found["travel-first"].append(between(there[0], "Response DtTm", "On Scene DtTm") if there else "missing")
    if len(sent) > 1:
        whole = len(there) == len(sent)
        last = second(there[-1]["On Scene DtTm"]) if whole else None
        out = [second(row["Response DtTm"]) for row in sent if row["Response DtTm"]]
        found["total-full"].append(last - received if whole else "missing")
        found["travel-full"].append(last - min(out) if whole and out else "missing")


def nearest_rank(numbers: list[int], of_a_hundred: int) -> int:
    """The smallest number that so many of a hundred do not exceed, found by counting."""
    ordered = sorted(numbers)
    return next(one for one in ordered if 100 * bisect_right(ordered, one) >= of_a_hundred * len(ordered))


def rows_of(path: Path, calls: int | None = None) -> list[Row]:
    """The rows of the first so many calls."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if calls is None:
        return rows
    wanted = set(sorted({row["Call Number"] for row in rows})[:calls])
    return [row for row in rows if row["Call Number"] in wanted]


def load(rows: list[Row], cast: Cast) -> Figures:
    """Through the loader; the figures of the whole recording."""
    mapped = mapping("sf_fire_calls")
    loading.load(reading.calls(iter(rows), mapped), mapped, by=cast.minh)
    april = Period(dt.datetime(2020, 4, 1, tzinfo=VIETNAM), dt.datetime(2020, 5, 1, tzinfo=VIETNAM))
    return figures(Rights(EVERYWHERE, EVERYWHERE), april)


def hold_equal(found: Figures, expected: dict[str, list[int | str]]) -> None:
    """Numbers, gaps and percentiles of every clock."""
    assert {measure.value for measure in found.whole} == set(expected)
    for measure, figure in found.whole.items():
        all_of_it = expected[measure.value]
        numbers = [one for one in all_of_it if isinstance(one, int)]
        assert (figure.n, figure.missing, figure.impossible) == (
            len(numbers), all_of_it.count("missing"), all_of_it.count("impossible"),
        ), measure  # fmt: skip
        assert figure.p50 == statistics.median_low(numbers), measure
        assert (figure.p90, figure.p95) == (nearest_rank(numbers, 90), nearest_rank(numbers, 95)), measure


def hold_one_by_one(rows: list[Row]) -> None:
    """Every call, every case and every unit by itself."""
    by_call = defaultdict(list)
    for row in rows:
        by_call[row["Call Number"]].append(row)
    cases = {case.code: case for case in Incident.objects.filter(code__startswith="SF-")}
    assert len(cases) == len(by_call)
    for sent in by_call.values():
        expected: dict[str, list[int | str]] = defaultdict(list)
        one_case(sent, expected)
        clocks = readings.of_incident(cases[f"SF-{sent[0]['Incident Number']}"], EVERYWHERE, EVERYWHERE)
        assert {one.value: told(reading) for one, reading in clocks.whole.items()} == {
            name: values[0] for name, values in expected.items()
        }
        units = {row.force.call_sign: found for row, found in clocks.units}
        for row in sent:
            told_of = units[f"SF {row['Unit ID']}"]
            assert told(told_of[Measure.TURNOUT]) == between(row, "Dispatch DtTm", "Response DtTm")
            assert told(told_of[Measure.TRAVEL]) == between(row, "Response DtTm", "On Scene DtTm")


def told(reading: readings.Reading) -> int | str:
    if reading.missing:
        return "missing"
    return "impossible" if reading.impossible else int(reading.seconds)


@pytest.mark.shared
@pytest.mark.django_db
def test_clocks_are_those_worked_out_from_the_file(cast: Cast, shared_data: Path) -> None:
    rows = rows_of(shared_data / FILE, calls=70)
    found = load(rows, cast)
    hold_equal(found, by_hand(rows))
    hold_one_by_one(rows)
    fire = [
        row for row in rows if row["Unit Type"] in ("ENGINE", "TRUCK", "CHIEF", "SUPPORT", "RESCUE SQUAD")
    ]
    assert found.groups["service"]["114"][Measure.TURNOUT].n == sum(
        bool(row["Response DtTm"]) for row in fire
    )
    assert [origin.word for origin in found.origins] == ["replayed"]


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.django_db
def test_the_whole_recording(cast: Cast, shared_data: Path) -> None:
    rows = rows_of(shared_data / FILE)
    found = load(rows, cast)
    hold_equal(found, by_hand(rows))
    hold_one_by_one(rows)
    for measure, figure in found.whole.items():
        print(measure, figure.n, figure.missing, figure.impossible, figure.p50, figure.p90, figure.p95)
    load(rows, cast)
    assert Incident.objects.filter(code__startswith="SF-").count() == 5292
