"""Scores and routes by hand; what two cities recorded is routed and found again at least as well as its figures were; the command prints all."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dothi.kernel.testing.cast import Cast
from dothi.packs.tests.shipped import load_shipped
from dothi.reports.importing import mapping as mappings
from dothi.reports.importing.mapping import ReportMapping
from dothi.reports.importing.reading import Recorded
from dothi.reports.measuring import bringing, duplicates, routing
from dothi.reports.measuring.scores import macro, scores
from dothi.reports.models import Report

FILES = {"baltimore": "baltimore_311_sample_2018", "nyc": "nyc_311_2024-04-15_16"}
LEFT, LEAK = "urban-services.waste-left", "urban-services.water-leak"


@pytest.fixture
def packs(cast: Cast) -> None:
    load_shipped("urban-services", "traffic", "environment")


def file_of(shared_data: Path, name: str) -> tuple[Path, ReportMapping]:
    path = shared_data / "requests311" / f"{FILES[name]}.csv.gz"
    return path, mappings.load(mappings.SHIPPED / f"{name}.toml")


def test_scores_by_hand() -> None:
    every, water, roads = scores([("water", "water"), ("water", "roads"), ("", "roads"), ("roads", "roads")])
    assert (every.recorded, every.proposed, every.right) == (4, 3, 2)
    assert (water.name, roads.name) == ("roads", "water")
    assert (roads.precision, roads.recall) == (0.5, 1.0)
    assert (water.precision, water.recall) == (1.0, 1 / 3)
    assert macro([every, water, roads]) == (0.75, 2 / 3, 2)
    assert scores([])[0].precision is None


def one(number: int, category: str, agency: str, area: str = "", text: str = "") -> Recorded:
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=number)
    told = Recorded(number, str(number), category, category, text, "", None, None, at, None, None, agency)
    return replace(told, area=area)


def test_rows_are_written_from_what_came_before_and_say_who_gets_what_comes_after(packs: None) -> None:
    before = [
        *(one(n, LEFT, "vệ sinh", "An Hải") for n in range(8)),
        *(one(n, LEFT, "phường", "Bình Minh") for n in range(8, 14)),
        one(14, LEAK, "cấp nước"),
    ]
    after = [
        one(20, LEFT, "vệ sinh", "An Hải"),
        one(21, LEFT, "phường", "Bình Minh"),
        one(22, "urban-services.waste-dumped", "vệ sinh"),  # never seen: the category above it decides
        one(23, "traffic.bus", "xe buýt"),  # nothing above it either: the desk
        one(24, "không tên", "cấp nước"),
        *(one(n, LEAK, "cấp nước") for n in range(25, 30)),
    ]
    found = routing.measured(
        [*reversed(after), *before], lambda service: service != "không tên", worded=False
    )
    assert (found.asked, found.unnamed) == (len(after), 1)
    alone, areas = found.ways[routing.CATEGORY], found.ways[routing.AREA]
    assert (alone.left, areas.left) == (2, 2)
    assert (alone.scores[0].right, areas.scores[0].right) == (7, 8)
    assert areas.decided == {"category": 6, "area": 1, "above": 1}
    assert found.ways[routing.FLOOR].scores[0].right == 2
    assert routing.WORDS not in found.ways


def test_words_propose_what_they_stood_for_before(packs: None) -> None:
    told = [
        one(n, *((LEAK, "cấp nước", "", "burst main") if n % 2 else (LEFT, "vệ sinh", "", "litter basket")))
        for n in range(20)
    ]
    found = routing.measured(told, lambda _service: True, worded=True)
    assert (found.first, found.worded) == (8, 8)
    assert found.ways[routing.WORDS].scores[0].recall == 1


@pytest.mark.parametrize(
    ("name", "n", "floors"), [("baltimore", 4_000, (0.9, 0.7)), ("nyc", 400, (0.98, 0.81))]
)
def test_two_cities_are_routed_by_the_rooms_own_rule(
    packs: None, shared_data: Path, name: str, n: int, floors: tuple[float, float]
) -> None:
    """Floors lie just below what was seen on the later part, on which nothing was chosen (bench/README.md): a fall is a finding."""
    path, mapping = file_of(shared_data, name)
    found = routing.measured(bringing.every(path, mapping), mapping.names, worded=name == "nyc")
    assert found.asked == n
    whole = found.ways[routing.AREA].scores[0]
    precision, recall = floors
    assert (whole.precision or 0) >= precision
    assert (whole.recall or 0) >= recall
    assert (whole.recall or 0) > (found.ways[routing.FLOOR].scores[0].recall or 0)
    if name == "nyc":
        words = found.ways[routing.WORDS].scores[0]
        assert found.first >= 0.95 * found.worded
        assert (words.precision or 0) >= 0.94
        assert (words.recall or 0) >= 0.9


@pytest.mark.parametrize(
    ("name", "every", "marked", "findable"), [("baltimore", 50, 217, 0), ("nyc", 10, 70, 18)]
)
def test_duplicates_of_two_cities_are_proposed(
    packs: None, shared_data: Path, name: str, every: int, marked: int, findable: int
) -> None:
    """Baltimore's file is a sample of one in hundreds: no original of a duplicate is in it, which is told and not hidden."""
    path, mapping = file_of(shared_data, name)
    rows = bringing.every(path, mapping)
    told = duplicates.asked(rows, mapping, every)
    assert not Report.objects.exists(), "nothing of it stays"
    parts = [duplicates.tell(told, part) for part in duplicates.PARTS]
    assert sum(one.marked for one in parts) + duplicates.unplaced(rows) == marked
    assert sum(one.findable for one in parts) == findable
    assert sum(one.at[1] for one in parts) >= 0.9 * findable
    assert all(one.at[1] <= one.at[3] <= one.at[5] <= one.findable <= one.marked for one in parts)
    assert all(one.n and one.mean < 2 for one in parts)


def test_limits_are_chosen_on_the_first_part_alone() -> None:
    held, near = duplicates.Limits(75, 30), ((20.0, 1.0),)
    far = ((70.0, 20.0),)

    def asked(part: str, close: tuple[tuple[float, float], ...], *, marked: bool) -> duplicates.Asked:
        return duplicates.Asked(part, LEFT, marked, True, marked, len(close), int(marked), close, held)

    dev = [asked("dev", near, marked=True)] * 10 + [asked("dev", far, marked=False)] * 10
    test = [asked("test", far, marked=True)] * 4 + [asked("test", near, marked=False)] * 4
    (found,) = duplicates.tried([*dev, *test])
    assert (found.held, found.chosen) == (held, (25, 1))
    assert [round(duplicates.f1(each), 3) for each in (*found.dev, *found.test)] == [0.667, 1.0, 0.667, 0.0]
    assert duplicates.together([found])[1].right == 0
    assert not duplicates.tried(dev[:9])


def test_the_command_prints_all(packs: None, shared_data: Path) -> None:
    from dothi.cli.reports_ import app

    path, _ = file_of(shared_data, "nyc")
    told = CliRunner().invoke(app, ["measure", "requests", str(path), "--mapping", "nyc", "--every", "100"])
    assert told.exit_code == 0, told.output
    for word in ("NYPD", "micro", "macro", "findable"):
        assert word in told.output
    assert not Report.objects.exists()
