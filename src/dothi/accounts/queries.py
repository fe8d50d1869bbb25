"""Reads of people, agencies, roles and keys. Lists begin with what the asking person's scope covers."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from dothi.accounts.models import Agency, ApiKey, Person, RoleGrant
from dothi.accounts.rules import limit
from dothi.kernel import clock
from dothi.kernel.permissions import Scope
from dothi.territory.names import folded

SOON_DAYS = 30


def visible_people(scope: Scope) -> QuerySet[Person]:
    """People whose agency lies in `scope`; people without agency only for those who may everywhere."""
    return scope.restrict(Person.objects.select_related("agency"), unit="agency__unit_id", agency="agency_id")


def visible_agencies(scope: Scope) -> QuerySet[Agency]:
    return scope.restrict(Agency.objects.select_related("parent", "unit"), unit="unit_id", agency="id")


def visible_keys(scope: Scope) -> QuerySet[ApiKey]:
    """Keys of the agencies in `scope`, and without agency those whose every unit lies in it."""
    keys = ApiKey.objects.select_related("agency", "created_by").prefetch_related("reach__unit")
    if scope.everywhere:
        return keys
    reached: set[int] = set().union(
        *(grant.unit_ids or () for grant in scope.grants if grant.agency_id is None)
    )
    outside = ApiKey.units.through.objects.filter(key=OuterRef("pk")).exclude(unit_id__in=reached)
    some = ApiKey.units.through.objects.filter(key=OuterRef("pk"))
    inside = keys.filter(Exists(some), ~Exists(outside))
    return keys.filter(Q(pk__in=inside.values("pk")) | Q(agency__in=visible_agencies(scope)))


def find_people(
    scope: Scope,
    *,
    text: str = "",
    agency: int | None = None,
    role: str = "",
    state: str = "",
    day: dt.date | None = None,
) -> QuerySet[Person]:
    """People by part of a name (accents do not matter), agency, role and state: current, ending, ended, review, unused, all."""
    day = day or clock.today()
    people = visible_people(scope).prefetch_related(current_grants(day))
    for word in folded(text).split():
        people = people.filter(search_text__contains=word)
    if agency:
        people = people.filter(agency_id=agency)
    if role:
        people = people.filter(Exists(_valid(day).filter(person=OuterRef("pk"), role__code=role)))
    return people.filter(_state(state, day)).order_by("full_name", "pk")


def _state(state: str, day: dt.date) -> Q:
    current = Q(is_active=True) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    soon = Q(ends_on__lte=day + dt.timedelta(days=SOON_DAYS)) | Q(
        pk__in=_valid(day).filter(valid_to__lte=day + dt.timedelta(days=SOON_DAYS)).values("person_id")
    )
    return {
        "all": Q(),
        "ended": ~current,
        "ending": current & soon,
        "review": current & review_due(day),
        "unused": current & unused(day),
    }.get(state, current)


def _valid(day: dt.date) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


def current_grants(day: dt.date) -> Prefetch[str]:
    """`person.current_grants`: what holds on `day`, for lists."""
    rows = _valid(day).select_related("role", "unit", "group", "agency").order_by("role__position", "pk")
    return Prefetch("grants", queryset=rows, to_attr="current_grants")


def grants_of(person: Person) -> QuerySet[RoleGrant]:
    """All grants of a person, the open ones first."""
    rows = person.grants.select_related("role", "unit", "group", "agency")
    return rows.order_by(F("valid_to").desc(nulls_first=True), "role__position", "pk")


def review_due(day: dt.date | None = None) -> Q:
    """People whose six months since the last review are over (TCVN 14423:2026 §5.6)."""
    months = limit("review-months")
    since = (day or clock.today()) - dt.timedelta(days=round(months * 30.44))
    return Q(reviewed_on__isnull=True) | Q(reviewed_on__lte=since)


def unused(day: dt.date | None = None) -> Q:
    """Accounts that nobody used for 45 days (TCVN 14423:2026 §5.6), counted from their opening at the earliest."""
    since = (day or clock.today()) - dt.timedelta(days=limit("unused-days"))
    never = Q(last_seen_on__isnull=True, created_at__date__lte=since)
    return (never | Q(last_seen_on__lte=since)) & ~Q(kind__in=[Person.Kind.WALL, Person.Kind.SERVICE])
