"""Which entities a temporal query is about (CIM 009 §5.7.3, 5.7.4).

Deleting an entity (§5.6.6) ends it; its evolution stays to be asked for until it is taken back itself (§5.6.16).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from psycopg import AsyncConnection

from dothi.entities.core.ordering import Ordering
from dothi.entities.core.represent import Head
from dothi.entities.core.temporal import TemporalQuery, TimeProperty
from dothi.entities.store.dictionary import dictionary
from dothi.entities.store.during import all_of_them, spans_of, times_of, within_of
from dothi.entities.store.limits import as_seen
from dothi.entities.store.ordering import order_of
from dothi.entities.store.read import rows_of
from dothi.entities.store.selecting import Selection, condition_of
from dothi.entities.store.statements import read_sql

_HEAD = len(Head._fields)


class Evolving(NamedTuple):
    """An entity, and when it was deleted."""

    head: Head
    deleted_at: dt.datetime | None


async def read_evolving(
    connection: AsyncConnection[Any],
    selection: Selection,
    temporal: TemporalQuery,
    limit: int,
    offset: int = 0,
    ordering: Ordering | None = None,
) -> list[Evolving]:
    """A page of the entities selected, in the order asked for, else of their creation."""
    names = dictionary(connection)
    where, values = await condition_of(connection, selection, names)
    order = "e.id"
    if ordering is not None:
        text, more = await order_of(connection, ordering, selection, (where, values))
        order, values = f"{text}, e.id", values | more
    statement = read_sql("evolving").format(there=_there(temporal), where=where, order=order)
    bound = {**values, **_bound(selection, temporal), "limit": limit, "offset": offset}
    rows = await rows_of(connection, as_seen(statement, selection.limits), bound, prepare=False)
    found = [Evolving(Head(*row[:_HEAD]), row[_HEAD]) for row in rows]
    await names.names(connection, {key for one in found for key in one.head.types})
    return found


async def count_evolving(
    connection: AsyncConnection[Any], selection: Selection, temporal: TemporalQuery
) -> int:
    """How many entities the selection holds."""
    where, values = await condition_of(connection, selection, dictionary(connection))
    statement = read_sql("count_evolving").format(there=_there(temporal), where=where)
    bound = {**values, **_bound(selection, temporal)}
    rows = await rows_of(connection, as_seen(statement, selection.limits), bound, prepare=False)
    return int(rows[0][0])


def _there(temporal: TemporalQuery) -> str:
    return read_sql("was_there").format(
        span=" and ".join(_told_in(temporal)) or "true", within=all_of_them(within_of(temporal))
    )


def _told_in(temporal: TemporalQuery) -> Iterator[str]:
    yield from spans_of(temporal)
    if temporal.by is TimeProperty.DELETED:
        yield "h.kind = 0"


def _bound(selection: Selection, temporal: TemporalQuery) -> dict[str, Any]:
    return {"tenant": selection.tenant, **times_of(temporal)}
