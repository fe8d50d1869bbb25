"""What the manager's lines mean, one message at a time."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from dothi.calls.asterisk.lines import LONGEST_LINE, Message, NotAsterisk, next_message, read_lines, written
from dothi.calls.asterisk.meaning import Inbound, gone, standing, told_by
from dothi.calls.asterisk.tests.recorded import CALL, bridged, hung_up, message, new, stands

NOW = dt.datetime(2026, 11, 22, 7, 0, tzinfo=dt.UTC)
INBOUND = Inbound(["from-trunk", "PJSIP/vnpt"])


def read(text: str) -> Message:
    return read_lines(text.split("\r\n"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (new(), "ringing"),
        (new(context="from-internal").replace("PJSIP/vnpt", "PJSIP/101"), None),  # our own people dial
        (new(own="1795330005.42"), None),  # the telephone that is rung for the caller
        (bridged(number="1"), None),  # one alone in a bridge speaks with nobody
        (bridged(), "answered"),
        (message(Event="BridgeEnter", Uniqueid=CALL, Linkedid=CALL, BridgeNumChannels="2" * 5000), None),
        (message(Event="Hold", Channel="PJSIP/101-1", Uniqueid="1.2", Linkedid=CALL), "held"),
        (message(Event="Unhold", Channel="PJSIP/101-1", Uniqueid="1.2", Linkedid=CALL), "resumed"),
        (message(Event="BlindTransfer", TransfererLinkedid=CALL, Extension="115"), "transferred"),
        (
            message(
                Event="AttendedTransfer", OrigTransfererLinkedid=CALL, SecondTransfererConnectedLineNum="115"
            ),
            "transferred",
        ),
        (hung_up(), "ended"),
        (hung_up(own="1795330005.42"), None),  # one of those who answered
        (message(Event="Newexten", Uniqueid=CALL, Linkedid=CALL), None),
        (message(Response="Success"), None),
    ],
)
def test_a_message_means(text: str, kind: str | None) -> None:
    told = told_by(read(text), INBOUND, NOW)
    assert (told.kind if told else None) == kind
    assert told is None or (told.call_id, told.adapter) == (CALL, "asterisk")


def test_the_exchanges_own_time_counts_where_it_is_near() -> None:
    near, far = f"{NOW.timestamp() - 3}", "1000.5"
    assert told_by(read(new(Timestamp=near)), INBOUND, NOW).at == NOW - dt.timedelta(seconds=3)  # type: ignore[union-attr]
    for text in (far, "nan", "1e400", "²"):
        assert told_by(read(new(Timestamp=text)), INBOUND, NOW).at == NOW  # type: ignore[union-attr]


def test_after_a_break_what_stands_is_told_once_more_and_what_is_gone_has_ended() -> None:
    ringing, answered = standing(read(stands(bridge="b-1")), INBOUND, (), NOW)
    assert (ringing.kind, ringing.at, ringing.number_dialled) == (
        "ringing",
        NOW - dt.timedelta(seconds=30),
        "114",
    )
    assert answered.kind == "answered"
    moved_on = read(stands(context="ext-queues").replace("PJSIP/vnpt", "Local/114@queue"))
    assert standing(moved_on, INBOUND, (), NOW) == []
    assert standing(moved_on, INBOUND, (CALL,), NOW) == []  # known, still ringing: nothing new
    assert gone(CALL, NOW).event_id == gone(CALL, NOW + dt.timedelta(hours=1)).event_id


def test_no_value_begins_a_line_of_its_own() -> None:
    assert written("Login", Secret="x\r\nAction: Originate").count(b"\r\n") == 3


async def test_a_nul_is_no_part_of_a_value() -> None:
    reader = asyncio.StreamReader()
    reader.feed_data(b"Event: Hangup\r\nUniqueid: 1.\x002\r\n\r\n")
    assert (await next_message(reader))["Uniqueid"] == "1.2"


@pytest.mark.parametrize("rubbish", [b"a: b\r\n" * 1000, b"x" * (LONGEST_LINE * 3)])
async def test_rubbish_without_end_is_no_exchange(rubbish: bytes) -> None:
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    reader.feed_data(rubbish)
    with pytest.raises(NotAsterisk):
        await next_message(reader)
