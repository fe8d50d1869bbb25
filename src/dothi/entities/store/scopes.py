"""The scopes that entities had (CIM 009 §4.18): read as a series beside those of attributes, and told of a time long ago."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from psycopg import AsyncConnection

from dothi.entities.core.represent import SCOPE, Stored
from dothi.entities.core.rows import Kind, instant
from dothi.entities.core.scopes import ToldScope
from dothi.entities.core.temporal import TemporalQuery, TimeProperty
from dothi.entities.store.heads import array_of
from dothi.entities.store.read import rows_of
from dothi.entities.store.statements import read_sql


async def read_scopes(
    connection: AsyncConnection[Any], ids: list[int], temporal: TemporalQuery, most: int
) -> dict[tuple[int, int, int], list[Stored]]:
    """The scopes of these entities as series of their own (term SCOPE), in the order of reading: the last or first `most` of each."""
    where = " and ".join(_valid_in(temporal)) or "true"
    order = "asc" if temporal.last is None else "desc"
    bound = {"ids": ids, "most": most, "start": temporal.start, "end": temporal.end}
    rows = await rows_of(connection, read_sql("scopes").format(where=where, order=order), bound)
    found: dict[tuple[int, int, int], list[Stored]] = {}
    for entity_id, at, scopes in rows:
        found.setdefault((entity_id, SCOPE, 0), []).append(_instance(at, scopes))
    return found


def _valid_in(temporal: TemporalQuery) -> Iterator[str]:
    """A scope is valid from when it was set until it was taken away (§4.18); asked by when it was recorded, that instant counts."""
    lasts = " or (scopes is not null and until > %(start)s)" if temporal.by is TimeProperty.OBSERVED else ""
    if temporal.start is not None:
        yield f"(at >= %(start)s{lasts})"
    if temporal.end is not None:
        yield "at < %(end)s"
    if temporal.by is TimeProperty.DELETED:
        yield "scopes is null"


def _instance(at: dt.datetime, scopes: list[str] | None) -> Stored:
    """Observed when it was changed (§4.5.6); a list without scopes stands for its end."""
    kind = Kind.PROPERTY if scopes else Kind.DELETED
    told = msgspec.json.encode(scopes or []).decode()
    return Stored(SCOPE, 0, kind, None, None, told, None, None, at, True, at, at, 0, 0, 0, 0, None)


async def tell_scopes(connection: AsyncConnection[Any], entity_id: int, told: Sequence[ToldScope]) -> None:
    """The scopes that a new entity had before it was told of."""
    timed = [(instant(one.since), array_of(one.scopes)) for one in told if one.since is not None]
    if timed:
        at, scopes = (list(column) for column in zip(*timed, strict=True))
        await connection.execute(read_sql("tell_scopes"), {"entity": entity_id, "at": at, "scopes": scopes})
