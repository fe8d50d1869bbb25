"""Reads of the territory for other rooms."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from dothi.kernel.errors import NotFound
from dothi.territory.models import Unit, UnitGroup, UnitGroupMember


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
    versions = units_on(day).filter(pk__in=versions_of(unit.parent_id))
    return versions.order_by(F("valid_from").desc()).first() or unit.parent


def groups_on(day: dt.date) -> QuerySet[UnitGroup]:
    """The groups valid on `day`."""
    return UnitGroup.objects.filter(valid_from__lte=day).exclude(valid_to__lte=day).order_by("name_vi")
