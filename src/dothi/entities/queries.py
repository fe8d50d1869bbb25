"""Reads for screens and rules, on Django's connection: short names, a person's scope inside every query.

A short name (`pm25`) means every IRI that ends in it, whichever context the sender used.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.db import connection

from dothi.entities.core.kinds import number
from dothi.entities.core.past import Moment
from dothi.entities.core.rows import Kind, Quality
from dothi.entities.store.past import values_of
from dothi.entities.store.selecting import all_of
from dothi.entities.store.statements import read_sql
from dothi.kernel import sql
from dothi.kernel.errors import NotFound
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Grant, Scope

EVERYWHERE = Scope((Grant(None, None),))
Box = tuple[float, float, float, float]
Condition = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Value:
    """One attribute instance: its value as JSON, when it was observed and recorded, where it comes from."""

    attr: str
    value: Any
    kind: Kind
    unit_code: str | None
    observed_at: dt.datetime
    modified_at: dt.datetime
    origin: Origin
    source: str
    quality: int = 0
    declared: bool = True  # False: the sender gave no observedAt, it is the arrival time
    dataset: str | None = None

    @property
    def quality_word(self) -> str:
        return Quality(self.quality).name.lower()


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity with (some of) its current values."""

    urn: str
    types: tuple[str, ...]
    lon: float | None
    lat: float | None
    unit_id: int | None
    agency_id: int | None
    created_at: dt.datetime
    modified_at: dt.datetime
    values: list[Value] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The entity's name in Vietnamese, else in any language, else the end of its id."""
        found = self.value("name")
        text = found.value if found else None
        if isinstance(text, dict):
            text = text.get("vi") or next(iter(text.values()), None)
        return text if isinstance(text, str) and text else self.urn.rsplit(":", 1)[-1]

    def value(self, attr: str) -> Value | None:
        """The default instance of an attribute, or its first one."""
        found = [value for value in self.values if value.attr == attr]
        return next((value for value in found if value.dataset is None), found[0] if found else None)


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series."""

    observed_at: dt.datetime
    value: Any
    origin: Origin


@dataclass(frozen=True, slots=True)
class Revision:
    """One line of an entity's history: `revision` 0 is what was told first for the instant."""

    attr: str
    observed_at: dt.datetime
    revision: int
    value: Any
    unit_code: str | None
    recorded_at: dt.datetime
    origin: Origin
    source: str
    is_end: bool  # the attribute was deleted then
    is_withdrawn: bool  # what had been told for the instant was taken back
    quality: Quality = Quality.UNKNOWN
    dataset: str | None = None
    reason: str | None = None  # of a correction by a person

    @property
    def quality_word(self) -> str:
        return self.quality.name.lower()

    @property
    def may_be_corrected(self) -> bool:
        """By a person: a number or a text of the default instance that still stands."""
        return not (self.is_end or self.is_withdrawn or self.dataset) and isinstance(
            self.value, int | float | str
        )


def types(scope: Scope) -> list[tuple[str, int]]:
    """Short type names with how many entities of each this scope sees."""
    return [(row[0], row[1]) for row in _rows("types", scope, {})]


def entity(urn: str, scope: Scope = EVERYWHERE) -> Entity:
    """One entity with all its current values. Raises NotFound, also when it lies outside the scope."""
    found = _entities(scope, [("e.urn = %(urn)s", {"urn": urn})])
    if not found:
        raise NotFound("entity-does-not-exist", entity=urn)
    return found[0]


def entities_of_type(
    type: str,  # noqa: A002 - NGSI-LD's own word
    scope: Scope = EVERYWHERE,
    *,
    attrs: Iterable[str] | None = None,
    limit: int | None = None,
) -> list[Entity]:
    """Every entity of a type with its current values (of `attrs`)."""
    return _entities(scope, [type_condition(type)], attrs, limit)


