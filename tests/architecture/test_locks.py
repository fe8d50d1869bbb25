"""Rows are held without their key: FOR UPDATE also stops whoever writes a row that names the held one, and two such wait for each
other for ever – one met as a deadlock when a unit was moved while its silence was told. Deferred foreign keys are checked at COMMIT."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "dothi"


def test_no_row_is_held_together_with_its_key() -> None:
    held, wrong = 0, []
    for file in SOURCE.rglob("*.py"):
        if "tests" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "select_for_update":
                held += 1
                if "no_key" not in {one.arg for one in node.keywords}:
                    wrong.append(f"{file.relative_to(SOURCE)}:{node.lineno}")
    assert held > 50, "the search finds nothing any more"
    assert wrong == []
