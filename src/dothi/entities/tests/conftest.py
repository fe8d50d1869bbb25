"""Connections to a committed database, as the gateway and the writer use it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest


@pytest.fixture
async def connection(committed_db: str) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as open_connection:
        yield open_connection
