"""Which entities a temporal query is about (CIM 009 §5.7.3, 5.7.4), and the scopes that they had.

Deleting an entity (§5.6.6) ends it; its evolution stays to be asked for until it is taken back itself (§5.6.16).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
from psycopg import AsyncConnection

from dothi.entities.core.ordering import Ordering
from dothi.entities.core.represent import SCOPE, Head, Stored
from dothi.entities.core.rows import Kind
from dothi.entities.core.temporal import TemporalQuery, TimeProperty
from dothi.entities.store.dictionary import dictionary
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
    return read_sql("was_there").format(span=" and ".join(_told_in(temporal)) or "true")


def _told_in(temporal: TemporalQuery) -> Iterator[str]:
    yield from spans_of(temporal)
    if temporal.by is TimeProperty.DELETED:
        yield "h.kind = 0"


def _bound(selection: Selection, temporal: TemporalQuery) -> dict[str, Any]:
    return {"tenant": selection.tenant, "start": temporal.start, "end": temporal.end}


def spans_of(temporal: TemporalQuery) -> list[str]:
    """The time asked for as conditions on `h`."""
    return [
        f"{temporal.column} {sign} %({name})s"
        for sign, name, at in ((">=", "start", temporal.start), ("<", "end", temporal.end))
        if at is not None
    ]


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
