"""Bodies share one budget of memory, and one that trickles is cut."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from dothi.gateway import budget
from dothi.gateway.budget import Budget
from dothi.kernel.errors import Unavailable

LARGE = b'[{"id": "urn:x:large", "type": "Meter", "level": {"value": 1}}' + b" " * 900_000 + b"]"


async def test_large_bodies_wait_for_each_other_and_are_then_refused(
    client: httpx.AsyncClient, door: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOTHI_BODIES_MB", "1")
    monkeypatch.setattr(budget, "PATIENCE_S", 0.2)
    headers = {"Content-Type": "application/json"}
    door.state.bodies = Budget()
    async with door.state.bodies.taken(900_000):
        answer = await client.post("/entityOperations/upsert", content=LARGE, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (503, "bodies-too-many")
        assert "retry-after" in answer.headers
        small = await client.post("/entityOperations/upsert", json=[{"id": "urn:x:s", "type": "Meter"}])
        assert small.status_code in (201, 204)  # measurements go on
    answer = await client.post("/entityOperations/upsert", content=LARGE, headers=headers)
    assert answer.status_code in (201, 204)
    assert door.state.bodies.used == 0


async def test_what_waits_goes_on_when_memory_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_BODIES_MB", "1")
    shared, most = Budget(), 0

    async def one() -> None:
        nonlocal most
        async with shared.taken(400_000):
            most = max(most, shared.used)
            await asyncio.sleep(0.01)

    await asyncio.gather(*(one() for _ in range(10)))
    assert (most, shared.used) == (800_000, 0)
    monkeypatch.setattr(budget, "PATIENCE_S", 0.05)
    async with shared.taken(900_000):
        with pytest.raises(Unavailable):
            await one()


async def test_a_body_that_trickles_is_cut(door: Any, client: httpx.AsyncClient) -> None:
    door.state.door.body_seconds = 1

    async def trickle() -> AsyncIterator[bytes]:
        for _ in range(60):
            yield b" "
            await asyncio.sleep(0.1)

    headers = {"Content-Type": "application/json"}
    answer = await client.post("/entities", content=trickle(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (408, "body-too-slow")
