"""Reads of calls; every one begins with what a scope may see.

A call is seen by whoever's scope covers where it happens and whose line it is; by the people of that line and of its agency's own
seat, wherever the place turns out to be; by its taker, wherever that is; and by the agencies that were asked to take a part in
it. A call of no known line is everybody's who takes calls until somebody takes it: a number that nobody wrote down is no reason
to let it ring.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from dothi.accounts.models import Agency, Person
from dothi.calls.models import Call, CallCourse, CallLeg, Line, NumberMark, Service
from dothi.incidents.models import Incident
from dothi.kernel import clock
from dothi.kernel.audit.as_of import versions_of
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope

EARLIER = 5  # calls of the same number shown beside a call


def _own(scope: Scope) -> Q:
    """Calls that this scope's people answer: not those that they were only asked to help with."""
    nobodys = Q(agency__isnull=True, taken_by__isnull=True)
    places = (scope.as_q(), scope.as_q("line__unit_id"), scope.as_q("agency__unit_id"))
    taken = Q(taken_by_id=scope.holder) if scope.holder is not None else Q(pk__in=[])
    return places[0] | places[1] | places[2] | nobodys | taken


def _asked(scope: Scope) -> QuerySet[CallLeg]:
    reached = scope.as_q("agency__unit_id") | scope.as_q("call__unit_id")
    return CallLeg.objects.filter(reached)


def _calls() -> QuerySet[Call]:
    return Call.objects.select_related("line", "unit", "agency", "taken_by", "returned_by", "incident")


def visible(scope: Scope) -> QuerySet[Call]:
    """Every call that this scope may see, also those that its agency was asked to help with."""
    if scope.everywhere or not scope:
        return _calls() if scope else _calls().none()
    return _calls().filter(_own(scope) | Q(pk__in=_asked(scope).values("call_id")))


def own(scope: Scope) -> QuerySet[Call]:
    """Calls whose record this scope's people write."""
    if scope.everywhere or not scope:
        return _calls() if scope else _calls().none()
    return _calls().filter(_own(scope))


def get_call(code: str, scope: Scope) -> Call:
    """Raises NotFound, also when it lies outside."""
    found = visible(scope).filter(code=code[:20]).first()
    if found is None:
        raise NotFound("call-does-not-exist", call=code[:20])
    return found


def ringing(scope: Scope) -> QuerySet[Call]:
    """The longest waiting first, and nothing else decides: a mark on the number neither drops a call nor moves it."""
    return own(scope).filter(state=Call.State.RINGING, taken_by__isnull=True).order_by("received_at", "pk")


def missed(scope: Scope) -> QuerySet[Call]:
    """Hung up before anybody answered, and nobody called back yet: the longest waiting first."""
    rows = own(scope).filter(state=Call.State.ABANDONED, returned_at__isnull=True)
    return rows.order_by("received_at", "pk")


def wrapping(scope: Scope, person: Person) -> QuerySet[Call]:
    """What this person has still to write up, and ended calls that nobody took as theirs on the screen (answered by the handset alone)."""
    over = Q(state=Call.State.ENDED) | Q(state=Call.State.ABANDONED, returned_at__isnull=False)
    whose = Q(taken_by=person) | Q(taken_by__isnull=True)
    return own(scope).filter(over, whose, wrapped_at__isnull=True).order_by("ended_at", "pk")


def finisher(call: Call) -> str:
    """The name of whoever closed a record, as its history tells; empty where nobody did (a recording, the system)."""
    closed = versions_of(Call).filter(pgh_obj_id=call.pk, wrapped_at__isnull=False).order_by("pgh_id").first()
    context = (closed.pgh_context if closed else None) or {}
    return str(context.get("name", ""))


def running(scope: Scope, person: Person | None = None) -> QuerySet[Call]:
    """Calls on which somebody speaks now (`person`: theirs alone), the oldest first; also those that nobody claimed on the screen."""
    rows = own(scope).filter(state__in=(Call.State.ANSWERED, Call.State.HELD))
    return (rows.filter(taken_by=person) if person else rows).order_by("received_at", "pk")


