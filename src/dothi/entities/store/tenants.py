"""Tenants by name (CIM 009 §4.14): 0 is the default one and has no name. They are never deleted, so a process keeps what it learnt."""

from __future__ import annotations

from typing import Any

from psycopg import AsyncConnection

from dothi.entities.store.dictionary import dictionary
from dothi.entities.store.statements import read_sql, write_sql
from dothi.kernel.errors import BadRequest, NotFound
from dothi.kernel.ids import TENANT

DEFAULT = 0


class NonexistentTenant(NotFound):
    """Nothing was ever written there (§6.3.14)."""

    code, title = "tenant-does-not-exist", "NonexistentTenant"


async def find_tenant(connection: AsyncConnection[Any], name: str) -> int:
    """Raises NonexistentTenant; BadRequest for what no tenant can be called."""
    known = dictionary(connection).tenants
    if name not in known:
        row = await (await connection.execute(read_sql("find_tenant"), {"name": checked(name)})).fetchone()
        if row is None:
            raise NonexistentTenant(tenant=name)
        known[name] = row[0]
    return known[name]


async def make_tenant(connection: AsyncConnection[Any], name: str) -> int:
    """The same; made when this is the first that is written there."""
    if name not in dictionary(connection).tenants:
        await connection.execute(write_sql("make_tenant"), {"name": checked(name)})
    return await find_tenant(connection, name)


def checked(name: str) -> str:
    if not TENANT.fullmatch(name):
        raise BadRequest("tenant-malformed", tenant=name[:100])
    return name
