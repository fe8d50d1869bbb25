"""The remote @contexts that this process knows: learnt from the database or from the network (CIM 009 §5.13).

`learn` is called before a request's context is read; it costs nothing for a context that is known. What could not be
learnt stays unknown, and whoever reads the context says so (LdContextNotAvailable).

A hosted context is used in the tenant it belongs to; one of the default tenant in all of them, because an address tells
no tenant. What was fetched is fetched anew when its time is over, and used on when that fails: a city goes on reading
while the network is away.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import time
from collections import Counter
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool
from starlette.requests import Request

from dothi.accounts.keys import Key
from dothi.entities.core import context as core
from dothi.entities.core.context import ContextNotAvailable
from dothi.entities.store import contexts as store
from dothi.entities.store.contexts import Kept, Kind
from dothi.entities.store.tenants import DEFAULT
from dothi.gateway.fetching import fetch
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest

FRESH_S = 30.0  # another process may have deleted or replaced it
_AGAIN = dt.timedelta(minutes=10)  # a network that is away is not asked at every request
_MOST_NAMED = 30  # contexts that one context leads to
_MOST_KNOWN = 2_000
_MOST_TERMS = 500_000  # in memory; some 100 MB
_OWN = re.compile(r"/jsonldContexts/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$")


class Contexts:
    """One process's knowledge; belongs to one event loop."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool
        self._until: dict[str, float] = {}
        self._tenants: dict[str, int] = {}  # of those that belong to one
        self._terms = 0  # in memory, those that were replaced too
        self._uses: Counter[str] = Counter()
        self._learning: dict[str, asyncio.Task[None]] = {}

    async def learn(self, source: Any, tenant: int = DEFAULT) -> None:
        """Knows the remote contexts of `source` afterwards, as far as they can be had.

        Raises ContextNotAvailable for one of another tenant.
        """
        for url in core.urls_of(source):
            if self._until.get(url, 0.0) < time.monotonic():
                await self._learn_once(url)
            if url in self._until:
                self._check(url, tenant)
                self._uses[url] += 1

    def _check(self, url: str, tenant: int) -> None:
        if self._tenants.get(url, DEFAULT) not in (DEFAULT, tenant):
            raise ContextNotAvailable(url=url)

    async def _learn_once(self, url: str) -> None:
        """Requests that name the same unknown context wait for one look-up."""
        task = self._learning.get(url)
        if task is None:
            task = self._learning[url] = asyncio.create_task(self._look_up(url, set()))
            task.add_done_callback(lambda _: self._learning.pop(url, None))
        await asyncio.shield(task)

    async def _look_up(self, url: str, tried: set[str]) -> None:
        tried.add(url)
        try:
            document, tenant = await self._document(url)
            await self._register(url, document, tenant, tried)
        except ContextNotAvailable:
            self.forget(url)
        except BadRequest:
            self.forget(url)
            self._make_room()
            core.refuse(url)
            self._until[url] = time.monotonic() + FRESH_S

    async def _register(self, url: str, document: Any, tenant: int, tried: set[str]) -> None:
        """Those that it names first, each once: contexts that name each other are not available.

        Raises ContextNotAvailable, BadRequest.
        """
        for inner in core.urls_of(document):
            if inner not in tried and self._until.get(inner, 0.0) < time.monotonic():
                if len(tried) >= _MOST_NAMED:
                    raise ContextNotAvailable(url=url)
                await self._look_up(inner, tried)
            self._check(inner, tenant)
        self._terms += core.register(url, document)
        if self._make_room():
            self._terms = core.register(url, document)
        self._until[url] = time.monotonic() + FRESH_S
        if tenant != DEFAULT:
            self._tenants[url] = tenant

    def _make_room(self) -> bool:
        """Forgets everything when it is too much: what is asked for again is learnt again. Was it?"""
        if len(self._until) < _MOST_KNOWN and self._terms <= _MOST_TERMS:
            return False
        for known in self._until:
            core.forget(known)
        self._until.clear()
        self._tenants.clear()
        self._terms = 0
        return True

    async def _document(self, url: str) -> tuple[Any, int]:
        """What stands at an address, and the tenant it belongs to."""
        own = _OWN.search(url)
        async with self._pool.connection() as connection:
            kept = await store.find(connection, own[1] if own else url)
        if own and kept is None:
            raise ContextNotAvailable(url=url)
        if kept is None:
            return await self.load(url), DEFAULT
        if kept.kind == Kind.CACHED and (kept.expires_at is None or kept.expires_at < clock.now()):
            return await self._loaded_anew(kept), DEFAULT
        return msgspec.json.decode(kept.document or "{}"), kept.tenant

    async def _loaded_anew(self, kept: Kept) -> Any:
        try:
            return await self.load(kept.url)
        except (ContextNotAvailable, BadRequest):
            async with self._pool.connection() as connection:
                await store.use_longer(connection, kept.url, _AGAIN)
            return msgspec.json.decode(kept.document or "{}")

    async def load(self, url: str) -> Any:
        """Fetches a context and keeps it. Raises ContextNotAvailable, BadRequest; what was kept before stays then."""
        text, lifetime = await fetch(url)
        document = _parsed(text, url)
        async with self._pool.connection() as connection:
            await store.cache(connection, url, document, lifetime)
        self.forget(url)
        return document

    async def host(self, context: Any, key: Key) -> str:
        """Keeps a context that a key added; returns its address."""
        return await self._host(Kind.HOSTED, context, key)

    async def imply(self, context: Any, key: Key) -> str:
        """Keeps the @context of a subscription that has no address of its own; returns the address it gets."""
        return await self._host(Kind.IMPLIED, context, key)

    async def _host(self, kind: Kind, context: Any, key: Key) -> str:
        async with self._pool.connection() as connection:
            return await store.host(connection, kind, {"@context": context}, key_id=key.id, tenant=key.tenant)

    async def find(self, name: str, tenant: int) -> Kept | None:
        """By address or local id, with every use so far counted."""
        own = _OWN.search(name)
        async with self._pool.connection() as connection:
            await self._count(connection)
            kept = await store.find(connection, own[1] if own else name)
        return kept if kept is not None and kept.is_of(tenant) else None

    async def listed(self, tenant: int, kind: Kind | None) -> list[Kept]:
        async with self._pool.connection() as connection:
            await self._count(connection)
            return await store.listed(connection, tenant, kind)

    async def remove(self, kept: Kept) -> None:
        async with self._pool.connection() as connection:
            await store.remove(connection, kept.id)
        self.forget(kept.url)

    async def unmake(self, address: str) -> None:
        """Of something that came to nothing."""
        async with self._pool.connection() as connection:
            await store.remove(connection, address.removeprefix(store.PATH))

    def forget(self, url: str) -> None:
        """Every name under which it was used."""
        for name in [known for known in self._until if known == url or known.endswith(url)] or [url]:
            self._until.pop(name, None)
            self._tenants.pop(name, None)
            core.forget(name)

    def note(self, url: str) -> None:
        """One more use."""
        self._uses[url] += 1

    async def _count(self, connection: AsyncConnection[Any]) -> None:
        uses: Counter[str] = Counter()
        for url, times in self._uses.items():
            own = _OWN.search(url)
            uses[f"{store.PATH}{own[1]}" if own else url] += times
        self._uses.clear()
        await store.count_uses(connection, uses)


def _parsed(text: bytes, url: str) -> Any:
    try:
        document = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest("context-invalid", url=url) from error
    if not isinstance(document, dict) or not core.is_context(document.get("@context")):
        raise BadRequest("context-invalid", url=url)
    return document


def absolute(request: Request, address: str) -> str:
    """The address of a context, our own ones by the name that the caller reaches us under."""
    return f"{request.url.scheme}://{request.url.netloc}{address}" if address.startswith("/") else address
