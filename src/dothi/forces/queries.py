"""Reads of units; every one begins with what a scope may see. Where a unit is comes from its entity, with its age and origin."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, F, Func, Prefetch, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from dothi.entities.core.normalize import LOCATION
from dothi.forces.models import Assignment, CheckIn, Force, ForceLog
from dothi.forces.workflow import SENDABLE
from dothi.incidents.models import Incident
from dothi.kernel import clock, sql
from dothi.kernel.errors import NotFound
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope
from dothi.kernel.vietnamese import in_vietnamese


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


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed by; `text` as it was typed, `words` of it folded. `state` may be `free`: may be sent."""

    text: str = ""
    words: str = ""
    service: str = ""
    state: str = ""
    kind: str = ""
    area: int | None = None

    @property
    def anything(self) -> bool:
        return bool(self.text or self.service or self.state or self.kind or self.area)


def matching(rows: QuerySet[Force], asked: Asked, kinds: Collection[str] = ()) -> QuerySet[Force]:
    """Narrowed; words are looked for in call sign, name and home, accents or not, and as `kinds` whose names hold them."""
    told = {"service": asked.service, "kind": asked.kind, "unit_id": asked.area}
    rows = rows.filter(**{name: value for name, value in told.items() if value})
    if asked.words:
        rows = rows.alias(said=_SAID).filter(Q(said__contains=asked.words) | Q(kind__in=kinds))
    elif asked.text:
        return rows.none()  # signs alone are no words
    if asked.state == "free":
        return rows.filter(state__in=[one.value for one in SENDABLE])
    return rows.filter(state=asked.state) if asked.state else rows


# call sign, name and home as `territory.names.folded` folds them, by the database's own function
_SAID = Func(
    Concat(F("call_sign"), Value(" "), F("name"), Value(" "), F("home_name"), output_field=TextField()),
    template="regexp_replace(entities_folded(%(expressions)s), '[^a-z0-9]+', ' ', 'g')",
    output_field=TextField(),
)


def by_service(rows: QuerySet[Force]) -> Counter[str]:
    """How many units of each service."""
    counted = rows.order_by().values_list("service").annotate(number=Count("pk"))
    return Counter(dict(counted.values_list("service", "number")))


class Spread(NamedTuple):
    """A service, kind and area that units of a scope have."""

    service: str
    kind: str
    unit_id: int | None
    unit: str | None


def spread(scope: Scope) -> list[Spread]:
    """In one question, areas in the order of the alphabet."""
    rows = visible(scope).order_by(in_vietnamese("unit__full_name"))
    return [
        Spread(*one) for one in rows.values_list("service", "kind", "unit_id", "unit__full_name").distinct()
    ]
