"""A page's request is read whole before a thread works on it.

There are eight threads for pages. One that waits for a body's next byte is lost to everybody else, so eight slow senders
(a bad line, or somebody who wants it) would stop every page. Here the loop waits instead, which costs nothing; what is
too large or too slow is refused before any page hears of it.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from typing import IO, Any

from dothi.kernel.errors import DothiError, TooLarge, Unavailable

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

MEGABYTE = 1_000_000
MOST_MB = 10  # forms; Django itself takes 2.5 MB of plain fields
MOST_MB_OF_FILES = 530  # the largest file that imports take (500 MiB), and what is around it
FILES_COME_TO = ("/connectors/new/", "/territory/import/", "/people/chart/")
IN_MEMORY = MEGABYTE
LARGE_AT_ONCE = 4  # bodies on the disk at one time
GRACE_S, SLOWEST_PER_S = 30.0, 10_000  # bytes per second after the grace; slower than 2G is not a browser
PIECE = 256 * 1024

_large = asyncio.Semaphore(LARGE_AT_ONCE)


class TooSlow(DothiError):
    code, status, title = "upload-too-slow", 408, "RequestTimeout"


def limit_mb(scope: Scope) -> int:
    """Files are taken only where a page asks for them, and only with a session."""
    has_session = any(name == b"cookie" and b"sessionid=" in value for name, value in scope["headers"])
    return MOST_MB_OF_FILES if has_session and scope["path"] in FILES_COME_TO else MOST_MB


@asynccontextmanager
async def read_whole(scope: Scope, receive: Receive) -> AsyncIterator[Receive]:
    """Another `receive` that never waits. Raises TooLarge, TooSlow, Unavailable (too many large ones at once)."""
    most, declared = limit_mb(scope), _declared(scope)
    if declared > most * MEGABYTE:
        raise TooLarge("page-body-too-large", limit_mb=most)
    is_large = declared > MOST_MB * MEGABYTE or (declared < 0 and most > MOST_MB)
    if is_large and _large.locked():
        raise Unavailable("too-many-uploads")
    if is_large:
        await _large.acquire()
    try:
        with tempfile.SpooledTemporaryFile(IN_MEMORY, prefix="dothi-body-") as body:
            await _fill(body, receive, most)
            body.seek(0)
            yield _replayed(body, receive)
    finally:
        if is_large:
            _large.release()


def _declared(scope: Scope) -> int:
    """Content-Length; 0 without a body, -1 for a chunked one."""
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    if length.isdigit() and len(length) < 16:
        return int(length)
    return -1 if b"transfer-encoding" in headers or length else 0


async def _fill(body: IO[bytes], receive: Receive, most_mb: int) -> None:
    size, began = 0, time.monotonic()
    while True:
        left = GRACE_S + size / SLOWEST_PER_S - (time.monotonic() - began)
        try:
            message = await asyncio.wait_for(_next(receive), max(left, 0.001))
        except TimeoutError as error:
            raise TooSlow from error
        if message["type"] == "http.disconnect":
            raise TooSlow
        piece = message.get("body", b"")
        size += len(piece)
        if size > most_mb * MEGABYTE:
            raise TooLarge("page-body-too-large", limit_mb=most_mb)
        body.write(piece)
        if not message.get("more_body", False):
            return


async def _next(receive: Receive) -> Message:
    return await receive()  # Granian gives awaitables, a timeout needs a coroutine


def _replayed(body: IO[bytes], receive: Receive) -> Receive:
    finished = False

    async def receive_again() -> Message:
        nonlocal finished
        if finished:
            return await receive()
        piece = body.read(PIECE)
        finished = len(piece) < PIECE
        return {"type": "http.request", "body": piece, "more_body": not finished}

    return receive_again
