"""Scenarios: what is wrong with one is named with its line; a good one is read as steps in order of time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dothi.kernel import clock
from dothi.kernel.i18n import has, t
from dothi.packs.check import scenarios
from dothi.packs.folder import SHIPPED, read_pack
from dothi.packs.places import line_of, lines_of
from dothi.packs.scenario import length, scenarios_of
from dothi.packs.tests.folders import copied, line, replace

STORY = "scenarios/air-burning.toml"


MISTAKES: dict[str, tuple[str, str, str, str, str]] = {  # name: old, new, what stands on the line, where, key
    "rule": ('raised = "aqi-hour-unhealthy"', 'raised = "aqi-bad"', '"aqi-bad"', "step[5].raised", "no-rules"),
    "procedure": ('sop = "air-unhealthy"', 'sop = "air-bad"', '"air-bad"', "step[7].sop", "scenario-sop"),
    "entity": (
        "send = { tram-canh-dong = { pm25 = 150", "send = { tram-x = { pm25 = 150", "tram-x", "step[3].send.tram-x",
        "scenario-entity",
    ),
    "attribute": ("pm25 = 150", "pm99 = 150", "pm99", "step[3].send.tram-canh-dong.pm99", "attribute"),
    "index": (
        "pm25 = 150", "airQualityIndex = 150", "airQualityIndex", "step[3].send.tram-canh-dong.airQualityIndex",
        "scenario-derived",
    ),
    "severity": ('severity = "high"', 'severity = "low"', 'severity = "low"', "step[5].severity", "scenario-severity"),
    "number": ("done = 5", "done = 6", "done = 6", "step[15].done", "scenario-step"),
    "mandatory": (
        "done = 3", 'reason = { vi = "x", en = "x" }\nskip = 3', "skip = 3", "step[11].skip", "scenario-mandatory",
    ),
    "order": ('at = "4h5m"', 'at = "3h"', 'at = "3h5m"', "step[6].at", "scenario-order"),
    "end": ("close = {", "write = {", "", "step", "scenario-part"),
    "verb": ('acknowledge = "aqi-hour-unhealthy"\n', "", "", "step[6]", "scenario-verb"),
    "hour": ("begins = 15:00:00", "begins = 15", "begins", "begins", "scenario-hour"),
    "time": ('at = "4h15m"', 'at = "soon"', '"soon"', "step[9].at", "duration"),
    "until": ('until = "2h"\n', "", "every", "step[1].every", "scenario-every"),
    "place": ("place = [107.16, 10.41]", "place = [107.16]", "place", "entity[1].place", "scenario-place"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_line_and_remedy(tmp_path: Path, name: str) -> None:
    copy = copied(tmp_path)
    old, new, on, where, key = MISTAKES[name]
    replace(copy / STORY, old, new)
    complaint = next(one for one in scenarios.check(read_pack(copy)) if one.key == f"packs-check-{key}")
    assert complaint.where == where
    if on and name != "order":
        lines = lines_of(STORY, (copy / STORY).read_text(encoding="utf-8"))
        assert line_of(lines, complaint.path) == line(copy / STORY, on)
    for language in ("vi", "en"):
        assert has(complaint.key)
        assert "{" not in t(complaint.key, language, **{k: str(v) for k, v in complaint.fields.items()})


def test_a_story_is_told_in_order_of_time() -> None:
    story = next(one for one in scenarios_of(read_pack(SHIPPED / "environment")) if one.file == STORY)
    steps = story.in_time()
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    sent = [step.at / dt.timedelta(hours=1) for step in steps if step.verb == "send"]
    assert sent == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    assert (steps[-1].verb, story.lasts) == ("close", dt.timedelta(hours=8, minutes=20))
    assert story.thing(None).urn == "urn:ngsi-ld:AirQualityObserved:kich-ban-air-burning-tram-canh-dong"


def test_a_story_begins_at_its_hour_of_viet_nam() -> None:
    story = next(one for one in scenarios_of(read_pack(SHIPPED / "environment")) if one.file == STORY)
    noon = dt.datetime(2026, 11, 22, 12, tzinfo=clock.VIETNAM)
    assert story.begins_after(noon) == noon.replace(hour=15)
    assert story.begins_after(noon.replace(hour=16)) == noon.replace(day=23, hour=15)


def test_lengths_of_time() -> None:
    assert (length("0m"), length("1h30m")) == (dt.timedelta(0), dt.timedelta(minutes=90))
    for wrong in ("", "1", "h", "1h 5m", "-1h"):
        with pytest.raises(ValueError, match="^" + wrong):
            length(wrong)
