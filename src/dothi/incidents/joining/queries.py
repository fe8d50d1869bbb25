"""Reads of how cases belong together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from dothi.accounts.models import Person
from dothi.incidents import queries
from dothi.incidents.joining.following import followers
from dothi.incidents.joining.models import IncidentLink, IncidentMerge, IncidentSource
from dothi.incidents.models import Incident
from dothi.kernel.audit.as_of import as_known_at
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope


@dataclass(frozen=True, slots=True)
class Linked:
    """Another case and what it is to this one: related, cause, effect, taken-out, out-of."""

    row: IncidentLink
    other: Incident
    what: str


def linked(incident: Incident, scope: Scope) -> list[Linked]:
    """The cases that belong to this one, as far as `scope` reaches."""
    rows = IncidentLink.objects.filter(Q(first=incident) | Q(second=incident), ended_at__isnull=True)
    found = list(rows.order_by("pk"))
    others = {row.second_id if row.first_id == incident.pk else row.first_id for row in found}
    seen = queries.visible(scope).in_bulk(others)
    return [
        Linked(row, seen[pk], _what(row, row.first_id == incident.pk))
        for row in found
        if (pk := row.second_id if row.first_id == incident.pk else row.first_id) in seen
    ]


def _what(row: IncidentLink, is_first: bool) -> str:
    if row.kind == IncidentLink.Kind.CAUSE:
        return "effect" if is_first else "cause"
    if row.kind == IncidentLink.Kind.SPLIT:
        return "taken-out" if is_first else "out-of"
    return "related"


def get_link(incident: Incident, pk: int) -> IncidentLink:
    """A standing or ended link of this case. Raises NotFound."""
    rows = IncidentLink.objects.select_related("first", "second")
    found = rows.filter(Q(first=incident) | Q(second=incident), pk=pk).first()
    if found is None:
        raise NotFound("incident-link-does-not-exist", incident=incident.code)
    return found


def merges_into(incident: Incident, scope: Scope) -> list[IncidentMerge]:
    """The cases that were taken into this one and stand in it, as far as `scope` reaches."""
    rows = IncidentMerge.objects.filter(queries.reached(scope, "source__"), target=incident)
    rows = rows.filter(undone_at__isnull=True)
    return list(rows.select_related("source", "target", "by").order_by("pk"))


def merge_of(incident: Incident) -> IncidentMerge:
    """How this case was taken into another. Raises NotFound."""
    rows = IncidentMerge.objects.select_related("source", "target")
    found = rows.filter(source=incident, undone_at__isnull=True).first()
    if found is None:
        raise NotFound("incident-is-not-merged", incident=incident.code)
    return found


def sources_of(incident: Incident, at: dt.datetime | None = None) -> list[IncidentSource]:
    """What it was opened from and what was attached; with `at` as it was known then."""
    if at:
        return as_known_at(IncidentSource, at, incident=incident)
    return list(incident.sources.order_by("pk"))


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be taken out of a case: the part's name, and (id, words) of each."""

    part: str
    rows: list[tuple[int, str]]


def offers(incident: Incident, person: Person) -> list[Offer]:
    """Everything in the case that may go into a new one, as far as this person may see it."""
    alarms = [
        (one.pk, f"{one.alarm.rule.name} – {one.alarm.entity_name}")
        for one in incident.alarms.filter(open=True).select_related("alarm__rule")
    ]
    entities = [(one.pk, one.name or one.urn) for one in incident.entities.order_by("pk")]
    sources = [(one.pk, f"{one.reference} {one.title}".strip()) for one in incident.sources.order_by("pk")]
    found = [Offer("alarms", alarms), Offer("entities", entities), Offer("sources", sources)]
    found += [Offer(one.name, one.offers(incident, person)) for one in followers()]
    return [one for one in found if one.rows]


def possible_partners(incident: Incident, scope: Scope, most: int = 50) -> list[Incident]:
    """Open cases that this one may be joined with: the newest first."""
    rows = queries.workable(scope).filter(queries.is_open()).exclude(pk=incident.pk)
    return list(rows.order_by("-opened_at")[:most])
