"""Whoever subscribed is told (CIM 009 §5.8.6): what, when, in which form; in order, at least once, whatever breaks."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiomqtt
import httpx
import msgspec
import psycopg
import pytest

from dothi.entities.subscriptions import store
from dothi.entities.subscriptions.loop import keep_telling
from dothi.gateway.tests.conftest import caller, put_key
from dothi.gateway.tests.receiver import Receiver, receiving

_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"
BUILDING = "urn:ngsi-ld:Building:b"


@pytest.fixture(autouse=True)
def _allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as one:
        yield one


@contextlib.asynccontextmanager
async def telling(url: str) -> AsyncIterator[asyncio.Event]:
    """The loop, as the worker runs it; the event wakes it."""
    stop, wake = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(keep_telling(url, stop, wake))
    try:
        yield wake
    finally:
        stop.set()
        await task


@pytest.fixture
async def wake(committed_db: str) -> AsyncIterator[asyncio.Event]:
    async with telling(committed_db) as one:
        yield one


async def subscribe(client: httpx.AsyncClient, uri: str, name: str, **members: Any) -> str:
    told = members.pop("notification", {})
    endpoint = {"uri": uri, **told.pop("endpoint", {})}
    urn = f"urn:ngsi-ld:Subscription:{name}"
    body = {
        "id": urn, "type": "Subscription", "entities": [{"type": "Building"}], **members,
        "notification": {**told, "endpoint": endpoint},
    }  # fmt: skip
    answer = await client.post("/subscriptions", json={k: v for k, v in body.items() if v is not None})
    assert answer.status_code == 201, answer.text
    return urn


async def building(client: httpx.AsyncClient, urn: str = BUILDING, **attributes: Any) -> None:
    await client.delete(f"/entities/{urn}")
    answer = await client.post(
        "/entities",
        json={"id": urn, "type": "Building", "name": {"type": "Property", "value": "Đình"}, **attributes},
    )
    assert answer.status_code == 201, answer.text


async def patch(
    client: httpx.AsyncClient, wake: asyncio.Event | None = None, urn: str = BUILDING, **values: Any
) -> None:
    answer = await client.patch(f"/entities/{urn}", json={k: {"value": v} for k, v in values.items()})
    assert answer.status_code == 204, answer.text
    if wake is not None:
        wake.set()


async def _gone(client: httpx.AsyncClient) -> None:
    for one in (await client.get("/subscriptions", params={"limit": 1000})).json():
        await client.delete(f"/subscriptions/{one['id']}")


@pytest.fixture(autouse=True)
async def _clean(client: httpx.AsyncClient) -> AsyncIterator[None]:
    yield
    await _gone(client)


async def test_a_change_is_told(client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event) -> None:
    """§5.3.1, §6.3.8: structure, media type, Link; counters and status afterwards (§5.2.14.2)."""
    await building(client)
    urn = await subscribe(
        client, receiver.uri(), "plain",
        notification={"endpoint": {"receiverInfo": [{"key": "X-City", "value": "Hue"}]}},
    )  # fmt: skip
    await patch(client, wake, level=5)
    (told,) = await receiver.told(1)
    assert (told["type"], told["subscriptionId"]) == ("Notification", urn)
    assert told["id"].startswith("urn:ngsi-ld:Notification:")
    assert told["data"][0]["level"]["value"] == 5
    assert told["data"][0]["name"]["value"] == "Đình"
    headers = receiver.headers[0]
    assert headers["content-type"] == "application/json"
    assert 'rel="http://www.w3.org/ns/json-ld#context"' in headers["link"]
    assert headers["x-city"] == "Hue"
    await asyncio.sleep(0.2)
    shown = (await client.get(f"/subscriptions/{urn}")).json()["notification"]
    assert (shown["timesSent"], shown["status"]) == (1, "ok")
    assert {"lastNotification", "lastSuccess"} <= shown.keys()


@pytest.mark.parametrize(
    ("members", "is_told"),
    [
        ({"watchedAttributes": ["level"]}, True),
        ({"watchedAttributes": ["name"]}, False),
        ({"q": 'level>4;name=="Đình"'}, True),
        ({"q": "level>5"}, False),
        ({"q": "level==1..5"}, True),
        ({"q": "!level"}, None),
        ({"entities": [{"type": "Building", "id": BUILDING}]}, True),
        ({"entities": [{"type": "Building", "id": BUILDING + "x"}]}, False),
        ({"entities": [{"type": "Building", "idPattern": "Building:b$"}]}, True),
        ({"entities": [{"type": "Building", "idPattern": "^x"}]}, False),
        ({"entities": [{"type": "(Tower|Building)"}]}, True),
        ({"entities": [{"type": "Building;Tower"}]}, False),
        ({"entities": [{"type": "*"}]}, True),
        ({"entities": None, "watchedAttributes": ["level"]}, True),
        ({"isActive": False}, False),
        ({"notificationTrigger": ["attributeCreated"]}, True),
        ({"notificationTrigger": ["attributeUpdated"]}, False),
        ({"notificationTrigger": ["entityUpdated"]}, True),
        ({"notificationTrigger": ["entityCreated", "entityDeleted", "attributeDeleted"]}, False),
        ({"scopeQ": "/Hue/#"}, True),
        ({"scopeQ": "/Hanoi/#"}, False),
        (
            {
                "geoQ": {
                    "georel": "near;maxDistance==1000",
                    "geometry": "Point",
                    "coordinates": [107.6, 16.46],
                }
            },
            True,
        ),
        (
            {"geoQ": {"georel": "near;maxDistance==1000", "geometry": "Point", "coordinates": [105.8, 21.0]}},
            False,
        ),
        ({"datasetId": ["urn:ngsi-ld:Dataset:x"]}, False),
        ({"datasetId": ["@none"]}, True),
    ],
)
async def test_who_is_told(
    client: httpx.AsyncClient,
    receiver: Receiver,
    wake: asyncio.Event,
    members: dict[str, Any],
    is_told: bool | None,
) -> None:
    """§5.8.6, §4.9, §4.10, §4.17, §4.19: the attribute `level` is created with the value 5."""
    place = {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [107.6, 16.46]}}
    await building(client, location=place, scope=["/Hue/Center"])
    if is_told is None:
        with pytest.raises(AssertionError):
            await subscribe(client, receiver.uri(), "who", **members)
        return
    await subscribe(client, receiver.uri(), "who", **members)
    await subscribe(client, receiver.uri("all"), "witness")
    await patch(client, wake, level=5)
    await receiver.told(2 if is_told else 1)
    await asyncio.sleep(0.1)
    assert len(receiver.got) == (2 if is_told else 1)


async def test_forms(client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event) -> None:
    """§5.2.14: format, attributes, pick, omit, sysAttrs, showChanges; §4.5.16 GeoJSON."""
    await building(client, level={"value": 1})
    wishes: dict[str, dict[str, Any]] = {
        "kv": {"format": "keyValues"},
        "only": {"attributes": ["level"], "format": "concise"},
        "pick": {"pick": ["id", "level"]},
        "omit": {"omit": ["type", "name"]},
        "sys": {"sysAttrs": True},
        "was": {"showChanges": True},
        "from": {"dothi-provenance": True},
        "geo": {"endpoint": {"accept": "application/geo+json"}},
        "ld": {"endpoint": {"accept": "application/ld+json"}},
    }
    for name, told in wishes.items():
        await subscribe(client, receiver.uri(), name, notification=dict(told))
    await patch(client, wake, level=2)
    found = {one["subscriptionId"].rpartition(":")[2]: one for one in await receiver.told(len(wishes))}
    data = {name: one["data"][0] for name, one in found.items() if name != "geo"}
    assert data["kv"] == {"id": BUILDING, "type": "Building", "name": "Đình", "level": 2}
    assert data["only"] == {"id": BUILDING, "type": "Building", "level": 2}
    assert data["pick"] == {"id": BUILDING, "level": {"type": "Property", "value": 2}}
    assert data["omit"] == {"id": BUILDING, "level": {"type": "Property", "value": 2}}
    assert {"createdAt", "modifiedAt"} <= data["sys"].keys()
    assert data["from"]["level"]["source"]["value"] == "http:admin"
    assert data["from"]["name"]["quality"]["value"] == "unknown"
    assert data["was"]["level"] == {"type": "Property", "value": 2, "previousValue": 1}
    assert found["geo"]["data"]["type"] == "FeatureCollection"
    assert found["geo"]["data"]["features"][0]["properties"]["level"]["value"] == 2
    assert "@context" in data["ld"]


async def test_what_was_deleted_is_told(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """§4.5.0: the NGSI-LD null stands for what is gone; a deleted entity is its id, type and when."""
    await building(client, level={"value": 1})
    await subscribe(
        client, receiver.uri("a"), "attribute", notificationTrigger=["attributeDeleted"], watchedAttributes=["level"],
        notification={"showChanges": True},
    )  # fmt: skip
    await client.delete(f"/entities/{BUILDING}/attrs/level")
    wake.set()
    (told,) = await receiver.told(1)
    assert told["data"][0]["level"] == {"type": "Property", "value": "urn:ngsi-ld:null", "previousValue": 1}
    await subscribe(client, receiver.uri("e"), "entity", notificationTrigger=["entityDeleted"])
    await client.delete(f"/entities/{BUILDING}")
    wake.set()
    told = (await receiver.told(2))[1]
    assert told["data"][0].keys() == {"id", "type", "deletedAt"}


async def test_an_entity_without_attributes_is_told(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """§5.8.6 entityCreated: it leaves no row of history."""
    await subscribe(client, receiver.uri(), "bare", notificationTrigger=["entityCreated"])
    await client.post("/entities", json={"id": BUILDING + ":bare", "type": "Building"})
    wake.set()
    (told,) = await receiver.told(1)
    assert told["data"] == [{"id": BUILDING + ":bare", "type": "Building"}]


async def test_what_leaves_no_history_is_told_once_and_in_order(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """§5.8.6: values that are taken back (one falls back to the value before, then nothing is left), then the bare entity."""
    urn = BUILDING + ":taken"
    await building(client, urn, level={"value": 1, "type": "Property", "observedAt": "2026-01-01T00:00:00Z"})
    await client.patch(
        f"/entities/{urn}/attrs", json={"level": {"value": 2, "observedAt": "2026-01-02T00:00:00Z"}}
    )
    every = ["attributeUpdated", "attributeDeleted", "entityDeleted"]
    await subscribe(
        client, receiver.uri(), "all", notificationTrigger=every, notification={"showChanges": True}
    )
    (last,) = [
        one["instanceId"]
        for one in (await client.get(f"/temporal/entities/{urn}")).json()["level"]
        if one["value"] == 2
    ]
    wake.set()
    for path in (f"attrs/level/{last}", "attrs/level", "attrs/name"):
        assert (await client.delete(f"/temporal/entities/{urn}/{path}")).status_code == 204
    assert (await client.delete(f"/entities/{urn}")).status_code == 204
    await client.post("/entities", json={"id": BUILDING + ":next", "type": "Building"})
    await client.delete(f"/entities/{BUILDING}:next")
    wake.set()
    told = [one["data"][0] for one in await receiver.told(5)]
    level = [(one.get("level") or {}).get("value") for one in told]
    assert level[:2] == [1, "urn:ngsi-ld:null"]
    assert [one.get("level", {}).get("previousValue") for one in told[:2]] == [2, 1]
    assert told[2]["name"]["value"] == "urn:ngsi-ld:null"
    assert [("deletedAt" in one, one["id"]) for one in told[3:]] == [
        (True, urn),
        (True, BUILDING + ":next"),
    ]
    assert len(receiver.got) == 5


async def test_throttling_and_interval(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """§5.8.6: silent while throttled; every interval all that is selected, changed or not."""
    await building(client)
    await subscribe(client, receiver.uri("t"), "throttled", throttling=60)
    for level in range(3):
        await patch(client, wake, level=level)
    await subscribe(client, receiver.uri("i"), "every", timeInterval=1, q='name=="Đình"')
    told = await receiver.told(3)
    names = [one["subscriptionId"].rpartition(":")[2] for one in told]
    assert names.count("throttled") == 1
    assert told[-1]["data"][0]["level"]["value"] == 2


async def test_rights_hold_for_what_is_told(
    client: httpx.AsyncClient, door: Any, committed_db: str, receiver: Receiver, wake: asyncio.Event
) -> None:
    """A key that may read one type is told of no other; a revoked key is told nothing."""
    header = await put_key(committed_db, "narrow", "read", types=["Tower"])
    async with caller(door, header) as narrow:
        await subscribe(narrow, receiver.uri("n"), "narrow", entities=[{"type": "*"}])
    await building(client)
    await client.post(
        "/entities", json={"id": "urn:ngsi-ld:Tower:t", "type": "Tower", "name": {"value": "T"}}
    )
    wake.set()
    (told,) = await receiver.told(1)
    assert told["data"][0]["type"] == "Tower"


async def test_requests_that_share_a_flush_are_each_told(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """A hundred changes at once: a hundred notifications, the last one with the last value (Scorpio #640)."""
    await building(client)
    await subscribe(client, receiver.uri(), "many", watchedAttributes=["level"])
    await asyncio.gather(*(patch(client, wake, level=number) for number in range(100)))
    told = await receiver.told(100)
    current = (await client.get(f"/entities/{BUILDING}", params={"options": "keyValues"})).json()["level"]
    assert {one["data"][0]["level"]["value"] for one in told} == set(range(100))
    assert told[-1]["data"][0]["level"]["value"] == current
    assert len({one["id"] for one in told}) == 100


async def test_a_dead_endpoint_delays_nobody_and_is_told_later(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """Back-off, order, at least once (Scorpio #377)."""
    await building(client)
    async with receiving() as gone:
        dead = gone.port
    urn = await subscribe(client, f"http://127.0.0.1:{dead}/x", "dead")
    await subscribe(client, receiver.uri(), "alive")
    for level in range(5):
        await patch(client, wake, level=level)
    await receiver.told(5, within_s=5)
    shown = (await client.get(f"/subscriptions/{urn}")).json()["notification"]
    assert shown["status"] == "failed"
    async with receiving(dead) as back:
        told = await back.told(5, within_s=15)
    assert [one["data"][0]["level"]["value"] for one in told] == [0, 1, 2, 3, 4]


async def test_what_is_refused_for_good_becomes_a_dead_letter(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event, committed_db: str
) -> None:
    """The next one goes; replay sends it again with the same body."""
    await building(client)
    await subscribe(client, receiver.uri(), "picky")
    receiver.answers = [400]
    await patch(client, wake, level=1)
    await asyncio.sleep(0.3)
    await patch(client, wake, level=2)
    assert (await receiver.told(1))[0]["data"][0]["level"]["value"] == 2
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
        (letter,) = await store.dead_letters(connection)
        assert letter[7] == "HTTP 400"
        assert await store.replay(connection, [letter[0]]) == 1
    assert (await receiver.told(2))[1]["data"][0]["level"]["value"] == 1


async def test_private_addresses_are_refused(
    client: httpx.AsyncClient, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, committed_db: str
) -> None:
    """The egress guard: nothing reaches the receiver on loopback, and the subscription says why."""
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "")
    await building(client)
    urn = await subscribe(client, receiver.uri(), "inside")
    async with telling(committed_db) as wake:
        await patch(client, wake, level=1)
        for _ in range(100):
            shown = (await client.get(f"/subscriptions/{urn}")).json()["notification"]
            if "lastFailure" in shown:
                break
            await asyncio.sleep(0.05)
    assert shown["status"] == "failed"
    assert receiver.got == []
    with psycopg.connect(committed_db) as database:
        row = database.execute(
            "select last_error from entities_subscription_state where last_error is not null"
        ).fetchone()
    assert row is not None
    assert "DOTHI_EGRESS_ALLOW" in row[0]  # what the person on the page of subscriptions is told to do


@pytest.mark.skipif(shutil.which("mosquitto", path=_PATH) is None, reason="mosquitto is not installed")
@pytest.mark.parametrize("version", ["mqtt3.1.1", "mqtt5.0"])
@pytest.mark.parametrize("qos", ["0", "1", "2"])
async def test_by_mqtt(
    client: httpx.AsyncClient, wake: asyncio.Event, tmp_path: Path, version: str, qos: str
) -> None:
    """§7.2: a real broker; headers stand in `metadata`, the quality of service is the one that was asked."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = tmp_path / "mosquitto.conf"
    config.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\n")
    broker = subprocess.Popen(
        [str(shutil.which("mosquitto", path=_PATH)), "-c", str(config)], stderr=subprocess.DEVNULL
    )
    try:
        await _listens(port)
        info = [{"key": "MQTT-Version", "value": version}, {"key": "MQTT-QoS", "value": qos}]
        await building(client)
        async with aiomqtt.Client("127.0.0.1", port) as listener:
            await listener.subscribe("city/told", qos=2)
            uri = f"mqtt://127.0.0.1:{port}/city/told"
            await subscribe(client, uri, "mqtt", notification={"endpoint": {"notifierInfo": info}})
            await patch(client, wake, level=7)
            async with asyncio.timeout(10):
                message = await anext(aiter(listener.messages))
        told = msgspec.json.decode(message.payload)
        assert message.qos == int(qos)
        assert told["metadata"]["Content-Type"] == "application/json"
        assert told["body"]["data"][0]["level"]["value"] == 7
    finally:
        broker.terminate()
        broker.wait()


async def _listens(port: int) -> None:
    for _ in range(100):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return


@pytest.mark.slow
async def test_killed_in_the_middle_nothing_is_lost(
    client: httpx.AsyncClient, receiver: Receiver, committed_db: str
) -> None:
    """kill -9 of the worker, three times, under a stream of changes: each is told, in order, repeats with the same id."""
    await building(client)
    await subscribe(client, receiver.uri(), "killed", watchedAttributes=["level"])
    environment = {
        **os.environ, "DOTHI_DATABASE_URL": committed_db, "DOTHI_NATS_URL": "nats://127.0.0.1:1", "DOTHI_SECRET_KEY": "x",
    }  # fmt: skip

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "dothi", "worker", "--only", "notify"], env=environment
        )

    worker = start()
    try:
        for level in range(300):
            await patch(client, level=level)
            if level in (80, 160, 240):
                await asyncio.sleep(2)
                worker.send_signal(signal.SIGKILL)
                worker.wait()
                worker = start()
        await _until_last(receiver, 299)
    finally:
        worker.kill()
        worker.wait()
    first: dict[str, int] = {}
    for one in receiver.got:
        first.setdefault(one["id"], one["data"][0]["level"]["value"])
    assert list(first.values()) == list(range(300))


async def _until_last(receiver: Receiver, level: int) -> None:
    for _ in range(600):
        if receiver.got and receiver.got[-1]["data"][0]["level"]["value"] == level:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"the last told is {receiver.got[-1:]}")
