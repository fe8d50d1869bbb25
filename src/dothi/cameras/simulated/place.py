"""Where the demo city's simulated cameras answer: on this machine, so far above the port of its screens."""

from __future__ import annotations

from typing import Final

from dothi.kernel import settings

HOST: Final = "127.0.0.1"
_ABOVE = 1554


def port() -> int:
    return 1024 + (int(settings.read("PORT")) + _ABOVE) % 64_000
