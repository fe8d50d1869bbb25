"""Single entities that are asked for together are read together – and nobody is shown another's."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from dothi.gateway import group_read
from dothi.gateway.tests.conftest import caller, put_key


@pytest.fixture
async def read(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The ids of each statement."""
    asked: list[list[str]] = []
    original = group_read.read_entities

    async def counted(connection: Any, urns: list[str], limits: Any) -> Any:
        asked.append(urns)
        return await original(connection, urns, limits)

    monkeypatch.setattr(group_read, "read_entities", counted)
    return asked


async def test_what_is_asked_together_is_read_together(
    client: httpx.AsyncClient,
    door: Any,
    committed_db: str,
    read: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every one gets its own answer; limits of keys make groups of their own; a statement asks for so many at most."""
    monkeypatch.setattr(group_read, "MOST_AT_ONCE", 10)
    entities = [{"id": f"urn:x:{n}", "type": "Even" if n % 2 == 0 else "Odd", "n": n} for n in range(30)]
    assert (await client.post("/entityOperations/upsert", json=entities)).status_code in (201, 204)
    header = await put_key(committed_db, "even", "read", types=["Even"])
    async with caller(door, header) as narrow:

        async def ask(who: httpx.AsyncClient, n: int) -> tuple[int, Any]:
            answer = await who.get(f"/entities/urn:x:{n}", params={"options": "keyValues"})
            return answer.status_code, answer.json().get("n")

        await ask(narrow, 0)
        read.clear()
        both = [(who, n) for n in range(32) for who in (client, narrow)]
        told = await asyncio.gather(*(ask(*one) for one in both))
    for (who, n), (status, value) in zip(both, told, strict=True):
        sees = n < 30 and (who is client or n % 2 == 0)
        assert (status, value) == ((200, n) if sees else (404, None)), n
    assert len(read) < 40
    assert max(map(len, read)) <= 10
    assert sum(map(len, read)) == 64


async def test_a_fault_is_told_to_all_and_the_next_are_read(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for ever, whatever goes wrong in between; who hangs up takes nothing from the others."""
    await client.post("/entities", json={"id": "urn:x:one", "type": "Even"})
    original, faults = group_read.read_entities, iter([RuntimeError("a fault")])

    async def faulty(connection: Any, urns: list[str], limits: Any) -> Any:
        for fault in faults:
            raise fault
        return await original(connection, urns, limits)

    monkeypatch.setattr(group_read, "read_entities", faulty)
    answers = await asyncio.gather(*(client.get("/entities/urn:x:one") for _ in range(5)))
    assert 500 in {answer.status_code for answer in answers}
    gone = asyncio.create_task(client.get("/entities/urn:x:one"))
    stays = asyncio.create_task(client.get("/entities/urn:x:one"))
    await asyncio.sleep(0)
    gone.cancel()
    assert (await stays).status_code == 200
