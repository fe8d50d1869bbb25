"""Reads of the territory for other rooms."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from dothi.territory.models import Unit, UnitGroupMember


def unit_and_below(unit_id: int) -> frozenset[int]:
    """The unit's id with the ids of all units below it (two tiers today, three before 1/7/2025)."""
    below = Unit.objects.filter(Q(pk=unit_id) | Q(parent_id=unit_id) | Q(parent__parent_id=unit_id))
    return frozenset(below.values_list("pk", flat=True))


def members_of(group_id: int, day: dt.date) -> frozenset[int]:
    """The ids of the units that belong to the group on `day`."""
    members = UnitGroupMember.objects.filter(group_id=group_id, valid_from__lte=day).exclude(
        valid_to__lte=day
    )
    return frozenset(members.values_list("unit_id", flat=True))
