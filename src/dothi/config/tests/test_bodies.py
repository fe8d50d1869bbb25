"""What is sent to a page is there before a thread is: slow, endless and huge bodies never hold one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any

import pytest

from dothi.config import bodies
from dothi.kernel.errors import TooLarge, Unavailable

SESSION = (b"cookie", b"sessionid=x")


def request(path: str = "/", *headers: tuple[bytes, bytes]) -> dict[str, Any]:
    return {"type": "http", "path": path, "headers": list(headers)}


def sender(pieces: Iterable[bytes], pause_s: float = 0.0) -> bodies.Receive:
    async def told() -> AsyncIterator[dict[str, Any]]:
        for piece in pieces:
            await asyncio.sleep(pause_s)
            yield {"type": "http.request", "body": piece, "more_body": True}
        yield {"type": "http.request", "body": b"", "more_body": False}

    messages = told()
    return lambda: anext(messages)


async def read(scope: dict[str, Any], receive: bodies.Receive) -> bytes:
    whole = b""
    async with bodies.read_whole(scope, receive) as again:
        while True:
            message = await again()
            whole += message["body"]
            if not message["more_body"]:
                return whole


@pytest.mark.parametrize("size", [0, 1, bodies.PIECE, bodies.PIECE + 1, 3 * bodies.IN_MEMORY])
async def test_what_was_sent_is_what_a_page_reads(size: int) -> None:
    sent = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert await read(request(), sender([sent[:7], sent[7:]])) == sent


async def test_too_large_is_refused_by_its_length_or_while_it_comes() -> None:
    declared = (b"content-length", str(bodies.MOST_MB * bodies.MEGABYTE + 1).encode())
    with pytest.raises(TooLarge):
        await read(request("/", declared), sender([]))
    with pytest.raises(TooLarge):
        await read(request(), sender(b"x" * bodies.MEGABYTE for _ in range(1000)))


def test_files_are_taken_only_with_a_session_and_where_a_page_asks() -> None:
    assert bodies.limit_mb(request("/connectors/new/", SESSION)) == bodies.MOST_MB_OF_FILES
    assert bodies.limit_mb(request("/connectors/new/")) == bodies.MOST_MB
    assert bodies.limit_mb(request("/people/", SESSION)) == bodies.MOST_MB


async def test_a_slow_sender_is_refused_and_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "GRACE_S", 0.2)
    slow = asyncio.create_task(read(request(), sender([b"x"] * 100, 0.05)))
    assert await read(request(), sender([b"quick"])) == b"quick"
    with pytest.raises(bodies.TooSlow):
        await slow


async def test_large_bodies_fill_the_disk_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_large", asyncio.Semaphore(1))
    large = request("/connectors/new/", SESSION, (b"content-length", b"20000000"))
    async with bodies.read_whole(large, sender([b"x"])):
        with pytest.raises(Unavailable):
            await read(large, sender([b"x"]))
    assert await read(large, sender([b"x"])) == b"x"