def latest(
    urns: Iterable[str], attrs: Iterable[str] | None = None, scope: Scope = EVERYWHERE
) -> dict[str, Entity]:
    """Current values of these entities, by id; what does not exist is left out."""
    found = _entities(scope, [("e.urn = any(%(urns)s)", {"urns": list(urns)})], attrs)
    return {one.urn: one for one in found}


def reached(urns: Iterable[str], scope: Scope) -> frozenset[str]:
    """Which of these a page may link to: they exist, and the scope covers them."""
    return frozenset(row[0] for row in _rows("reached", scope, {"urns": list(urns)}))


def on_map(bbox: Box, scope: Scope, *, attrs: Iterable[str] | None = None, limit: int = 5000) -> list[Entity]:
    """Entities whose place touches the box (west, south, east, north)."""
    west, south, east, north = bbox
    place = (
        "e.place && box(point(%(w)s, %(s)s), point(%(e)s, %(n)s))",
        {"w": west, "s": south, "e": east, "n": north},
    )
    return _entities(scope, [place], attrs, limit)


def nearest(
    type: str,  # noqa: A002 - NGSI-LD's own word
    lon: float,
    lat: float,
    scope: Scope,
    *,
    within_m: float,
    limit: int,
    attrs: Iterable[str],
) -> list[tuple[Entity, float]]:
    """The nearest entities of a type, at most `within_m` metres away, each with its distance in metres. One statement."""
    condition, values = type_condition(type)
    up = within_m / 110_000  # degrees of latitude, a little more than needed
    across = up / max(0.01, math.cos(math.radians(lat)))
    box = {"w": lon - across, "s": lat - up, "e": lon + across, "n": lat + up}
    wanted = {"lon": lon, "lat": lat, "within": within_m, "limit": limit, "attrs": [*attrs, "name"]}
    found: dict[int, tuple[Entity, float]] = {}
    for metres, pk, urn, types_, *rest in _rows("nearest", scope, values | box | wanted, where=condition):
        head, told = rest[:6], rest[6:]
        entity_, _ = found.setdefault(pk, (Entity(urn, tuple(types_), *head), metres))
        if told[0] is not None:
            entity_.values.append(_value(told))
    return list(found.values())


def series(
    urn: str,
    attr: str,
    start: dt.datetime,
    end: dt.datetime,
    scope: Scope = EVERYWHERE,
    known_at: dt.datetime | None = None,
) -> list[Point]:
    """Values of start ≤ observedAt < end in time order, each instant in its newest revision (of those known then)."""
    where, known = all_of([_known_by(known_at)])
    values = {**known, "urn": urn, "terms": _terms(attr), "start": start, "end": end}
    rows = _rows("series", scope, values, where=where)
    return [Point(row[0], _json(*row[1:4]), Origin(row[4])) for row in rows if row[5] != Kind.DELETED]


def revisions(
    urn: str,
    scope: Scope = EVERYWHERE,
    attr: str | None = None,
    start: dt.datetime | None = None,
    end: dt.datetime | None = None,
    limit: int = 100,
    offset: int = 0,
    known_at: dt.datetime | None = None,
) -> list[Revision]:
    """Everything ever told about an entity (by then), newest instant first, corrections above what they correct."""
    conditions: list[Condition | None] = [
        None if attr is None else ("h.term_id = any(%(terms)s)", {"terms": _terms(attr)}),
        None if start is None else ("h.observed_at >= %(start)s", {"start": start}),
        None if end is None else ("h.observed_at < %(end)s", {"end": end}),
        _known_by(known_at),
    ]
    where, values = all_of(conditions)
    rows = _rows("revisions", scope, {**values, "urn": urn, "limit": limit, "offset": offset}, where=where)
    return [
        Revision(
            r[0],
            r[3],
            r[4],
            _json(*r[5:8]),
            r[8],
            r[9],
            Origin(r[10]),
            r[11],
            is_end=r[2] == Kind.DELETED and r[4] == 0,
            is_withdrawn=r[2] == Kind.DELETED and r[4] > 0,
            quality=Quality(r[12]),
            dataset=r[1] or None,
            reason=r[13],
        )
        for r in rows
    ]


