"""Where a typed address may be: streets, crossings, named things and units, present and former names; each says why and how exact it is.

Nothing is more exact than what the system has: house numbers are in no data yet, so an address on a street is known to the part of the
street that runs through its commune, and says so.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import shapely
from django.db import connection

from dothi.calls.understanding.addresses import Address, area_words, parsed, street_name
from dothi.calls.understanding.likeness import Point, metres_between
from dothi.calls.understanding.models import Street
from dothi.calls.understanding.syllables import Syllable, tokens
from dothi.entities import meaning, searching
from dothi.kernel import clock
from dothi.kernel.i18n import t
from dothi.kernel.permissions import Scope
from dothi.kernel.sql import statement
from dothi.packs import queries as packs
from dothi.packs.check import shape
from dothi.territory import queries as territory
from dothi.territory.fitting import words_of
from dothi.territory.names import folded

FOLDER = "street_names"
LONGEST = 300  # signs of what is asked
MOST_UNITS = 16  # communes that an area may mean: a former city has become a dozen
MEETS_M = 40.0  # two streets drawn from one map meet within that
LEAST_M = 30.0  # of a street that is a dot
THING_M = 50.0  # a named thing stands where its own point is
SURE = 0.75  # from here on a street or thing is meant, and no commune is looked for by the same words


@dataclass(frozen=True, slots=True)
class Place:
    """`why` in the reader's words; `rank` 0 to 1, best first."""

    name: str
    lon: float
    lat: float
    accuracy_m: float
    why: str
    rank: float
    unit: str = ""
    unit_id: int | None = None


class _Street(NamedTuple):
    id: int
    name: str
    lon: float
    lat: float
    half_m: float
    unit_id: int | None
    unit: str
    alike: float  # 1: its very name


class _Area(NamedTuple):
    """Where somebody says it is: units and what they are found by."""

    units: dict[int, territory.Found]

    def of(self, unit_id: int | None) -> territory.Found | None:
        return self.units.get(unit_id or 0)


def find_address(
    text: str, limit: int = 6, *, scope: Scope | None = None, day: dt.date | None = None
) -> list[Place]:
    """The places that the words may mean, the likeliest first. `scope`: named things that this person sees; None: none of them."""
    address, today = parsed(text[:LONGEST]), day or clock.today()
    if len(address.street) < 2 and len(address.area) < 2:
        return []
    area = _area(address.area, today)
    found = list(_crossings(address, area)) if address.crosses else list(_streets(address, area))
    if scope is not None and address.street and not address.crosses:
        found += _things(address, area, scope)
    if address.is_area or not any(place.rank >= SURE for place in found):
        found += _units(text[:LONGEST], address, area, today)
    return _ranked(found, limit)


def _ranked(found: Iterable[Place], limit: int) -> list[Place]:
    """Best first; of what lies at one point under one name the better."""
    seen: set[tuple[str, float, float]] = set()
    kept = []
    for place in sorted(found, key=lambda one: (-one.rank, one.name)):
        key = (place.name, round(place.lon, 4), round(place.lat, 4))
        if key not in seen:
            seen.add(key)
            kept.append(place)
    return kept[:limit]


def _area(words: str, day: dt.date) -> _Area:
    asked_for = area_words(words)
    if len(asked_for) < 2:
        return _Area({})
    found = territory.search(asked_for, day, limit=MOST_UNITS)
    exact = [one for one in found if _says(asked_for, one)]
    return _Area({one.unit.pk: one for one in exact or found})


def _says(words: str, found: territory.Found) -> bool:
    """Do these words stand in its own name or the former one, each whole?"""
    return f" {words} " in f" {folded(found.old or found.label)} "


def _matching(name: str) -> list[_Street]:
    """Streets by name: its very name, one that begins so or holds it, one alike (a slip of the hand)."""
    words = {"name": name, "begins": f"{name}%", "holds": f"%{name}%"}
    with connection.cursor() as cursor:
        for name_of in ("by_name", "by_likeness"):
            cursor.execute(statement("dothi.calls.understanding", "streets.sql", name_of), words)
            if rows := cursor.fetchall():
                return [_Street(*row) for row in rows]
    return []


def _streets(address: Address, area: _Area) -> Iterator[Place]:
    former = [one for one in _former(clock.today()) if one.old == address.street]
    for name, old in [(address.street, None), *((one.now, one) for one in former)]:
        for street in _matching(name) if name else ():
            inside = area.of(street.unit_id)
            if area.units and inside is None:
                continue
            why = [t("calls-place-street", name=street.name, unit=street.unit, metres=round(street.half_m))]
            if old:
                why.insert(0, t("calls-place-former-street", name=street.name, source=old.source))
            why += _of_unit(inside)
            if address.number:
                why.append(t("calls-place-no-number", number=address.number))
            rank = 0.55 + 0.25 * street.alike + (0.15 if inside else 0)
            yield Place(
                name=_named(address.number, street.name, street.unit),
                lon=street.lon,
                lat=street.lat,
                accuracy_m=round(max(street.half_m, LEAST_M)),
                why=" · ".join(why),
                rank=rank,
                unit=street.unit,
                unit_id=street.unit_id,
            )


def _named(*parts: str) -> str:
    number, street, unit = parts
    return ", ".join(part for part in (f"{number} {street}".strip(), unit) if part)


def _of_unit(found: territory.Found | None) -> list[str]:
    return [t("calls-place-former", old=found.old)] if found and found.old else []


