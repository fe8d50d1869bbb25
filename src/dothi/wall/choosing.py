"""Which scene stands on a wall. Pure: the same hands, causes and minute give the same scene, so no wall can be left behind.

1. What somebody pinned stands until its end, whatever happens.
2. Of what somebody chose by hand (until its end) and what is called for by open causes, the scene of the higher rank; of equal ones the hand.
   A hand that chose a lower scene gives way only to a cause that began after it: who looked at the case and chose otherwise is obeyed.
3. A cause that ended keeps calling for its scene for a while (`lasting`), then the wall returns by itself.
4. Nothing: the normal scene.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dothi.wall.rules import NORMAL


@dataclass(frozen=True, slots=True)
class Hand:
    """The last switch by hand of a wall; `scene` empty: back to what happens."""

    scene: str
    at: dt.datetime
    until: dt.datetime | None = None
    pinned: bool = False
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """A case or a warning that calls for a scene; `ended_at` None: it goes on."""

    kind: str
    code: str
    scene: str
    severity: str
    began_at: dt.datetime
    ended_at: dt.datetime | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands and why; `until`: when it ends by itself as far as that is known."""

    scene: str
    hand: Hand | None = None
    cause: Cause | None = None
    until: dt.datetime | None = None


def choose(
    hand: Hand | None,
    causes: Sequence[Cause],
    ranks: Mapping[str, int],
    lasting: dt.timedelta,
    now: dt.datetime,
) -> Standing:
    """See the rules above; a scene that no longer exists (not among `ranks`) is never chosen."""
    held = _held(hand, ranks, now)
    if held is not None and held.pinned:
        return Standing(held.scene, hand=held, until=held.until)
    since = hand.at if hand is not None and not hand.scene else None
    calling = [one for one in causes if _calls(one, ranks, lasting, now, since)]
    cause = max(calling, key=lambda one: (ranks[one.scene], one.ended_at is None, one.began_at), default=None)
    if held is not None and (
        cause is None or ranks[held.scene] >= ranks[cause.scene] or cause.began_at <= held.at
    ):
        return Standing(held.scene, hand=held, cause=cause, until=held.until)
    if cause is not None:
        return Standing(cause.scene, cause=cause, until=cause.ended_at and cause.ended_at + lasting)
    return Standing(NORMAL)


def _held(hand: Hand | None, ranks: Mapping[str, int], now: dt.datetime) -> Hand | None:
    if hand is None or hand.scene not in ranks or hand.until is None or hand.until <= now:
        return None
    return hand


def _calls(
    one: Cause, ranks: Mapping[str, int], lasting: dt.timedelta, now: dt.datetime, since: dt.datetime | None
) -> bool:
    """`since`: somebody let the wall go back then: what had ended by that minute lasts no longer."""
    if one.scene not in ranks:
        return False
    if one.ended_at is None:
        return True
    return now < one.ended_at + lasting and (since is None or one.ended_at > since)
