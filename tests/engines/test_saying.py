"""The supervisor goes on where nobody can hear it."""

from __future__ import annotations

import contextlib
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
