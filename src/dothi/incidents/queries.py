"""Reads of incidents; every one begins with what a scope may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from dothi.accounts.models import Person
from dothi.accounts.queries import people_who_may
from dothi.incidents.models import Incident, IncidentAlarm, IncidentEntity, IncidentLog, Status
from dothi.kernel import clock
from dothi.kernel.audit.as_of import as_known_at
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope
from dothi.kernel.vietnamese import in_vietnamese
from dothi.rules import queries as alarms
from dothi.rules.models import Alarm
from dothi.territory.models import Level, Unit


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list's address asks for; empty means all."""

    state: str = "open"  # open, closed, all, or one status
    severity: str = ""
    unit_id: int | None = None
    agency_id: int | None = None
    mine: int | None = None  # the lead's id
    text: str = ""

    @property
    def narrowed(self) -> bool:
        """Is anything asked beside state and text? Then the screen shows those fields."""
        return any((self.severity, self.unit_id, self.agency_id, self.mine))


def visible(scope: Scope) -> QuerySet[Incident]:
    return scope.restrict(Incident.objects.select_related("unit", "agency", "lead", "opened_by", "closed_by"))


def listed(scope: Scope, asked: Filter) -> QuerySet[Incident]:
    """Open ones first, then by severity, the newest first."""
    rows = visible(scope).filter(_states(asked.state))
    if asked.severity:
        rows = rows.filter(severity=asked.severity)
    if asked.unit_id:
        rows = rows.filter(unit_id=asked.unit_id)
    if asked.agency_id:
        rows = rows.filter(agency_id=asked.agency_id)
    if asked.mine:
        rows = rows.filter(lead_id=asked.mine)
    if asked.text:
        rows = rows.filter(Q(title__icontains=asked.text) | Q(code__icontains=asked.text))
    closed_last = Case(
        When(status=Status.CLOSED, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    return rows.order_by(closed_last, alarms.SEVERITY_ORDER, "-opened_at", "-pk")


def _states(state: str) -> Q:
    if state == "open":
        return ~Q(status=Status.CLOSED)
    return Q(status=state) if state in Status.values else Q()


def get_incident(code: str, scope: Scope) -> Incident:
    """One incident. Raises NotFound when there is none or it lies outside the scope."""
    found = visible(scope).filter(code=code).first()
    if found is None:
        raise NotFound("incident-does-not-exist", incident=code)
    return found


def counts(scope: Scope) -> dict[str, int]:
    """How many there are per status."""
    rows = scope.restrict(Incident.objects.order_by()).values_list("status").annotate(n=Count("pk"))
    return dict.fromkeys(Status.values, 0) | dict(rows)


def choices(scope: Scope) -> dict[str, list[tuple[Any, str]]]:
    """What the list can be narrowed by: only what this scope has incidents of."""
    seen = scope.restrict(Incident.objects.order_by())
    units = seen.filter(unit__isnull=False).values_list("unit_id", "unit__full_name").distinct()
    agencies = seen.filter(agency__isnull=False).values_list("agency_id", "agency__name_vi").distinct()
    return {
        "units": sorted(units, key=lambda row: row[1]),
        "agencies": sorted(agencies, key=lambda row: row[1]),
    }


def units_to_open_in(scope: Scope) -> list[tuple[Any, str]]:
    """The communes of today that a scope may open incidents in."""
    today = clock.today()
    units = Unit.objects.filter(level=Level.COMMUNE, valid_from__lte=today).exclude(valid_to__lte=today)
    covered: set[int] | None = set()
    for grant in scope.grants:
        covered = None if grant.unit_ids is None or covered is None else covered | grant.unit_ids
    if covered is not None:
        units = units.filter(pk__in=covered)
    return list(units.order_by(in_vietnamese("full_name")).values_list("pk", "full_name"))


def log(incident: Incident, until: dt.datetime | None = None) -> QuerySet[IncidentLog]:
    """The log in order; with `until` only what had been recorded by then."""
    lines = incident.log.select_related("person").order_by("pk")
    return lines.filter(recorded_at__lte=until) if until else lines


def possible_leads(incident: Incident) -> list[Person]:
    """People who may work on this incident, the agency's own first."""
    return people_who_may("incidents.work", incident.unit_id, incident.agency_id)


def alarms_of(incident: Incident, scope: Scope, at: dt.datetime | None = None) -> list[Alarm]:
    """The alarms it is about, as far as `scope` (of `alarms.view`) reaches; with `at` those attached by then, as they were known then."""
    links = IncidentAlarm.objects.filter(incident=incident)
    attached = as_known_at(links, at) if at else links
    seen = alarms.visible(scope).filter(pk__in=[one.alarm_id for one in attached])
    return as_known_at(seen, at) if at else list(seen)


def entities_of(incident: Incident, at: dt.datetime | None = None) -> list[IncidentEntity]:
    """What it is about, in the order of attaching; with `at` as it was known then."""
    attached = incident.entities.order_by("pk")
    return as_known_at(attached, at) if at else list(attached)
