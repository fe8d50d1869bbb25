"""Owners of the shared code lists; one that a person gave a list to stays. Repeating changes nothing."""

from __future__ import annotations

from dothi.accounts.models import Agency
from dothi.codelists import actions
from dothi.codelists.models import CodeList
from dothi.demo.city import City
from dothi.demo.people import REASON


def give_owners(city: City) -> None:
    owners = {agency.code: agency for agency in Agency.objects.filter(code__in=city.lists.values())}
    for row in CodeList.objects.filter(code__in=city.lists, owner__isnull=True):
        actions.hand_over(row, owners[city.lists[row.code]], expected=None, reason=REASON, by=None)
