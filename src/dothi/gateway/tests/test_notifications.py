"""What a notification says, and who is sent one (CIM 009 §5.8.6, §5.2.12, §5.2.14)."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import httpx
import pytest

from dothi.gateway.tests.receiver import Receiver
from dothi.gateway.tests.telling import BUILDING, LONG_S, building, patch, subscribe

pytestmark = pytest.mark.usefixtures("near", "forgotten")


async def test_a_change_is_told(client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event) -> None:
    """§5.3.1, §6.3.8: structure, media type, Link; receiverInfo (§5.2.22)."""
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
    await subscribe(client, receiver.uri(), "witness", entities=[{"type": "Witness"}])
    await patch(client, wake, level=5)
    await client.post(
        "/entities", json={"id": f"urn:ngsi-ld:Witness:{uuid.uuid4()}", "type": "Witness", "is": 1}
    )
    wake.set()
    await receiver.told(2 if is_told else 1, within_s=LONG_S)
    told = [one["subscriptionId"].rpartition(":")[2] for one in receiver.got]
    assert told[: told.index("witness")] == (["who"] if is_told else [])


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


async def test_linked_entities_are_told_with_it(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """§4.5.23, §5.2.14 join, joinLevel: beside the entity or inside its relationship, to a level, however it is written."""
    chain = ["urn:ngsi-ld:City:c", "urn:ngsi-ld:Country:l"]
    await building(client, chain[1])
    await building(client, chain[0], within={"type": "Relationship", "object": chain[1]})
    await building(client, within={"type": "Relationship", "object": chain[0]}, level={"value": 1})
    wishes: dict[str, dict[str, Any]] = {
        "flat": {"join": "flat", "format": "keyValues"},
        "flat2": {"join": "flat", "joinLevel": 2, "format": "keyValues"},
        "inline": {"join": "inline"},
        "inline2": {"join": "inline", "joinLevel": 2, "format": "keyValues"},
        "some": {"join": "inline", "attributes": ["within"], "format": "concise"},
        "pick": {"join": "inline", "pick": ["id", "within{name}"], "format": "keyValues"},
        "none": {"join": "@none", "format": "keyValues"},
    }
    here = [{"type": "Building", "id": BUILDING}]
    for name, told in wishes.items():
        await subscribe(client, receiver.uri(), name, entities=here, notification=dict(told))
    await patch(client, wake, level=2)
    got = await receiver.told(len(wishes), within_s=LONG_S)
    data = {one["subscriptionId"].rpartition(":")[2]: one["data"] for one in got}
    country = {"id": chain[1], "type": "Building", "name": "Đình"}
    city = {"id": chain[0], "type": "Building", "name": "Đình", "within": chain[1]}
    own = {"id": BUILDING, "type": "Building", "name": "Đình", "within": chain[0], "level": 2}
    assert data["none"] == [own]
    assert data["flat"] == [own, city]
    assert data["flat2"] == [own, city, country]
    assert data["inline2"] == [{**own, "within": {**city, "within": country}}]
    (inline,) = data["inline"]
    assert inline["within"]["object"] == chain[0]
    assert inline["within"]["entity"]["within"] == {"type": "Relationship", "object": chain[1]}
    assert data["pick"] == [{"id": BUILDING, "within": {"name": "Đình"}}]
    (some,) = data["some"]
    assert some.keys() == {"id", "type", "within"}
    assert some["within"]["entity"]["name"] == "Đình"


async def test_it_speaks_the_context_that_was_named(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """§5.2.12 jsonldContext: of the words of the notification, and of its Link; `q` is still read in its own."""
    terms = {"tầng": "https://uri.etsi.org/ngsi-ld/default-context/level"}
    hosted = await client.post("/jsonldContexts", json={"@context": terms})
    address = "http://door" + hosted.headers["Location"]
    await building(client)
    await subscribe(client, receiver.uri(), "words", jsonldContext=address, q="level>1")
    await patch(client, wake, level=2)
    (told,) = await receiver.told(1, within_s=LONG_S)
    assert told["data"][0]["tầng"]["value"] == 2
    assert address in receiver.headers[0]["link"]
    assert (await client.delete(hosted.headers["Location"].removeprefix("/ngsi-ld/v1"))).status_code == 204


async def test_a_list_of_relationships_is_followed(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """§4.5.23: `entityList` beside the list; an entity that points back is not told within itself."""
    floors = [f"urn:ngsi-ld:Floor:{number}" for number in range(2)]
    for urn in floors:
        await building(client, urn, of={"type": "Relationship", "object": BUILDING})
    listed = {"type": "ListRelationship", "objectList": [{"object": urn} for urn in floors]}
    await building(client, has=listed)
    here = [{"type": "Building", "id": BUILDING}]
    wish = {"join": "inline", "joinLevel": 3, "format": "concise"}
    await subscribe(client, receiver.uri(), "list", entities=here, notification=wish)
    await patch(client, wake, level=1)
    (told,) = await receiver.told(1, within_s=LONG_S)
    found = told["data"][0]["has"]["entityList"]
    assert [(one["id"], one["of"]) for one in found] == [(urn, {"object": BUILDING}) for urn in floors]
