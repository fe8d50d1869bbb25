"""The log of messages with a platform of others: every request, each try of it, what came back, under an id that the platform sees, too.

A request that was sent and not answered may have arrived: it is tried again under the same id, also by the next run and after a
restart, so that the other side can tell that it is the same one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from psycopg import AsyncConnection

from dothi.connectors.writing import storable
from dothi.kernel.sql import statement


@dataclass(frozen=True, slots=True)
class Message:
    """One try of one request. `digest`: of what is asked; `answered`: it is known what became of it."""

    purpose: str
    request_id: str
    attempt: int
    sent_at: dt.datetime
    took_ms: int
    method: str
    url: str
    digest: str
    answered: bool
    status: int | None = None
    code: str = ""
    answer_id: str = ""
    detail: str = ""
    size: int = 0

    def row(self) -> dict[str, Any]:
        """As the log's table takes it."""
        cut = {"url": 255, "code": 80, "answer_id": 200, "detail": 500}
        return asdict(self) | {name: storable(getattr(self, name))[:most] for name, most in cut.items()}


class Log(Protocol):
    """Where messages are noted, each by itself and at once: what came of a run changes nothing about what was sent."""

    async def unanswered(self, digest: str) -> str | None:
        """The id under which this very question was asked last, when nobody knows whether it arrived."""

    async def keep(self, message: Message) -> None:
        """Notes one try."""


@dataclass(slots=True)
class Collected:
    """A test's messages: noted when it is over."""

    messages: list[Message] = field(default_factory=list)

    async def unanswered(self, digest: str) -> str | None:
        """A test is a question of its own."""
        return None

    async def keep(self, message: Message) -> None:
        self.messages.append(message)


@dataclass(frozen=True, slots=True)
class OfRun:
    """A run's messages, by its own connection (between two pieces it has no transaction)."""

    connection: AsyncConnection[Any]
    source_id: int
    run_id: int

    async def unanswered(self, digest: str) -> str | None:
        found = await self.connection.execute(
            _sql("unanswered"), {"source": self.source_id, "digest": digest}
        )
        row = await found.fetchone()
        return row[0] if row else None

    async def keep(self, message: Message) -> None:
        await self.connection.execute(
            _sql("keep_message"), {"source": self.source_id, "run": self.run_id, **message.row()}
        )


def _sql(name: str) -> str:
    return statement("dothi.connectors", "sql/sources.sql", name)
