"""Ids and bodies of the worst kind: told in the standard's form, and what was done is told as done."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from dothi.gateway.tests.conftest import put_key


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


async def test_a_packed_body_is_told_so(client: httpx.AsyncClient) -> None:
    """It is not unpacked, so it can be no bomb either; "malformed JSON" would send the caller on a search."""
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    refused = await client.post("/entities", content=b"\x1f\x8b", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (415, "unsupported-media-type")


async def test_a_body_that_breaks_off_is_no_fault_of_ours(door: Any, committed_db: str) -> None:
    """The server tells of a caller that went and of chunks that are none in the same way; neither is worth a trace in the log."""
    authorization = await put_key(committed_db, "admin", "admin")
    scope = {
        "type": "http", "method": "POST", "path": "/ngsi-ld/v1/entities", "query_string": b"", "raw_path": b"/",
        "headers": [(b"authorization", authorization.encode()), (b"content-type", b"application/json")],
    }  # fmt: skip
    told: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        told.append(message)

    await door(scope, receive, send)
    assert (told[0]["status"], b"body-broken-off" in told[1]["body"]) == (400, True)
