"""Reads of the territory for other rooms."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from dothi.kernel.errors import NotFound
from dothi.kernel.kept import once
from dothi.kernel.sql import statement
from dothi.kernel.vietnamese import in_vietnamese
from dothi.territory.fitting import Index
from dothi.territory.models import Unit, UnitChange, UnitGroup, UnitGroupMember
from dothi.territory.names import asked, folded


def unit_and_below(unit_id: int) -> frozenset[int]:
    """The ids of the unit's versions and of all units below any of them (two tiers today, three before 1/7/2025)."""
    versions = versions_of(unit_id)
    below = Unit.objects.filter(Q(pk__in=versions) | Q(parent__in=versions) | Q(parent__parent__in=versions))
    return frozenset(below.values_list("pk", flat=True))


def versions_of(unit_id: int) -> list[int]:
    """All versions of the same unit: a change of name, type or parent makes a new one, rights go on."""
    firsts = Unit.objects.filter(pk=unit_id).annotate(root=Coalesce("first_id", "id")).values("root")
    return list(Unit.objects.filter(Q(pk__in=firsts) | Q(first__in=firsts)).values_list("pk", flat=True))


def members_of(group_id: int, day: dt.date) -> frozenset[int]:
    """The ids of the units that belong to the group on `day`, with what lies below them; none when the group itself is not valid."""
    group_then = UnitGroup.objects.filter(pk=group_id, valid_from__lte=day).exclude(valid_to__lte=day)
    members = UnitGroupMember.objects.filter(group__in=group_then, valid_from__lte=day).exclude(
        valid_to__lte=day
    )
    units: set[int] = set()
    for unit_id in members.values_list("unit_id", flat=True):
        units |= unit_and_below(unit_id)
    return frozenset(units)


def units_on(day: dt.date, level: int | None = None) -> QuerySet[Unit]:
    """The units valid on `day`."""
    units = Unit.objects.filter(valid_from__lte=day).exclude(valid_to__lte=day)
    return units.filter(level=level) if level else units


def find_unit(code: str, day: dt.date, level: int | None = None) -> Unit | None:
    """The unit that bears `code` on `day`. There is no lookup by code alone: codes are used again with another meaning."""
    levels = {2: 1, 3: 2, 5: 3}
    return units_on(day, level or levels.get(len(code), 0)).filter(code=code).select_related("parent").first()


def get_unit(code: str, day: dt.date, level: int | None = None) -> Unit:
    """Like `find_unit`; raises NotFound `territory-unit-does-not-exist`."""
    unit = find_unit(code, day, level)
    if unit is None:
        raise NotFound("territory-unit-does-not-exist", code=code, day=f"{day:%d/%m/%Y}")
    return unit


def parent_on(unit: Unit, day: dt.date) -> Unit | None:
    """The version of the unit's parent that is valid on `day`: a province may have become a city meanwhile."""
    if unit.parent_id is None:
        return None
    return _version_on(unit.parent_id, day) or unit.parent


@once
def _version_on(unit_id: int, day: dt.date) -> Unit | None:
    versions = units_on(day).filter(pk__in=versions_of(unit_id))
    return versions.order_by(F("valid_from").desc()).first()


class Found(NamedTuple):
    """A unit that was asked for; `old` is the former name it was found by (empty: by its own)."""

    unit: Unit
    old: str
    label: str


def search(text: str, day: dt.date, limit: int = 12) -> list[Found]:
    """Units valid on `day` by name as people type it: no accents, abbreviations, former names ("quận 9").

    Best first: own name before former names, whole words before parts. Where the words stand in no name as they are: names that they
    fit with a kind or a district left out, or with a slip of the hand.
    """
    wanted = asked(text)
    if len(folded(text)) < 2:
        return []
    ids = _search_ids(wanted, day, limit)
    units = units_on(day).select_related("parent").in_bulk([pk for pk, _ in ids])
    return [_found(units[pk], line) for pk, line in ids if pk in units]


