"""Reads of the machine door: one entity, a page of a selection (history: `history`; which types and attributes: `discovery`).

A key's limits are conditions of every query, so counts and pages never leak.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import tuple_row

from dothi.entities.core.ordering import Ordering
from dothi.entities.core.represent import Form, Head, Names, Stored
from dothi.entities.store.dictionary import Dictionary, dictionary
from dothi.entities.store.limits import as_seen
from dothi.entities.store.ordering import order_of
from dothi.entities.store.selecting import Limits, Selection, condition_of, limited
from dothi.entities.store.statements import read_sql
from dothi.kernel.errors import NotFound

_HEAD = len(Head._fields)
Found = tuple[Head, list[Stored]]


async def read_entity(
    connection: AsyncConnection[Any], urn: str, limits: Limits, attrs: Iterable[str] = ()
) -> tuple[Head, list[Stored], Names]:
    """One entity with its current attributes (`attrs`: at least one of these IRIs must be there). Raises NotFound."""
    found, names = await read_entities(connection, [urn], limits)
    if urn not in found:
        raise NotFound("entity-does-not-exist", entity=urn)
    head, stored = having(found[urn], names, attrs)
    return head, stored, names


async def read_entities(
    connection: AsyncConnection[Any], urns: list[str], limits: Limits
) -> tuple[dict[str, Found], Names]:
    """These entities, as far as they are there and within the limits, by id."""
    where, values = limited(limits)
    statement = as_seen(read_sql("entities").format(where=where), limits)
    rows = await rows_of(connection, statement, {**values, "urns": urns, "tenant": limits.tenant})
    names, found = dictionary(connection), split(rows)
    await name_all(connection, names, found)
    return {head.urn: (head, stored) for head, stored in found}, names.iris


def having(found: Found, names: Names, attrs: Iterable[str]) -> Found:
    """The entity, when one of these attributes (IRIs; none: any) is there. Raises NotFound."""
    wanted = frozenset(attrs)
    if wanted and not any(names[row.term_id] in wanted for row in found[1]):
        raise NotFound("entity-does-not-exist", entity=found[0].urn)
    return found


async def read_page(
    connection: AsyncConnection[Any],
    selection: Selection,
    limit: int,
    offset: int,
    only: Iterable[str] | None = None,
    *,
    after: int = 0,
    ordering: Ordering | None = None,
) -> tuple[list[Found], Names]:
    """A page of entities in the order asked for, else of their creation, with their attributes (`only` these IRIs when given).

    `after`: only entities of a higher number, for who walks through all of them and changes them on the way.
    """
    names = dictionary(connection)
    where, values = await condition_of(connection, selection, names)
    if after:
        where, values = f"{where} and e.id > %(after)s", {**values, "after": after}
    terms = None if only is None else list((await names.find(connection, only)).values())
    attributes = "true" if terms is None else "a.term_id = any(%(only)s)"
    bound = {**values, "limit": limit, "offset": offset, "only": terms, "tenant": selection.tenant}
    if ordering is None:
        statement = read_sql("page").format(where=where, attributes=attributes)
    else:
        order, more = await order_of(connection, ordering, selection, (where, values))
        statement = read_sql("page_in_order").format(where=where, attributes=attributes, order=order)
        bound |= more
    statement = as_seen(statement, selection.limits)
    found = split(await rows_of(connection, statement, bound, prepare=False))
    await name_all(connection, names, found)
    return found, names.iris


async def count(connection: AsyncConnection[Any], selection: Selection) -> int:
    """How many entities the selection holds."""
    where, values = await condition_of(connection, selection, dictionary(connection))
    bound = {**values, "tenant": selection.tenant}
    statement = as_seen(read_sql("count").format(where=where), selection.limits)
    rows = await rows_of(connection, statement, bound, prepare=False)
    return int(rows[0][0])


async def read_heads(
    connection: AsyncConnection[Any],
    selection: Selection,
    limit: int,
    offset: int,
    ordering: Ordering | None = None,
) -> tuple[list[Head], Names]:
    """Only the entities of a page."""
    found, names = await read_page(connection, selection, limit, offset, (), ordering=ordering)
    return [head for head, _ in found], names


async def with_sources(connection: AsyncConnection[Any], form: Form) -> Form:
    """The form with the names of sources, where it is to tell them: asked after what it tells was read."""
    if form.sources is None:
        return form
    return replace(form, sources=await dictionary(connection).tell_sources(connection))


async def rows_of(
    connection: AsyncConnection[Any], statement: str, values: dict[str, Any], *, prepare: bool | None = None
) -> list[Any]:
    """All rows of a read, as tuples. `prepare` False: planned for these values, which decide what is quick (a selection)."""
    async with connection.cursor(row_factory=tuple_row, binary=True) as cursor:
        await cursor.execute(statement, values, prepare=prepare)
        return await cursor.fetchall()


def split(rows: list[Any]) -> list[Found]:
    """Rows of heads beside their attributes, by entity."""
    found: list[Found] = []
    for _, group in groupby(rows, key=lambda row: row[0]):
        lines = list(group)
        stored = [Stored(*row[_HEAD:]) for row in lines if row[_HEAD] is not None]
        found.append((Head(*lines[0][:_HEAD]), stored))
    return found


async def name_all(connection: AsyncConnection[Any], names: Dictionary, found: list[Found]) -> None:
    """Knows every name in them afterwards."""
    wanted = {key for head, _ in found for key in head.types}
    wanted |= {key for _, rows in found for row in rows for key in (row.term_id, row.dataset_id)}
    await names.names(connection, wanted)


__all__ = [
    "Limits",
    "Selection",
    "condition_of",
    "count",
    "limited",
    "read_entity",
    "read_heads",
    "read_page",
    "rows_of",
    "with_sources",
]
