"""Entities as they were at a past time, out of their histories. They are selected, and rights judged, by what they are today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from psycopg import AsyncConnection

from dothi.entities.core.past import Moment
from dothi.entities.core.projecting import ALL
from dothi.entities.core.represent import Names
from dothi.entities.store.dictionary import dictionary
from dothi.entities.store.limits import Limits, as_seen
from dothi.entities.store.read import Found, name_all, rows_of, split
from dothi.entities.store.selecting import Selection, condition_of
from dothi.entities.store.statements import with_columns
from dothi.kernel import sql
from dothi.kernel.errors import NotFound


async def read_past(
    connection: AsyncConnection[Any],
    selection: Selection,
    moment: Moment,
    limit: int,
    offset: int,
    only: Iterable[str] | None = None,
) -> tuple[list[Found], Names]:
    """A page of what was there (`only` these attributes), in the order of creation. Of a selection counts what its entities
    are themselves – ids, types, scopes – and `attrs`: which of these they had then."""
    names = dictionary(connection)
    where, values = await _condition(connection, selection, moment)
    terms = None if only is None else list((await names.find(connection, only)).values())
    values |= {"limit": limit, "offset": offset, "only": terms}
    statement = page_statement(where, "true" if terms is None else "s.term_id = any(%(only)s)")
    statement = as_seen(statement, selection.limits)
    found = split(await rows_of(connection, statement, values, prepare=False))
    found = await _as_of_then(connection, found, moment)
    await name_all(connection, names, found)
    return found, names.iris


async def read_past_entity(
    connection: AsyncConnection[Any], urn: str, limits: Limits, moment: Moment
) -> tuple[Found, Names]:
    """One entity as it was. Raises NotFound."""
    found, names = await read_past(connection, Selection(ids=(urn,), limits=limits), moment, 1, 0)
    if not found:
        raise NotFound("entity-was-not-there", entity=urn)
    return found[0], names


async def count_past(connection: AsyncConnection[Any], selection: Selection, moment: Moment) -> int:
    """How many there were."""
    where, values = await _condition(connection, selection, moment)
    statement = as_seen(count_statement(where), selection.limits)
    rows = await rows_of(connection, statement, values, prepare=False)
    return int(rows[0][0])


async def _condition(
    connection: AsyncConnection[Any], selection: Selection, moment: Moment
) -> tuple[str, dict[str, Any]]:
    where, values = await condition_of(
        connection, replace(selection, attrs=(), shown=ALL), dictionary(connection)
    )
    if selection.attrs:
        iris = [selection.context.expand(name) for name in selection.attrs]
        values |= {"had": list((await dictionary(connection).find(connection, iris)).values())}
        where += f" and exists ({values_of('s.term_id = any(%(had)s)')})"
    times = {"at": moment.at, "known": moment.known, "moment": moment.earliest}
    return where, {**values, **times, "tenant": selection.tenant}


def values_of(terms: str = "true") -> str:
    """The values of `e` at a past time as a statement in brackets wants it (binds `at` and `known`); `terms`: a condition on `s`."""
    return _statement("values", terms=terms, counts=_statement("counts"))


def page_statement(where: str, terms: str = "true") -> str:
    """`where`: a condition on `e`; `terms`: which attributes are told, on `s`."""
    return _statement("page", where=where, there=_there(), values=values_of(terms))


def count_statement(where: str) -> str:
    return _statement("count", where=where, there=_there())


def _there() -> str:
    return _statement("there", values=values_of())


def _statement(name: str, **parts: str) -> str:
    return with_columns(sql.statement("dothi.entities.store", "sql/past.sql", name)).format(**parts)


async def _as_of_then(connection: AsyncConnection[Any], found: list[Found], moment: Moment) -> list[Found]:
    """With the types and scopes of then; the last change was that of the value told last."""
    bound = {"ids": [head.id for head, _ in found], "moment": moment.earliest}
    states = {row[0]: row[1:] for row in await rows_of(connection, _statement("states"), bound)}
    told = []
    for head, rows in found:
        types, scopes = states.get(head.id, (head.types, head.scopes))
        changed = max((row.modified_at for row in rows), default=head.created_at)
        told.append((head._replace(types=types, scopes=scopes, modified_at=changed), rows))
    return told
