"""What is sent to a page is there before a thread is: slow, endless and huge bodies never hold one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any

import pytest

from dothi.config import bodies
from dothi.kernel.errors import TooLarge, Unavailable

SESSION = (b"cookie", b"sessionid=an-officer")


def request(path: str = "/", *headers: tuple[bytes, bytes]) -> dict[str, Any]:
    return {"type": "http", "path": path, "headers": list(headers)}


async def known(scope: Any) -> bool:
    """An officer's session, and no other."""
    return SESSION in scope["headers"]


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
    async with bodies.read_whole(scope, receive, known) as again:
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


def test_files_are_taken_where_a_page_asks() -> None:
    assert bodies.limit_mb(request("/connectors/new/")) == bodies.MOST_MB_OF_FILES
    assert bodies.limit_mb(request("/people/")) == bodies.MOST_MB
    assert bodies.limit_mb(request("/tasks/NV-2026-000001/answer/")) == bodies.MOST_MB_OF_PAPERS
    for path in ("/phan-anh/moi/", "/phan-anh/tai/ABCD2345/"):  # citizens have no session
        assert bodies.limit_mb(request(path)) == bodies.MOST_MB_OF_PHOTOS


@pytest.mark.parametrize("path", ["/connectors/new/", "/tasks/NV-2026-000001/answer/"])
async def test_a_large_file_is_taken_of_who_signed_in_and_a_cookie_s_name_proves_nothing(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "_large", asyncio.Semaphore(1))
    length = (b"content-length", b"20000000")
    assert await read(request(path, SESSION, length), sender([b"x"])) == b"x"
    for stranger in (request(path, length), request(path, (b"cookie", b"sessionid=invented"), length)):
        async with bodies.read_whole(request(path, SESSION, length), sender([b"x"]), known):
            with pytest.raises(TooLarge):  # no word of places that are full: none was asked for
                await read(stranger, sender([b"x"]))


async def test_a_small_form_asks_nobody_who_it_is() -> None:
    async def never(_scope: Any) -> bool:
        raise AssertionError("the database was asked")

    small = request("/connectors/new/", SESSION, (b"content-length", b"1"))
    async with bodies.read_whole(small, sender([b"x"]), never):
        pass


async def test_a_slow_sender_is_refused_and_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "GRACE_S", 0.2)
    slow = asyncio.create_task(read(request(), sender([b"x"] * 100, 0.05)))
    assert await read(request(), sender([b"quick"])) == b"quick"
    with pytest.raises(bodies.TooSlow):
        await slow


async def test_large_bodies_fill_the_disk_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_large", asyncio.Semaphore(1))
    large = request("/connectors/new/", SESSION, (b"content-length", b"20000000"))
    async with bodies.read_whole(large, sender([b"x"]), known):
        with pytest.raises(Unavailable):
            await read(large, sender([b"x"]))
    assert await read(large, sender([b"x"])) == b"x"


def photos(address: str, path: str = "/phan-anh/moi/") -> dict[str, Any]:
    return request(path, (b"content-length", b"20000000")) | {"client": (address, 1)}


async def test_citizens_photos_take_no_place_of_officers_and_one_of_a_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bodies, "_large", asyncio.Semaphore(1))
    officer = request("/connectors/new/", SESSION, (b"content-length", b"20000000"))
    async with bodies.read_whole(photos("2001:db8::1"), sender([b"x"]), known):
        with pytest.raises(Unavailable):
            await read(photos("2001:db8::2"), sender([b"x"]))  # the same household
        assert await read(photos("2001:db8:0:1::1"), sender([b"x"])) == b"x"
        assert await read(officer, sender([b"x"])) == b"x"
    assert await read(photos("2001:db8::2"), sender([b"x"])) == b"x"


async def test_citizens_photos_fill_the_disk_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_photos", asyncio.Semaphore(1))
    async with bodies.read_whole(photos("192.0.2.1"), sender([b"x"]), known):
        with pytest.raises(Unavailable):
            await read(photos("192.0.2.2"), sender([b"x"]))


async def test_large_photos_come_quickly_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a speed that an officer's file may have."""
    monkeypatch.setattr(bodies, "GRACE_S", 0.2)
    pieces = [b"x" * 500] * 30  # 25,000 bytes a second
    officer = request("/connectors/new/", SESSION, (b"content-length", b"20000000"))
    assert len(await read(officer, sender(pieces, 0.02))) == 15_000
    with pytest.raises(bodies.TooSlow):
        await read(photos("192.0.2.1"), sender(pieces, 0.02))
    assert not bodies._sending


async def test_large_photos_hold_a_place_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PHOTOS_MOST_S", 0.2)
    with pytest.raises(bodies.TooSlow):
        await read(photos("192.0.2.1"), sender([b"x" * bodies.MEGABYTE] * 30, 0.02))
