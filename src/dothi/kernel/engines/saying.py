"""What the supervisor says on its terminal: one line at a time, in the operator's language."""

from __future__ import annotations

import contextlib

from dothi.kernel import settings
from dothi.kernel.i18n import t


def say(key: str, **args: str) -> None:
    """One line on the terminal, in the operator's language. Where it leads to a disk that is full, it waits in the buffer for the next
    one: what cannot be said ends nobody."""
    with contextlib.suppress(OSError):
        print(t(key, settings.read("LANGUAGE"), **args), flush=True)  # noqa: T201 - the supervisor speaks to a terminal
