"""The loop against a server that speaks as Asterisk does: calls rung, answered, lost with the connection and found again."""

from __future__ import annotations

import asyncio

import pytest

from dothi.calls.asterisk import link
from dothi.calls.asterisk.tests.recorded import (
    CALL,
    Exchange,
    bridged,
    exchange,
    hung_up,
    message,
    new,
    stands,
    until,
)
from dothi.calls.models import Call
from dothi.kernel import health

SECOND = "1795330100.50"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "FIRST_WAIT_S", 0.05)
    monkeypatch.setattr(link, "QUIET_S", 0.2)


async def is_so(**states: str) -> bool:
    found = {row.external_id: row.state async for row in Call.objects.all()}
    return found == {{"call": CALL, "second": SECOND}[name]: state for name, state in states.items()}


async def walk(one: Exchange) -> None:
    await asyncio.wait_for(one.signed_on.wait(), 60)
    one.say(new(), new(own="1795330001.1", linked="1795330001.1", context="from-internal"))
    await until(lambda: is_so(call="ringing"))
    one.say(bridged()[:40])  # a message may come in pieces, with a silence between them
    await until(lambda: asked_alive(one))
    one.say(bridged()[40:])
    await until(lambda: is_so(call="answered"))
    one.say(new(own=SECOND, linked=SECOND))
    await until(lambda: is_so(call="answered", second="ringing"))
    one.standing = [stands(own=SECOND, bridge="b-2")]  # meanwhile the first hung up, the second was answered
    one.hang()
    await asyncio.wait_for(one.signed_on.wait(), 60)
    await until(lambda: is_so(call="ended", second="answered"))
    one.say(hung_up(), hung_up(own=SECOND, linked=SECOND), message(Event="FullyBooted"))
    await until(lambda: is_so(call="ended", second="ended"))


async def asked_alive(one: Exchange) -> bool:
    return any("Action: Ping" in each for each in one.asked)


@pytest.mark.django_db(transaction=True)
async def test_a_break_loses_no_call_and_leaves_none_ringing(
    monkeypatch: pytest.MonkeyPatch, quick: None
) -> None:
    async with exchange() as one:
        monkeypatch.setenv(
            "DOTHI_ASTERISK_URL", f"ami://desk:m%E1%BA%ADt%20kh%E1%BA%A9u@127.0.0.1:{one.port}"
        )
        stop = asyncio.Event()
        loop = asyncio.create_task(link.run(stop))
        try:
            await walk(one)
            assert health.reported(link.PART) is not None
        finally:
            stop.set()
            await asyncio.wait_for(loop, 60)
    call = await Call.objects.aget(external_id=CALL)
    assert (call.adapter, call.number_dialled, call.caller_number) == ("asterisk", "114", "0901234456")


async def test_a_wrong_password_is_said_and_tried_again(monkeypatch: pytest.MonkeyPatch, quick: None) -> None:
    async with exchange() as one:
        monkeypatch.setenv("DOTHI_ASTERISK_URL", f"ami://desk:wrong@127.0.0.1:{one.port}")
        stop = asyncio.Event()
        loop = asyncio.create_task(link.run(stop))

        async def tried_again() -> bool:
            told = health.reported(link.PART)
            return len(one.asked) >= 2 and told is not None and told.status == health.DEGRADED

        await until(tried_again)
        stop.set()
        await asyncio.wait_for(loop, 60)
    health.withdraw(link.PART)
