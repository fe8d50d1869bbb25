"""The supervisor goes on where nobody can hear it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dothi.kernel.engines.saying import say


def test_what_cannot_be_said_ends_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no device that is always full")
    with (
        contextlib.suppress(OSError),
        full.open("w") as terminal,
    ):  # closing it fails again: it never takes a word
        monkeypatch.setattr(sys, "stdout", terminal)
        say("engines-disk-full", path="/var/lib/dothi", free="0")
        monkeypatch.undo()
        with pytest.raises(OSError, match="No space"):
            terminal.flush()


_FULL_FOR_A_WHILE = """
import resource
from dothi.kernel.engines.saying import say
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))
say("engines-disk-full", path="/var/lib/dothi", free="0")
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
say("engines-disk-room", path="/var/lib/dothi", free="300")
"""


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_what_could_not_be_said_is_said_with_the_next_line(tmp_path: Path, unbuffered: str) -> None:
    log = tmp_path / "up.log"
    with log.open("wb") as terminal:
        subprocess.run(
            [sys.executable, "-c", _FULL_FOR_A_WHILE],
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered, "DOTHI_LANGUAGE": "en"},
            stdout=terminal,
            check=True,
        )
    first, second = log.read_text().splitlines()
    assert "is full" in first
    assert "There is room" in second
