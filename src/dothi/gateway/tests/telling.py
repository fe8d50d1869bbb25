"""The loop that tells subscribers, beside the door, and what tests say to both."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

import httpx
import pytest

from dothi.entities.subscriptions.loop import keep_telling
from dothi.gateway.tests.receiver import Receiver, receiving

BUILDING = "urn:ngsi-ld:Building:b"
SUBSCRIPTION = "urn:ngsi-ld:Subscription:{}"
T = TypeVar("T")
LONG_S = 90.0  # a slow machine is no fault


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch) -> None:
    """Receivers on this machine may be told."""
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as one:
        yield one


@pytest.fixture
async def wake(committed_db: str, near: None) -> AsyncIterator[asyncio.Event]:
    async with telling(committed_db) as one:
        yield one


@pytest.fixture
async def forgotten(client: httpx.AsyncClient) -> AsyncIterator[None]:
    """No subscription outlives its test."""
    yield
    for one in (await client.get("/subscriptions", params={"limit": 1000})).json():
        await client.delete(f"/subscriptions/{one['id']}")


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


async def subscribe(client: httpx.AsyncClient, uri: str, name: str, **members: Any) -> str:
    """To buildings, unless `entities` says otherwise; a member that is None is left out."""
    told = members.pop("notification", {})
    endpoint = {"uri": uri, **told.pop("endpoint", {})}
    urn = SUBSCRIPTION.format(name)
    body = {
        "id": urn, "type": "Subscription", "entities": [{"type": "Building"}], **members,
        "notification": {**told, "endpoint": endpoint},
    }  # fmt: skip
    answer = await client.post("/subscriptions", json={k: v for k, v in body.items() if v is not None})
    assert answer.status_code == 201, answer.text
    return urn


async def building(client: httpx.AsyncClient, urn: str = BUILDING, **attributes: Any) -> None:
    """A new one."""
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


async def noted(
    client: httpx.AsyncClient, urn: str, is_so: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """What the subscription says of its notifications (§5.2.14.2), as soon as it is so."""

    async def shown() -> dict[str, Any] | None:
        found: dict[str, Any] = (await client.get(f"/subscriptions/{urn}")).json()["notification"]
        return found if is_so(found) else None

    return await until(shown)


async def until(condition: Callable[[], Awaitable[T | None]]) -> T:
    """What it gives, as soon as it is true."""
    end = time.monotonic() + LONG_S
    while not (found := await condition()):
        assert time.monotonic() < end, "it never came to that"
        await asyncio.sleep(0.02)
    return found
