"""Units as screens show them: state with its timer, where the unit is and how old that is, crew, rest, and what must not be overlooked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef

from dothi.forces import queries
from dothi.forces.catalogue import Catalogue, Limit, in_force
from dothi.forces.models import Assignment, CheckIn, Force
from dothi.forces.queries import Fix
from dothi.forces.watching import is_silent
from dothi.forces.wording import lasted
from dothi.forces.workflow import CODES, State, needs, next_states
from dothi.kernel import clock
from dothi.kernel.permissions import Scope

DECLINED_FOR = dt.timedelta(
    minutes=30
)  # how long a refusal stays on top of the list, unless others were sent since


@dataclass(frozen=True, slots=True)
class Step:
    """A state that may be set next: its code, and what has to be said with it."""

    state: State
    code: str
    needs: str | None


@dataclass(frozen=True)
class Standing:
    """One unit now."""

    force: Force
    assignment: Assignment | None
    fix: Fix | None
    told: Catalogue
    now: dt.datetime

    @cached_property
    def limit(self) -> Limit | None:
        severity = self.assignment.incident.severity if self.assignment else ""
        return self.told.limit(self.force.state, severity, self.force.service)

    @property
    def for_s(self) -> float:
        return max(0.0, (self.now - self.force.state_since).total_seconds())

    @property
    def lasted(self) -> str:
        """How long it is in this state, in words."""
        return lasted(self.for_s)

    @property
    def mark(self) -> str:
        """The timer's severity: past `alert` critical, past `warn` medium, else nothing is said."""
        if self.limit is None:
            return ""
        if self.limit.alert_s is not None and self.for_s >= self.limit.alert_s:
            return "critical"
        return "medium" if self.limit.warn_s is not None and self.for_s >= self.limit.warn_s else ""

    @property
    def limit_minutes(self) -> float:
        """The limit that is passed: `alert`, else `warn`."""
        seconds = (
            (self.limit.alert_s if self.mark == "critical" else self.limit.warn_s) if self.limit else None
        )
        return (seconds or 0) / 60

    @property
    def stale_after(self) -> int | None:
        stale = self.told.seconds("fix-stale")
        return None if stale is None else int(stale)

    @property
    def silent(self) -> bool:
        return self.assignment is not None and is_silent(self.assignment, self.told, self.now)

    @property
    def kind_name(self) -> str:
        return self.told.kind_name(self.force.kind)

    @property
    def capability_names(self) -> list[str]:
        return [self.told.capability_name(one) for one in self.force.capabilities]

    @property
    def short_crew(self) -> bool:
        return self.force.crew < self.force.crew_minimum

    @property
    def rests(self) -> bool:
        return self.force.rest_until is not None and self.force.rest_until > self.now

    @property
    def fix_is_stale(self) -> bool:
        stale = self.told.seconds("fix-stale")
        return self.fix is not None and stale is not None and self.fix.age_s(self.now) > stale

    @property
    def steps(self) -> list[Step]:
        old = State(self.force.state)
        return [Step(one, CODES[one], needs(one, old)) for one in next_states(old)]


def standing(forces: Sequence[Force]) -> list[Standing]:
    """All of them with three more queries, however many."""
    told, now = in_force(), clock.now()
    sent = queries.open_assignments(forces)
    fixes = queries.fixes([one.urn for one in forces])
    return [Standing(one, sent.get(one.pk), fixes.get(one.urn), told, now) for one in forces]


@dataclass(frozen=True, slots=True)
class Attention:
    """What nobody may overlook: crews that did not answer, crews that did not say that they heard, and those that cannot go."""

    checkins: list[CheckIn]
    silent: list[Assignment]
    declined: list[Assignment]

    @property
    def any(self) -> bool:
        return bool(self.checkins or self.silent or self.declined)


def attention(scope: Scope, incident_id: int | None = None) -> Attention:
    """For the units of this scope (of one case)."""
    told, now = in_force(), clock.now()
    rows = Assignment.objects.select_related("force", "incident", "sent_by", "ended_by")
    rows = scope.restrict(rows, "force__unit_id", "force__agency_id")
    checkins = queries.overdue(scope, now)
    if incident_id is not None:
        rows, checkins = (
            rows.filter(incident_id=incident_id),
            checkins.filter(assignment__incident_id=incident_id),
        )
    waiting = rows.filter(ended_at__isnull=True, acknowledged_at__isnull=True).order_by("alerted_at")
    replaced = Assignment.objects.filter(incident=OuterRef("incident"), alerted_at__gt=OuterRef("ended_at"))
    refused = rows.filter(ended_as=Assignment.Ended.DECLINED, ended_at__gte=now - DECLINED_FOR)
    unreplaced = refused.filter(~Exists(replaced)).order_by("-ended_at")  # nobody was sent since
    declined = [one for one in unreplaced if one.incident.is_open]
    return Attention(list(checkins), [one for one in waiting if is_silent(one, told, now)], declined)
