"""Which types and attributes there are, inside a key's limits (CIM 009 §5.7.5-5.7.10)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from psycopg import AsyncConnection

from dothi.entities.store.dictionary import dictionary
from dothi.entities.store.limits import as_seen
from dothi.entities.store.read import rows_of
from dothi.entities.store.selecting import Limits, Selection, condition_of, limited
from dothi.entities.store.statements import read_sql
from dothi.entities.store.tenants import DEFAULT


@dataclass(slots=True)
class Facts:
    """What is known of one attribute: kinds it is told as, types of entities that have it, how many instances."""

    iri: str
    kinds: set[int] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    count: int = 0


async def types_in(connection: AsyncConnection[Any], limits: Limits) -> list[str]:
    """IRIs of the types of entities within the limits."""
    where, values = limited(limits)
    rows = await rows_of(
        connection, read_sql("types").format(where=where), {**values, "tenant": limits.tenant}
    )
    return [row[0] for row in rows]


async def attributes_in(connection: AsyncConnection[Any], limits: Limits) -> list[str]:
    """IRIs of the attributes of entities within the limits."""
    where, values = limited(limits)
    # another tenant has few of the attributes that the dictionary names: it is walked like a limit
    everything = not values and limits.tenant == DEFAULT
    name = "attribute_names" if everything else "attribute_names_within"
    statement = as_seen(read_sql(name).format(where=where), limits)
    return [row[0] for row in await rows_of(connection, statement, {**values, "tenant": limits.tenant})]


async def attribute_facts(
    connection: AsyncConnection[Any], selection: Selection, only: str | None = None
) -> list[Facts]:
    """The attributes (or `only` this IRI) of a selection, by IRI."""
    names = dictionary(connection)
    where, values = await condition_of(connection, selection, names)
    bound = {**values, "tenant": selection.tenant}
    if only is not None:
        bound["term"] = (await names.find(connection, [only]))[only]
    statement = read_sql("attribute_facts").format(
        where=where, attribute="true" if only is None else "a.term_id = %(term)s"
    )
    rows = await rows_of(connection, as_seen(statement, selection.limits), bound)
    await names.names(connection, {row[0] for row in rows} | {one for row in rows for one in row[2]})
    found: dict[int, Facts] = {}
    for term_id, kind, types, count in rows:
        facts = found.setdefault(term_id, Facts(names.iris[term_id]))
        facts.kinds.add(kind)
        facts.types |= {names.iris[one] for one in types}
        facts.count += count
    return sorted(found.values(), key=lambda facts: facts.iri)
