"""A page's request is read whole before a thread works on it.

There are eight threads for pages. One that waits for a body's next byte is lost to everybody else, so eight slow senders
(a bad line, or somebody who wants it) would stop every page. Here the loop waits instead, which costs nothing; what is
too large or too slow is refused before any page hears of it.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager, nullcontext
from typing import IO, Any, NamedTuple

from dothi.kernel import networks
from dothi.kernel.errors import DothiError, TooLarge, Unavailable

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
SignedIn = Callable[[Scope], Awaitable[bool]]

MEGABYTE = 1_000_000
MOST_MB = 10  # forms; Django itself takes 2.5 MB of plain fields
MOST_MB_OF_FILES = 530  # the largest file that imports take (500 MiB), and what is around it
MOST_MB_OF_PAPERS = 45  # a few scans beside a form
MOST_MB_OF_PHOTOS = 105  # a citizen's report: five pictures, without a session
PHOTOS_COME_TO = ("/phan-anh/moi/", "/phan-anh/tai/")
PAPERS_COME_TO = re.compile(r"/tasks/[^/]+/(step|answer)/|/figures/[^/]+/\d+/[^/]+/")
FILES_COME_TO = ("/connectors/new/", "/territory/import/", "/people/chart/")
IN_MEMORY = MEGABYTE
LARGE_AT_ONCE = 4  # bodies on the disk at one time
PHOTOS_AT_ONCE = 8  # citizens' photos, beside the officers' files; one of each network
GRACE_S, SLOWEST_PER_S = 30.0, 10_000  # bytes per second after the grace; slower than 2G is not a browser
PHOTOS_SLOWEST_PER_S = 50_000  # nobody has to say who they are: such a place is not held for long
PHOTOS_MOST_S = 300.0
PIECE = 256 * 1024

_large = asyncio.Semaphore(LARGE_AT_ONCE)
_photos = asyncio.Semaphore(PHOTOS_AT_ONCE)
_sending: set[str] = set()  # networks that send photos


class Pace(NamedTuple):
    """How slow a sender may be."""

    per_s: int = SLOWEST_PER_S
    most_s: float = float("inf")


class TooSlow(DothiError):
    code, status, title = "upload-too-slow", 408, "RequestTimeout"


def limit_mb(scope: Scope) -> int:
    """Files are taken only where a page asks for them, for those who signed in (`read_whole`) – but for the photos of citizens' reports."""
    if _is_public(scope):
        return MOST_MB_OF_PHOTOS
    if scope["path"] in FILES_COME_TO:
        return MOST_MB_OF_FILES
    return MOST_MB_OF_PAPERS if PAPERS_COME_TO.fullmatch(scope["path"]) else MOST_MB


@asynccontextmanager
async def read_whole(scope: Scope, receive: Receive, is_signed_in: SignedIn) -> AsyncIterator[Receive]:
    """Another `receive` that never waits. Who it is, is asked before a large one takes a place (`is_signed_in`): a cookie's name proves
    nothing. Raises TooLarge, TooSlow, Unavailable (too many large ones at once)."""
    most, declared = limit_mb(scope), _declared(scope)
    may_be_large = declared < 0 or declared > MOST_MB * MEGABYTE
    if most > MOST_MB and may_be_large and not _is_public(scope) and not await is_signed_in(scope):
        most = MOST_MB
    if declared > most * MEGABYTE:
        raise TooLarge("page-body-too-large", limit_mb=most)
    is_large = declared > MOST_MB * MEGABYTE or (declared < 0 and most > MOST_MB)
    pace = Pace(PHOTOS_SLOWEST_PER_S, PHOTOS_MOST_S) if is_large and _is_public(scope) else Pace()
    async with _place(scope) if is_large else nullcontext():
        with tempfile.SpooledTemporaryFile(IN_MEMORY, prefix="dothi-body-") as body:
            await _fill(body, receive, most, pace)
            body.seek(0)
            yield _replayed(body, receive)


def _is_public(scope: Scope) -> bool:
    return bool(scope["path"].startswith(PHOTOS_COME_TO))


@asynccontextmanager
async def _place(scope: Scope) -> AsyncIterator[None]:
    """One of the places for large bodies. Citizens' are others than officers', and one network has one of them."""
    slots = _photos if _is_public(scope) else _large
    network = networks.network_of_scope(scope) if _is_public(scope) else ""
    if slots.locked() or network in _sending:
        raise Unavailable("too-many-uploads")
    async with slots:
        if network:
            _sending.add(network)
        try:
            yield
        finally:
            _sending.discard(network)


def _declared(scope: Scope) -> int:
    """Content-Length; 0 without a body, -1 for a chunked one."""
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    if length.isdigit() and len(length) < 16:
        return int(length)
    return -1 if b"transfer-encoding" in headers or length else 0


async def _fill(body: IO[bytes], receive: Receive, most_mb: int, pace: Pace) -> None:
    size, began = 0, time.monotonic()
    while True:
        left = min(GRACE_S + size / pace.per_s, pace.most_s) - (time.monotonic() - began)
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
