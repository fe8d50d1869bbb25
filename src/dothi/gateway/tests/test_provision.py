"""Writing entities, clause by clause, where the usual way is left: addresses, scopes, nulls, purging, merging batches."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

CORE = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.9.jsonld"


def urn(name: str) -> str:
    return f"urn:ngsi-ld:Room:{name}"


def room(name: str, **attributes: Any) -> dict[str, Any]:
    return {"id": urn(name), "type": "Room", **attributes}


async def names_of(client: httpx.AsyncClient, name: str) -> set[str]:
    return set((await client.get(f"/entities/{urn(name)}")).json())


async def test_a_slash_at_the_end_of_a_collection_is_the_collection(client: httpx.AsyncClient) -> None:
    """§6.2: the address as the OpenAPI of ETSI writes it, with a slash."""
    assert (await client.post("/entities/", json=room("slash"))).status_code == 201
    assert (await client.get("/entities/?type=Room")).json()[0]["id"] == urn("slash")


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
async def test_merging_without_an_id_is_a_bad_request(client: httpx.AsyncClient, method: str) -> None:
    """§5.6.17.4, 5.6.18.4."""
    refused = await client.request(method, "/entities/", json={})
    assert (refused.status_code, refused.json()["title"]) == (400, "BadRequestData")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/entities", room("p")),
        ("GET", "/entities?type=Room", None),
        ("GET", "/types", None),
        ("DELETE", "/entities?type=Room", None),
    ],
)
async def test_a_parameter_that_nobody_knows_is_an_invalid_request(
    client: httpx.AsyncClient, method: str, path: str, body: Any
) -> None:
    """§6.3.20."""
    sign = "&" if "?" in path else "?"
    refused = await client.request(method, f"{path}{sign}colour=red", json=body)
    assert (refused.status_code, refused.json()["title"]) == (400, "InvalidRequest")


async def test_a_keyword_is_no_type_and_no_attribute(client: httpx.AsyncClient) -> None:
    """§4.6.2: what the core context gives to JSON-LD's keywords cannot be a name."""
    assert (await client.post("/entities", json={"id": urn("t"), "type": "type"})).status_code == 400
    await client.post("/entities", json=room("k", a=1))
    for name in ("scope", "@invalid"):
        answer = await client.put(f"/entities/{urn('k')}/attrs/{name}", json={"type": "Property", "value": 1})
        assert answer.status_code == 400


async def test_scopes_are_added_replaced_and_ended(client: httpx.AsyncClient) -> None:
    """§4.18, 5.6.2, 5.6.3, 5.6.5."""
    base = f"/entities/{urn('scoped')}"
    await client.post("/entities", json=room("scoped"))
    missing = await client.patch(f"{base}/attrs", json={"scope": "/a"})
    assert (missing.status_code, missing.json()["notUpdated"][0]["attributeName"]) == (207, "scope")
    assert (await client.post(f"{base}/attrs", json={"scope": "/a"})).status_code == 204
    assert (await client.post(f"{base}/attrs?options=noOverwrite", json={"scope": "/b"})).status_code == 204
    assert (await client.get(base)).json()["scope"] == ["/a", "/b"]
    assert (await client.patch(f"{base}/attrs", json={"scope": "/c"})).status_code == 204
    assert (await client.get(base)).json()["scope"] == "/c"
    assert (await client.delete(f"{base}/attrs/scope")).status_code == 204
    assert "scope" not in await names_of(client, "scoped")


async def test_the_null_of_a_language_map_ends_the_attribute(client: httpx.AsyncClient) -> None:
    """§4.5.18: {"@none": "urn:ngsi-ld:null"}."""
    await client.post("/entities", json=room("l", street={"languageMap": {"vi": "Đường Ba Cu"}}))
    nothing = {"street": {"type": "LanguageProperty", "languageMap": {"@none": "urn:ngsi-ld:null"}}}
    assert (await client.patch(f"/entities/{urn('l')}", json=nothing)).status_code == 204
    assert "street" not in await names_of(client, "l")


async def test_a_partial_update_does_not_change_the_type_of_an_attribute(client: httpx.AsyncClient) -> None:
    """§5.6.4."""
    await client.post("/entities", json=room("p", speed=1))
    other = {"type": "Relationship", "object": urn("q")}
    refused = await client.patch(f"/entities/{urn('p')}/attrs/speed", json=other)
    assert (refused.status_code, refused.json()["code"]) == (400, "attribute-kind-differs")
    assert (await client.get(f"/entities/{urn('p')}?options=keyValues")).json()["speed"] == 1


async def test_merging_a_batch_leaves_what_it_does_not_name(client: httpx.AsyncClient) -> None:
    """§5.6.20: 207 names the entity that does not exist."""
    await client.post("/entities", json=room("m", a=1, b=2))
    answer = await client.post("/entityOperations/merge", json=[room("m", b=3), room("none", b=3)])
    assert (answer.status_code, answer.json()["success"]) == (207, [urn("m")])
    assert answer.json()["errors"][0]["entityId"] == urn("none")
    told = (await client.get(f"/entities/{urn('m')}?options=keyValues")).json()
    assert (told["a"], told["b"]) == (1, 3)


async def test_in_a_batch_each_entity_answers_for_its_own_context(client: httpx.AsyncClient) -> None:
    """§6.3.5 and 6.14: one entity without @context does not spoil the others."""
    entities = [{**room("c1"), "@context": CORE}, room("c2")]
    answer = await client.post(
        "/entityOperations/create", json=entities, headers={"Content-Type": "application/ld+json"}
    )
    assert (answer.status_code, answer.json()["success"]) == (207, [urn("c1")])


async def test_an_entity_named_twice_is_deleted_once(client: httpx.AsyncClient) -> None:
    """§5.5.11, 5.6.10."""
    await client.post("/entities", json=room("d"))
    answer = await client.post("/entityOperations/delete", json=[urn("d"), urn("d")])
    assert (answer.status_code, answer.json()["success"]) == (207, [urn("d")])
    assert answer.json()["errors"][0]["error"]["code"] == "entity-twice"
    assert (await client.get(f"/entities/{urn('d')}")).status_code == 404


async def test_purging_by_a_query(client: httpx.AsyncClient) -> None:
    """§5.6.21: entities, or some of their attributes; never without a condition."""
    assert (await client.delete("/entities")).status_code == 400
    assert (await client.delete("/entities?type=Hall&keep=a&drop=b")).status_code == 400
    for name, value in (("p1", 1), ("p2", 2)):
        await client.post("/entities", json={**room(name, a=value, b=value, c=value), "type": "Hall"})
    assert (await client.delete(f"/entities?id={urn('p1')}&drop=a")).status_code == 204
    assert await names_of(client, "p1") == {"id", "type", "b", "c"}
    assert (await client.delete("/entities?type=Hall&keep=b")).status_code == 204
    assert await names_of(client, "p1") == await names_of(client, "p2") == {"id", "type", "b"}
    assert (await client.delete("/entities?type=Hall&q=b==2")).status_code == 204
    assert [one["id"] for one in (await client.get("/entities?type=Hall")).json()] == [urn("p1")]
