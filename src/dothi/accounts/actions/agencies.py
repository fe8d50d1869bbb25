"""Agencies and their tree."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.db.models import Q

from dothi.accounts.actions.action import action
from dothi.accounts.models import Agency, Person
from dothi.kernel import clock, locks
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.territory.models import Unit


@action
def add_agency(
    code: str,
    *,
    name_vi: str,
    name_en: str,
    kind: str,
    by: Person | None,
    parent: Agency | None = None,
    unit: Unit | None = None,
    phone: str = "",
    valid_from: dt.date | None = None,
    reason: str = "",
) -> Agency:
    """Adds an agency below `parent`. Raises BadRequest (code, kind, names), NotAllowed, Conflict `accounts-agency-code-taken`."""
    _check_agencies(by, parent)
    _check_seat(by, unit)
    agency = Agency(
        code=code.strip(),
        name_vi=name_vi.strip(),
        name_en=name_en.strip(),
        kind=kind,
        parent=parent,
        unit=unit,
        phone=phone,
    )
    agency.valid_from = valid_from or clock.today()
    _check_agency(agency)
    locks.hold(f"agency {agency.code}")
    if Agency.objects.filter(code=agency.code).exists():
        raise Conflict("accounts-agency-code-taken", code=agency.code)
    agency.save()
    return agency


@action
def change_agency(agency: Agency, *, by: Person | None, reason: str = "", **values: Any) -> Agency:
    """Changes names, kind, parent, unit or phone (never the code: outside systems know it). Raises BadRequest, NotAllowed."""
    unknown = set(values) - {"name_vi", "name_en", "kind", "parent", "unit", "phone"}
    if unknown:
        raise TypeError(f"change_agency does not change {sorted(unknown)}")
    agency = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    _check_agencies(by, agency)
    _check_agencies(by, values.get("parent", agency.parent))
    _check_seat(by, values.get("unit", agency.unit))
    for name, value in values.items():
        setattr(agency, name, value)
    _check_agency(agency)
    agency.save()
    return agency


@action
def end_agency(
    agency: Agency,
    *,
    by: Person | None,
    on: dt.date | None = None,
    successor: Agency | None = None,
    reason: str = "",
) -> Agency:
    """Ends an agency on the day `on`; `successor` takes over what it had to do. Raises Conflict while people or agencies stand below
    it, and when it has ended; BadRequest when the successor does not stand then."""
    agency = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    _check_agencies(by, agency)
    day = on or clock.today()
    if agency.valid_to is not None and agency.valid_to <= day:
        raise Conflict("accounts-agency-ended-before", code=agency.code, day=f"{agency.valid_to:%d/%m/%Y}")
    living = Agency.objects.filter(parent=agency).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    staff = Person.objects.filter(agency=agency, is_active=True).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    )
    if living.exists() or staff.exists():
        raise Conflict("accounts-agency-in-use", code=agency.code)
    if day <= agency.valid_from:
        raise BadRequest("accounts-dates-crossed")
    _check_successor(agency, successor, day)
    agency.valid_to, agency.successor = day, successor
    agency.save(update_fields=["valid_to", "successor"])
    return agency


def _check_successor(agency: Agency, successor: Agency | None, day: dt.date) -> None:
    if successor is None:
        return
    successor = Agency.objects.select_for_update(no_key=True).get(pk=successor.pk)
    stands = successor.valid_from <= day and (successor.valid_to is None or successor.valid_to > day)
    if not stands or successor.pk == agency.pk:
        raise BadRequest("accounts-successor-does-not-stand", code=successor.code)


def _check_agencies(by: Person | None, agency: Agency | None) -> None:
    """The tree decides whom scopes reach, so only who manages people everywhere (or all of that agency's area) changes it."""
    if by is None:
        return
    scope = by.scope("people.manage")
    if not (
        scope.everywhere or (agency is not None and agency.unit_id and scope.covers(agency.unit_id, None))
    ):
        raise NotAllowed("accounts-agency-outside-scope", agency=agency.code if agency else "—")


def _check_seat(by: Person | None, unit: Unit | None) -> None:
    """An agency sits where its maker manages: its unit says who manages its people."""
    if by is not None and not by.scope("people.manage").covers(unit.pk if unit else None, None):
        raise NotAllowed("scope-does-not-reach")


def _check_agency(agency: Agency) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", agency.code):
        raise BadRequest("accounts-agency-code-invalid", code=agency.code)
    if agency.kind not in Agency.Kind.values:
        raise BadRequest("accounts-kind-unknown", kind=agency.kind)
    if not agency.name_vi or not agency.name_en:
        raise BadRequest("accounts-agency-name-missing", code=agency.code)
    above, seen = agency.parent, {agency.pk}
    while above is not None:
        if above.pk in seen:
            raise BadRequest("accounts-agency-loop", code=agency.code)
        seen.add(above.pk)
        above = above.parent
