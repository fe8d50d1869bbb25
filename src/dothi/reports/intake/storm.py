"""A storm of reports: forms that come faster than pages can be made are put by, durably and as they came, and become reports in turn.

Two forms at a time are answered as always, none once they come by tens a second: a page costs as much as ten that are kept. What comes
beside them is kept – a row, and a file where it has pictures – and answered with its link: the token follows from the form's own key
(`formkey`), so it is the same that the report will have. A thread of the serving process then makes reports of them, many in one
transaction (`settling`), and rests while forms still come in quickly.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import io
import json
import logging
import re
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import psycopg
from django.db import Error as DatabaseError
from django.db import connection as connection_of_this_thread
from psycopg_pool import AsyncConnectionPool

from dothi.kernel import clock, networks
from dothi.kernel.sql import statement
from dothi.reports.intake import formkey, held, scopes, settling

logger = logging.getLogger(__name__)
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

PATH = "/phan-anh/moi/"
PLATES = re.compile(r"/phan-anh/tai/[^/]+/")
LINK = "/phan-anh/cua-toi/{}/?moi=1"
AT_ONCE = 2  # answered as always
SMALL = 64 * 1024  # bytes of a form that is kept with its row; a larger one has pictures and is a file
MOST_OF_ONE, MOST_FILES_OF_ONE = (
    600,
    20,
)  # forms of one network put by within the span: a flood waits in its own line
SPAN_S = 600.0
# forms within so many seconds: while so many come, writing them rests nine times as long as it works
BUSY, BUSY_S = 20, 5.0
STORM_S = 2.0  # so many within so few seconds, and all are kept
_IDLE_S, _PIECE = 1.0, 256 * 1024
_KEY = re.compile(
    rb'name="key"\r\n\r\n([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})\r\n'
)
_NEEDED = (
    re.compile(rb'name="category"\r\n\r\n[^\r\n]'),
    re.compile(rb'name="text"\r\n\r\n[^\r\n]|name="photos"; filename="[^"]'),
    re.compile(rb'name="(?:place|lon)"\r\n\r\n[^\r\n]'),
)


@dataclass(slots=True)
class Body:
    """A form's body: as it is, or in a file of our own. `found`: what was found in it – its key first, then what a form needs."""

    small: bytes = b""
    file: Path | None = None

    async def found(self) -> list[bytes]:
        if self.file is not None:
            return await asyncio.to_thread(held.found_in, self.file, (_KEY, *_NEEDED))
        told = [one.search(self.small) for one in (_KEY, *_NEEDED)]
        return [found[found.re.groups and 1] if found else b"" for found in told]


