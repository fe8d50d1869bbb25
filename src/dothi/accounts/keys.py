"""API keys for the machine door: SQL only, no ORM. A key is found in memory for 30 s, so revoking takes at most that long.

A whole key is `<id>.<secret>`: HTTP `Authorization: Bearer <id>.<secret>`, MQTT user = id and password = secret.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import tuple_row

from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.sql import statement

CACHE_SECONDS = 30.0
CACHE_KEYS = 10_000
_FIND = statement("dothi.accounts", "keys.sql", "find_key")
_PUBLISHING = statement("dothi.accounts", "keys.sql", "publishing_keys")
_cache: OrderedDict[str, tuple[float, Key, bytes]] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Key:
    """What a key may: its kind, the types, id prefixes, scopes and attributes it is limited to (empty: all), its units
    (None: everywhere)."""

    id: str
    kind: str  # read | write | device | admin | telephony | reports
    name: str
    agency_id: int | None
    entity_types: frozenset[str]
    entity_prefixes: tuple[str, ...]
    unit_ids: frozenset[int] | None
    origin: Origin
    ends_at: float | None  # seconds since 1970
    tenants: frozenset[str] = (
        frozenset()
    )  # by name ("": the default one); empty: that one, for an admin key all
    tenant: int = 0  # of the request that the key is used in (CIM 009 §4.14)
    scopes: tuple[str, ...] = ()  # `/Station/#`, `/+/North` …; an entity must be in one of them (§4.19)
    attributes_seen: frozenset[str] = frozenset()  # short names or IRIs
    attributes_written: frozenset[str] = frozenset()  # `scope` and `type` count as names here

    @property
    def may_read(self) -> bool:
        return self.kind in {"read", "write", "admin"}

    @property
    def may_write(self) -> bool:
        return self.kind in {"write", "device", "admin"}

    @property
    def may_administer(self) -> bool:
        return self.kind == "admin"

    def is_for(self, tenant: str) -> bool:
        """May it be used in this tenant ("" is the default one)?"""
        return tenant in self.tenants if self.tenants else not tenant or self.may_administer

    @property
    def may_tell_of_calls(self) -> bool:
        """An exchange's key does nothing else; a sensor's key makes nobody's telephone ring."""
        return self.kind in {"telephony", "admin"}

    @property
    def may_report(self) -> bool:
        """An app of the city's partners hands in reports of citizens, and does nothing else."""
        return self.kind in {"reports", "admin"}

    def reaches(self, urn: str) -> bool:
        """Is the id inside this key's prefixes? Types and units depend on what is stored: the store judges those."""
        return not self.entity_prefixes or urn.startswith(self.entity_prefixes)


def split(text: str) -> tuple[str, str] | None:
    """`<id>.<secret>` → its two parts; None when it is not a key."""
    key_id, dot, secret = text.strip().partition(".")
    return (key_id, secret) if dot and key_id and secret and len(text) < 200 and text.isprintable() else None


def digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


async def find_key(connection: AsyncConnection[Any], key_id: str, secret: str) -> Key | None:
    """The living key with this id and secret, or None (unknown, wrong, revoked, ended). Cached for at most 30 s."""
    return _living(await _known(connection, key_id), secret)


def find_bearer_by(cursor: Any, authorization: str) -> Key | None:
    """`find_bearer` for those who wait: `cursor` is a synchronous one (psycopg's or Django's). One memory, one check."""
    parts = _bearer(authorization)
    if parts is None:
        return None
    known = _in_memory(parts[0])
    if known is None:
        cursor.execute(_FIND, {"id": parts[0]})
        known = _kept(parts[0], cursor.fetchone())
    return _living(known, parts[1])


def find_signer_by(cursor: Any, key_id: str, text: bytes, signature: str) -> Key | None:
    """The living key whose secret's SHA-256 signed `text` (HMAC-SHA256 in hex), compared in constant time; for those who wait."""
    if split(f"{key_id}.-") is None:
        return None
    known = _in_memory(key_id)
    if known is None:
        cursor.execute(_FIND, {"id": key_id})
        known = _kept(key_id, cursor.fetchone())
    if known is None or not hmac.compare_digest(hmac.digest(known[1], text, "sha256").hex(), signature):
        return None
    return _not_ended(known[0])


