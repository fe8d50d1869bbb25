"""What a value is: measured now, played back, simulated, estimated or typed. Every value and every screen says it."""

from __future__ import annotations

import datetime as dt
from enum import IntEnum

from dothi.kernel import settings

# Our own decision: a file of this night is live, a file of last week is not, whoever hands it in under whatever word.
LIVE_FOR = dt.timedelta(days=1)


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

    def at_age(self, age: dt.timedelta) -> Origin:
        """What a value of this origin is when it is brought so long after its time: live only lately, else played back."""
        return Origin.REPLAYED if self is Origin.LIVE and age > LIVE_FOR else self

    @classmethod
    def of(cls, word: str) -> Origin:
        return cls[word.upper()]


def that_count() -> list[int]:
    """Origins that figures of a whole city count: what is live, told or typed there. What was played back or simulated counts in a
    demo city alone, and the screens of such figures say so (`settings.read("DEMO")`)."""
    if settings.read("DEMO"):
        return [int(one) for one in Origin]
    return [int(one) for one in Origin if one not in (Origin.REPLAYED, Origin.SIMULATED)]
