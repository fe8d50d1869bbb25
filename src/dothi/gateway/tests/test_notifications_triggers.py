"""What makes a notification: every trigger, and changes that leave no history (CIM 009 §5.2.12, §5.8.6)."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from dothi.gateway.tests.receiver import Receiver
from dothi.gateway.tests.telling import BUILDING, LONG_S, building, patch, subscribe, telling

pytestmark = pytest.mark.usefixtures("near", "forgotten")
TRIGGERS = {
    "entityCreated": ["made"],
    "entityUpdated": [
        "made",
        "appended",
        "updated",
        "dropped",
        "deleted",
    ],  # the three of attributes together
    "entityDeleted": ["deleted"],
    "attributeCreated": ["made", "appended"],
    "attributeUpdated": ["updated"],
    "attributeDeleted": ["dropped", "deleted"],
    "all": ["made", "appended", "updated", "dropped", "deleted"],
    "usual": ["made", "appended", "updated"],
}


async def test_each_trigger_tells_what_it_names_and_nothing_else(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """§5.2.12 notificationTrigger, without it attributeCreated and attributeUpdated: two lives of an entity, one after the
    other, so that what was told too much in the first would stand before the second."""
    for name in TRIGGERS:
        wanted = {"all": [*TRIGGERS][:6], "usual": None}.get(name, [name])
        await subscribe(
            client, receiver.uri(name), name, notificationTrigger=wanted, notification={"format": "keyValues"}
        )
    for urn in (BUILDING + ":one", BUILDING + ":two"):
        await _life(client, wake, urn)
    await receiver.told(2 * sum(map(len, TRIGGERS.values())), within_s=LONG_S)
    for name, steps in TRIGGERS.items():
        told = [one["data"][0] for one in receiver.got if one["subscriptionId"].endswith(f":{name}")]
        assert [(one["id"][-3:], _step(one)) for one in told] == [
            (life, step) for life in ("one", "two") for step in steps
        ], name


async def _life(client: httpx.AsyncClient, wake: asyncio.Event, urn: str) -> None:
    await client.post("/entities", json={"id": urn, "type": "Building", "name": {"value": "Đình"}})
    await client.post(f"/entities/{urn}/attrs", json={"level": {"value": 1}})
    await patch(client, wake, urn, level=2)
    assert (await client.delete(f"/entities/{urn}/attrs/level")).status_code == 204
    assert (await client.delete(f"/entities/{urn}")).status_code == 204
    wake.set()


def _step(entity: dict[str, Any]) -> str:
    if "deletedAt" in entity:
        return "deleted"
    level = entity.get("level")
    return {None: "made", 1: "appended", 2: "updated"}.get(level, "dropped")


async def test_an_entity_without_attributes_is_told(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """§5.8.6 entityCreated: it leaves no row of history."""
    await subscribe(client, receiver.uri(), "bare", notificationTrigger=["entityCreated"])
    await client.post("/entities", json={"id": BUILDING + ":bare", "type": "Building"})
    wake.set()
    (told,) = await receiver.told(1, within_s=LONG_S)
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
    told = [one["data"][0] for one in await receiver.told(5, within_s=LONG_S)]
    level = [(one.get("level") or {}).get("value") for one in told]
    assert level[:2] == [1, "urn:ngsi-ld:null"]
    assert [one.get("level", {}).get("previousValue") for one in told[:2]] == [2, 1]
    assert told[2]["name"]["value"] == "urn:ngsi-ld:null"
    assert [("deletedAt" in one, one["id"]) for one in told[3:]] == [
        (True, urn),
        (True, BUILDING + ":next"),
    ]
    assert len(receiver.got) == 5


async def test_what_is_read_late_is_told_as_it_stood(
    client: httpx.AsyncClient, receiver: Receiver, committed_db: str
) -> None:
    """§5.8.6: a process that was away judges and tells each change by the entity of that time, not of today; also when the
    entity is no more."""
    wish = {"notificationTrigger": [*TRIGGERS][:6], "q": 'name=="Đình"'}
    await subscribe(client, receiver.uri(), "late", **wish, notification={"format": "keyValues"})
    urn = BUILDING + ":late"
    await building(client, urn, level={"value": 1})
    await patch(client, urn=urn, level=2)
    await client.post(f"/entities/{urn}/attrs", json={"height": {"value": 3}})
    assert (await client.delete(f"/entities/{urn}/attrs/level")).status_code == 204
    await patch(client, urn=urn, name="Chùa", height=4)
    await patch(client, urn=urn, height=5)
    await patch(client, urn=urn, name="Đình")
    assert (await client.delete(f"/entities/{urn}")).status_code == 204
    async with telling(committed_db) as wake:
        wake.set()
        await receiver.told(6, within_s=LONG_S)
    frame = {"id": urn, "type": "Building"}
    *told, last = [one["data"][0] for one in receiver.got]
    assert told == [
        {**frame, "name": "Đình", "level": 1},
        {**frame, "name": "Đình", "level": 2},
        {**frame, "name": "Đình", "level": 2, "height": 3},
        {**frame, "name": "Đình", "level": "urn:ngsi-ld:null", "height": 3},
        {**frame, "name": "Đình", "height": 5},
    ]
    assert last.keys() == {"id", "type", "deletedAt"}


async def test_changes_that_share_a_flush_say_what_was_before(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """§4.5.18 showChanges: each the value of the one before it; the first one alone creates."""
    await building(client)
    wish = {"watchedAttributes": ["level"], "notification": {"showChanges": True}}
    await subscribe(client, receiver.uri(), "each", **wish)
    await subscribe(client, receiver.uri("made"), "made", **wish, notificationTrigger=["attributeCreated"])
    await asyncio.gather(*(patch(client, wake, level=number) for number in range(30)))
    await patch(client, wake, level=-1)
    await receiver.told(32, within_s=LONG_S)
    levels = [one["data"][0]["level"] for one in receiver.got if one["subscriptionId"].endswith(":each")]
    assert [one.get("previousValue") for one in levels] == [None, *(one["value"] for one in levels[:-1])]
    assert len([one for one in receiver.got if one["subscriptionId"].endswith(":made")]) == 1


async def test_what_comes_again_as_it_was_is_no_change(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """§5.8.6: a member must be another one; a time that the sender says is one."""
    await building(client, level={"value": 1, "unitCode": "MTR"})
    await subscribe(client, receiver.uri(), "differs", watchedAttributes=["level"])
    times = [{"observedAt": f"2026-01-0{day}T00:00:00Z"} for day in (1, 2)]
    same: dict[str, Any] = {"value": 1, "unitCode": "MTR"}
    for level in (
        same,
        {**same, "value": 2},
        {**same, "value": 2},
        *({**same, "value": 2} | at for at in times),
    ):
        await client.post(f"/entities/{BUILDING}/attrs", json={"level": level})
        wake.set()
    told = [one["data"][0]["level"] for one in await receiver.told(3, within_s=LONG_S)]
    assert [(one["value"], one.get("observedAt")) for one in told] == [
        (2, None), (2, "2026-01-01T00:00:00Z"), (2, "2026-01-02T00:00:00Z"),
    ]  # fmt: skip
    await client.post(f"/entities/{BUILDING}/attrs", json={"level": {**same, "unitCode": "KMT"}})
    wake.set()
    assert (await receiver.told(4, within_s=LONG_S))[3]["data"][0]["level"]["unitCode"] == "KMT"
    assert len(receiver.got) == 4