def remembered(authorization: str) -> Key | None:
    """`find_bearer` for a key that is in memory: the hot path then needs no connection. None: ask `find_bearer`."""
    parts = _bearer(authorization)
    return _living(_in_memory(parts[0]), parts[1]) if parts else None


async def find_bearer(connection: AsyncConnection[Any], authorization: str) -> Key | None:
    """The key in an `Authorization` header's value (`Bearer <id>.<secret>`), or None."""
    parts = _bearer(authorization)
    return await find_key(connection, *parts) if parts else None


def _bearer(authorization: str) -> tuple[str, str] | None:
    scheme, _, text = authorization.partition(" ")
    return split(text) if scheme.lower() == "bearer" else None


def _living(known: tuple[Key, bytes] | None, secret: str) -> Key | None:
    """The key, when the secret is its own and it has not ended."""
    if known is None or not hmac.compare_digest(digest(secret), known[1]):
        return None
    return _not_ended(known[0])


def _not_ended(key: Key) -> Key | None:
    return key if key.ends_at is None or clock.now().timestamp() < key.ends_at else None


async def _known(connection: AsyncConnection[Any], key_id: str) -> tuple[Key, bytes] | None:
    if known := _in_memory(key_id):
        return known
    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(_FIND, {"id": key_id})
        return _kept(key_id, await cursor.fetchone())


def _in_memory(key_id: str) -> tuple[Key, bytes] | None:
    hit = _cache.get(key_id)
    return (hit[1], hit[2]) if hit and hit[0] > time.monotonic() else None


def _kept(key_id: str, row: tuple[Any, ...] | None) -> tuple[Key, bytes] | None:
    """What the database said, kept for 30 s. That there is no such key is not kept: one issued a second later works at once."""
    _cache.pop(key_id, None)
    if row is None:
        return None
    key, stored = _key(row), bytes(row[1])
    _cache[key_id] = (time.monotonic() + CACHE_SECONDS, key, stored)
    if len(_cache) > CACHE_KEYS:
        _cache.popitem(last=False)
    return key, stored


def _key(row: tuple[Any, ...]) -> Key:
    key_id, _, kind, name, agency_id, types, prefixes, origin, ends_at, unit_ids, tenants, *fine = row
    scopes, seen, written = fine
    return Key(
        id=key_id,
        kind=kind,
        name=name,
        agency_id=agency_id,
        entity_types=frozenset(types),
        entity_prefixes=tuple(prefixes),
        unit_ids=None if unit_ids is None else frozenset(unit_ids),
        origin=Origin[origin.upper()],
        ends_at=ends_at.timestamp() if ends_at else None,
        tenants=frozenset(tenants or ()),
        scopes=tuple(scopes or ()),
        attributes_seen=frozenset(seen or ()),
        attributes_written=frozenset(written or seen or ()),
    )


async def publishing_keys(
    connection: AsyncConnection[Any], not_ended_before: dt.datetime
) -> AsyncIterator[Key]:
    """Keys that may write and are limited to no units, also those that ended or were revoked since `not_ended_before`."""
    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(_PUBLISHING, {"since": not_ended_before})
        async for row in cursor:
            yield _key(row)


async def living_publishers(
    connection: AsyncConnection[Any], at: dt.datetime
) -> AsyncIterator[tuple[Key, bytes]]:
    """Keys that may write and are limited to no units, living at `at`, each with the SHA-256 of its secret (what is signed for a device)."""
    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(_PUBLISHING, {"since": at})
        async for row in cursor:
            yield _key(row), bytes(row[1])


def forget() -> None:
    """Empties this process's memory of keys (tests; a key revoked here works no longer at once)."""
    _cache.clear()