def known_at(urn: str, at: dt.datetime, scope: Scope = EVERYWHERE) -> list[Value]:
    """An entity's values as they were known at a past minute: what was recorded later is not there."""
    moment = Moment(known=at)
    bound = {"urn": urn, "at": moment.at, "known": moment.known}
    return [_value(row) for row in _rows("known_at", scope, bound, past=values_of())]


def cursor() -> str:
    """Where the log stands, `<tx>-0`: taken before a snapshot, everything after it will be told by the stream."""
    with connection.cursor() as db:
        db.execute(read_sql("horizon"))
        return f"{db.fetchone()[0]}-0"


def scope_condition(scope: Scope) -> Condition:
    """A scope as a condition on `e` (entities_entity): nothing outside it is counted, paged or told."""
    if scope.everywhere:
        return "true", {}
    lines: list[str] = []
    values: dict[str, Any] = {}
    for i, grant in enumerate(scope.grants):
        parts = []
        if grant.unit_ids is not None:
            parts.append(f"e.unit_id = any(%(scope_units_{i})s)")
            values[f"scope_units_{i}"] = list(grant.unit_ids)
        if grant.agency_id is not None:
            parts.append(f"e.agency_id = %(scope_agency_{i})s")
            values[f"scope_agency_{i}"] = grant.agency_id
        lines.append(" and ".join(parts))
    return ("(" + " or ".join(f"({line})" for line in lines) + ")" if lines else "false"), values


def type_condition(name: str | None) -> Condition:
    """Entities of this type (short name; None: of any) as a condition on `e`."""
    return ("e.types && %(types)s::int[]", {"types": _terms(name)}) if name else ("true", {})


def _known_by(at: dt.datetime | None) -> Condition | None:
    """What was recorded later is not known yet."""
    return None if at is None else ("h.recorded_at <= %(known_at)s", {"known_at": at})


def _terms(short: str) -> list[int]:
    return [row[0] for row in _rows("terms", None, {"short": short})]


def _entities(
    scope: Scope,
    conditions: Iterable[Condition | None],
    attrs: Iterable[str] | None = None,
    limit: int | None = None,
) -> list[Entity]:
    where, values = all_of(conditions)
    heads = _rows("heads", scope, values, where=where, limit=f"limit {limit:d}" if limit is not None else "")
    found = {row[0]: Entity(row[1], tuple(row[2]), *row[3:]) for row in heads}
    if found:
        narrow = "true" if attrs is None else "t.short = any(%(attrs)s)"
        wanted = {"ids": list(found), "attrs": [] if attrs is None else [*attrs, "name"]}
        for row in _rows("values", None, wanted, where=narrow):
            found[row[0]].values.append(_value(row))
    return list(found.values())


def _value(row: Sequence[Any]) -> Value:
    _, short, dataset, kind, num, txt, json, unit, observed, modified, origin, source, quality, declared = row
    value = _json(num, txt, json)
    return Value(
        short, value, Kind(kind), unit, observed, modified, Origin(origin), source, quality, declared, dataset
    )


def _json(num: float | None, txt: str | None, json: Any) -> Any:
    if num is not None:
        return number(num)
    if txt is not None:
        return txt
    return None if json is None else msgspec.json.decode(json)  # Django leaves jsonb as text


def _rows(name: str, scope: Scope | None, values: dict[str, Any], **parts: str) -> list[tuple[Any, ...]]:
    text, own = scope_condition(scope) if scope is not None else ("true", {})
    statement = _statement(name).format(scope=text, **parts)
    with connection.cursor() as db:
        db.execute(statement, {**values, **own})
        rows: list[tuple[Any, ...]] = db.fetchall()
        return rows


def _statement(name: str) -> str:
    return sql.statement("dothi.entities.store", "sql/screens.sql", name)
