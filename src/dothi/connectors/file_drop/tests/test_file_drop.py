"""A watched folder: whole files once, by their content; a bad one holds up nobody."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dothi.connectors import actions_sources as sources
from dothi.connectors.file_drop.fetch import outside, root
from dothi.connectors.sources.tests.sources import add, described, run_once
from dothi.connectors.tests.conftest import facts, stored  # noqa: F401 - a fixture
from dothi.connectors.tests.own import MAPPING

LINE = "s;t;PM2.5\nA;2026-11-20 0{hour}:00;{value}\n"


@pytest.fixture
def folder(stored: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: F811
    monkeypatch.setenv("DOTHI_DATA", str(tmp_path))
    made = root() / "nuoc"
    made.mkdir(parents=True)
    return made


def drop(
    folder: Path, name: str, hour: int = 1, value: str = "5", *, text: str = "", age_s: int = 60
) -> Path:
    path = folder / name
    path.write_text(text or LINE.format(hour=hour, value=value), encoding="utf-8")
    os.utime(path, (path.stat().st_mtime - age_s,) * 2)
    return path


def test_a_file_is_taken_once_whatever_it_is_called(folder: Path) -> None:
    source = add("file_drop", mapping=MAPPING, folder="nuoc")
    drop(folder, "a.csv")
    drop(folder, "b.csv", 2)
    first = run_once(source)
    assert (first.pieces, first.stored) == (2, 2), first.error_fields
    assert sorted(path.name for path in (folder / "taken").iterdir()) == ["a.csv", "b.csv"]
    drop(folder, "again.csv")
    drop(folder, "a.csv", 3)
    second = run_once(source)
    assert (second.pieces, second.stored) == (1, 1)
    assert len(list((folder / "taken").iterdir())) == 4 and not list(folder.glob("*.csv"))
    assert facts("select count(*) from entities_history where num is not null") == [(3,)]


def test_what_is_still_written_is_left(folder: Path) -> None:
    for name in ("a.csv.part", ".a.csv", "b.csv~"):
        drop(folder, name)
    drop(folder, "fresh.csv", age_s=0)
    (folder / "empty.csv").touch()
    os.utime(folder / "empty.csv", (1, 1))
    (folder / "link.csv").symlink_to("/etc/passwd")
    assert run_once(add("file_drop", mapping=MAPPING, folder="nuoc", pattern="*")).state == "unchanged"


def test_a_bad_file_is_told_and_the_others_go_on_until_somebody_mends_the_source(folder: Path) -> None:
    source = add("file_drop", mapping=MAPPING, folder="nuoc")
    drop(folder, "bad.csv", text="x;y\n1;2\n", age_s=90)
    drop(folder, "good.csv")
    run = run_once(source)
    assert (run.state, run.stored, run.refused, run.reasons) == ("done", 1, 1, {"piece": 1})
    told = run.rejects.get()
    assert (told.piece, told.reason, told.detail) == ("bad.csv", "piece", "mapping-no-column")
    assert [path.name for path in folder.glob("*.csv")] == ["bad.csv"]
    assert run_once(source).state == "unchanged"
    sources.change_source(
        source, described(contact="mới"), settings=source.settings, mapping_text=MAPPING, by=None
    )
    assert run_once(source).refused == 1


@pytest.mark.parametrize(
    ("path", "leads_out"),
    [("nuoc", False), ("a/b", False), ("../x", True), ("/etc", True), ("a/../../b", True), ("..\\x", True)],
)
def test_no_folder_leads_out(path: str, leads_out: bool) -> None:
    assert outside(path) == leads_out


def test_a_folder_that_is_not_there_is_told(folder: Path) -> None:
    run = run_once(add("file_drop", mapping=MAPPING, folder="khac"))
    assert (run.state, run.error_code) == ("failed", "source-no-folder")
