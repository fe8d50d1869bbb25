"""Reads of the machine door: one entity, a page of a selection (history: `history`; which types and attributes: `discovery`).

A key's limits are conditions of every query, so counts and pages never leak.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import tuple_row

from dothi.entities.core import query_sql
from dothi.entities.core.context import CORE, Context
from dothi.entities.core.geo_query import GeoQuery
from dothi.entities.core.query import Node
from dothi.entities.core.represent import Head, Names, Stored
from dothi.entities.store.dictionary import Dictionary, dictionary
from dothi.entities.store.places import geo_condition
from dothi.entities.store.statements import read_sql
from dothi.kernel.errors import NotFound

_HEAD = len(Head._fields)
Condition = tuple[str, dict[str, Any]]
Found = tuple[Head, list[Stored]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a key may reach in one tenant: id prefixes, short type names, units; None: no limit.

    Reading asks less than writing (core.rows.Writer): an entity that is of one of these types may be read, whatever else it is.
    """

    prefixes: tuple[str, ...] | None = None
    types: frozenset[str] | None = None
    unit_ids: frozenset[int] | None = None
    tenant: int = 0  # there is no way beyond it (§4.14)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which entities. Names are short names or IRIs in `context`."""

    ids: tuple[str, ...] = ()
    id_pattern: str | None = None
    types: tuple[frozenset[str], ...] = ()
    attrs: tuple[str, ...] = ()
    q: Node | None = None
    geo: GeoQuery | None = None
    scopes: tuple[tuple[str, ...], ...] = ()
    limits: Limits = field(default_factory=Limits)
    context: Context = CORE

    @property
    def tenant(self) -> int:
        return self.limits.tenant


async def read_entity(
    connection: AsyncConnection[Any], urn: str, limits: Limits, attrs: Iterable[str] = ()
) -> tuple[Head, list[Stored], Names]:
    """One entity with its current attributes (`attrs`: at least one of these IRIs must be there). Raises NotFound."""
    where, values = limited(limits)
    rows = await rows_of(
        connection, read_sql("entity").format(where=where), {**values, "urn": urn, "tenant": limits.tenant}
    )
    if not rows:
        raise NotFound("entity-does-not-exist", entity=urn)
    names = dictionary(connection)
    head, stored = _split(rows)[0]
    await _name(connection, names, [(head, stored)])
    wanted = {names.terms.get(iri, -1) for iri in attrs}
    if wanted and not any(row.term_id in wanted for row in stored):
        raise NotFound("entity-does-not-exist", entity=urn)
    return head, stored, names.iris


async def read_page(
    connection: AsyncConnection[Any],
    selection: Selection,
    limit: int,
    offset: int,
    only: Iterable[str] = (),
    *,
    after: int = 0,
) -> tuple[list[Found], Names]:
    """A page of entities in the order of their creation, with their attributes (`only` these IRIs when given).

    `after`: only entities of a higher number, for who walks through all of them and changes them on the way.
    """
    names = dictionary(connection)
    where, values = await condition_of(connection, selection, names)
    if after:
        where, values = f"{where} and e.id > %(after)s", {**values, "after": after}
    terms = list((await names.find(connection, only)).values())
    attributes = "a.term_id = any(%(only)s)" if terms else "true"
    statement = read_sql("page").format(where=where, attributes=attributes)
    bound = {**values, "limit": limit, "offset": offset, "only": terms, "tenant": selection.tenant}
    found = _split(await rows_of(connection, statement, bound))
    await _name(connection, names, found)
    return found, names.iris


async def count(connection: AsyncConnection[Any], selection: Selection) -> int:
    """How many entities the selection holds."""
    where, values = await condition_of(connection, selection, dictionary(connection))
    rows = await rows_of(
        connection, read_sql("count").format(where=where), {**values, "tenant": selection.tenant}
    )
    return int(rows[0][0])


async def read_heads(
    connection: AsyncConnection[Any], selection: Selection, limit: int, offset: int
) -> tuple[list[Head], Names]:
    """Only the entities of a page."""
    found, names = await read_page(connection, selection, limit, offset, only=("urn:dothi:none",))
    return [head for head, _ in found], names


