"""@contexts that are kept in the database: hosted for others, fetched once, or made for a subscription (CIM 009 §5.13).

What is hosted or made belongs to the tenant it was made in (§5.5.10); what was fetched is a copy of a public document
and everybody's.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from enum import IntEnum
from typing import Any, NamedTuple

import msgspec
from psycopg import AsyncConnection

from dothi.kernel import sql

PATH = "/ngsi-ld/v1/jsonldContexts/"


class Kind(IntEnum):
    """Where a context comes from; the names as the API tells them, in `NAMES`."""

    CACHED = 1
    HOSTED = 2
    IMPLIED = 3


NAMES = {Kind.CACHED: "Cached", Kind.HOSTED: "Hosted", Kind.IMPLIED: "ImplicitlyCreated"}


class Kept(NamedTuple):
    """One context; `url` is its address, for our own ones the path. `document` is None in lists."""

    id: str
    url: str
    kind: int
    document: str | None
    created_at: dt.datetime
    used_at: dt.datetime | None
    hits: int
    key_id: str | None  # who hosts it; None: fetched by ourselves, or of before this was kept
    tenant: int  # 0 for what was fetched
    expires_at: dt.datetime | None  # of what was fetched

    def is_of(self, tenant: int) -> bool:
        """May requests in this tenant see that it is there?"""
        return self.kind == Kind.CACHED or self.tenant == tenant


async def find(connection: AsyncConnection[Any], name: str) -> Kept | None:
    """By its address or its local id, in whichever tenant; PostgreSQL keeps no U+0000, so nothing is called so."""
    if "\x00" in name:
        return None
    cursor = await connection.execute(_sql("find"), {"name": name})
    row = await cursor.fetchone()
    return None if row is None else Kept(*row)


async def listed(connection: AsyncConnection[Any], tenant: int, kind: Kind | None = None) -> list[Kept]:
    """Those of a tenant and what was fetched, in the order they came, without their text."""
    cursor = await connection.execute(_sql("listed"), {"kind": kind, "tenant": tenant, "cached": Kind.CACHED})
    return [Kept(*row) for row in await cursor.fetchall()]


async def host(
    connection: AsyncConnection[Any], kind: Kind, document: Any, *, key_id: str, tenant: int
) -> str:
    """Stores a context of a key in a tenant and returns its address."""
    number = uuid.uuid4()
    address = f"{PATH}{number}"
    text = msgspec.json.encode(document).decode()
    row = {"id": number, "url": address, "kind": kind, "document": text, "key": key_id, "tenant": tenant}
    await connection.execute(_sql("host"), row)
    return address


async def cache(connection: AsyncConnection[Any], url: str, document: Any, lifetime: dt.timedelta) -> None:
    """Stores what was fetched, in place of what was fetched from there before."""
    text = msgspec.json.encode(document).decode()
    row = {"id": uuid.uuid4(), "url": url, "kind": Kind.CACHED, "document": text, "lifetime": lifetime}
    await connection.execute(_sql("cache"), row)


async def use_longer(connection: AsyncConnection[Any], url: str, time: dt.timedelta) -> None:
    """What was fetched before is still used for this time: it cannot be fetched anew now."""
    await connection.execute(_sql("use_longer"), {"url": url, "time": time})


async def remove(connection: AsyncConnection[Any], key: str) -> None:
    """By its local id."""
    await connection.execute(_sql("remove"), {"id": key})


async def count_uses(connection: AsyncConnection[Any], uses: Mapping[str, int]) -> None:
    """Adds to the hits of contexts by address."""
    if uses:
        await connection.execute(_sql("used"), {"urls": list(uses), "hits": list(uses.values())})


def _sql(name: str) -> str:
    return sql.statement("dothi.entities.store", "sql/contexts.sql", name)
