"""Rows held or ended inside an action."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from dothi.accounts.models import Person, RoleGrant
from dothi.kernel.errors import Conflict


def held(person: Person) -> Person:
    """The person's row, held until commit: two changes of one person follow each other."""
    return Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)


def end(grant: RoleGrant, day: dt.date) -> None:
    """Compare-and-swap: only who still sees the former end may write the new one."""
    day = max(day, grant.valid_from)
    same_end = Q(valid_to__isnull=True) if grant.valid_to is None else Q(valid_to=grant.valid_to)
    if not RoleGrant.objects.filter(same_end, pk=grant.pk).update(valid_to=day):
        raise Conflict("conflict")
    grant.valid_to = day
