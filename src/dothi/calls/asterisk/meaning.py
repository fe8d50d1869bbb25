"""What the manager's events mean for a call from outside. Pure.

A call is known by its `Linkedid`, the id of the caller's own channel; the channels of those who answer carry it too. What our own
people dial has a first channel that comes from inside, and is nobody's call for help.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from dothi.calls.asterisk.lines import Message
from dothi.calls.course import ANSWERED, ENDED, HELD, RESUMED, RINGING, TRANSFERRED
from dothi.calls.telephony import Told

ADAPTER = "asterisk"
_FARTHEST = dt.timedelta(minutes=2)  # an exchange's clock that is farther off is not believed


@dataclass(frozen=True, slots=True)
class Inbound:
    """How calls from outside are told: contexts of the dialplan, or the beginnings of their channels (`PJSIP/vnpt`)."""

    words: Collection[str]

    def holds(self, message: Message) -> bool:
        channel, context = message.get("Channel", ""), message.get("Context", "")
        return any(channel.startswith(word) if "/" in word else context == word for word in self.words)


def told_by(message: Message, inbound: Inbound, now: dt.datetime) -> Told | None:
    """The event that a message is for a call, or None. `now`: where the exchange gives no time (timestampevents = no)."""
    event, own, linked = message.get("Event"), message.get("Uniqueid", ""), message.get("Linkedid", "")
    at = _at(message, now)
    if event == "Newchannel" and own == linked and inbound.holds(message):
        return _told(
            linked,
            RINGING,
            "",
            at,
            number_dialled=message.get("Exten", ""),
            caller=message.get("CallerIDNum", ""),
        )
    if event == "BridgeEnter" and _is_met(message):
        return _told(linked, ANSWERED, own, at, agent=message.get("Channel", ""))
    if event in ("Hold", "Unhold"):
        return _told(
            linked,
            HELD if event == "Hold" else RESUMED,
            f"{own}:{at.timestamp()}",
            at,
            agent=message.get("Channel", ""),
        )
    if event == "BlindTransfer":
        linked = message.get("TransfererLinkedid", "")
        return _told(linked, TRANSFERRED, f"{at.timestamp()}", at, to=message.get("Extension", ""))
    if event == "AttendedTransfer":
        linked, to = (
            message.get("OrigTransfererLinkedid", ""),
            message.get("SecondTransfererConnectedLineNum", ""),
        )
        return _told(linked, TRANSFERRED, f"{at.timestamp()}", at, to=to)
    if event == "Hangup" and own == linked:
        return _told(linked, ENDED, "", at, cause=message.get("Cause-txt", ""))
    return None


def _is_met(message: Message) -> bool:
    """Two in one bridge speak with one another. Whoever waits in a queue has no bridge yet, though the queue took the line."""
    count = message.get("BridgeNumChannels", "")
    return count.isdecimal() and len(count) < 5 and int(count) >= 2


def standing(message: Message, inbound: Inbound, known: Collection[str], now: dt.datetime) -> list[Told]:
    """What a `CoreShowChannel` says of a call that stands after a break: one known before, or one that came meanwhile."""
    own, linked = message.get("Uniqueid", ""), message.get("Linkedid", "")
    if not own or own != linked or not (linked in known or inbound.holds(message)):
        return []
    begun = now - _lasted(message.get("Duration", ""))
    caller, dialled = message.get("CallerIDNum", ""), message.get("Exten", "")
    # of a known call the begin is known; its extension is where the dialplan stands now, no more what was dialled
    found = (
        [] if linked in known else [_told(linked, RINGING, "", begun, number_dialled=dialled, caller=caller)]
    )
    if message.get("BridgeId"):
        found.append(_told(linked, ANSWERED, "stands", now, agent="", seen="after a break"))
    return found


def gone(linked: str, now: dt.datetime) -> Told:
    """A call that ran before a break and does not stand any more: when it ended nobody knows but that it did by now."""
    return _told(linked, ENDED, "gone", now, seen="after a break")


def _told(
    linked: str,
    kind: str,
    which: str,
    at: dt.datetime,
    *,
    number_dialled: str = "",
    caller: str = "",
    **fields: str,
) -> Told:
    return Told(
        adapter=ADAPTER,
        event_id=f"{linked}:{kind}:{which}"[:200],
        call_id=linked[:200],
        kind=kind,
        at=at,
        number_dialled=number_dialled,
        caller_number=caller,
        fields={name: text for name, text in fields.items() if text},
    )


def _at(message: Message, now: dt.datetime) -> dt.datetime:
    try:
        told = dt.datetime.fromtimestamp(float(message.get("Timestamp", "")), dt.UTC)
    except (ValueError, OverflowError, OSError):
        return now
    return told if abs(told - now) < _FARTHEST else now


def _lasted(text: str) -> dt.timedelta:
    """`00:01:07`."""
    parts = text.split(":")
    if len(parts) != 3 or not all(part.isdecimal() and part.isascii() and len(part) < 5 for part in parts):
        return dt.timedelta()
    hours, minutes, seconds = map(int, parts)
    return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
