"""The import map holds: layers, the machine door without the ORM, the pure core."""

from __future__ import annotations

from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]


def test_the_import_map_holds(monkeypatch, capsys) -> None:
    monkeypatch.chdir(ROOT)
    outcome = lint_imports(config_filename="pyproject.toml", is_debug_mode=False, cache_dir=None)
    assert outcome == 0, capsys.readouterr().out
