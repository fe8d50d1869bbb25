"""Reads of what crews handed in; every one begins with what a scope may see."""

from __future__ import annotations

from dothi.accounts.models import Person
from dothi.crews.models import Attachment, CrewDuty
from dothi.incidents.queries import visible
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope


def get_attachment(client_id: str, person: Person) -> Attachment:
    """For whoever sees its case. Raises NotFound, also when its time is over."""
    cases = visible(person.scope("incidents.view")).values("pk")
    rows = Attachment.objects.select_related("deed", "incident")
    found = rows.filter(deed__client_id=client_id, incident__in=cases).first()
    if found is None:
        raise NotFound("crew-file-gone")
    return found


def get_duty(pk: int, scope: Scope) -> CrewDuty:
    """Of a unit in `scope`. Raises NotFound."""
    rows = CrewDuty.objects.select_related("person", "force")
    found = scope.restrict(rows, "force__unit_id", "force__agency_id").filter(pk=pk).first()
    if found is None:
        raise NotFound("crew-duty-unknown")
    return found