def _search_ids(wanted: str, day: dt.date, limit: int) -> list[tuple[int, str]]:
    words: dict[str, Any] = {"wanted": wanted, "like": f"%{wanted}%", "day": day, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(statement("dothi.territory", "sql/search.sql", "by_part"), words)
        rows = cursor.fetchall()
        if rows:
            return [(row[0], row[1]) for row in rows]
        cursor.execute(statement("dothi.territory", "sql/lookup.sql", "stamp"))
        ((stamp,),) = cursor.fetchall()
    return [(fit.key, fit.line) for fit in _index(str(stamp), day).fitting(wanted, limit)]


@lru_cache(maxsize=2)
def _index(_stamp: str, day: dt.date) -> Index:
    """The names of a day's units; some megabytes for the whole country, a quarter of a second to make."""
    index = Index()
    for pk, text in units_on(day).order_by("level", "full_name", "code").values_list("pk", "search_text"):
        index.add(pk, text.split("\n"))
    return index


def _found(unit: Unit, line: str) -> Found:
    """`line` is the entry of the search text that matched; the first two are the unit's own."""
    own = unit.search_text.split("\n")[:2]
    label = f"{unit.full_name}, {unit.parent.full_name}" if unit.parent else unit.full_name
    return Found(unit, "" if line in own else former_name(unit, line), label)


def former_name(unit: Unit, line: str) -> str:
    """The former unit behind a folded line, in its own spelling."""
    seen, wave = {unit.pk}, [unit.pk]
    while wave:
        befores = (
            Unit.objects.filter(became__to_unit__in=wave)
            .exclude(pk__in=seen)
            .select_related("parent__parent")
        )
        units = list(befores.distinct())
        for before in units:
            names = _names_upward(before)
            if " ".join(folded(name) for name in names) == line:
                return ", ".join(names)
        wave = [before.pk for before in units]
        seen.update(wave)
    return line


def _names_upward(unit: Unit) -> list[str]:
    names, at = [], unit
    while at:
        names.append(at.full_name)
        at = at.parent  # type: ignore[assignment]
    return names


def below_on(unit: Unit, day: dt.date) -> QuerySet[Unit]:
    """The units one tier below on `day`, whichever version of this unit they were put under."""
    return units_on(day).filter(parent__in=versions_of(unit.pk)).select_related("area").order_by("code")


def came_from(unit: Unit) -> QuerySet[UnitChange]:
    """The changes that made this unit, with the units before."""
    return (
        UnitChange.objects.filter(to_unit=unit)
        .select_related("from_unit__parent")
        .order_by(in_vietnamese("from_unit__full_name"))
    )


def became(unit: Unit) -> QuerySet[UnitChange]:
    """The changes that ended this unit, with the units after."""
    return (
        UnitChange.objects.filter(from_unit=unit)
        .select_related("to_unit__parent")
        .order_by(in_vietnamese("to_unit__full_name"))
    )


def groups_of(unit_id: int, day: dt.date) -> QuerySet[UnitGroupMember, int]:
    """The ids of the groups that the unit belongs to on `day`."""
    members = UnitGroupMember.objects.filter(unit__in=versions_of(unit_id), valid_from__lte=day)
    return members.exclude(valid_to__lte=day).values_list("group_id", flat=True)


def member_units(group_id: int, day: dt.date) -> list[Unit]:
    """The group's members on `day` themselves (not what lies below), by name."""
    members = UnitGroupMember.objects.filter(group_id=group_id, valid_from__lte=day).exclude(
        valid_to__lte=day
    )
    return list(Unit.objects.filter(pk__in=members.values("unit_id")).order_by(in_vietnamese("full_name")))


def groups_on(day: dt.date) -> QuerySet[UnitGroup]:
    """The groups valid on `day`."""
    return (
        UnitGroup.objects.filter(valid_from__lte=day)
        .exclude(valid_to__lte=day)
        .order_by(in_vietnamese("name_vi"))
    )
