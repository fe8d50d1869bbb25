"""The beginning of a pack passes the check, can be loaded, and says what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from dothi.cli.pack_ import app
from dothi.kernel.errors import BadRequest, Conflict, NotFound
from dothi.packs.actions import load_pack, take_back
from dothi.packs.check import check_pack
from dothi.packs.folder import read_pack
from dothi.packs.new import new_pack
from dothi.packs.quality import State, points_of
from dothi.packs.tests.folders import NEXT, VERSION, append, copied, line, replace


@pytest.mark.parametrize("type_", ["", "WasteContainer"])
def test_a_new_pack_passes_the_check(tmp_path: Path, type_: str) -> None:
    pack = read_pack(new_pack("waste", tmp_path, type_=type_))
    assert [one.place for one in check_pack(pack)] == []
    states = {point.name: point.state for point in points_of(pack)}
    assert states["rules"] is states["scenario"] is State.TODO
    assert states["types"] is (State.DONE if type_ else State.TODO)


def test_what_no_pack_may_be_called_is_refused(tmp_path: Path) -> None:
    for code in ("Waste", "../waste", "", "rác", "handed-in"):
        with pytest.raises(BadRequest):
            new_pack(code, tmp_path)
    with pytest.raises(BadRequest):
        new_pack("waste", tmp_path, type_="a/../b")
    new_pack("waste", tmp_path)
    with pytest.raises(Conflict):
        new_pack("waste", tmp_path)


@pytest.mark.django_db
def test_a_new_pack_stands_beside_the_others(tmp_path: Path) -> None:
    folder = new_pack("waste", tmp_path, type_="WasteContainer")
    assert load_pack(folder, by=None)[1]
    assert take_back("waste", by=None) is None


def test_the_command_names_file_line_and_remedy(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    replace(folder / "rules/air.toml", "airQualityIndex.value > 200.0", "airQualityIndex.value + 200.0")
    told = CliRunner().invoke(app, ["check", str(folder)])
    assert told.exit_code == 1
    place = f"rules/air.toml:{line(folder / 'rules/air.toml', '+ 200.0')}: rule[2].condition: "
    assert any(row.startswith(place) for row in told.output.splitlines())


@pytest.mark.django_db
def test_the_command_shows_what_changes_and_asks(tmp_path: Path) -> None:
    runner, folder = CliRunner(), copied(tmp_path)
    assert runner.invoke(app, ["load", str(folder), "--yes"]).exit_code == 0
    append(folder / "README.md", "\n")
    replace(folder / "pack.toml", f'version = "{VERSION}"', f'version = "{NEXT}"')
    assert f"phiên bản: {VERSION} → {NEXT}" in runner.invoke(app, ["diff", str(folder)]).output
    refused = runner.invoke(app, ["load", str(folder)], input="n\n")
    assert (refused.exit_code, f"{VERSION} → {NEXT}" in refused.output) == (1, True)
    assert VERSION in runner.invoke(app, ["list"]).output
    assert runner.invoke(app, ["load", str(folder), "--english"], input="y\n").exit_code == 0
    assert NEXT in runner.invoke(app, ["list"]).output
    back = runner.invoke(app, ["unload", "environment"], input="y\n")
    assert f"{NEXT} → {VERSION}" in back.output
    assert VERSION in runner.invoke(app, ["list"]).output
    never = runner.invoke(app, ["unload", "never-loaded"], input="y\n")
    assert (type(never.exception), never.output) == (
        NotFound,
        "",
    )  # asked nothing, and no words that would go
    replace(folder / "pack.toml", "version =", "version")
    assert isinstance(runner.invoke(app, ["diff", str(folder)]).exception, BadRequest)
    again = runner.invoke(app, ["load", "environment", "--version", NEXT, "--yes"])
    assert (again.exit_code, NEXT in runner.invoke(app, ["list"]).output) == (0, True)