async def condition_of(
    connection: AsyncConnection[Any], selection: Selection, names: Dictionary
) -> Condition:
    """Everything a selection asks, as one condition on `e`."""
    expand = selection.context.expand
    wanted = {expand(name) for names_of in selection.types for name in names_of} | {
        expand(a) for a in selection.attrs
    }
    if selection.q is not None:
        wanted |= query_sql.names_of(selection.q, selection.context)
    ids = await names.find(connection, wanted)
    conditions = [
        limited(selection.limits),
        ("e.urn = any(%(urns)s)", {"urns": list(selection.ids)}) if selection.ids else None,
        ("e.urn ~ %(id_pattern)s", {"id_pattern": selection.id_pattern}) if selection.id_pattern else None,
        _of_types([[ids[expand(name)] for name in both] for both in selection.types]),
        _with_attributes([ids[expand(name)] for name in selection.attrs]),
        _in_scopes(selection.scopes),
        query_sql.to_sql(selection.q, selection.context, ids) if selection.q is not None else None,
    ]
    if selection.geo is not None:
        base = _join(conditions)
        term = (await names.find(connection, [expand(selection.geo.geoproperty)]))[
            expand(selection.geo.geoproperty)
        ]
        conditions.append(await geo_condition(connection, selection.geo, term, base, selection.tenant))
    return _join(conditions)


def limited(limits: Limits) -> Condition:
    """A key's limits as a condition on `e`."""
    return _join(
        [
            None
            if limits.prefixes is None
            else (
                "exists (select from unnest(%(key_prefixes)s::text[]) p where starts_with(e.urn, p))",
                {"key_prefixes": list(limits.prefixes)},
            ),
            None
            if limits.types is None
            else (
                "e.types && array(select id from entities_term where short = any(%(key_types)s))",
                {"key_types": list(limits.types)},
            ),
            None
            if limits.unit_ids is None
            else ("e.unit_id = any(%(key_units)s)", {"key_units": list(limits.unit_ids)}),
        ]
    )


def _of_types(alternatives: list[list[int]]) -> Condition | None:
    if not alternatives:
        return None
    singles = [both[0] for both in alternatives if len(both) == 1]
    parts, values = [], {}
    if singles:
        parts.append("e.types && %(types)s::int[]")
        values["types"] = singles
    for i, both in enumerate(alternatives):
        if len(both) > 1:
            parts.append(f"e.types @> %(types_{i})s::int[]")
            values[f"types_{i}"] = both
    return "(" + " or ".join(parts) + ")", values


def _with_attributes(terms: list[int]) -> Condition | None:
    if not terms:
        return None
    text = "exists (select from entities_attribute a where a.entity_id = e.id and a.term_id = any(%(has)s))"
    return text, {"has": terms}


def _in_scopes(alternatives: tuple[tuple[str, ...], ...]) -> Condition | None:
    if not alternatives:
        return None
    either, values = [], {}
    for i, patterns in enumerate(alternatives):
        every = []
        for j, pattern in enumerate(patterns):
            every.append(f"exists (select from unnest(e.scopes) s where s ~ %(scope_{i}_{j})s)")
            values[f"scope_{i}_{j}"] = pattern
        either.append("(" + " and ".join(every) + ")")
    return "(" + " or ".join(either) + ")", values


def _join(conditions: Iterable[Condition | None]) -> Condition:
    given = [condition for condition in conditions if condition]
    values: dict[str, Any] = {}
    for _, own in given:
        values |= own
    return " and ".join(text for text, _ in given) or "true", values


async def rows_of(connection: AsyncConnection[Any], statement: str, values: dict[str, Any]) -> list[Any]:
    """All rows of a read, as tuples."""
    async with connection.cursor(row_factory=tuple_row, binary=True) as cursor:
        await cursor.execute(statement, values)
        return await cursor.fetchall()


def _split(rows: list[Any]) -> list[Found]:
    found: list[Found] = []
    for _, group in groupby(rows, key=lambda row: row[0]):
        lines = list(group)
        stored = [Stored(*row[_HEAD:]) for row in lines if row[_HEAD] is not None]
        found.append((Head(*lines[0][:_HEAD]), stored))
    return found


async def _name(connection: AsyncConnection[Any], names: Dictionary, found: list[Found]) -> None:
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
]
