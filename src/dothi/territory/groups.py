"""Groups of units: a scope of people's own making, dated, its members too. Nothing is deleted: members leave on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from dothi.kernel import locks
from dothi.kernel.errors import BadRequest, Conflict
from dothi.territory.models import UnitGroup, UnitGroupMember

if TYPE_CHECKING:
    from dothi.accounts.models import Person


def form_group(
    code: str,
    *,
    name_vi: str,
    name_en: str,
    unit_ids: Iterable[int],
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    by: Person | None,
) -> UnitGroup:
    """Makes a group with its members from `valid_from` on.

    Raises BadRequest `territory-group-empty`; Conflict `territory-group-exists` for a code that is taken in this period.
    """
    members = list(dict.fromkeys(unit_ids))
    if not members:
        raise BadRequest("territory-group-empty")
    with transaction.atomic():
        locks.hold(f"unit group {code}")
        taken = (
            UnitGroup.objects.select_for_update(no_key=True)
            .filter(code=code)
            .exclude(valid_to__lte=valid_from)
        )
        if taken.filter(Q() if valid_to is None else Q(valid_from__lt=valid_to)).exists():
            raise Conflict("territory-group-exists", code=code)
        group = UnitGroup.objects.create(
            code=code, name_vi=name_vi, name_en=name_en or name_vi, valid_from=valid_from, valid_to=valid_to
        )
        UnitGroupMember.objects.bulk_create(
            [
                UnitGroupMember(group=group, unit_id=unit, valid_from=valid_from, valid_to=valid_to)
                for unit in members
            ]
        )
    return group


def change_group(
    group: UnitGroup, *, name_vi: str, name_en: str, unit_ids: Iterable[int], on: dt.date, by: Person | None
) -> UnitGroup:
    """From `on` the group has just these members: others leave on that day, new ones join.

    Raises BadRequest `territory-group-empty`; Conflict `territory-group-ended`, `territory-group-day-too-early`.
    """
    wanted = set(unit_ids)
    if not wanted:
        raise BadRequest("territory-group-empty")
    with transaction.atomic():
        group = UnitGroup.objects.select_for_update(no_key=True).get(pk=group.pk)
        _check_day(group, on)
        group.name_vi, group.name_en = name_vi, name_en or name_vi
        group.save(update_fields=["name_vi", "name_en"])
        _move_members(group, wanted, on)
    return group


def end_group(group: UnitGroup, *, on: dt.date, by: Person | None) -> UnitGroup:
    """The group and its members are valid no longer from `on`. Raises like `change_group`."""
    with transaction.atomic():
        group = UnitGroup.objects.select_for_update(no_key=True).get(pk=group.pk)
        _check_day(group, on)
        if on <= group.valid_from:
            raise Conflict(
                "territory-group-day-too-early", code=group.code, day=f"{group.valid_from:%d/%m/%Y}"
            )
        group.valid_to = on
        group.save(update_fields=["valid_to"])
        _move_members(group, set(), on)
    return group


def _check_day(group: UnitGroup, on: dt.date) -> None:
    """Changes go forward only: members that joined later than `on` would be overwritten."""
    if group.valid_to and group.valid_to <= on:
        raise Conflict("territory-group-ended", code=group.code, day=f"{on:%d/%m/%Y}")
    newest = (
        group.members.order_by("-valid_from").values_list("valid_from", flat=True).first() or group.valid_from
    )
    if on < newest:
        raise Conflict("territory-group-day-too-early", code=group.code, day=f"{newest:%d/%m/%Y}")


def _move_members(group: UnitGroup, wanted: set[int], on: dt.date) -> None:
    present = group.members.filter(valid_from__lte=on).exclude(valid_to__lte=on)
    leaving = present.exclude(unit_id__in=wanted)
    leaving.filter(valid_from=on).delete()  # joined and left on the same day: never was a member
    leaving.filter(valid_from__lt=on).update(valid_to=on)
    joining = wanted - set(present.values_list("unit_id", flat=True))
    UnitGroupMember.objects.bulk_create(
        [
            UnitGroupMember(group=group, unit_id=unit, valid_from=on, valid_to=group.valid_to)
            for unit in sorted(joining)
        ]
    )
