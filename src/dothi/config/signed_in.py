"""Whether a request that no page has seen yet is of somebody who signed in: one question to the table of sessions, asked for large bodies
alone (`bodies.py`). The page asks again, with all that it knows."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

import psycopg
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from dothi.kernel import clock
from dothi.kernel.engines import addresses

_STANDING = "select session_data from django_session where session_key = %s and expire_date > %s"


async def is_signed_in(scope: MutableMapping[str, Any]) -> bool:
    """False also where the database does not answer."""
    return await stands(addresses.database_url(), _session(scope["headers"]))


def _session(headers: Iterable[tuple[bytes, bytes]]) -> str:
    told = "; ".join(value.decode("latin-1") for name, value in headers if name == b"cookie")
    try:
        found = SimpleCookie(told).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return found.value[:40] if found else ""


async def stands(database_url: str, session: str) -> bool:
    """Is this the key of a session of somebody?"""
    if not session:
        return False
    try:
        async with await psycopg.AsyncConnection.connect(
            database_url, autocommit=True, connect_timeout=5
        ) as connection:
            row = await (await connection.execute(_STANDING, [session, clock.now()])).fetchone()
    except (psycopg.Error, OSError):
        return False
    return row is not None and SESSION_KEY in SessionStore().decode(row[0])
