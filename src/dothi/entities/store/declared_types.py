"""The types that loaded packs declare, as a process that writes knows them: asked for again when they may have changed."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import tuple_row

from dothi.entities.core.declared import Declared, Judgement, declared
from dothi.kernel.sql import statement

logger = logging.getLogger(__name__)
FRESH_S = 10.0


@dataclass(slots=True)
class DeclaredTypes:
    """By short name. `version` is that of the table; a pack that is loaded anew is known after FRESH_S."""

    by_name: dict[str, Declared] = field(default_factory=dict)
    version: tuple[int, int] = (-1, -1)
    asked_at: float = float("-inf")

    async def refresh(self, connection: AsyncConnection[Any]) -> bool:
        """Has anything changed?"""
        if time.monotonic() - self.asked_at < FRESH_S:
            return False
        version = (await _rows(connection, "version"))[0]
        self.asked_at = time.monotonic()
        if version == self.version:
            return False
        self.by_name = {
            one.short: one for row in await _rows(connection, "declared") if (one := _declared(*row))
        }
        self.version = version
        return True


async def _rows(connection: AsyncConnection[Any], name: str) -> list[Any]:
    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(statement("dothi.entities.store", "sql/judging.sql", name))
        return await cursor.fetchall()


def _declared(short: str, schema: dict[str, Any], judgement: int) -> Declared | None:
    try:
        return declared(short, schema, Judgement(judgement))
    except ValueError as error:  # the checker of packs lets none in; values must be stored all the same
        logger.error("The schema of type %s judges nothing: %s", short, error)
        return None
