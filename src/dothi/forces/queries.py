"""Reads of units; every one begins with what a scope may see. Where a unit is comes from its entity, with its age and origin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet

from dothi.entities.core.normalize import LOCATION
from dothi.forces.models import Assignment, CheckIn, Force, ForceLog
from dothi.forces.workflow import SENDABLE
from dothi.incidents.models import Incident
from dothi.kernel import clock, sql
from dothi.kernel.errors import NotFound
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope


@dataclass(frozen=True, slots=True)
class Fix:
    """Where a unit said that it is."""

    lon: float
    lat: float
    observed_at: dt.datetime
    origin: Origin

    def age_s(self, now: dt.datetime | None = None) -> float:
        return max(0.0, ((now or clock.now()) - self.observed_at).total_seconds())


def visible(scope: Scope) -> QuerySet[Force]:
    """Units in service (not disbanded) of this scope."""
    rows = Force.objects.filter(ended_at__isnull=True).select_related("agency", "unit", "state_by")
    return scope.restrict(rows)


def get_force(call_sign: str, scope: Scope) -> Force:
    """One unit, also a disbanded one. Raises NotFound when there is none or it lies outside the scope."""
    rows = scope.restrict(Force.objects.select_related("agency", "unit", "state_by"))
    found = rows.filter(call_sign__iexact=call_sign).first()
    if found is None:
        raise NotFound("force-does-not-exist", force=call_sign)
    return found


def sendable(scope: Scope) -> QuerySet[Force]:
    return visible(scope).filter(state__in=[one.value for one in SENDABLE])


def named(scope: Scope, call_signs: Iterable[str]) -> list[Force]:
    """Those of these call signs, in their order. Raises NotFound for the first that is not there."""
    asked = list(dict.fromkeys(call_signs))
    found = {one.call_sign: one for one in visible(scope).filter(call_sign__in=asked)}
    for one in asked:
        if one not in found:
            raise NotFound("force-does-not-exist", force=one)
    return [found[one] for one in asked]


def fixes(urns: Collection[str]) -> dict[str, Fix]:
    """Where these are, in one query; one that never said is left out."""
    wanted = [one for one in urns if one]
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        statement = sql.statement("dothi.forces", "sql/forces.sql", "fixes")
        cursor.execute(statement, {"urns": wanted, "location": LOCATION})
        return {
            urn: Fix(lon, lat, at, Origin(origin))
            for urn, lon, lat, at, origin in cursor.fetchall()
            if lon is not None
        }


def open_assignment(force: Force) -> Assignment | None:
    rows = force.assignments.select_related("incident", "sent_by")
    return rows.filter(ended_at__isnull=True).first()


def open_assignments(forces: Collection[Force]) -> dict[int, Assignment]:
    """By force id, with the case."""
    rows = Assignment.objects.filter(force__in=forces, ended_at__isnull=True)
    return {one.force_id: one for one in rows.select_related("incident", "sent_by")}


def of_incident(incident: Incident, scope: Scope) -> QuerySet[Assignment]:
    """Who was sent to a case, in that order: all of them for whoever may see the case, wherever the units are stationed –
    `scope` (of `forces.view`) only says that units may be seen at all."""
    rows = Assignment.objects.filter(incident=incident) if scope else Assignment.objects.none()
    asked = CheckIn.objects.filter(answered_at__isnull=True)
    return (
        rows.select_related("force", "incident", "sent_by", "ended_by")
        .prefetch_related(Prefetch("checkins", asked, to_attr="open_checkins"))
        .order_by("alerted_at", "pk")
    )


def get_assignment(pk: int, scope: Scope) -> Assignment:
    """Raises NotFound when there is none or its unit lies outside the scope."""
    rows = Assignment.objects.select_related("force", "incident")
    found = scope.restrict(rows, "force__unit_id", "force__agency_id").filter(pk=pk).first()
    if found is None:
        raise NotFound("force-assignment-does-not-exist")
    return found


def get_check_in(pk: int, scope: Scope) -> CheckIn:
    """Raises NotFound."""
    rows = CheckIn.objects.select_related("assignment__force", "assignment__incident")
    found = scope.restrict(rows, "assignment__force__unit_id", "assignment__force__agency_id")
    one = found.filter(pk=pk).first()
    if one is None:
        raise NotFound("force-check-in-does-not-exist")
    return one


def overdue(scope: Scope, now: dt.datetime | None = None) -> QuerySet[CheckIn]:
    """Crews that were asked and did not answer in time, the longest silent first."""
    rows = CheckIn.objects.filter(answered_at__isnull=True, due_at__lte=now or clock.now())
    rows = scope.restrict(rows, "assignment__force__unit_id", "assignment__force__agency_id")
    return rows.select_related("assignment__force", "assignment__incident").order_by("due_at")


def log_of(force: Force, limit: int = 100) -> list[ForceLog]:
    """The newest lines first."""
    return list(force.log.select_related("person", "assignment__incident").order_by("-pk")[:limit])


def counts(scope: Scope) -> dict[str, Any]:
    """How many units per state."""
    rows = visible(scope).order_by().values_list("state", flat=True)
    found: dict[str, Any] = {}
    for state in rows:
        found[state] = found.get(state, 0) + 1
    return found


def matching(rows: QuerySet[Force], *, service: str = "", state: str = "") -> QuerySet[Force]:
    """Narrowed by service and state (`free`: may be sent)."""
    if service:
        rows = rows.filter(service=service)
    if state == "free":
        return rows.filter(state__in=[one.value for one in SENDABLE])
    return rows.filter(Q(state=state)) if state else rows
