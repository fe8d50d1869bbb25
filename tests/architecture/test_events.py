"""What rooms tell open screens reaches them: a page hears only what its ticket carries (`accounts.tickets.STREAMED`)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from dothi.accounts.tickets import OWN_AGENCY, STREAMED
from dothi.kernel.permissions import PERMISSIONS

SOURCE = Path(__file__).resolve().parents[2] / "src" / "dothi"
PUBLISHING = {"publish", "Told"}
# published for a machine of ours, never for a screen: what it carries opens the place of a caller
UNHEARD = {"calls.person", "rules.view"}  # a calendar is confirmed once a year: rooms hear it, no open screen


def _published(file: Path) -> Iterator[str]:
    """Permissions that stand in what this file publishes."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _name(node.func) in PUBLISHING:
            for given in (*node.args, *(one.value for one in node.keywords)):
                if isinstance(given, ast.Constant) and given.value in PERMISSIONS:
                    yield given.value


def _name(called: ast.expr) -> str:
    return (
        called.attr
        if isinstance(called, ast.Attribute)
        else called.id
        if isinstance(called, ast.Name)
        else ""
    )


def test_every_event_that_is_published_can_be_heard_by_a_screen() -> None:
    files = [file for file in SOURCE.rglob("*.py") if "tests" not in file.parts]
    found = {permission: file for file in files for permission in _published(file)}
    assert len(found) > 10, "the search finds nothing any more"
    deaf = {name: str(file) for name, file in found.items() if name not in (*STREAMED, OWN_AGENCY, *UNHEARD)}
    assert not deaf, f"no ticket carries what these are published with: {deaf}"
