"""Reads of dossiers. All begin with what a scope may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.calendar import in_force
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope
from dothi.publicservices import law
from dothi.publicservices.models import Dossier, Feed
from dothi.publicservices.states import OPEN
from dothi.tasks.working_ruler import Ruler

TABS = ("soon", "late", "letter", "flagged", "all")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list's address asks for; empty means all. `days`: working days ahead, of the tab of what will be late."""

    tab: str = "soon"
    days: int = 0
    agency: int | None = None
    unit: int | None = None
    procedure: str = ""
    flag: str = ""
    code: str = ""


def visible(scope: Scope) -> QuerySet[Dossier]:
    """What lies in the scope's area, what its agency handles, and what the holder's own agency handles."""
    rows = Dossier.objects.select_related("unit", "agency", "feed", "procedure")
    return rows.filter(_reached(scope)) if scope else rows.none()


def feeds_of(scope: Scope) -> QuerySet[Feed]:
    """Systems that an agency within the scope, or the holder's own, answers for; those nobody answers for are seen by who sees all."""
    rows = Feed.objects.all()
    return rows.filter(_reached(scope, "agency__unit_id")) if scope else rows.none()


def _reached(scope: Scope, unit: str = "unit_id") -> Q:
    """With the holder's own agency, which is looked up before: a condition on columns alone is answered by an index."""
    reached = scope.as_q(unit)
    if scope.everywhere or scope.holder is None:
        return reached
    own = Person.objects.filter(pk=scope.holder, agency__isnull=False).values_list("agency_id", flat=True)
    return reached | Q(agency_id__in=list(own))


def get_dossier(pk: int, scope: Scope) -> Dossier:
    """Raises NotFound, also when it lies outside the scope."""
    found = visible(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("publicservices-dossier-does-not-exist", code=str(pk))
    return found


def horizon(days: int, now: dt.datetime) -> dt.datetime:
    """The end of the so many-th working day after today."""
    return Ruler(in_force()).day_after(now, days)


def filtered(scope: Scope, asked: Filter, now: dt.datetime | None = None) -> QuerySet[Dossier]:
    """In the order in which somebody has to act; of all and of what is flagged the newest first."""
    now = now or clock.now()
    rows = visible(scope)
    for name, value in (
        ("agency", asked.agency),
        ("unit", asked.unit),
        ("procedure_code", asked.procedure),
        ("code", asked.code),
    ):
        rows = rows.filter(**{name: value}) if value else rows
    if asked.flag:
        rows = rows.filter(flags__contains=[asked.flag])
    open_ = rows.filter(state__in=OPEN).order_by("due_at", "id")
    if asked.tab == "soon":
        return open_.filter(due_at__gt=now, due_at__lte=horizon(asked.days or law.value("soon-days"), now))
    if asked.tab == "late":
        return open_.filter(due_at__lte=now)
    if asked.tab == "letter":
        return open_.filter(letter_by__lte=horizon(1, now), letter_at__isnull=True, due_at__gt=now)
    newest = rows.order_by("-received_at", "-id")
    return newest.exclude(flags=[]) if asked.tab == "flagged" else newest
