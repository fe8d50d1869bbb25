"""What the desk shows, joined from calls, units and cases. Every list is cut and says how much is left: a desk stays small in a storm."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db.models import Count, Model, Q, QuerySet

from dothi.accounts.models import Person
from dothi.calls import queries as calls
from dothi.calls.models import Call, CallLeg
from dothi.calls.numbers import masked
from dothi.forces import queries as forces
from dothi.forces.models import Assignment, CheckIn, Force
from dothi.incidents import queries as incidents
from dothi.incidents.models import Incident, Status
from dothi.kernel import clock
from dothi.kernel.permissions import Scope
from dothi.rules.alarms.queries import SEVERITY_ORDER

Shown = TypeVar("Shown")
M = TypeVar("M", bound=Model)
MOST_CALLS = 12  # of each kind in the queue
MOST_CASES = 40
DECLINED_FOR = dt.timedelta(minutes=30)  # how long a crew's refusal stands in its case's row


@dataclass(frozen=True, slots=True)
class Cut(Generic[Shown]):
    """The first rows of a list, and how many more there are."""

    rows: list[Shown]
    more: int = 0

    def __len__(self) -> int:
        return len(self.rows) + self.more

    def __bool__(self) -> bool:
        return bool(self.rows)


def cut(rows: QuerySet[M], most: int) -> Cut[M]:
    """One question while the list is short, a second one (the count) only when it is long."""
    first = list(rows[: most + 1])
    return Cut(first[:most], rows.count() - most if len(first) > most else 0)


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits at the left, the most urgent kind first."""

    ringing: Cut[Call]
    legs: Cut[CallLeg]
    mine: Cut[Call]  # on the line with this person
    wrapping: Cut[Call]
    missed: Cut[Call]

    def __bool__(self) -> bool:
        return any((self.ringing, self.legs, self.mine, self.wrapping, self.missed))


def queue(person: Person) -> Queue:
    scope = person.scope("calls.view")
    asked = calls.legs(scope).filter(state__in=(CallLeg.State.ASKED, CallLeg.State.ACCEPTED))
    found = Queue(
        ringing=cut(calls.ringing(scope), MOST_CALLS),
        legs=cut(asked.exclude(asked_by=person).order_by("state", "asked_at", "pk").reverse(), MOST_CALLS),
        mine=cut(calls.running(scope, person), MOST_CALLS),
        wrapping=cut(calls.wrapping(scope, person), MOST_CALLS),
        missed=cut(calls.missed(scope), MOST_CALLS),
    )
    lists = (found.ringing, found.mine, found.wrapping, found.missed)
    _say_numbers([one for listed in lists for one in listed.rows], person)
    return found


def _say_numbers(waiting: Sequence[Call], person: Person) -> None:
    """`shown_number` of each: in full where this person may see who calls, one question for all."""
    scope = person.scope("calls.person")
    seen = {one.pk for one in waiting} if scope.everywhere else set()
    if scope and waiting and not seen:
        seen = set(
            calls.visible(scope).filter(pk__in=[one.pk for one in waiting]).values_list("pk", flat=True)
        )
    for one in waiting:
        shown = one.caller_number if one.pk in seen else masked(one.caller_number)
        one.shown_number = shown  # type: ignore[attr-defined]


@dataclass(slots=True)
class Sent:
    """One unit on a case, with the check-in that is due or late."""

    assignment: Assignment
    check_in: CheckIn | None = None

    @property
    def force(self) -> Force:
        return self.assignment.force


@dataclass(slots=True)
class Row:
    """One open case in the list below."""

    incident: Incident
    calls: int = 0
    sent: list[Sent] = field(default_factory=list)
    declined: list[Assignment] = field(default_factory=list)
    ended: set[str] = field(default_factory=set)  # how assignments of before ended

    @property
    def said_empty(self) -> str:
        """The word for a case with nobody on it: nobody was sent, all declined, or all that went are away again."""
        if not self.ended:
            return "dispatch-no-units"
        return "dispatch-all-declined" if self.ended == {Assignment.Ended.DECLINED} else "dispatch-all-home"


def cases(person: Person) -> Cut[Row]:
    """Open cases by urgency with their units, in six questions however many there are."""
    scope = person.scope("incidents.view")
    open_ = incidents.visible(scope).exclude(status=Status.CLOSED)
    found = cut(open_.order_by(SEVERITY_ORDER, "-opened_at", "-pk"), MOST_CASES)
    return Cut(rows_of(found.rows), found.more)


def rows_of(cases: Sequence[Incident]) -> list[Row]:
    rows = {one.pk: Row(one) for one in cases}
    counted = (
        Call.objects.filter(incident__in=rows).order_by().values_list("incident").annotate(n=Count("pk"))
    )
    for pk, number in counted:
        rows[pk].calls = number
    recent = Q(ended_as=Assignment.Ended.DECLINED, ended_at__gte=clock.now() - DECLINED_FOR)
    assignments = Assignment.objects.filter(Q(ended_at__isnull=True) | recent, incident__in=rows)
    went = list(assignments.select_related("force").order_by("alerted_at", "pk"))
    asked = {one.assignment_id: one for one in _check_ins(went)}
    replaced = defaultdict(set)
    for one in went:
        if one.ended_at is None:
            rows[one.incident_id].sent.append(Sent(one, asked.get(one.pk)))
            replaced[one.incident_id].add(one.force_id)
    for one in went:
        if one.ended_at is not None and one.force_id not in replaced[one.incident_id]:
            rows[one.incident_id].declined.append(one)
    over = Assignment.objects.filter(incident__in=rows, ended_at__isnull=False).order_by()
    for pk, how in over.values_list("incident", "ended_as").distinct():
        rows[pk].ended.add(how)
    return list(rows.values())


def _check_ins(assignments: Sequence[Assignment]) -> QuerySet[CheckIn]:
    """The open check-ins of units on cases (one each)."""
    return CheckIn.objects.filter(assignment__in=[one.pk for one in assignments], answered_at__isnull=True)


def row_of(incident: Incident) -> Row:
    return rows_of([incident])[0]


def within(scope: Scope) -> QuerySet[Force]:
    """Units that a scope reaches, by call sign."""
    return forces.visible(scope).filter(ended_at__isnull=True).order_by("call_sign")


def reachable(person: Person) -> QuerySet[Force]:
    """Units that this person sees."""
    return within(person.scope("forces.view"))
