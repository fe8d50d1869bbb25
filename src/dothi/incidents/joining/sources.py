"""What a case was opened from, or what belongs to it, in any room: a call, a report, a camera, a dossier.

This room knows the kind, how people there call it, and its address; whoever attaches keeps its own side of the link.
A kind is a word (`incidents-source-<kind>`), nothing else: a new room needs no change here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from dothi.accounts.models import Person
from dothi.incidents.joining.models import IncidentSource
from dothi.incidents.journal import tell, write
from dothi.incidents.models import Incident, IncidentLog
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.said import plain


@dataclass(frozen=True, slots=True)
class Source:
    """One thing of another room: what it is (`call`), how people call it (`CG-2026-000123`), where it stands (`/calls/…/`)."""

    kind: str
    reference: str
    url: str
    title: str = ""


@transaction.atomic
def attach(incident: Incident, source: Source, *, by: Person | None) -> IncidentSource:
    """Makes it belong to the case; a second time changes nothing. Raises Conflict when the case is closed,
    BadRequest when its address is not of this city."""
    held = Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    if not held.is_open:
        raise Conflict("incident-is-closed-for-joining", code=held.code)
    row, new = keep(held, source, by=by)
    if new:
        write(held, IncidentLog.Kind.SOURCE, "", by, what="attached", **said(row))
        tell("incidents.updated", held)
    return row


def keep(
    incident: Incident, source: Source, *, by: Person | None, opened_it: bool = False
) -> tuple[IncidentSource, bool]:
    """The row alone, and whether it is new; whoever calls says it in the log."""
    if not source.url.startswith("/") or source.url.startswith("//"):
        raise BadRequest("incident-source-address")
    return IncidentSource.objects.get_or_create(
        incident=incident,
        kind=source.kind,
        reference=source.reference[:200],
        defaults={
            "url": source.url[:400],
            "title": plain(source.title)[:200],
            "opened_it": opened_it,
            "attached_at": clock.now(),
            "attached_by": by,
        },
    )


def said(row: IncidentSource) -> dict[str, Any]:
    """What a line of the log says of it."""
    return {"source": row.kind, "reference": row.reference, "url": row.url}


def cases_of(kind: str, reference: str) -> QuerySet[Incident]:
    """The cases that a thing of another room belongs to, the newest first; narrow them by `queries.visible` before showing."""
    return Incident.objects.filter(sources__kind=kind, sources__reference=reference).order_by("-pk")
