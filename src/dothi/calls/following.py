"""Calls go along when cases are merged or split."""

from __future__ import annotations

from collections.abc import Collection

from dothi.accounts.models import Person
from dothi.calls import queries
from dothi.calls.models import Call
from dothi.calls.telling import tell
from dothi.incidents.models import Incident


def move(source: Incident, target: Incident, ids: Collection[int] | None, by: Person) -> list[int]:
    """Inside the transaction of the merge or split; `ids` None: all calls of the case."""
    rows = Call.objects.select_for_update(no_key=True, of=("self",)).filter(incident=source)
    moved = []
    for call in (rows if ids is None else rows.filter(pk__in=ids)).order_by("pk"):
        call.incident = target
        call.save(update_fields=["incident"])
        tell("calls.changed", call, what="attached")
        moved.append(call.pk)
    return moved


def offers(incident: Incident, person: Person) -> list[tuple[int, str]]:
    """The calls of a case that this person may see, each by its code and its address."""
    calls = queries.of_incident(incident, person.scope("calls.view"))
    return [(call.pk, f"{call.code} {call.address}".strip()) for call in calls]
