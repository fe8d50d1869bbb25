"""The remote @contexts that this process knows: learnt from the database or, once, from the network (CIM 009 §5.13).

`learn` is called before a request's context is read; it costs nothing for a context that is known. What could not be
learnt stays unknown, and whoever reads the context says so (LdContextNotAvailable).
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from dothi.entities.core import context as core
from dothi.entities.core.context import ContextNotAvailable
from dothi.entities.store import contexts as store
from dothi.entities.store.contexts import Kept, Kind
from dothi.gateway.fetching import fetch
from dothi.kernel.errors import DothiError

FRESH_S = 30.0  # another process may have deleted or replaced it
_MOST_NAMED = 30  # contexts that one context leads to
_MOST_KNOWN = 2_000
_MOST_TERMS = 500_000  # in memory; some 100 MB
_OWN = re.compile(r"/jsonldContexts/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$")


class Contexts:
    """One process's knowledge; belongs to one event loop."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool
        self._until: dict[str, float] = {}
        self._terms = 0  # in memory, those that were replaced too
        self._uses: Counter[str] = Counter()
        self._learning: dict[str, asyncio.Task[None]] = {}

    async def learn(self, source: Any) -> None:
        """Knows the remote contexts of `source` afterwards, as far as they can be had."""
        for url in core.urls_of(source):
            if self._until.get(url, 0.0) < time.monotonic():
                await self._learn_once(url)
            if url in self._until:
                self._uses[url] += 1

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
            await self._register(url, await self._document(url), tried)
        except DothiError:
            self.forget(url)

    async def _register(self, url: str, document: Any, tried: set[str]) -> None:
        """Those that it names first, each once: contexts that name each other are not available.

        Raises ContextNotAvailable, BadRequest.
        """
        for inner in core.urls_of(document):
            if inner not in tried and self._until.get(inner, 0.0) < time.monotonic():
                if len(tried) >= _MOST_NAMED:
                    raise ContextNotAvailable(url=url)
                await self._look_up(inner, tried)
        self._terms += core.register(url, document)
        if len(self._until) >= _MOST_KNOWN or self._terms > _MOST_TERMS:
            for known in self._until:
                core.forget(known)
            self._until.clear()
            self._terms = core.register(url, document)
        self._until[url] = time.monotonic() + FRESH_S

    async def _document(self, url: str) -> Any:
        own = _OWN.search(url)
        async with self._pool.connection() as connection:
            kept = await store.find(connection, own[1] if own else url)
        if kept is not None and kept.document is not None:
            return msgspec.json.decode(kept.document)
        if own:
            raise ContextNotAvailable(url=url)
        return await self.load(url)

    async def load(self, url: str) -> Any:
        """Fetches a context and keeps it. Raises ContextNotAvailable; what was kept before stays then."""
        document = await fetch(url)
        if not isinstance(document, dict) or "@context" not in document:
            raise ContextNotAvailable(url=url)
        async with self._pool.connection() as connection:
            await store.keep(connection, Kind.CACHED, document, url)
        self.forget(url)
        return document

    async def host(self, document: Any, key_id: str) -> str:
        """Keeps a context that a key added; returns its address."""
        return await self._keep(Kind.HOSTED, document, key_id)

    async def imply(self, context: Any, key_id: str) -> str:
        """Keeps the @context of a subscription that has no address of its own; returns the address it gets."""
        return await self._keep(Kind.IMPLIED, {"@context": context}, key_id)

    async def _keep(self, kind: Kind, document: Any, key_id: str) -> str:
        async with self._pool.connection() as connection:
            return await store.keep(connection, kind, document, key_id=key_id)

    async def find(self, name: str) -> Kept | None:
        """By address or local id, with every use so far counted."""
        own = _OWN.search(name)
        async with self._pool.connection() as connection:
            await self._count(connection)
            return await store.find(connection, own[1] if own else name)

    async def listed(self, kind: Kind | None) -> list[Kept]:
        async with self._pool.connection() as connection:
            await self._count(connection)
            return await store.listed(connection, kind)

    async def remove(self, kept: Kept) -> None:
        async with self._pool.connection() as connection:
            await store.remove(connection, kept.id)
        self.forget(kept.url)

    def forget(self, url: str) -> None:
        """Every name under which it was used."""
        for name in [known for known in self._until if known == url or known.endswith(url)] or [url]:
            self._until.pop(name, None)
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
