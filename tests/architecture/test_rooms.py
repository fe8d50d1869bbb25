"""Every room tells a newcomer what it is, and nothing committed carries an address of the build's surroundings."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "kernel",
    "accounts",
    "territory",
    "entities",
    "gateway",
    "streams",
    "connectors",
    "packs",
    "rules",
    "codelists",
    "notify",
    "tasks",
    "duty",
    "incidents",
    "indicators",
    "boards",
    "briefings",
    "commands",
    "calls",
    "forces",
    "warnings",
    "cameras",
    "reports",
    "publicservices",
    "around",
    "dispatch",
    "crews",
    "surveys",
    "shiftbook",
    "drills",
    "wall",
    "leaders",
    "livemap",
    "web",
)


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_a_readme(room: str) -> None:
    lines = (ROOT / "src" / "dothi" / room / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) >= 8, (
        f"{room}/README.md should say what the room owns, its invariants and who may call it"
    )


def test_lock_files_carry_no_download_addresses() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "*.lock", "*package-lock.json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert tracked
    for name in tracked:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r'"resolved": *"http|--(extra-)?index-url|--find-links', text), name