def of_incident(incident: Incident, scope: Scope) -> QuerySet[Call]:
    """Calls about this case, the first one first."""
    return visible(scope).filter(incident=incident).order_by("received_at", "pk")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is known of the number that calls: how often it called before, the newest of that, and a mark that stands on it.
    `hidden`: the number was typed by hand, so that whoever may not see numbers is told nothing of it."""

    count: int
    calls: list[Call]
    mark: NumberMark | None
    hidden: bool = False


def sees_person(call: Call, person: Person) -> bool:
    """May this person see who called?"""
    scope = person.scope("calls.person")
    return bool(scope) and (scope.everywhere or visible(scope).filter(pk=call.pk).exists())


def rang() -> Q:
    """Calls whose number an exchange told. What was typed may be anybody's number: joined with other calls it would tell whoever
    types it how often it called, and which masked call is its. So only those who see numbers have such numbers joined."""
    return Q(number_typed=False) & ~Q(adapter="hand")


def earlier(call: Call, scope: Scope | None = None, *, personal: bool = False) -> Earlier:
    """Calls of the same number before this one (`scope`: those listed; the count is of all), and its mark. Only shown beside it.

    `personal`: the reader may see who calls; else only numbers that exchanges told are known.
    """
    if not call.caller_number or not (personal or call.number_rang):
        return Earlier(0, [], None, hidden=bool(call.caller_number))
    same = Call.objects.filter(caller_number=call.caller_number, received_at__lt=call.received_at)
    if not personal:
        same = same.filter(rang())
    rows = (visible(scope) if scope is not None else _calls()).filter(pk__in=same.values("pk"))
    mark = mark_of(call, personal=personal)
    return Earlier(same.count(), list(rows.order_by("-received_at")[:EARLIER]), mark)


def mark_of(call: Call, *, personal: bool) -> NumberMark | None:
    """The mark that stands on a call's number now, as far as the reader may know of it (`earlier`)."""
    return mark_on(call.caller_number) if personal or call.number_rang else None


def mark_on(number: str) -> NumberMark | None:
    """The mark that stands on a number now."""
    marks = NumberMark.objects.filter(number=number, ended_at__isnull=True, until__gt=clock.now())
    return marks.select_related("marked_by").first() if number else None


def called_again(calls: list[Call]) -> dict[int, Call]:
    """Of missed calls (by pk): the later call of the same number, as exchanges told it, that somebody answered."""
    missed = [one for one in calls if one.caller_number and one.number_rang]
    if not missed:
        return {}
    first = min(one.received_at for one in missed)
    later = Call.objects.filter(
        rang(),
        caller_number__in={one.caller_number for one in missed},
        answered_at__isnull=False,
        received_at__gt=first,
    )
    answered = list(later.order_by("-received_at"))
    return {
        one.pk: found
        for one in missed
        for found in answered
        if found.caller_number == one.caller_number and found.received_at > one.received_at
    }


def events_of(call: Call) -> int:
    """How many events its exchange told."""
    return CallCourse.objects.filter(call=call).values_list("events", flat=True).first() or 0


def lines_in_force(day: dt.date | None = None) -> QuerySet[Line]:
    """The lines that hold on a day (default today), by number."""
    on = day or clock.today()
    rows = Line.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)
    return rows.select_related("agency", "unit").order_by("number", "-valid_from")


def line_of(number: str, day: dt.date | None = None) -> Line | None:
    """The line that a dialled number is on a day; of two the one that began last."""
    return lines_in_force(day).filter(number=number).first() if number else None


def services_in_force(day: dt.date | None = None) -> list[Service]:
    """What packs say who answers what, on a day: the newest of each code."""
    rows = Service.objects.filter(valid_from__lte=day or clock.today()).order_by("valid_from")
    newest = {row.code: row for row in rows}
    return [row for code, row in sorted(newest.items()) if not row.withdrawn]


def agencies_of_service(service: str, day: dt.date | None = None) -> list[Agency]:
    """Whose lines stand for a service on a day."""
    lines = lines_in_force(day).filter(service=service)
    return list({line.agency_id: line.agency for line in lines}.values())


def legs(scope: Scope) -> QuerySet[CallLeg]:
    """Parts that this scope's own agencies were asked to take."""
    rows = CallLeg.objects.select_related(
        "call", "call__line", "call__unit", "agency", "asked_by", "answered_by", "incident"
    )
    if scope.everywhere or not scope:
        return rows if scope else rows.none()
    return rows.filter(pk__in=_asked(scope).values("pk"))


def get_leg(call: Call, pk: int) -> CallLeg:
    """Raises NotFound."""
    rows = CallLeg.objects.select_related("call", "call__line", "agency", "asked_by", "answered_by")
    found = rows.filter(call=call, pk=pk).first()
    if found is None:
        raise NotFound("call-leg-does-not-exist", call=call.code)
    return found


def answers_leg(leg: CallLeg, scope: Scope) -> bool:
    """Is the part this scope's own to take?"""
    return scope.covers(leg.agency.unit_id, leg.agency_id) or scope.covers(leg.call.unit_id, leg.agency_id)


def is_own(call: Call, scope: Scope) -> bool:
    return own(scope).filter(pk=call.pk).exists()
