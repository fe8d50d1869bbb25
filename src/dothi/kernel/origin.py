"""What a value is: measured now, played back, simulated, estimated or typed. Every value and every screen says it."""

from __future__ import annotations

from enum import IntEnum


class Origin(IntEnum):
    """Where a value comes from; stored with each value and its history."""

    LIVE = 0
    REPLAYED = 1
    SIMULATED = 2
    ESTIMATED = 3
    TYPED = 4

    @property
    def word(self) -> str:
        """`live`, `replayed`, `simulated`, `estimated` or `typed`: the word used in JSON and as a string key."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> Origin:
        return cls[word.upper()]
