"""San Francisco's recorded calls as the load of a drill: its score's clocks equal what the file's own times say.

The second working-out shares no line with the code it judges: plain csv, seconds since 1970, lists.
"""

from __future__ import annotations

import calendar
import csv
import gzip
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from dothi.calls.models import Line
from dothi.dispatch.recordings import reading
from dothi.drills.playing import recorded
from dothi.drills.scoring import score
from dothi.drills.shown import as_csv
from dothi.kernel import clock
from dothi.kernel.testing.cast import SINCE, Cast
from dothi.packs.actions import load_pack
from dothi.packs.folder import SHIPPED

FILE = "emergency/sf_fire_calls_2020-04-07_20.csv.gz"
CALLS = 150
ADAPTER = "hook-of-the-drill"
LIMITS = {"answer": 120, "sent": 60, "arrived": 480}
Row = dict[str, str]


def second(text: str) -> int | None:
    return calendar.timegm(time.strptime(text, "%m/%d/%Y %I:%M:%S %p")) if text else None


def first_calls(path: Path, number: int) -> list[Row]:
    """The rows of the calls that rang first."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    rang = sorted({(second(row["Received DtTm"]) or 0, row["Call Number"]) for row in rows})
    wanted = {call for _at, call in rang[:number]}
    return [row for row in rows if row["Call Number"] in wanted]


def by_hand(rows: list[Row]) -> dict[str, list[int]]:
    """Seconds of each clock of each call that has both its minutes."""
    calls: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        calls[row["Call Number"]].append(row)
    found: dict[str, list[int]] = {name: [] for name in LIMITS}
    for sent in calls.values():
        rang, typed = second(sent[0]["Received DtTm"]) or 0, second(sent[0]["Entry DtTm"]) or 0
        there = [at for row in sent if (at := second(row["On Scene DtTm"])) is not None]
        found["answer"].append(typed - rang)
        found["sent"].append(min(second(row["Dispatch DtTm"]) or 0 for row in sent) - typed)
        if there:
            found["arrived"].append(min(there) - rang)
    return {name: sorted(seconds) for name, seconds in found.items()}


def targets() -> list[dict[str, Any]]:
    return [
        {
            "code": name, "measure": name, "within": f"{limit}s", "share": 90, "valid_from": "2026-07-01", "source": "test",
            "certainty": "D",
        }
        for name, limit in LIMITS.items()
    ]  # fmt: skip


@pytest.mark.slow(seconds=90)
@pytest.mark.django_db
def test_the_score_of_recorded_calls_is_what_the_recording_says(cast: Cast, shared_data: Path) -> None:
    rows = first_calls(shared_data / FILE, CALLS)
    load_pack(SHIPPED / "emergency", by=None)
    Line.objects.create(
        number="114",
        valid_from=SINCE,
        name="114",
        service="114",
        agency=cast.centre,
        source="test",
        certainty="D",
    )
    calls = recorded.moved(reading.calls(iter(rows), reading.mapping("sf_fire_calls")), clock.now())
    assert len(calls) == CALLS

    played = recorded.play(calls, adapter=ADAPTER, agency=cast.centre, by=cast.minh)

    assert not played.refused, played.refused
    plan = recorded.plan_for(calls, targets())
    found = score(plan, ADAPTER, began_at=calls[0].received_at)
    expected = by_hand(rows)
    for figure in found.figures:
        name = figure.target.measure
        measured = sorted(one.value for one in figure.readings if one.value is not None)
        assert measured == expected[name], name
        assert figure.kept == sum(one <= LIMITS[name] for one in expected[name]), name
    assert found.counts["calls"] == CALLS
    assert found.counts["units"] == len(rows)
    assert [one.different for one in recorded.check(found.as_json(), calls)] == [0, 0, 0]
    assert as_csv(_Kept(found.as_json())).count("\n") == 1 + sum(len(one.readings) for one in found.figures)


class _Kept:
    """A drill as the file reads it."""

    name, scenario = "sf", "recorded"

    def __init__(self, score: dict[str, Any]) -> None:
        self.score = score
