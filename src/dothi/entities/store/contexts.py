"""@contexts that are kept in the database: hosted for others, fetched once, or made for a subscription (CIM 009 §5.13)."""

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


async def find(connection: AsyncConnection[Any], name: str) -> Kept | None:
    """By its address or its local id."""
    cursor = await connection.execute(_sql("find"), {"name": name})
    row = await cursor.fetchone()
    return None if row is None else Kept(*row)


async def listed(connection: AsyncConnection[Any], kind: Kind | None = None) -> list[Kept]:
    """In the order they came, without their text."""
    cursor = await connection.execute(_sql("listed"), {"kind": kind})
    return [Kept(*row) for row in await cursor.fetchall()]


async def keep(
    connection: AsyncConnection[Any],
    kind: Kind,
    document: Any,
    url: str | None = None,
    key_id: str | None = None,
) -> str:
    """Stores a context of a key (in place of the one at `url`) and returns its address."""
    number = uuid.uuid4()
    address = url or f"{PATH}{number}"
    text = msgspec.json.encode(document).decode()
    row = {"id": number, "url": address, "kind": kind, "document": text, "key": key_id}
    await connection.execute(_sql("keep"), row)
    return address


async def remove(connection: AsyncConnection[Any], key: str) -> None:
    """By its local id."""
    await connection.execute(_sql("remove"), {"id": key})


async def count_uses(connection: AsyncConnection[Any], uses: Mapping[str, int]) -> None:
    """Adds to the hits of contexts by address."""
    if uses:
        await connection.execute(_sql("used"), {"urls": list(uses), "hits": list(uses.values())})


def _sql(name: str) -> str:
    return sql.statement("dothi.entities.store", "sql/contexts.sql", name)
