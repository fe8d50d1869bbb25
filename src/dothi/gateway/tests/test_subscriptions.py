"""Subscriptions are made, read, changed and deleted (CIM 009 §5.8.1-5.8.5, §6.10, §6.11)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from dothi.gateway.tests.conftest import caller, put_key

URN = "urn:ngsi-ld:Subscription:one"


def wish(**members: Any) -> dict[str, Any]:
    told = members.pop("notification", {})
    endpoint = {"uri": "http://example.org/notify", "accept": "application/json"}
    return {
        "type": "Subscription",
        "entities": [{"type": "Building"}],
        "notification": {"endpoint": endpoint, **told},
        **members,
    }


async def test_its_life(client: httpx.AsyncClient) -> None:
    """§5.8.1-5.8.5."""
    made = await client.post("/subscriptions", json=wish(id=URN, watchedAttributes=["name"]))
    assert (made.status_code, made.headers["location"]) == (201, f"/ngsi-ld/v1/subscriptions/{URN}")
    assert (await client.post("/subscriptions", json=wish(id=URN))).status_code == 409
    shown = (await client.get(f"/subscriptions/{URN}")).json()
    assert shown["status"] == "active"
    assert shown["watchedAttributes"] == ["name"]
    assert shown["entities"] == [{"type": "Building"}]
    assert shown["notificationTrigger"] == ["attributeCreated", "attributeUpdated"]
    assert (await client.patch(f"/subscriptions/{URN}", json={"isActive": False})).status_code == 204
    assert (await client.get(f"/subscriptions/{URN}")).json()["status"] == "paused"
    assert (await client.delete(f"/subscriptions/{URN}")).status_code == 204
    assert (await client.get(f"/subscriptions/{URN}")).status_code == 404
    assert (await client.delete(f"/subscriptions/{URN}")).status_code == 404


@pytest.mark.parametrize(
    "members",
    [
        {"id": "no-uri"},
        {"entities": []},
        {"entities": [{"id": URN}]},
        {"entities": [{"type": "A", "idPattern": "("}]},
        {"entities": [{"type": "(A"}]},
        {"watchedAttributes": "name"},
        {"notificationTrigger": ["entityBorn"]},
        {"throttling": -1},
        {"throttling": 5, "timeInterval": 5},
        {"timeInterval": 0},
        {"expiresAt": "2020-01-01T00:00:00Z"},
        {"expiresAt": "soon"},
        {"q": "name=="},
        {"geoQ": {"georel": "near"}},
        {"scopeQ": "no-slash"},
        {"isActive": "yes"},
        {"jsonldContext": "unknown"},
        {"unheardOf": 1},
        {"notification": {"pick": ["id"], "omit": ["id"]}},
        {"notification": {"pick": ["id"], "attributes": ["name"]}},
        {"notification": {"format": "keyValues", "showChanges": True}},
        {"notification": {"endpoint": {"uri": "ftp://example.org"}}},
        {"notification": {"endpoint": {"uri": "mqtt://example.org"}}},
        {"notification": {"endpoint": {"uri": "mqtt://example.org/a/#"}}},
        {"notification": {"endpoint": {"uri": "http://[::1"}}},
        {
            "notification": {
                "endpoint": {"uri": "http://e.org", "receiverInfo": [{"key": "A", "value": "x\r\nHost: y"}]}
            }
        },
        {"notification": {"endpoint": None}},
    ],
)
async def test_what_is_wrong_is_refused(client: httpx.AsyncClient, members: dict[str, Any]) -> None:
    """§5.8.1.4: BadRequestData, and nothing is stored."""
    before = (await client.get("/subscriptions", params={"count": "true"})).headers["ngsild-results-count"]
    answer = await client.post("/subscriptions", json=wish(**members))
    assert (answer.status_code, answer.json()["title"]) == (400, "BadRequestData"), answer.text
    after = await client.get("/subscriptions", params={"count": "true"})
    assert after.headers["ngsild-results-count"] == before


async def test_a_patch_that_breaks_it_changes_nothing(client: httpx.AsyncClient) -> None:
    """§5.8.2.4."""
    await client.post("/subscriptions", json=wish(id=URN + "p"))
    for fragment in (
        {"notification": {"format": "concise"}},
        {"entities": None},
        {},
        {"id": URN},
        {"throttling": 0},
    ):
        assert (await client.patch(f"/subscriptions/{URN}p", json=fragment)).status_code == 400, fragment
    assert (
        (await client.get(f"/subscriptions/{URN}p"))
        .json()["notification"]["endpoint"]["uri"]
        .endswith("/notify")
    )


async def test_names_are_told_in_the_readers_context(client: httpx.AsyncClient) -> None:
    """§5.5.7: what was asked in one context is shown in another by IRIs."""
    body = {**wish(id=URN + "c"), "@context": {"Building": "https://example.org/Building"}}
    await client.post("/subscriptions", json=body, headers={"Content-Type": "application/ld+json"})
    shown = (await client.get(f"/subscriptions/{URN}c")).json()
    assert shown["entities"] == [{"type": "https://example.org/Building"}]


async def test_each_key_sees_its_own(client: httpx.AsyncClient, door: Any, committed_db: str) -> None:
    """Another's does not exist: not in lists, not in counts, not to change or delete; its id is taken all the same."""
    await client.post("/subscriptions", json=wish(id=URN + "admin"))
    header = await put_key(committed_db, "reader", "read")
    async with caller(door, header) as reader:
        await reader.post("/subscriptions", json=wish(id=URN + "mine"))
        listed = await reader.get("/subscriptions", params={"count": "true"})
        assert [one["id"] for one in listed.json()] == [URN + "mine"]
        assert listed.headers["ngsild-results-count"] == "1"
        assert (await reader.get(f"/subscriptions/{URN}admin")).status_code == 404
        assert (await reader.patch(f"/subscriptions/{URN}admin", json={"isActive": False})).status_code == 404
        assert (await reader.delete(f"/subscriptions/{URN}admin")).status_code == 404
        assert (await reader.post("/subscriptions", json=wish(id=URN + "admin"))).status_code == 409
    assert (await client.get(f"/subscriptions/{URN}mine")).status_code == 200


