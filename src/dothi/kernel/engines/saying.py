"""What the supervisor says on its terminal: one line at a time, in the operator's language."""

from __future__ import annotations

import sys
from collections import deque

from dothi.kernel import settings
from dothi.kernel.i18n import t

MOST_UNSAID = 200
_unsaid: deque[str] = deque(maxlen=MOST_UNSAID)


def say(key: str, **args: str) -> None:
    """One line on the terminal, in the operator's language. Where it leads to a disk that is full, it waits for the next one: what
    cannot be said ends nobody."""
    _unsaid.append(t(key, settings.read("LANGUAGE"), **args))
    while _unsaid:
        try:
            print(_unsaid[0], flush=True)  # noqa: T201 - the supervisor speaks to a terminal
        except OSError:
            if getattr(
                sys.stdout, "write_through", False
            ):  # without a buffer (PYTHONUNBUFFERED) nobody else keeps it
                return
        _unsaid.popleft()
