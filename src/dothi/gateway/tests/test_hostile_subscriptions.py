"""What one key wishes to be told silences nobody else: patterns, queries, headers, contexts and receivers of the worst kind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import psycopg
import pytest

from dothi.entities.subscriptions import ledger as ledgers
from dothi.entities.subscriptions.reading import Reader
from dothi.gateway.tests.conftest import caller, put_key
from dothi.gateway.tests.receiver import Receiver
from dothi.gateway.tests.telling import LONG_S, building, patch, subscribe, until

pytestmark = pytest.mark.usefixtures("near", "forgotten")
URN = "urn:ngsi-ld:Subscription:{}"


async def _witness(receiver: Receiver) -> None:
    """The subscription beside the poor one is told."""

    async def told() -> bool:
        return URN.format("witness") in {one["subscriptionId"] for one in receiver.got}

    assert await until(told)


@pytest.mark.parametrize(
    "members",
    [
        {"entities": [{"type": "Building", "idPattern": r"^(\w*:?-?)*!"}]},
        {"q": 'text~="(a*)*b"'},
        {"q": 'text!~="^(a|a)*b$"'},
    ],
)
async def test_a_pattern_that_backtracks_without_end_holds_up_nobody(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event, members: dict[str, Any]
) -> None:
    urn = f"urn:ngsi-ld:Building:{'a' * 60}"
    await building(client, urn, text={"value": "a" * 60})
    await subscribe(client, receiver.uri("slow"), "slow", **members)
    await subscribe(client, receiver.uri("all"), "witness")
    await patch(client, wake, urn, level=5)
    await _witness(receiver)


async def test_a_query_that_only_the_database_refuses_is_told_to_its_owner_alone(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """A named group is right for us and wrong for PostgreSQL: only the periodic query finds out."""
    await building(client)
    urn = await subscribe(client, receiver.uri("odd"), "odd", timeInterval=0.1, q='name~="(?P<x>h)"')

    async def failed() -> bool:
        wake.set()
        return bool(
            (await client.get(f"/subscriptions/{urn}")).json()["notification"].get("status") == "failed"
        )

    assert await until(failed)
    await subscribe(client, receiver.uri("all"), "witness")
    await patch(client, wake, level=5)
    await _witness(receiver)


async def test_terms_that_name_each_other_in_a_ring_hold_up_nobody(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    await building(client)
    body = {
        "@context": {"level": "b:x", "b": "level:y"},
        "id": URN.format("ring"), "type": "Subscription", "entities": [{"type": "*"}], "q": "level==1",
        "notification": {"endpoint": {"uri": receiver.uri("ring")}},
    }  # fmt: skip
    await client.post("/subscriptions", json=body, headers={"Content-Type": "application/ld+json"})
    await subscribe(client, receiver.uri("all"), "witness")
    await patch(client, wake, level=5)
    await _witness(receiver)


@pytest.fixture
async def switcher() -> AsyncIterator[int]:
    """The port of a receiver that answers by wanting to speak another protocol."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nx")
        await writer.drain()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def test_a_receiver_that_switches_protocols_holds_up_nobody(
    client: httpx.AsyncClient,
    receiver: Receiver,
    wake: asyncio.Event,
    switcher: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("dothi.entities.subscriptions.params._CONNECTION_HEADERS", frozenset())
    await building(client)
    wish = {"endpoint": {"receiverInfo": [{"key": "Upgrade", "value": "x"}]}}
    urn = await subscribe(client, f"http://127.0.0.1:{switcher}/", "switch", notification=wish)
    await patch(client, wake, level=1)

    async def failed() -> bool:
        return "lastFailure" in (await client.get(f"/subscriptions/{urn}")).json()["notification"]

    assert await until(failed)
    await subscribe(client, receiver.uri("all"), "witness")
    await patch(client, wake, level=2)
    await receiver.told(1, within_s=LONG_S)


@pytest.mark.parametrize("uri", ["http://a..b/", "http://" + "a" * 300 + ".vn/", "mqtt://a..b/t"])
async def test_what_can_never_be_sent_is_set_aside_at_once(
    client: httpx.AsyncClient, committed_db: str, wake: asyncio.Event, uri: str
) -> None:
    await building(client)
    await subscribe(client, uri, "never")
    await patch(client, wake, level=1)
    async with await psycopg.AsyncConnection.connect(committed_db) as connection:

        async def dead() -> bool:
            cursor = await connection.execute(
                "select endpoint from entities_notification where dead_at is not null"
            )
            found = await cursor.fetchall()
            await connection.rollback()
            return (uri,) in found

        assert await until(dead)


async def test_what_one_key_asks_of_an_endpoint_holds_up_no_other_key(
    client: httpx.AsyncClient, door: Any, committed_db: str, receiver: Receiver, wake: asyncio.Event
) -> None:
    """The same receiver, told by two keys; the first one's notification fails and it asks for an hour of rest."""
    await building(client)
    header = await put_key(committed_db, "other", "read")
    async with caller(door, header) as other:
        wish = {"endpoint": {"cooldown": 3_600_000}}
        await subscribe(other, receiver.uri(), "resting", notification=wish, watchedAttributes=["level"])
    await subscribe(client, receiver.uri(), "witness", watchedAttributes=["height"])
    receiver.answers = [500]
    await patch(client, wake, level=1)

    async def refused() -> bool:
        return not receiver.answers

    assert await until(refused)
    await patch(client, wake, height=1)
    await _witness(receiver)


async def test_entities_that_point_at_each_other_do_not_double_at_every_level(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    urns = [f"urn:ngsi-ld:Building:n{number}" for number in range(6)]
    for urn in urns:
        await building(client, urn, next={"type": "Relationship", "object": urns})
    wish = {"join": "inline", "joinLevel": 6}
    await subscribe(
        client, receiver.uri(), "linked", entities=[{"type": "Building", "id": urns[0]}], notification=wish
    )
    await patch(client, wake, urns[0], level=1)
    (told,) = await receiver.told(1, within_s=LONG_S)
    assert 6 < msgspec.json.encode(told).count(b'"type":"Building"') <= 501


@pytest.mark.parametrize(
    ("members", "endpoint"),
    [
        ({"entities": [{"type": "Building", "idPattern": r"(.*)\1"}]}, {}),
        ({"entities": [{"type": "Building", "idPattern": "(?=a)"}]}, {}),
        ({"entities": [{"type": "Building", "idPattern": "((a{1,255}){1,255}){1,255}"}]}, {}),
        ({"entities": [{"type": "(" * 500 + "A" + ")" * 500}]}, {}),
        ({"q": r"name~=(.*)\1"}, {}),
        ({"q": "level==1e999"}, {}),
        ({"description": "x" * 9_000, "entities": [{"type": "A", "id": f"urn:a:{'x' * 900}{n}"} for n in range(120)]}, {}),
        ({}, {"receiverInfo": [{"key": "X-City", "value": "Đà Nẵng"}]}),
        ({}, {"receiverInfo": [{"key": "X-City", "value": " Hue"}]}),
        ({}, {"receiverInfo": [{"key": "X-City", "value": "x" * 5_000}]}),
        ({}, {"receiverInfo": [{"key": "Upgrade", "value": "websocket"}]}),
        ({}, {"receiverInfo": [{"key": "Transfer-Encoding", "value": "chunked"}]}),
        ({}, {"notifierInfo": [{"key": "MQTT-QoS", "value": "7"}]}),
        ({}, {"notifierInfo": [{"key": "MQTT-Version", "value": "mqtt9"}]}),
    ],
)  # fmt: skip
async def test_what_could_not_be_judged_or_sent_is_refused(
    client: httpx.AsyncClient, members: dict[str, Any], endpoint: dict[str, Any]
) -> None:
    body = {
        "id": URN.format("poor"), "type": "Subscription", "entities": [{"type": "Building"}], **members,
        "notification": {"endpoint": {"uri": "http://example.org/", **endpoint}},
    }  # fmt: skip
    answer = await client.post("/subscriptions", json=body)
    assert answer.status_code in (400, 413), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_key_has_so_many_subscriptions_and_no_more(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOTHI_SUBSCRIPTIONS", "1")
    await subscribe(client, "http://example.org/", "first")
    with pytest.raises(AssertionError, match="subscriptions-too-many"):
        await subscribe(client, "http://example.org/", "second")


async def test_a_receiver_that_never_answers_does_not_fill_the_disk(
    client: httpx.AsyncClient, committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits of a full subscription is not added to; of dead letters the newest are kept."""
    monkeypatch.setenv("DOTHI_NOTIFY_WAITING", "3")
    monkeypatch.setattr(ledgers, "MOST_DEAD", 2)
    await building(client)
    await subscribe(client, "http://example.org/", "full")
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
        await connection.execute(
            "insert into entities_notification (subscription_id, made_at, dead_at, urn, endpoint, body)"
            " select id, now(), case when n > 3 then now() end, 'urn:n:' || n, endpoint, '{}'"
            " from entities_subscription, generate_series(1, 8) n"
        )
        reader = Reader(connection)
        reader.full = await ledgers.Ledger(connection).sweep()
        assert len(reader.full) == 1
        await patch(client, level=1)
        while (found := await reader.read_on())[0]:
            assert found[1] == []
        cursor = await connection.execute("select count(*), count(dead_at) from entities_notification")
        assert await cursor.fetchone() == (5, 2)
