"""Reads of the shift book; every one begins with the desks that a scope covers."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db.models import Q, QuerySet

from dothi.accounts import rights
from dothi.accounts.models import Person
from dothi.accounts.queries import people_who_may
from dothi.duty import queries as duty
from dothi.duty.models import Roster
from dothi.kernel import clock
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Grant, Scope
from dothi.shiftbook import rules
from dothi.shiftbook.models import BookLine, Desk, Handover, Shift
from dothi.territory.names import folded

_LOOKS_BACK, _LOOKS_AHEAD = dt.timedelta(days=2), dt.timedelta(days=1)


def desks(scope: Scope) -> QuerySet[Desk]:
    """Desks in scope that keep a book today."""
    standing = Desk.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=clock.today()))
    return scope.restrict(standing).select_related("agency", "unit").order_by("name_vi", "pk")


def get_desk(code: str, scope: Scope) -> Desk:
    """Raises NotFound, also when it lies outside."""
    found = scope.restrict(Desk.objects.select_related("agency", "unit")).filter(code=code[:60]).first()
    if found is None:
        raise NotFound("shift-desk-does-not-exist", desk=code[:60])
    return found


def visible(scope: Scope) -> QuerySet[Shift]:
    """Shifts at desks in scope."""
    rows = Shift.objects.select_related(
        "desk__agency__parent", "desk__unit", "opened_by", "responsible", "handed_by", "taken_by", "previous"
    )
    return scope.restrict(rows, unit="desk__unit_id", agency="desk__agency_id")


def get_shift(code: str, scope: Scope) -> Shift:
    """Raises NotFound, also when it lies outside."""
    found = visible(scope).filter(code=code[:20]).first()
    if found is None:
        raise NotFound("shift-does-not-exist", shift=code[:20])
    return found


def desk_scope(desk: Desk) -> Scope:
    """What the shifts of a desk look after, and hand over."""
    units = rights.reach(desk.unit_id, None) if desk.unit_id else None
    return Scope((Grant(units, desk.agency_id if desk.own_only else None),))


def open_shift(desk: Desk) -> Shift | None:
    """The shift that somebody answers for now."""
    rows = Shift.objects.select_related("desk", "responsible", "opened_by", "previous")
    return rows.filter(desk=desk, state=Shift.State.OPEN).first()


def waiting_shift(desk: Desk) -> Shift | None:
    """The newest shift that nobody has opened."""
    return Shift.objects.filter(desk=desk, state=Shift.State.UNOPENED).order_by("-begins_at").first()


def proposal(shift: Shift) -> Handover | None:
    """The hand-over that waits for an answer."""
    rows = shift.handovers.select_related("by", "to").filter(state=Handover.State.PROPOSED)
    return rows.first()


def handover_of(shift: Shift) -> Handover | None:
    """By which the shift was closed."""
    done = (Handover.State.ACCEPTED, Handover.State.TAKEN_UP)
    return shift.handovers.select_related("by", "answered_by").filter(state__in=done).first()


def lines(shift: Shift) -> QuerySet[BookLine]:
    """In the order in which they were written."""
    rows = shift.lines.select_related("person", "corrects").prefetch_related("corrections")
    return rows.order_by("pk")


def found(scope: Scope, text: str, day: dt.date | None = None) -> QuerySet[BookLine]:
    """Lines of shifts in scope with all these words (accents do not matter), the newest first."""
    rows = BookLine.objects.filter(shift__in=visible(scope)).select_related("shift__desk", "person")
    for word in folded(text).split()[:8]:
        rows = rows.filter(search_text__contains=word)
    if day:
        begins = dt.datetime.combine(day, dt.time(), clock.VIETNAM)
        rows = rows.filter(at__gte=begins, at__lt=begins + dt.timedelta(days=1))
    return rows.order_by("-pk")


class Planned(NamedTuple):
    """A shift as the roster plans it."""

    name: str
    begins_at: dt.datetime
    ends_at: dt.datetime


def planned(desk: Desk, now: dt.datetime) -> list[Planned]:
    """The shifts of the desk's roster around `now`, earliest first; none without a roster."""
    roster = Roster.objects.filter(code=desk.roster).first() if desk.roster else None
    if roster is None:
        return []
    found = duty.shifts_of(roster, now - _LOOKS_BACK, now + _LOOKS_AHEAD)
    return sorted({Planned(one.name, one.begin, one.end) for one in found}, key=lambda one: one.begins_at)


def coming(desk: Desk, now: dt.datetime) -> Planned:
    """The shift that somebody who opens the book at `now` begins: the planned one that runs or soon will, else one by hand."""
    shifts, early = planned(desk, now), rules.minutes("early-minutes")
    soon = [one for one in shifts if now < one.begins_at <= now + early]
    runs = [one for one in shifts if one.begins_at <= now < one.ends_at]
    if runs and not (soon and had(desk, runs[-1])):
        return runs[-1]
    return soon[0] if soon else Planned("", now, now + rules.minutes("shift-minutes"))


def had(desk: Desk, plan: Planned) -> bool:
    """Has the book a shift of this planned time already?"""
    return Shift.objects.filter(desk=desk, begins_at__gte=plan.begins_at, begins_at__lt=plan.ends_at).exists()


def expected(desk: Desk, now: dt.datetime) -> list[Person]:
    """Who is on duty by the roster."""
    return duty.on_duty(desk.roster, now) if desk.roster else []


def takers(desk: Desk, but: Person | None = None) -> list[Person]:
    """Who may take a shift of this desk."""
    people = people_who_may("shiftbook.keep", desk.unit_id, desk.agency_id)
    return [one for one in people if but is None or one.pk != but.pk]


def is_overdue(shift: Shift, now: dt.datetime) -> bool:
    """Is it past its end for longer than anybody waits for the next?"""
    return now >= shift.ends_at + rules.minutes("unopened-minutes")
