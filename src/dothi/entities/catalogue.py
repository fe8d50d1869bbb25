"""The catalogue of types: what each is, who answers for it, and how full, fresh and trustworthy its data is for one person.

Everything is counted inside the person's scope. Beyond MOST_LOOKED_AT entities the figures of attributes come from an even
share of them (`is_share`): they stay quick, and the page says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.db import connection

from dothi.entities.core.declared import Judgement
from dothi.entities.core.rows import Kind, Quality
from dothi.entities.queries import scope_condition
from dothi.entities.store.complaints import Fault
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope
from dothi.kernel.sql import statement

MOST_LOOKED_AT = 10_000
MOST_LINES = 200_000


@dataclass(frozen=True, slots=True)
class Declaration:
    """A type as its pack declares it."""

    short: str
    pack: str
    version: str
    owner: str
    licence: str
    judgement: Judgement
    schema: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """A type in the list: how many entities, whose, when their newest value was observed, from where."""

    short: str
    number: int
    agency_ids: tuple[int, ...]
    declared: Declaration | None
    newest: dt.datetime | None
    sources: tuple[str, ...]
    origins: tuple[Origin, ...]


@dataclass(slots=True)
class Described:
    """One attribute of a type: as declared, and as it is."""

    name: str
    kind: Kind = Kind.PROPERTY
    unit: str | None = None  # declared, else the one told most often
    is_required: bool = False
    is_declared: bool = False
    derived: str = ""
    is_measured: bool = True  # False: it describes, and has no reason to be fresh
    entities: int = 0
    instances: int = 0
    newest: dt.datetime | None = None
    in_hour: int = 0
    in_day: int = 0
    units: dict[str, int] = field(default_factory=dict)
    qualities: dict[Quality, int] = field(default_factory=dict)
    origins: dict[Origin, int] = field(default_factory=dict)

    @property
    def suspect(self) -> int:
        return self.qualities.get(Quality.SUSPECT, 0)

    @property
    def other_units(self) -> list[str]:
        return sorted(code for code in self.units if code and code != self.unit)


@dataclass(frozen=True, slots=True)
class Source:
    """Who sends values of a type."""

    name: str
    entities: int
    newest: dt.datetime
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Doubted:
    """Values of one source that are doubted for one reason."""

    source: str
    type: str
    attribute: str
    fault: Fault
    detail: str
    times: int
    first: dt.datetime
    last: dt.datetime
    example: str

    @property
    def word(self) -> str:
        return self.fault.name.lower().replace("_", "-")

    @property
    def is_refused(self) -> bool:
        """Was nothing stored? Then the example may not exist."""
        return self.fault == Fault.REFUSED


@dataclass(frozen=True, slots=True)
class Page:
    """Everything about one type that the figures tell."""

    number: int
    looked_at: int
    attributes: list[Described]
    sources: list[Source]
    places: list[tuple[int | None, int]]
    sample: str | None

    @property
    def is_share(self) -> bool:
        return self.looked_at < self.number

    @property
    def newest(self) -> dt.datetime | None:
        return max((one.newest for one in self.sources), default=None)

    @property
    def qualities(self) -> list[tuple[Quality, int]]:
        return sorted(_added(one.qualities for one in self.attributes).items(), key=lambda pair: -pair[1])

    @property
    def origins(self) -> list[tuple[Origin, int]]:
        return sorted(_added(one.origins for one in self.attributes).items(), key=lambda pair: -pair[1])

    @property
    def values(self) -> int:
        return sum(one.instances for one in self.attributes)


def types(scope: Scope) -> list[Listed]:
    """Every type that a pack declares or that an entity in scope has."""
    declared = {one.short: one for one in declarations()}
    held = {row[0]: (int(row[1]), tuple(row[2])) for row in _rows("types", scope)}
    return [
        _listed(scope, short, *held.get(short, (0, ())), declared.get(short))
        for short in sorted({*declared, *held})
    ]


def _listed(
    scope: Scope, short: str, number: int, agency_ids: tuple[int, ...], declared: Declaration | None
) -> Listed:
    if not number:
        return Listed(short, 0, (), declared, None, (), ())
    newest, sources, origins = _rows("newest", None, ids=_spread(scope, short, number))[0]
    known = tuple(Origin(origin) for origin in sorted(origins))
    return Listed(short, number, agency_ids, declared, newest, tuple(sorted(sources)), known)


def declarations(short: str | None = None) -> Iterator[Declaration]:
    for row in _rows("declared", None, short=short):
        name, pack, version, owner, licence, judgement, schema = row
        yield Declaration(name, pack, version, owner, licence, Judgement(judgement), _json(schema))


def page(scope: Scope, short: str, declared: Declaration | None) -> Page:
    """The figures of one type."""
    places = [(row[0], row[1]) for row in _rows("places", scope, types=_terms(short))]
    number = sum(count for _, count in places)
    ids = _spread(scope, short, number) if number else []
    sample = _rows("sample", None, ids=ids)
    sources = [
        Source(r[0], r[1], r[2], tuple(map(Origin, sorted(r[3])))) for r in _rows("sources", None, ids=ids)
    ]
    return Page(
        number, len(ids), _attributes(ids, declared), sources, places, sample[0][0] if sample else None
    )


def doubted(scope: Scope, short: str | None = None, limit: int = 500) -> list[Doubted]:
    """What is doubted of values that came, the newest first."""
    return [_doubted(*row) for row in _rows("complaints", scope, short=short, limit=limit)]


def _doubted(source: str, short: str, attribute: str, fault: int, *rest: Any) -> Doubted:
    return Doubted(source, short, attribute, Fault(fault), *rest)


def latest(scope: Scope, short: str) -> Iterator[tuple[Any, ...]]:
    """Current values of every entity of a type: urn, attribute, dataset, value, unit, observed, quality, origin, source."""
    for row in _rows("latest", scope, types=_terms(short), limit=MOST_LINES):
        value = row[3] if row[3] is not None else row[4] if row[4] is not None else row[5]
        yield *row[:3], value, row[6], row[7], Quality(row[8]), Origin(row[9]), row[10]


def _attributes(ids: list[int], declared: Declaration | None) -> list[Described]:
    found = {one.name: one for one in _declared_attributes(declared)}
    for name, kind, unit, quality, origin, instances, entities, newest, hour, day in _rows(
        "attributes", None, ids=ids, now=clock.now()
    ):
        one = found.setdefault(name, Described(name))
        one.kind = Kind(kind)
        one.instances += instances
        one.entities = max(one.entities, entities) if one.kind == Kind.GEO else one.entities + entities
        one.newest = max(filter(None, (one.newest, newest)))
        one.in_hour += hour
        one.in_day += day
        told: list[tuple[dict[Any, int], Any]] = [
            (one.qualities, Quality(quality)), (one.origins, Origin(origin)), (one.units, unit or ""),
        ]  # fmt: skip
        for counts, key in told:
            counts[key] = counts.get(key, 0) + instances
    for one in found.values():
        one.entities = min(one.entities, len(ids))
        if one.unit is None and one.units:
            one.unit = max(one.units, key=one.units.__getitem__) or None
    return list(found.values())


def _declared_attributes(declared: Declaration | None) -> Iterator[Described]:
    schema = declared.schema if declared else {}
    for name, about in schema.get("properties", {}).items():
        if name not in ("id", "type"):
            yield Described(
                name, unit=about.get("x-unitCode"), is_required=name in schema.get("required", ()), is_declared=True,
                derived=about.get("x-derived", ""),
                is_measured=about.get("type") in ("number", "integer"),
            )  # fmt: skip


def _spread(scope: Scope, short: str, number: int) -> list[int]:
    step = -(-number // MOST_LOOKED_AT)
    return [row[0] for row in _rows("spread", scope, types=_terms(short), step=step)]


def _added(counts: Iterable[dict[Any, int]]) -> dict[Any, int]:
    total: dict[Any, int] = {}
    for one in counts:
        for key, number in one.items():
            total[key] = total.get(key, 0) + number
    return total


def _terms(short: str) -> list[int]:
    return [row[0] for row in _rows("terms", None, short=short)]


def _json(value: Any) -> Any:
    return msgspec.json.decode(value) if isinstance(value, str | bytes) else value


def _rows(name: str, scope: Scope | None, **values: Any) -> list[tuple[Any, ...]]:
    text, own = scope_condition(scope) if scope is not None else ("true", {})
    with connection.cursor() as db:
        db.execute(
            statement("dothi.entities.store", "sql/catalogue.sql", name).format(scope=text), {**values, **own}
        )
        rows: list[tuple[Any, ...]] = db.fetchall()
        return rows
