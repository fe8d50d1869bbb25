"""Packs that come with the program, in force in a test."""

from __future__ import annotations

from functools import cache

from dothi.kernel.testing.standing import Standing
from dothi.packs.actions import load_pack
from dothi.packs.folder import SHIPPED


def load_shipped(*codes: str) -> None:
    """One after the other. In a test that rolls back they are checked and loaded once by this process, and stand then."""
    _loading(codes)()


@cache
def _loading(codes: tuple[str, ...]) -> Standing[[], None]:
    def load() -> None:
        for code in codes:
            load_pack(SHIPPED / code, by=None)

    return Standing(load)
