"""Reads of incidents; every one begins with what a scope may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from dothi.accounts.models import Agency, Person
from dothi.accounts.queries import people_who_may
from dothi.incidents import procedures
from dothi.incidents.command.models import IncidentLeg
from dothi.incidents.models import (
    Incident,
    IncidentAlarm,
    IncidentEntity,
    IncidentLog,
    IncidentProcedure,
    IncidentStep,
    Procedure,
    Status,
)
from dothi.kernel import clock
from dothi.kernel.audit.as_of import as_known_at
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope
from dothi.kernel.vietnamese import in_vietnamese
from dothi.rules.alarms import queries as alarms
from dothi.rules.alarms.models import Alarm
from dothi.territory.models import Level, Unit

LINES = 100  # of a log that are shown at once


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
    """What a scope may read: cases of its own, and those that an agency of it takes part in."""
    return _with_people(Incident.objects.filter(reached(scope)))


def workable(scope: Scope) -> QuerySet[Incident]:
    """What a scope may act on: an agency that only takes part in a case answers for its own part, not for the case."""
    return _with_people(scope.restrict(Incident.objects.all()))


def reached(scope: Scope, case: str = "") -> Q:
    """The condition of `visible`, for rows that point to a case by `case` (`incident__`) as well. The agency of a leg is met
    where the case is, or where the agency itself is at home."""
    if scope.everywhere:
        return Q()
    legs = IncidentLeg.objects.filter(state__in=IncidentLeg.SEEING)
    sharing = legs.filter(scope.as_q("incident__unit_id") | scope.as_q("unit_id"))
    return scope.as_q(f"{case}unit_id", f"{case}agency_id") | Q(
        **{f"{case}pk__in": sharing.values("incident_id")}
    )


def _with_people(rows: QuerySet[Incident]) -> QuerySet[Incident]:
    return rows.select_related("unit", "agency", "lead", "opened_by", "closed_by", "merged_into")


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


def is_open() -> Q:
    return ~Q(status=Status.CLOSED)


def _states(state: str) -> Q:
    if state == "open":
        return is_open()
    return Q(status=state) if state in Status.values else Q()


def get_incident(code: str, scope: Scope) -> Incident:
    """One incident to read. Raises NotFound when there is none or it lies outside the scope."""
    return _get(visible(scope), code)


def get_workable(code: str, scope: Scope) -> Incident:
    """One incident to act on. Raises NotFound when there is none or it lies outside the scope of whoever acts."""
    return _get(workable(scope), code)


def _get(rows: QuerySet[Incident], code: str) -> Incident:
    found = rows.filter(code=code).first()
    if found is None:
        raise NotFound("incident-does-not-exist", incident=code)
    return found


def counts(scope: Scope) -> dict[str, int]:
    """How many there are per status."""
    rows = Incident.objects.filter(reached(scope)).order_by().values_list("status").annotate(n=Count("pk"))
    return dict.fromkeys(Status.values, 0) | dict(rows)


def choices(scope: Scope) -> dict[str, list[tuple[Any, str]]]:
    """What the list can be narrowed by: only what this scope has incidents of."""
    seen = Incident.objects.filter(reached(scope)).order_by()
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


def last_lines(lines: QuerySet[IncidentLog], before: int | None = None) -> tuple[list[IncidentLog], int]:
    """The last hundred of some lines (of those before this id) in order, and how many stand before them."""
    if before is not None:
        lines = lines.filter(pk__lt=before)
    shown = list(lines.select_related("person", "agency").order_by("-pk")[:LINES])[::-1]
    return shown, lines.count() - len(shown) if len(shown) == LINES else 0


def possible_leads(incident: Incident) -> list[Person]:
    """People who may work on this incident, the agency's own first."""
    return people_who_may("incidents.work", incident.unit_id, incident.agency_id)


def alarms_of(incident: Incident, scope: Scope, at: dt.datetime | None = None) -> list[Alarm]:
    """The alarms it is about, as far as `scope` (of `alarms.view`) reaches; with `at` those attached by then, as they were known then."""
    links = IncidentAlarm.objects.filter(incident=incident)
    attached = as_known_at(IncidentAlarm, at, incident=incident) if at else list(links)
    seen = alarms.visible(scope).filter(pk__in=[one.alarm_id for one in attached])
    return as_known_at(seen, at) if at else list(seen)


def entities_of(incident: Incident, at: dt.datetime | None = None) -> list[IncidentEntity]:
    """What it is about, in the order of attaching; with `at` as it was known then."""
    if at:
        return as_known_at(IncidentEntity, at, incident=incident)
    return list(incident.entities.order_by("pk"))


@dataclass(frozen=True, slots=True)
class Walk:
    """A procedure of an incident with its steps in order."""

    row: IncidentProcedure
    steps: list[IncidentStep]

    @property
    def settled(self) -> int:
        return sum(1 for step in self.steps if step.state != IncidentStep.State.OPEN)

    @property
    def next(self) -> IncidentStep | None:
        """The first step that is open: the one to do now."""
        return next((step for step in self.steps if step.state == IncidentStep.State.OPEN), None)


def walks_of(incident: Incident, at: dt.datetime | None = None) -> list[Walk]:
    """The procedures of an incident in the order they were begun; with `at` as they were known then."""
    begun = incident.procedures.order_by("pk")
    rows = as_known_at(begun, at) if at else list(begun.select_related("procedure", "begun_by"))
    steps = IncidentStep.objects.filter(walk__incident=incident).order_by("walk_id", "number")
    known = as_known_at(steps, at) if at else list(steps.select_related("settled_by"))
    return [
        Walk(row, sorted((one for one in known if one.walk_id == row.pk), key=lambda one: one.number))
        for row in rows
    ]


def get_step(incident: Incident, pk: int) -> IncidentStep:
    """A step of this incident. Raises NotFound."""
    found = (
        IncidentStep.objects.select_related("walk__incident").filter(walk__incident=incident, pk=pk).first()
    )
    if found is None:
        raise NotFound("incident-step-does-not-exist", incident=incident.code)
    return found


def possible_procedures(incident: Incident) -> list[Procedure]:
    """What is in force and not walked in this incident yet."""
    walked = set(incident.procedures.values_list("code", flat=True))
    return [one for one in procedures.in_force() if f"{one.pack}/{one.code}" not in walked]


def agencies_of(incident: Incident) -> list[Agency]:
    """Those that a step may be given to: the one that leads and those that take part, and that of the commune."""
    taking = incident.legs.filter(state__in=(IncidentLeg.State.ASKED, IncidentLeg.State.ACCEPTED))
    local = Q(unit=incident.unit_id, kind=Agency.Kind.COMMUNE) if incident.unit_id else Q(pk__in=[])
    rows = Agency.objects.filter(Q(pk=incident.agency_id) | Q(pk__in=taking.values("agency")) | local)
    return list(rows.order_by("name_vi"))


def late_steps(cases: Iterable[Incident]) -> dict[int, int]:
    """How many steps of each of these cases are overdue; cases without any are left out."""
    rows = IncidentStep.objects.filter(
        walk__incident__in=[one.pk for one in cases if one.is_open],
        state=IncidentStep.State.OPEN,
        due_at__lt=clock.now(),
    )
    return dict(rows.values_list("walk__incident").annotate(n=Count("pk")).order_by())
