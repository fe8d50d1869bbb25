"""When a subscription tells and when it is silent, and what it notes of that (CIM 009 §5.2.12, §5.2.14.2, §5.8.6)."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
from typing import Any

import httpx
import psycopg
import pytest

from dothi.accounts import keys
from dothi.entities.subscriptions.store import rows
from dothi.gateway.tests.conftest import caller, put_key
from dothi.gateway.tests.receiver import Receiver, receiving
from dothi.gateway.tests.telling import LONG_S, building, noted, patch, subscribe, telling, until
from dothi.kernel import clock
from dothi.kernel.clock import iso

pytestmark = pytest.mark.usefixtures("near", "forgotten")


def _times(receiver: Receiver) -> list[dt.datetime]:
    return [dt.datetime.fromisoformat(one["notifiedAt"]) for one in receiver.got]


async def test_what_is_noted_of_its_notifications(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """§5.2.14.2: attempts and failures are counted, their times kept; the last one says the status."""
    await building(client)
    urn = await subscribe(client, receiver.uri(), "counted")
    assert not {"timesSent", "status", "lastNotification"} & (await noted(client, urn, lambda _: True)).keys()
    receiver.answers = [500]
    await patch(client, wake, level=1)
    failed = await noted(client, urn, lambda n: "lastFailure" in n)
    assert (failed["status"], failed["timesSent"], failed["timesFailed"]) == ("failed", 1, 1)
    assert "lastSuccess" not in failed
    await receiver.told(1, within_s=LONG_S)
    sent = await noted(client, urn, lambda n: "lastSuccess" in n)
    assert (sent["status"], sent["timesSent"], sent["timesFailed"]) == ("ok", 2, 1)
    assert sent["lastFailure"] == failed["lastFailure"] < sent["lastSuccess"]
    assert sent["lastNotification"] == receiver.got[0]["notifiedAt"]


async def test_throttling(client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event) -> None:
    """§5.8.6: silent while the seconds have not passed, then told of the next change."""
    await building(client)
    await subscribe(client, receiver.uri("long"), "long", throttling=3600)
    await subscribe(client, receiver.uri(), "short", throttling=0.5)

    levels = itertools.count()

    async def told(count: int) -> bool:
        await patch(client, wake, level=next(levels))
        await asyncio.sleep(0.05)
        return len(_of(receiver, "short")) >= count

    await until(lambda: told(3))
    times = [dt.datetime.fromisoformat(one["notifiedAt"]) for one in _of(receiver, "short")]
    assert all(later - one >= dt.timedelta(seconds=0.5) for one, later in itertools.pairwise(times))
    assert len(_of(receiver, "long")) == 1


def _of(receiver: Receiver, name: str) -> list[dict[str, Any]]:
    return [one for one in receiver.got if one["subscriptionId"].endswith(f":{name}")]


async def test_an_interval(client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event) -> None:
    """§5.8.6: every interval all that is selected, though nothing changes; nothing of a change."""
    await building(client)
    await patch(client, level=2)
    await subscribe(
        client,
        receiver.uri(),
        "every",
        timeInterval=0.5,
        q='name=="Đình"',
        notification={"format": "keyValues"},
    )
    for name, wish in (("never", {"q": 'name=="Chùa"'}), ("nowhere", {"scopeQ": "/Hanoi"})):
        await subscribe(client, receiver.uri(name), name, timeInterval=0.5, **wish)
    told = await receiver.told(3, within_s=LONG_S)
    assert {one["subscriptionId"].rpartition(":")[2] for one in told} == {"every"}
    assert [[one["level"] for one in told[n]["data"]] for n in range(3)] == [[2]] * 3
    times = _times(receiver)
    assert all(later - one >= dt.timedelta(seconds=0.5) for one, later in itertools.pairwise(times))


async def test_one_that_has_ended_or_rests_is_silent(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """§5.2.12 expiresAt, isActive; what happened in a pause is not told after it."""
    await building(client)
    urns = {
        "ended": await subscribe(
            client, receiver.uri(), "ended", expiresAt=iso(clock.now() + dt.timedelta(seconds=3))
        ),
        "paused": await subscribe(client, receiver.uri(), "paused"),
    }
    await subscribe(client, receiver.uri(), "witness")
    assert (
        await client.patch(f"/subscriptions/{urns['paused']}", json={"isActive": False})
    ).status_code == 204

    async def has_ended() -> bool:
        return bool((await client.get(f"/subscriptions/{urns['ended']}")).json()["status"] == "expired")

    await until(has_ended)
    assert (await client.get(f"/subscriptions/{urns['paused']}")).json()["status"] == "paused"
    await patch(client, wake, level=1)
    await receiver.told(1, within_s=LONG_S)
    assert (
        await client.patch(f"/subscriptions/{urns['paused']}", json={"isActive": True})
    ).status_code == 204
    await patch(client, wake, level=2)
    told = await receiver.told(3, within_s=LONG_S)
    found = [(one["subscriptionId"].rpartition(":")[2], one["data"][0]["level"]["value"]) for one in told]
    assert sorted(found) == [("paused", 2), ("witness", 1), ("witness", 2)]


async def test_a_new_address_is_told_what_waits(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """§5.8.2: nothing is lost when its receiver moves."""
    await building(client)
    async with receiving() as gone:
        left = gone.uri()
    urn = await subscribe(client, left, "moves")
    await patch(client, wake, level=1)
    await noted(client, urn, lambda n: "lastFailure" in n)
    moved = {"notification": {"endpoint": {"uri": receiver.uri()}}}
    assert (await client.patch(f"/subscriptions/{urn}", json=moved)).status_code == 204
    await patch(client, wake, level=2)
    told = await receiver.told(2, within_s=LONG_S)
    assert [one["data"][0]["level"]["value"] for one in told] == [1, 2]


async def test_rights_hold_for_what_is_told(
    client: httpx.AsyncClient, door: Any, committed_db: str, receiver: Receiver
) -> None:
    """A key that may read one type is told of no other; a revoked key is told nothing."""
    wish = {"entities": [{"type": "*"}]}
    for name in ("narrow", "revoked"):
        header = await put_key(committed_db, name, "read", types=["Tower"] if name == "narrow" else [])
        async with caller(door, header) as one:
            await subscribe(one, receiver.uri(), name, **wish)
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as database:
        await database.execute("update accounts_api_key set revoked_at = now() where id = 'revoked'")
    keys.forget()
    await subscribe(client, receiver.uri(), "witness", **wish)
    async with telling(committed_db) as wake:
        await building(client)
        await client.post(
            "/entities", json={"id": "urn:ngsi-ld:Tower:t", "type": "Tower", "name": {"value": "T"}}
        )
        wake.set()
        told = await receiver.told(3, within_s=LONG_S)
    found = [(one["subscriptionId"].rpartition(":")[2], one["data"][0]["type"]) for one in told]
    assert sorted(found) == [("narrow", "Tower"), ("witness", "Building"), ("witness", "Tower")]


async def test_how_far_it_is_behind_can_be_seen(
    client: httpx.AsyncClient, committed_db: str, receiver: Receiver
) -> None:
    """The age of the oldest change that was not read yet: what the page of the system and the metrics show."""
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as database:

        async def lag_s() -> float:
            return float((await rows(database, "lag"))[0][0])

        await building(client)
        assert await lag_s() > 0
        async with telling(committed_db) as wake:
            wake.set()

            async def caught_up() -> bool:
                return await lag_s() == 0

            assert await until(caught_up)