def _crossings(address: Address, area: _Area) -> Iterator[Place]:
    ones, others = _matching(address.street), _matching(address.crosses)
    ones, others = (
        [row for row in rows if not area.units or area.of(row.unit_id)] for rows in (ones, others)
    )
    shapes = dict(_shapes({row.id for row in (*ones[:30], *others[:30])}))
    for one in ones[:30]:
        for other in others[:30]:
            if one.name == other.name or _far_apart(one, other):
                continue
            line = shapely.shortest_line(shapes[one.id], shapes[other.id])
            (lon, lat), (lon2, lat2) = shapely.get_coordinates(line).tolist()
            metres = metres_between(Point(lon, lat), Point(lon2, lat2))
            if metres <= MEETS_M:
                why = t("calls-place-crossing", one=one.name, two=other.name)
                rank = 0.7 + 0.125 * (one.alike + other.alike)
                name = f"{one.name} – {other.name}, {one.unit}".rstrip(", ")
                yield Place(name, lon, lat, round(max(metres, LEAST_M)), why, rank, one.unit, one.unit_id)


def _far_apart(one: _Street, other: _Street) -> bool:
    apart = metres_between(Point(one.lon, one.lat), Point(other.lon, other.lat))
    return apart > one.half_m + other.half_m + MEETS_M


def _shapes(ids: set[int]) -> Iterator[tuple[int, Any]]:
    for pk, wkb in Street.objects.filter(pk__in=ids).values_list("pk", "shape"):
        yield pk, shapely.from_wkb(bytes(wkb))


def _things(address: Address, area: _Area, scope: Scope) -> Iterator[Place]:
    """Named things of the city: a hospital, a school, a hydrant at a corner."""
    wanted = set(address.street.split())
    for one in searching.listed(scope, address.street, limit=8).rows:
        if one.lon is None or one.lat is None or (area.units and area.of(one.unit_id) is None):
            continue
        share = len(wanted) / max(len(wanted), len(folded(one.name).split()))
        type_ = meaning.type_(one.types[0]) if one.types else ""
        why = t("calls-place-thing", type=type_)
        yield Place(one.name, one.lon, one.lat, THING_M, why, 0.5 + 0.4 * share, unit_id=one.unit_id)


def _units(text: str, address: Address, area: _Area, day: dt.date) -> Iterator[Place]:
    """Communes, by present and former names: what an area alone means, and what is left where no street is known."""
    if address.is_area:
        yield from _in_order(text, area.units.values(), 0.9)
        return
    yield from _in_order(address.area, area.units.values(), 0.45, whole=True)
    if not (address.number and area.units):  # a number stands before a street
        found = territory.search(area_words(text), day, limit=MOST_UNITS)
        yield from _in_order(text, (one for one in found if not area.units or _begins(text, one)), 0.75)


def _in_order(
    text: str, found: Iterable[territory.Found], rank: float, *, whole: bool = False
) -> Iterator[Place]:
    """The search's order stands, but for names whose accents are others than those that were typed."""
    typed = [one.syllable for one in tokens(text) if not one.syllable.is_bare]
    ordered = sorted(_on_map(found), key=lambda one: _contradicts(typed, one))
    for place, one in enumerate(ordered):
        yield _unit_place(one, rank - 0.01 * place, whole=whole)


def _contradicts(typed: list[Syllable], found: territory.Found) -> int:
    """How many words of the name were typed with other accents and not as they are: "Hoằng Phụ" is not Hoằng Phú."""
    names = {one.syllable for one in tokens(found.old or found.label)}
    letters = {one.letters for one in names}
    return sum(one.letters in letters and one not in names for one in set(typed))


def _begins(text: str, found: territory.Found) -> bool:
    """Is it the unit itself that stands first, and not only what it lies in?"""
    first = words_of(area_words(text)).names[:1]
    return words_of(folded(found.old or found.label)).names[:1] == first


def _on_map(found: Iterable[territory.Found]) -> Iterator[territory.Found]:
    return (one for one in found if one.unit.lon is not None and one.unit.lat is not None)


def _unit_place(found: territory.Found, rank: float, *, whole: bool = False) -> Place:
    unit = found.unit
    radius = math.sqrt(max(unit.area_km2 or 20.0, 0.1) / math.pi) * 1000
    why = _of_unit(found)
    if whole or not why:
        why.append(t("calls-place-whole-unit", unit=unit.full_name))
    # the wide ones after the small ones of the same name: a caller who says Vũng Tàu rarely means a province
    rank -= 0.05 * (unit.level == 1)
    return Place(
        found.label,
        unit.lon or 0.0,
        unit.lat or 0.0,
        round(radius),
        " · ".join(why),
        rank,
        unit.full_name,
        unit.pk,
    )


class _Former(NamedTuple):
    old: str
    now: str
    source: str


def _former(day: dt.date) -> tuple[_Former, ...]:
    """What streets were called, as packs in force say it."""
    return _former_of(tuple((one.row.code, one.edition_id) for one in packs.standing()))


@lru_cache(maxsize=4)
def _former_of(_editions: tuple[tuple[str, int], ...]) -> tuple[_Former, ...]:
    return tuple(
        _Former(street_name(row["old"]), street_name(row["now"]), f"{row['source']} [{row['certainty']}]")
        for one in packs.standing()
        for row in shape.every(one.pack, FOLDER, "street")
    )
