"""What the desk shows, joined from calls, units and cases. Every list is cut and says how much is left: a desk stays small in a storm."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
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
class Reach:
    """Where one person may what, as far as it decides what is shared at the desk: whoever has the same sees the same rows.

    `holder`: only of a person whose own calls lie outside of all that; they share with nobody.
    """

    calls: Scope
    taking: Scope
    numbers: Scope
    cases: Scope
    holder: int | None = None


def reach_of(person: Person) -> Reach:
    """What is shared is read without the rights of a holder, so that it is the same for all; see `Reach.holder`."""
    seen = person.scope("calls.view")
    names = ("calls.view", "calls.take", "calls.person", "incidents.view")
    viewing, taking, numbers, cases = (Scope(person.scope(name).grants) for name in names)
    reach = Reach(viewing, taking, numbers, cases)
    strays = not seen.everywhere and calls.missed(seen).filter(taken_by=person).exists()
    return replace(reach, calls=seen, holder=person.pk) if strays else reach


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for anybody, the longest waiting first."""

    ringing: Cut[Call]
    missed: Cut[Call]

    def __bool__(self) -> bool:
        return any((self.ringing, self.missed))


def waiting(reach: Reach) -> Waiting:
    found = Waiting(
        cut(_in_queue(calls.ringing(reach.calls)), MOST_CALLS),
        cut(_in_queue(calls.missed(reach.calls)), MOST_CALLS),
    )
    _say_numbers([*found.ringing.rows, *found.missed.rows], reach.numbers)
    return found


@dataclass(frozen=True, slots=True)
class Own:
    """What waits for this person, or for their agency to answer."""

    legs: Cut[CallLeg]
    mine: Cut[Call]  # on the line with this person
    wrapping: Cut[Call]

    def __bool__(self) -> bool:
        return any((self.legs, self.mine, self.wrapping))


def own(person: Person) -> Own:
    scope = person.scope("calls.view")
    asked = calls.legs(scope).filter(state__in=(CallLeg.State.ASKED, CallLeg.State.ACCEPTED))
    asked = asked.select_related(None).select_related("call").exclude(asked_by=person)
    found = Own(
        cut(asked.order_by("state", "asked_at", "pk").reverse(), MOST_CALLS),
        cut(_in_queue(calls.running(scope, person)), MOST_CALLS),
        cut(_in_queue(calls.wrapping(scope, person)), MOST_CALLS),
    )
    _say_numbers([*found.mine.rows, *found.wrapping.rows], person.scope("calls.person"))
    return found


def _in_queue(rows: QuerySet[Call]) -> QuerySet[Call]:
    """With what one line of the queue says."""
    return rows.select_related(None).select_related("line").only(*_LINE)


_LINE = (
    "code", "caller_number", "number_dialled", "address", "received_at", "origin", "line__service",
)  # fmt: skip


def _say_numbers(waiting: Sequence[Call], scope: Scope) -> None:
    """`shown_number` of each: in full where `scope` (of `calls.person`) reaches, one question for all."""
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


def cases(scope: Scope) -> Cut[Row]:
    """Open cases of this scope (of `incidents.view`) by urgency with their units, in six questions however many there are."""
    open_ = incidents.visible(scope).exclude(status=Status.CLOSED).select_related(None).select_related("unit")
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
