"""The order of a page as SQL (CIM 009 §4.23): numbers before texts before other values; what an entity has not comes last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import tuple_row
from shapely.geometry import shape

from dothi.entities.core.context import Context
from dothi.entities.core.geo_query import distance_m
from dothi.entities.core.normalize import LOCATION
from dothi.entities.core.ordering import Order, Ordering
from dothi.entities.core.query import Path
from dothi.entities.core.query_sql import sub_value
from dothi.entities.store.dictionary import dictionary
from dothi.entities.store.limits import as_seen
from dothi.entities.store.places import IS_POINT, metres_to
from dothi.entities.store.selecting import Condition, Selection
from dothi.entities.store.statements import read_sql
from dothi.kernel.errors import BadRequest

_OF_ENTITY = {
    "id": "e.urn",
    "createdAt": "e.created_at",
    "modifiedAt": "e.modified_at",
    "scope": "e.scopes[1]",
}
_TYPE = "(select t.short from entities_term t where t.id = e.types[1])"
_OF_ATTRIBUTE = {
    "observedAt": "a.observed_at",
    "createdAt": "a.created_at",
    "modifiedAt": "a.modified_at",
    "unitCode": "a.unit_code",
}
_BY_CODE_POINTS = '{} collate "C"'
_VIETNAMESE = 'vietnamese_order({}) collate "C"'  # our own: the same in every PostgreSQL, with ICU or without


async def order_of(
    connection: AsyncConnection[Any], ordering: Ordering, selection: Selection, where: Condition
) -> Condition:
    """What stands after `order by`, and its values. Raises BadRequest for a collation that the database has not."""
    context = selection.context
    iris = [context.expand(order.path.names[0]) for order in ordering.orders]
    terms = await dictionary(connection).find(connection, iris)
    writer = _Writer(context, await _collation(connection, ordering.collation))
    parts: list[str] = []
    for order, iri in zip(ordering.orders, iris, strict=True):
        if order.by_distance:
            by_place = iri == LOCATION and selection.limits.sees(iri)
            point = _point_of(ordering.origin) if by_place else None
            others = where if point is None else (f"{where[0]} and not {IS_POINT}", where[1])
            distances = await _distances(connection, ordering, terms[iri], selection, others)
            parts.append(writer.by_distance(order, distances, point))
        else:
            parts += writer.of(order, terms[iri])
    return ", ".join(parts), writer.values


class _Writer:
    def __init__(self, context: Context, ordered: str) -> None:
        self.context, self.ordered = context, ordered
        self.values: dict[str, Any] = {}

    def bind(self, value: Any) -> str:
        name = f"o{len(self.values)}"
        self.values[name] = value
        return f"%({name})s"

    def of(self, order: Order, term: int) -> Iterator[str]:
        way = "desc" if order.descending else "asc"
        name = order.path.names[0]
        if len(order.path.names) == 1 and not order.path.keys and name in (*_OF_ENTITY, "type"):
            text = _TYPE if name == "type" else _OF_ENTITY[name]
            is_time = name in ("createdAt", "modifiedAt")
            yield f"{text if is_time else self.ordered.format(text)} {way} nulls last"
            return
        for value in self.values_at(order.path):
            yield (
                f"(select {value} from entities_attribute a where a.entity_id = e.id and a.term_id = {self.bind(term)}"  # noqa: S608 - names are bound
                f" order by a.dataset_id limit 1) {way} nulls last"
            )

    def values_at(self, path: Path) -> list[str]:
        """What is compared, one after the other: the rank of the kind of value, numbers, texts, everything else."""
        if len(path.names) == 2 and path.names[1] in _OF_ATTRIBUTE:
            return [_OF_ATTRIBUTE[path.names[1]]]
        if len(path.names) == 1 and not path.keys:
            kind = "case when a.num is not null then 1 when a.txt is not null then 2 when a.json is not null then 3 end"
            return [
                kind,
                "a.num",
                self.ordered.format("a.txt"),
                self.ordered.format("a.json::text"),
            ]
        inner = self.bind([self.context.expand(name) for name in path.names[1:]]) if path.names[1:] else None
        source = sub_value(inner) if inner else "a.json"
        if path.keys:
            source = f"({source} #> {self.bind(list(path.keys))}::text[])"
        kind = f"case jsonb_typeof({source}) when 'number' then 1 when 'string' then 2 when 'null' then null else 3 end"
        number = f"case when jsonb_typeof({source}) = 'number' then ({source})::float8 end"
        return [kind, number, self.ordered.format(f"({source} #>> array[]::text[])")]

    def by_distance(
        self, order: Order, distances: dict[int, float], point: tuple[float, float] | None
    ) -> str:
        """`distances` of those that were measured; with `point`, an entity that is a point itself is measured by the database."""
        ids, metres = self.bind(list(distances)), self.bind(list(distances.values()))
        way = "desc" if order.descending else "asc"
        text = f"(select d.m from unnest({ids}::bigint[], {metres}::float8[]) as d(id, m) where d.id = e.id)"  # noqa: S608 - names are bound
        if point is not None:
            lon, lat = self.bind(point[0]), self.bind(point[1])
            text = f"(case when {IS_POINT} then {metres_to(lon, lat)} else {text} end)"
        return f"{text} {way} nulls last"


def _point_of(origin: dict[str, Any] | None) -> tuple[float, float] | None:
    if origin is None or origin["type"] != "Point":
        return None
    return float(origin["coordinates"][0]), float(origin["coordinates"][1])


async def _collation(connection: AsyncConnection[Any], tag: str | None) -> str:
    """How a text `{}` is compared in a language's order."""
    if tag is None:
        return _BY_CODE_POINTS
    if tag.lower().partition("-")[0] == "vi":
        return _VIETNAMESE
    cursor = await connection.execute(read_sql("collations"), {"tag": tag})
    row = await cursor.fetchone()
    if row is None:
        raise BadRequest(
            "parameter-malformed", parameter="collation", value=tag[:40], expected="vi, en, und …"
        )
    return '{} collate "' + str(row[0]).replace('"', '""') + '"'


async def _distances(
    connection: AsyncConnection[Any], ordering: Ordering, term: int, selection: Selection, where: Condition
) -> dict[int, float]:
    """Metres from the origin, by entity; every geometry is measured, so a page is in the right order."""
    origin = shape(ordering.origin or {})
    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(
            as_seen(read_sql("shapes").format(where=where[0]), selection.limits),
            {**where[1], "term": term, "tenant": selection.tenant},
        )
        rows = await cursor.fetchall()
    return {
        key: distance_m(shape(msgspec.json.decode(text)), origin) for key, text in rows if text is not None
    }
