"""Which entities a read is about, as one condition on `e` (entities_entity): types, ids, attributes, `q`, places, scopes, a key's limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from psycopg import AsyncConnection

from dothi.entities.core import query_sql
from dothi.entities.core.context import CORE, Context
from dothi.entities.core.geo_query import GeoQuery
from dothi.entities.core.projecting import ALL, CORE_MEMBERS, Projection
from dothi.entities.core.query import Node
from dothi.entities.core.temporal import TemporalQuery
from dothi.entities.store.dictionary import Dictionary
from dothi.entities.store.during import instances_of, times_of
from dothi.entities.store.limits import Condition, Limits, limited
from dothi.entities.store.places import geo_condition
from dothi.entities.store.statements import read_sql
from dothi.entities.store.whereabouts import geo_during

__all__ = ["Condition", "Limits", "Selection", "Selector", "all_of", "condition_of", "limited"]


@dataclass(frozen=True, slots=True)
class Selector:
    """Entities by id and type (§5.2.33). Names are short names or IRIs."""

    ids: tuple[str, ...] = ()
    id_pattern: str | None = None
    types: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Selection(Selector):
    """Which entities. Names are short names or IRIs in `context`; `either`: one of these must fit, too."""

    either: tuple[Selector, ...] = ()
    attrs: tuple[str, ...] = ()
    q: Node | None = None
    geo: GeoQuery | None = None
    scopes: tuple[tuple[str, ...], ...] = ()
    limits: Limits = field(default_factory=Limits)
    context: Context = CORE
    shown: Projection = ALL  # an entity of which nothing would be shown is left out (§4.21)
    during: TemporalQuery | None = None  # attributes, values, places and scopes of this time count (§5.7.4)

    @property
    def tenant(self) -> int:
        return self.limits.tenant


async def condition_of(
    connection: AsyncConnection[Any], selection: Selection, names: Dictionary
) -> Condition:
    """Everything a selection asks, as one condition on `e`. Raises what the database raises for a wrong pattern."""
    await _check_patterns(connection, selection)
    expand, limits = selection.context.expand, limited(selection.limits)
    ids = await names.find(connection, _iris_of(selection))
    conditions = [
        limits,
        _of_selector(selection, expand, ids, ""),
        _of_either(selection.either, expand, ids),
        _with_attributes([ids[expand(name)] for name in selection.attrs], selection.during),
        _in_scopes(selection.scopes, selection.during),
        _with_something_shown(selection.shown, ids),
        _of_values(selection, ids, limits[0]),
    ]
    if selection.geo is not None:
        base = all_of(conditions)
        term = (await names.find(connection, [expand(selection.geo.geoproperty)]))[
            expand(selection.geo.geoproperty)
        ]
        conditions.append(await _of_places(connection, selection, selection.geo, term, base))
    return all_of(conditions)


def _of_values(selection: Selection, ids: Mapping[str, int], guard: str) -> Condition | None:
    """What `q` asks: of what is current, or of the instances inside the time asked for."""
    if selection.q is None:
        return None
    if selection.during is None:
        return query_sql.to_sql(selection.q, selection.context, ids, guard=guard)
    instances = instances_of(selection.during)
    text, values = query_sql.to_sql(selection.q, selection.context, ids, guard=guard, instances=instances)
    return text, {**values, **times_of(selection.during)}


async def _of_places(
    connection: AsyncConnection[Any], selection: Selection, geo: GeoQuery, term: int, base: Condition
) -> Condition:
    if selection.during is None:
        return await geo_condition(connection, geo, term, base, selection.limits)
    return await geo_during(connection, geo, term, base, selection.limits, selection.during)


async def _check_patterns(connection: AsyncConnection[Any], selection: Selection) -> None:
    """Whether a pattern is wrong must not depend on there being something to match it with: the order in which the database
    asks conditions is its own, and an error could tell of what a key may not see."""
    patterns = [one.id_pattern for one in (selection, *selection.either) if one.id_pattern]
    if selection.q is not None:
        patterns += query_sql.patterns_of(selection.q)
    if patterns:
        await connection.execute(read_sql("patterns"), {"patterns": patterns})


def _iris_of(selection: Selection) -> set[str]:
    """Everything that is named."""
    expand = selection.context.expand
    selectors = (selection, *selection.either)
    wanted = {expand(name) for one in selectors for both in one.types for name in both}
    wanted |= {expand(name) for name in selection.attrs} | set(selection.shown.attributes or ())
    wanted |= set(selection.shown.omitted.named) - CORE_MEMBERS
    if selection.q is not None:
        wanted |= query_sql.names_of(selection.q, selection.context)
    return wanted


def _of_selector(
    selector: Selector, expand: Callable[[str], str], ids: Mapping[str, int], mark: str
) -> Condition | None:
    """`mark` keeps the values of several selectors apart. An id goes before a pattern (§5.2.33)."""
    pattern = None if selector.ids else selector.id_pattern
    given = [
        (f"e.urn = any(%(urns{mark})s)", {f"urns{mark}": list(selector.ids)}) if selector.ids else None,
        (f"e.urn ~ %(id_pattern{mark})s", {f"id_pattern{mark}": pattern}) if pattern else None,
        _of_types([[ids[expand(name)] for name in both] for both in selector.types], mark),
    ]
    return all_of(given) if any(given) else None


def _of_either(
    selectors: tuple[Selector, ...], expand: Callable[[str], str], ids: Mapping[str, int]
) -> Condition | None:
    if not selectors:
        return None
    parts = [_of_selector(one, expand, ids, f"_e{i}") or ("true", {}) for i, one in enumerate(selectors)]
    return "(" + " or ".join(f"({text})" for text, _ in parts) + ")", all_of(parts)[1]


def _with_something_shown(shown: Projection, ids: Mapping[str, int]) -> Condition | None:
    """Every entity has an id and a type; one of which neither is shown needs an attribute or a scope that is."""
    if shown is ALL or shown.shows("id") or shown.shows("type"):
        return None
    hidden = [ids[name] for name in shown.omitted.named if name in ids and not shown.shows(name)]
    held = "exists (select from entities_attribute a where a.entity_id = e.id and a.term_id <> all(%(hidden)s){})"
    text, values = held.format(""), {"hidden": hidden}
    if shown.attributes is not None:
        text = held.format(" and a.term_id = any(%(picked)s)")
        values["picked"] = [ids[name] for name in shown.attributes]
    return f"({text} or cardinality(e.scopes) > 0)" if shown.shows("scope") else text, values


def _of_types(alternatives: list[list[int]], mark: str) -> Condition | None:
    if not alternatives:
        return None
    singles = [both[0] for both in alternatives if len(both) == 1]
    parts, values = [], {}
    if singles:
        parts.append(f"e.types && %(types{mark})s::int[]")
        values[f"types{mark}"] = singles
    for i, both in enumerate(alternatives):
        if len(both) > 1:
            parts.append(f"e.types @> %(types{mark}_{i})s::int[]")
            values[f"types{mark}_{i}"] = both
    return "(" + " or ".join(parts) + ")", values


def _with_attributes(terms: list[int], during: TemporalQuery | None) -> Condition | None:
    if not terms:
        return None
    if during is not None:
        return read_sql("had_attributes"), {"has": terms}
    text = "exists (select from entities_attribute a where a.entity_id = e.id and a.term_id = any(%(has)s))"
    return text, {"has": terms}


def _in_scopes(alternatives: tuple[tuple[str, ...], ...], during: TemporalQuery | None) -> Condition | None:
    if not alternatives:
        return None
    of, either, values = "e" if during is None else "s", [], {}
    for i, patterns in enumerate(alternatives):
        every = []
        for j, pattern in enumerate(patterns):
            every.append(f"exists (select from unnest({of}.scopes) one where one ~ %(scope_{i}_{j})s)")
            values[f"scope_{i}_{j}"] = pattern
        either.append("(" + " and ".join(every) + ")")
    text = "(" + " or ".join(either) + ")"
    if during is None:
        return text, values
    return read_sql("was_in_scope").format(scopes=text), {
        **values, "scopes_from": during.start, "scopes_to": during.end,
    }  # fmt: skip


def all_of(conditions: Iterable[Condition | None]) -> Condition:
    """Those that are given, all of them to hold; none: everything."""
    given = [condition for condition in conditions if condition]
    values: dict[str, Any] = {}
    for _, own in given:
        values |= own
    return " and ".join(text for text, _ in given) or "true", values
