"""Subscriptions in the database: made, listed, changed, deleted; each key sees its own, an admin key all of its tenant."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import tuple_row

from dothi.entities.core.context import CORE, Context, context_of
from dothi.entities.store.statements import with_columns
from dothi.entities.subscriptions.parse import expires, updated
from dothi.entities.subscriptions.show import Row
from dothi.kernel import clock, settings
from dothi.kernel.errors import Conflict, NotAllowed, NotFound, TooLarge
from dothi.kernel.sql import statement

Connection = AsyncConnection[Any]
MOST_CONTEXT = 1_000_000  # bytes


@cache
def sql(name: str) -> str:
    return with_columns(statement("dothi.entities.subscriptions", "sql/subscriptions.sql", name))


async def create(
    connection: Connection,
    body: dict[str, Any],
    context: Context,
    *,
    key: str,
    tenant: int = 0,
    link: str | None = None,
) -> None:
    """`link`: where the context can be read when it was written out. Raises Conflict when the id is taken, by whomever;
    NotAllowed when the key has too many; TooLarge."""
    values = {
        "urn": body["id"],
        "tenant": tenant,
        "key": key,
        "context": _context(context, body, link),
        **_columns(body),
    }
    if await count(connection, key=key, tenant=tenant) >= (most := int(settings.read("SUBSCRIPTIONS"))):
        raise NotAllowed("subscriptions-too-many", key=key, most=most)
    if not await rows(connection, "create", **values):
        raise Conflict("subscription-exists", subscription=body["id"])


async def page(
    connection: Connection, *, key: str | None, tenant: int = 0, limit: int, offset: int = 0
) -> list[Row]:
    """In the order of their creation. `key` None: of every key."""
    found = await rows(connection, "page", key=key, tenant=tenant, urn=None, limit=limit, offset=offset)
    return [Row(*row) for row in found]


async def count(connection: Connection, *, key: str | None, tenant: int = 0) -> int:
    return int((await rows(connection, "count", key=key, tenant=tenant))[0][0])


async def retrieve(connection: Connection, urn: str, *, key: str | None, tenant: int = 0) -> Row:
    """Raises NotFound, also for another key's."""
    found = await rows(connection, "page", key=key, tenant=tenant, urn=urn, limit=1, offset=0)
    if not found:
        raise _missing(urn)
    return Row(*found[0])


async def change(
    connection: Connection,
    urn: str,
    fragment: Any,
    context: Context,
    *,
    key: str | None,
    tenant: int = 0,
    link: str | None = None,
) -> None:
    """§5.8.2. What waits in the queue goes to the new endpoint. `link` as in `create`. Raises NotFound, BadRequest."""
    async with connection.transaction():
        found = await rows(connection, "locked", urn=urn, key=key, tenant=tenant)
        if not found:
            raise _missing(urn)
        body = updated(found[0][0], fragment, context)
        own = _changed_context(fragment, body, context, link)
        changed = await rows(
            connection, "change", urn=urn, tenant=tenant, context=own, link=link, **_columns(body)
        )
        endpoint = body["notification"]["endpoint"]["uri"]
        await connection.execute(sql("move_queue"), {"id": changed[0][0], "endpoint": endpoint})


async def delete(connection: Connection, urn: str, *, key: str | None, tenant: int = 0) -> None:
    """With everything that waits. Raises NotFound."""
    if not await rows(connection, "delete", urn=urn, key=key, tenant=tenant):
        raise _missing(urn)


async def rows(connection: Connection, name: str, **values: Any) -> list[tuple[Any, ...]]:
    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(sql(name), values)
        return await cursor.fetchall()


def _columns(body: dict[str, Any]) -> dict[str, Any]:
    return {
        "body": msgspec.json.encode(body).decode(),
        "active": body.get("isActive", True),
        "expires": expires(body),
        "endpoint": body["notification"]["endpoint"]["uri"],
        "at": clock.now(),
    }


def _context(context: Context, body: dict[str, Any], link: str | None = None) -> str:
    """What its names were read in, and what is told in (jsonldContext, else the same)."""
    asked = {"terms": context.terms, "link": context.link}
    return _encoded({**asked, "told": _told(body) or {**asked, "link": link or context.link}})


def _changed_context(
    fragment: dict[str, Any], body: dict[str, Any], context: Context, link: str | None
) -> str:
    """The parts of it that a change brings: plain JSON without a Link changes `q`, not the words that are told."""
    asked: dict[str, Any] = {"terms": context.terms, "link": context.link}
    changed = asked if "q" in fragment or context is not CORE else {}
    if "jsonldContext" in fragment or context is not CORE:
        changed = {**changed, "told": _told(body) or {**asked, "link": link or context.link}}
    return _encoded(changed)


def _encoded(context: dict[str, Any]) -> str:
    """A subscription keeps the whole of its context, so that telling fetches nothing."""
    text = msgspec.json.encode(context)
    if len(text) > MOST_CONTEXT:
        raise TooLarge("subscription-too-large", limit_kb=MOST_CONTEXT // 1000)
    return text.decode()


def _told(body: dict[str, Any]) -> dict[str, Any] | None:
    named = body.get("jsonldContext")
    return {"terms": context_of(named).terms, "link": named} if named else None


def _missing(urn: str) -> NotFound:
    return NotFound("subscription-does-not-exist", subscription=urn)
