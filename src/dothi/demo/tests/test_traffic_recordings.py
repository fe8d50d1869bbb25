"""Real traffic through the whole line by the mappings of the pack: a wide table of speeds becomes jams, a timetable becomes stops and routes."""

from __future__ import annotations

import asyncio
import gzip
from pathlib import Path

import pytest
from psycopg import AsyncConnection

from dothi.connectors import actions
from dothi.packs.actions import load_pack
from dothi.packs.folder import SHIPPED
from dothi.rules import derive, engine
from dothi.rules.alarms.models import Occurrence

from .recordings import import_by, mapping_text, read

SPEEDS = "metr_la_speed_2012-03-01_07_5min.csv.gz"
DETECTORS = ("773939", "717446", "767541")  # six jams that day, two, none
# as a replay would: whole weeks later, when the rules hold
LATER = "start = 2012-03-01", "start = 2026-03-05"
DAY = 288  # lines of five minutes
FREE, BELOW, ABOVE = 104.6, 50.0, 65.0  # km/h; per cent of it where a jam begins and is over


def jams_by_hand(speeds: list[float]) -> int:
    """Below half of free flow for a quarter of an hour; over at 65 % for ten minutes. Miles per hour, every five minutes."""
    found, jammed, held = 0, False, 0
    for mph in speeds:
        share = round(100 * mph * 1.609344 / FREE, 1)
        held = held + 1 if (share >= ABOVE if jammed else share < BELOW) else 0
        if held == (3 if jammed else 4):  # the first value begins the time, so many later it is full
            found, jammed, held = found + (not jammed), not jammed, 0
    return found


@pytest.mark.shared
def test_the_jams_of_a_day_are_those_a_hand_counts(stored: None, tmp_path: Path, shared_data: Path) -> None:
    with gzip.open(shared_data / "traffic" / SPEEDS, "rt") as file:
        lines = [line.strip().split(",") for _, line in zip(range(DAY + 1), file, strict=False)]
    places = [lines[0].index(one) for one in DETECTORS]
    cut = [[line[place] for place in places] for line in lines]
    (tmp_path / "speeds.csv").write_text("\n".join(map(",".join, cut)), encoding="utf-8")
    load_pack(SHIPPED / "traffic", by=None)
    asyncio.run(_derive())  # the readers begin here
    engine.catch_up()
    later = mapping_text("traffic", "metr_la_speed.toml").replace(*LATER)
    row = import_by(later, tmp_path / "speeds.csv", shared_data / "traffic")
    assert (row.rows, row.stored) == (3 * DAY, 3 * DAY)
    asyncio.run(_derive())
    engine.catch_up()
    jams = Occurrence.objects.filter(alarm__rule_code="congestion")
    raised = [
        jams.filter(alarm__entity_urn=f"urn:ngsi-ld:TrafficFlowObserved:metr-la-{detector}").count()
        for detector in DETECTORS
    ]
    assert raised == [jams_by_hand([float(line[place]) for line in cut[1:]]) for place in range(3)]
    assert raised == [6, 2, 0]


@pytest.mark.shared
def test_a_whole_timetable_is_read(shared_data: Path) -> None:
    hanoi = shared_data / "traffic" / "hanoi_gtfs_partial.zip"
    found = {name: read("traffic", f"gtfs_{name}.toml", hanoi) for name in ("stops", "routes", "trips")}
    assert {name: (one.rows, one.stored, one.refused) for name, one in found.items()} == {
        "stops": (6495, 6495, 0),
        "routes": (224, 224, 0),
        "trips": (9737, 9737, 0),
    }


async def _derive() -> None:
    async with await AsyncConnection.connect(actions.database_url(), autocommit=True) as open_connection:
        await derive.catch_up(open_connection)
