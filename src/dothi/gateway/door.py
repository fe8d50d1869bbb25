"""What the endpoints share: the pool, the group commit, the way to announce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from dothi.accounts.keys import Key
from dothi.entities.core.rows import Batch, Writer, microseconds
from dothi.gateway.contexts import Contexts
from dothi.gateway.group_commit import GroupCommit
from dothi.gateway.group_read import GroupRead
from dothi.kernel import clock
from dothi.kernel.errors import NotAllowed

Pool = AsyncConnectionPool[AsyncConnection[Any]]


@dataclass(slots=True)
class Door:
    """The machine door's parts in one process."""

    pool: Pool
    commit: GroupCommit
    max_body: int  # bytes
    body_seconds: int
    contexts: Contexts
    reads: GroupRead


def stamp(batch: Batch, key: Key) -> None:
    """Marks the batch with its tenant, every fragment with its writer and arrival, and refuses those outside the key's id prefixes."""
    writer, now = writer_of(key), microseconds(clock.now())
    batch.tenant = key.tenant
    for fragment in batch.fragments:
        fragment.writer, fragment.arrived = writer, now
        if not key.reaches(fragment.urn):
            fragment.refused = NotAllowed("key-outside-prefix", entity=fragment.urn)


def writer_of(key: Key) -> Writer:
    """On whose behalf a key writes: its origin, its agency, its limits."""
    return Writer(
        key.origin,
        f"http:{key.id}",
        key.agency_id,
        key.entity_types or None,
        key.unit_ids,
        key.scopes or None,
        key.attributes_written or None,
    )