class Storm:
    """Of one serving process."""

    def __init__(self, database_url: str, pages: App) -> None:
        self._pages = pages
        self._pool = AsyncConnectionPool(
            database_url, min_size=0, max_size=4, open=False, kwargs={"autocommit": True}
        )
        self._opened = False
        self._running = 0
        self._recent: list[float] = []
        self._met: Counter[str] = Counter()
        self._span = 0.0
        self._wake = asyncio.Event()
        self._wake.set()  # what a process before this one left

    async def page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The page of the form: as always, or, when two are under way, kept and answered with its link."""
        if scope["method"] != "POST" or not (scope["path"] == PATH or PLATES.fullmatch(scope["path"])):
            await self._pages(scope, receive, send)
            return
        self._note()
        length = dict(scope["headers"]).get(b"content-length", b"")
        if (self._running < AT_ONCE and not self._came_within(STORM_S)) or not length.isdigit():
            await self._answer(scope, receive, send)
            return
        async with _body(receive, int(length)) as body:
            if (token := await self._keep(scope, body)) is not None:
                await _link(send, token)
            else:
                await self._answer(scope, _replayed(body), send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._running += 1
        try:
            await self._pages(scope, receive, send)
        finally:
            self._running -= 1

    def _note(self) -> None:
        now = time.monotonic()
        self._recent = [*self._recent[1 - BUSY :], now]
        if now > self._span:
            self._met.clear()
            self._span = now + SPAN_S

    async def _keep(self, scope: Scope, body: Body) -> str | None:
        """The token of its link. None: it is to be answered as always (no key of its own, something missing, a flood, no database, a full
        disk)."""
        found = await body.found()
        if not all(found) or not self._may_keep(networks.network_of_scope(scope), body):
            return None
        token = formkey.link_token(UUID(found[0].decode()))
        digest = hashlib.sha256(token.encode()).hexdigest()
        told = {
            "digest": digest,
            "head": json.dumps(scopes.head_of(scope)),
            "body": body.small,
            "on_disk": body.file is not None,
            "now": clock.now(),
        }
        try:
            await self._execute(told, body.file)
        except (psycopg.Error, OSError, TimeoutError) as error:
            logger.warning("a form could not be put by: %s", error)
            return None
        self._wake.set()
        return token

    def _may_keep(self, network: str, body: Body) -> bool:
        """Counts it, unless the network had its share or the disk is full."""
        line, most = (
            (network, MOST_OF_ONE) if body.file is None else (f"files of {network}", MOST_FILES_OF_ONE)
        )
        if self._met[line] >= most or (body.file is not None and not held.has_room(0)):
            return False
        self._met[line] += 1
        return True

    async def keep_working(self) -> None:
        """Makes reports of what waits, for ever."""
        loop, thread = asyncio.get_running_loop(), ThreadPoolExecutor(1, "forms")
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), 60)
            self._wake.clear()
            try:
                while await self._worked(loop.run_in_executor(thread, _settled)):
                    pass
            except (DatabaseError, psycopg.Error, OSError) as error:
                logger.warning("waiting forms: %s", error)
                await asyncio.sleep(_IDLE_S)
                self._wake.set()

    async def _worked(self, working: Awaitable[int]) -> bool:
        """False: nothing waits."""
        began = time.monotonic()
        tried = await working
        if tried and self._came_within(BUSY_S):
            await asyncio.sleep(9 * (time.monotonic() - began))
        return bool(tried)

    def _came_within(self, seconds: float) -> bool:
        """Did BUSY forms come lately?"""
        return len(self._recent) == BUSY and self._recent[0] > time.monotonic() - seconds

    async def _execute(self, told: dict[str, Any], file: Path | None) -> None:
        """Row and file or neither, and a form that is sent again changes neither: each sending parts its fields by another mark, which
        stands in the row."""
        if not self._opened:
            self._opened = True
            await self._pool.open()
        async with self._pool.connection(timeout=5.0) as connection, connection.transaction():
            kept = await connection.execute(statement("dothi.reports.intake", "storm.sql", "keep"), told)
            if file is not None and kept.rowcount:
                await asyncio.to_thread(held.settle, file, told["digest"])


def _settled() -> int:
    """In the thread that writes: its connection may have gone meanwhile."""
    connection_of_this_thread.close_if_unusable_or_obsolete()
    return settling.settle()


@asynccontextmanager
async def _body(receive: Receive, length: int) -> AsyncIterator[Body]:
    """The whole of it; a file that nobody kept is gone at the end."""
    if length <= SMALL:
        yield Body(small=b"".join([piece async for piece in _pieces(receive)]))
        return
    with tempfile.NamedTemporaryFile(dir=held.folder(), prefix=".", delete=False) as file:
        path = Path(file.name)
        try:
            async for piece in _pieces(receive):
                file.write(piece)
            file.flush()
            yield Body(file=path)
        finally:
            path.unlink(missing_ok=True)


async def _pieces(receive: Receive) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        yield message.get("body", b"")
        more = message.get("more_body", False)


def _replayed(body: Body) -> Receive:
    told: IO[bytes] = io.BytesIO(body.small) if body.file is None else body.file.open("rb")
    finished = False

    async def receive() -> Any:
        nonlocal finished
        if finished:
            await asyncio.sleep(3600)
        piece = told.read(_PIECE)
        finished = len(piece) < _PIECE
        return {"type": "http.request", "body": piece, "more_body": not finished}

    return receive


async def _link(send: Send, token: str) -> None:
    headers = [
        (b"location", LINK.format(token).encode()),
        (b"content-length", b"0"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
