"""One request of somebody who sends to our door: the same run as of a source that is asked, its body the one piece."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection

from dothi.accounts.keys import Key
from dothi.connectors.actions import database_url
from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.kinds import Asked, Piece, Sent
from dothi.connectors.sources.ready import Ready, get_ready
from dothi.connectors.sources.running import Run
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.kernel.sql import statement
from dothi.streams.herald import Herald


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What every kind that is sent to asks for. `key`: the id of the API key that may send (its secret is nobody's business here)."""

    key: str = ask(example="kX3…")

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """An id without its secret."""
        if "." in self.key:
            yield "key", "key-id", {}


async def take(code: str, key: Key, sent: Sent) -> Run:
    """Stores what the body says and returns the run with its counts.

    Raises NotFound (no such source of this kind, or not this key's), Conflict (not switched on), NotAllowed (a key whose limits this
    door cannot keep), BadRequest (the body cannot be read).
    """
    connecting = AsyncConnection.connect(database_url(), autocommit=True)
    async with await connecting as connection, Herald() as herald:
        source = await _of_key(connection, code, key)
        takes = source.kind_of.takes
        assert takes is not None

        async def pieces(asked: Asked) -> AsyncIterator[Piece]:
            yield takes(asked, sent)

        run = Run(
            connection, source, herald.tell, gives=pieces, prefixes=key.entity_prefixes, given=key.origin
        )
        if await run.work() == "failed" and run.error is not None:
            raise BadRequest(run.error.code, **run.error.fields)
        return run


async def _of_key(connection: AsyncConnection[Any], code: str, key: Key) -> Ready:
    found = await connection.execute(
        statement("dothi.connectors", "sql/sources.sql", "by_code"), {"code": code[:60]}
    )
    row = await found.fetchone()
    source = await get_ready(connection, row[0]) if row else None
    if row is None or source is None or source.kind_of.takes is None:
        raise NotFound("source-does-not-exist", code=code[:60])
    if key.id != source.read_settings().key:
        raise NotFound("source-does-not-exist", code=code[:60])
    if row[1] not in ("on", "testing"):
        raise Conflict("source-not-on", code=code[:60])
    if key.tenants or key.unit_ids is not None or key.scopes or key.entity_types or key.attributes_written:
        raise NotAllowed("source-key-limited", key=key.id)
    return source
