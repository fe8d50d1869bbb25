"""Reads of people, agencies, roles and keys. Lists begin with what the asking person's scope covers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from pghistory.models import Event

from dothi.accounts.models import Agency, ApiKey, ApiKeyUnit, Person, Role, RoleGrant
from dothi.accounts.rules import limit
from dothi.kernel import clock
from dothi.kernel.audit.registry import audited_models
from dothi.kernel.audit.shown import names_of, thing_of
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope
from dothi.kernel.sql import statement
from dothi.kernel.vietnamese import in_vietnamese
from dothi.territory.names import folded

SOON_DAYS = 30


def get_person(username: str) -> Person:
    """By username, whatever the case. Raises NotFound."""
    found = Person.objects.filter(username__iexact=username).first()
    if found is None:
        raise NotFound("accounts-person-unknown", username=username)
    return found


def people_who_may(permission: str, unit_id: int | None, agency_id: int | None) -> list[Person]:
    """Everybody who may use `permission` on a row of this unit and agency today, the agency's own people first."""
    row = {"permission": permission, "unit": unit_id, "agency": agency_id, "day": clock.today()}
    with connection.cursor() as cursor:
        cursor.execute(statement("dothi.accounts", "holders.sql", "holders"), row)
        holders = [person_id for (person_id,) in cursor.fetchall()]
    people = Person.objects.filter(pk__in=holders).order_by(in_vietnamese("full_name"))
    return sorted(people, key=lambda person: person.agency_id != agency_id)


def get_key(key_id: str) -> ApiKey:
    """By its id, the part before the dot (the whole key is taken too). Raises NotFound."""
    found = ApiKey.objects.filter(pk=key_id.partition(".")[0]).first()
    if found is None:
        raise NotFound("accounts-key-unknown", key=key_id.partition(".")[0])
    return found


def visible_people(scope: Scope) -> QuerySet[Person]:
    """People whose agency lies in `scope`; people without agency only for those who may everywhere."""
    return scope.restrict(Person.objects.select_related("agency"), unit="agency__unit_id", agency="agency_id")


def visible_grants(scope: Scope) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(person__in=visible_people(scope))


def visible_agencies(scope: Scope) -> QuerySet[Agency]:
    return scope.restrict(Agency.objects.select_related("parent", "unit"), unit="unit_id", agency="id")


def current_agencies(scope: Scope, day: dt.date | None = None) -> QuerySet[Agency]:
    """Agencies in `scope` that stand today, for choices."""
    return (
        visible_agencies(scope)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day or clock.today()))
        .order_by(in_vietnamese("name_vi"))
    )


def heir_of(agency: Agency, day: dt.date | None = None) -> Agency | None:
    """The agency itself while it stands; then whoever took over, also in several steps; None where nobody was named."""
    day, seen = day or clock.today(), set[int]()
    found: Agency | None = agency
    while found is not None and found.valid_to is not None and found.valid_to <= day:
        if found.pk in seen:
            return None
        seen.add(found.pk)
        found = found.successor
    return found


def agencies_with(permission: str, day: dt.date | None = None) -> set[int]:
    """Ids of the agencies of which somebody holds `permission`."""
    day = day or clock.today()
    current = Q(person__is_active=True) & (Q(person__ends_on__isnull=True) | Q(person__ends_on__gte=day))
    rows = _valid(day).filter(current, role__permissions__contains=[permission])
    return set(rows.exclude(person__agency=None).values_list("person__agency_id", flat=True))


def visible_keys(scope: Scope) -> QuerySet[ApiKey]:
    """Keys of the agencies in `scope`, and without agency those whose every unit lies in it."""
    keys = ApiKey.objects.select_related("agency", "created_by").prefetch_related("reach__unit")
    if scope.everywhere:
        return keys
    reached: set[int] = set().union(
        *(grant.unit_ids or () for grant in scope.grants if grant.agency_id is None)
    )
    outside = ApiKeyUnit.objects.filter(key=OuterRef("pk")).exclude(unit_id__in=reached)
    some = ApiKeyUnit.objects.filter(key=OuterRef("pk"))
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
    return people.filter(_state(state, day)).order_by(in_vietnamese("full_name"), "pk")


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


def agency_tree(scope: Scope, day: dt.date | None = None) -> list[tuple[int, Agency]]:
    """Agencies in scope that stand on `day`, each after its parent, with its depth; `agency.head_count` people."""
    day = day or clock.today()
    current = Q(people__is_active=True) & (Q(people__ends_on__isnull=True) | Q(people__ends_on__gte=day))
    rows: list[Any] = list(current_agencies(scope, day).annotate(head_count=Count("people", filter=current)))
    known = {row.pk for row in rows}
    below: dict[int | None, list[Agency]] = defaultdict(list)
    for row in rows:
        below[row.parent_id if row.parent_id in known else None].append(row)
    tree: list[tuple[int, Agency]] = []
    waiting: list[tuple[int, Agency]] = [(0, row) for row in reversed(below[None])]
    while waiting:
        depth, row = waiting.pop()
        tree.append((depth, row))
        waiting += [(depth + 1, child) for child in reversed(below[row.pk])]
    return tree


def holders(role: Role, scope: Scope, day: dt.date | None = None) -> QuerySet[Person]:
    """People in scope who hold the role on `day`."""
    day = day or clock.today()
    return (
        visible_people(scope)
        .filter(Exists(_valid(day).filter(person=OuterRef("pk"), role=role)))
        .order_by(in_vietnamese("full_name"))
    )


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """One version of one row of any kind, for the auditor's page: what kind of thing (in words), its key and its name today."""

    at: dt.datetime
    thing: str
    act: str
    row: str
    name: str
    who: str
    reason: str
    source: str


def newest_changes(count: int, who: str = "") -> list[RecordedChange]:
    """The newest changes over all kinds of rows (each kind's newest by its key, then merged)."""
    found: list[RecordedChange] = []
    for model in audited_models():
        if not issubclass(model, Event):
            continue
        events: QuerySet[Any] = model._default_manager.order_by("-pgh_id")
        if who:
            events = events.filter(pgh_context__name__icontains=who)
        newest = list(events[:count])
        tracked: Any = model.pgh_tracked_model
        names = names_of(tracked, {event.pgh_obj_id for event in newest})
        found += [_recorded(model, event, names) for event in newest]
    return sorted(found, key=lambda change: change.at, reverse=True)[:count]


def _recorded(model: type[Any], event: Any, names: dict[str, str]) -> RecordedChange:
    context = event.pgh_context or {}
    return RecordedChange(
        at=event.pgh_created_at,
        thing=thing_of(model.pgh_tracked_model),
        act=f"kernel-history-{event.pgh_label}",
        row=str(event.pgh_obj_id),
        name=names.get(str(event.pgh_obj_id), ""),
        who=context.get("name", ""),
        reason=context.get("reason", ""),
        source=context.get("source", ""),
    )


def ended_grant(person: Person, permission: str) -> RoleGrant | None:
    """The grant by which this person had `permission` until lately, the last one to end."""
    ended = person.grants.filter(valid_to__lte=clock.today(), role__permissions__contains=[permission])
    return ended.select_related("role").order_by("-valid_to", "-pk").first()
