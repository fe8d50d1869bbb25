"""When cases are merged or split, the units that are still out go along; what is over stays where it was done."""

from __future__ import annotations

from collections.abc import Collection

from dothi.accounts.models import Person
from dothi.forces import journal
from dothi.forces.models import Assignment
from dothi.incidents.joining.following import Follower, follows
from dothi.incidents.models import Incident


def move(source: Incident, target: Incident, ids: Collection[int] | None, by: Person) -> list[int]:
    """Those that are still out (of `ids`, where some are chosen), from one case to the other."""
    rows = Assignment.objects.select_for_update(no_key=True, of=("self",)).filter(
        incident=source, ended_at__isnull=True
    )
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    moving = list(rows.select_related("force").order_by("pk"))
    Assignment.objects.filter(pk__in=[one.pk for one in moving]).update(incident=target)
    for one in moving:
        journal.tell("forces.changed", one.force, target)
    return [one.pk for one in moving]


def offers(incident: Incident, person: Person) -> list[tuple[int, str]]:
    """The units that are out for this case, as far as this person may send."""
    rows = Assignment.objects.filter(incident=incident, ended_at__isnull=True).select_related("force")
    reached = person.scope("forces.send").restrict(rows, "force__unit_id", "force__agency_id")
    return [(one.pk, f"{one.force.call_sign} {one.force.name}") for one in reached.order_by("alerted_at")]


follows(Follower(name="forces", move=move, offers=offers))
