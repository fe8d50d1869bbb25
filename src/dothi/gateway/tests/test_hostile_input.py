"""Ids and bodies of the worst kind: told in the standard's form, and what was done is told as done."""

from __future__ import annotations

from typing import Any

import httpx
import pytest


@pytest.mark.parametrize("local", ["Đình làng", "a?b=c#d", "%2e%2e", "../../x", "a/b", "é", "ế"])
async def test_the_address_of_a_new_entity_leads_to_it(client: httpx.AsyncClient, local: str) -> None:
    """It was 500 for letters that no header holds, although the entity had been written."""
    urn = f"urn:ngsi-ld:Building:{local.replace(' ', '-')}"
    made = await client.post("/entities", json={"id": urn, "type": "Building"})
    assert made.status_code == 201
    assert made.headers["Location"].isascii()
    found = await client.get(made.headers["Location"].removeprefix("/ngsi-ld/v1"))
    assert (found.status_code, found.json()["id"]) == (200, urn)
    await client.delete(made.headers["Location"].removeprefix("/ngsi-ld/v1"))


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\ufeff", "\u2066", "\x85"])
async def test_an_id_that_looks_like_another_is_refused(client: httpx.AsyncClient, sign: str) -> None:
    refused = await client.post(
        "/entities", json={"id": f"urn:ngsi-ld:Building:a{sign}b", "type": "Building"}
    )
    assert (refused.status_code, refused.json()["code"]) == (400, "entity-id-not-a-uri")


@pytest.mark.parametrize("body", [[[]], [{}], [None], [1], [["urn:a:b"]]])
async def test_what_is_no_id_is_not_deleted(client: httpx.AsyncClient, body: Any) -> None:
    refused = await client.post("/entityOperations/delete", json=body)
    assert refused.status_code in (207, 400), refused.text


@pytest.mark.parametrize("depth", [21, 500, 5_000])
async def test_types_in_brackets_without_end_are_refused(client: httpx.AsyncClient, depth: int) -> None:
    refused = await client.get("/entities", params={"type": "(" * depth + "A" + ")" * depth})
    assert (refused.status_code, refused.json()["code"]) == (400, "query-too-complex")
