"""What the supervisor says on its terminal: one line at a time, in the operator's language."""

from __future__ import annotations

from dothi.kernel import settings
from dothi.kernel.i18n import t


def say(key: str, **args: str) -> None:
    """One line on the terminal, in the operator's language."""
    print(t(key, settings.read("LANGUAGE"), **args), flush=True)  # noqa: T201 - the supervisor speaks to a terminal