async def test_pages(client: httpx.AsyncClient) -> None:
    """§5.8.4, §6.3.10."""
    for number in range(3):
        await client.post("/subscriptions", json=wish(id=f"{URN}page{number}"))
    page = await client.get("/subscriptions", params={"limit": 1, "offset": 1})
    assert len(page.json()) == 1
    assert 'rel="prev"' in page.headers["link"]
    assert 'rel="next"' in page.headers["link"]


async def test_every_member_comes_back(client: httpx.AsyncClient) -> None:
    """§5.2.12, §5.2.14: what was asked is shown as it was asked; with localOnly it may speak of every entity."""
    told = {
        "join": "inline",
        "pick": ["id", "name", "within{id,within{name}}"],
        "joinLevel": 2,
        "sysAttrs": True,
    }
    body = wish(
        q='kind=="old"', expandValues="kind,other", jsonKeys="other", localOnly=True, lang="vi", description="…",
        notification=told,
    )  # fmt: skip
    del body["entities"]
    assert (await client.post("/subscriptions", json={**body, "id": URN + "all"})).status_code == 201
    assert (await client.patch(f"/subscriptions/{URN}all", json={"isActive": False})).status_code == 204
    shown = (await client.get(f"/subscriptions/{URN}all")).json()
    assert {name: shown[name] for name in body} == {**body, "notification": {**body["notification"]}}
    deep = {"id": URN + "deep", "notification": {**body["notification"], "joinLevel": 1}}
    assert (await client.post("/subscriptions", json={**body, **deep})).status_code == 400
