"""Reads of alarms and rules; every one of alarms begins with what a scope may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Max, Prefetch, Q, QuerySet, Value, When

from dothi.accounts.models import Person
from dothi.accounts.queries import people_who_may
from dothi.kernel import clock
from dothi.kernel.audit.as_of import as_known_at, versions_of
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope
from dothi.rules.book import versions_in_force
from dothi.rules.models import Alarm, AlarmComment, AlarmLink, Kind, Rule

SEVERITY_ORDER = Case(
    When(severity="critical", then=Value(0)),
    When(severity="high", then=Value(1)),
    When(severity="medium", then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)
STATES = ("open", "active", "unacknowledged", "cleared", "closed", "all")
_STATE: dict[str, Q] = {
    "open": Q(closed_at__isnull=True),
    "active": Q(closed_at__isnull=True, active=True),
    "unacknowledged": Q(closed_at__isnull=True, acknowledged=False),
    "cleared": Q(closed_at__isnull=True, active=False),
    "closed": Q(closed_at__isnull=False),
    "all": Q(),
}

Box = tuple[float, float, float, float]  # west, south, east, north, degrees


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list's address asks for; empty means all."""

    state: str = "open"
    severity: str = ""
    kind: str = ""
    unit_id: int | None = None
    agency_id: int | None = None
    entity_type: str = ""
    rule_code: str = ""
    text: str = ""

    @property
    def narrowed(self) -> bool:
        """Is anything asked beside state and text? Then the screen shows those fields."""
        return any((self.severity, self.kind, self.unit_id, self.agency_id, self.entity_type))


def visible(scope: Scope) -> QuerySet[Alarm]:
    """The alarms a scope covers, with everything that a row shows; `open_links` are the open incidents they led to."""
    open_links = Prefetch("links", AlarmLink.objects.filter(open=True), to_attr="open_links")
    rows = Alarm.objects.select_related("rule", "unit", "agency", "owner", "acknowledged_by", "closed_by")
    return scope.restrict(rows.prefetch_related(open_links))


def listed(scope: Scope, asked: Filter) -> QuerySet[Alarm]:
    """Active before cleared before closed, then by severity, unacknowledged first, the oldest last."""
    rows = visible(scope).filter(_STATE.get(asked.state, _STATE["open"]))
    exact = {
        "severity": asked.severity, "kind": asked.kind, "unit_id": asked.unit_id, "agency_id": asked.agency_id,
        "entity_type": asked.entity_type, "rule_code": asked.rule_code,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if asked.text:
        rows = rows.filter(
            Q(entity_name__icontains=asked.text)
            | Q(entity_urn__icontains=asked.text)
            | Q(rule__name_vi__icontains=asked.text)
        )
    order = Case(
        When(closed_at__isnull=False, then=Value(2)),
        When(active=False, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    return rows.order_by(order, SEVERITY_ORDER, "acknowledged", "-raised_at", "-pk")


def active_alarms(scope: Scope, box: Box | None = None) -> QuerySet[Alarm]:
    """What is abnormal now, inside a box when one is given."""
    rows = listed(scope, Filter(state="active"))
    if box is None:
        return rows
    west, south, east, north = box
    return rows.filter(lon__gte=west, lon__lte=east, lat__gte=south, lat__lte=north)


def alarms_of_entity(urn: str, scope: Scope) -> QuerySet[Alarm]:
    """All alarms of one entity, open ones first."""
    return visible(scope).filter(entity_urn=urn).order_by(F("closed_at").desc(nulls_first=True), "-raised_at")


def alarms_of_entity_known_at(urn: str, scope: Scope, at: dt.datetime) -> list[Alarm]:
    """The same as they were known at `at`."""
    newest = sorted(
        as_known_at(alarms_of_entity(urn, scope), at), key=lambda alarm: alarm.raised_at, reverse=True
    )
    return sorted(newest, key=lambda alarm: alarm.closed_at or at, reverse=True)


def get_alarm(pk: int, scope: Scope) -> Alarm:
    """One alarm. Raises NotFound when there is none or it lies outside the scope."""
    found = visible(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("alarm-does-not-exist", alarm=pk)
    return found


def counts(scope: Scope) -> dict[str, int]:
    """Active alarms by severity (`nodata` apart: a silent source is not a low value), and `unacknowledged`: all open ones that nobody has seen."""
    rows = (
        scope.restrict(Alarm.objects.order_by())
        .filter(_STATE["active"])
        .values_list(Case(When(kind=Kind.NO_DATA, then=Value("nodata")), default=F("severity")))
        .annotate(n=Count("pk"))
    )
    unseen = scope.restrict(Alarm.objects.order_by()).filter(_STATE["unacknowledged"]).count()
    return (
        {"critical": 0, "high": 0, "medium": 0, "low": 0, "nodata": 0}
        | dict(rows)
        | {"unacknowledged": unseen}
    )


def choices(scope: Scope) -> dict[str, list[tuple[Any, str]]]:
    """What the list can be narrowed by: only what this scope has alarms of."""
    seen = scope.restrict(Alarm.objects.order_by())
    units = seen.filter(unit__isnull=False).values_list("unit_id", "unit__full_name").distinct()
    agencies = seen.filter(agency__isnull=False).values_list("agency_id", "agency__name_vi").distinct()
    types = seen.values_list("entity_type", flat=True).distinct()
    return {
        "units": sorted(units, key=lambda row: row[1]),
        "agencies": sorted(agencies, key=lambda row: row[1]),
        "types": [(name, name) for name in sorted(types)],
    }


def possible_owners(alarm: Alarm) -> list[Person]:
    """People who may act on this alarm, the agency's own first."""
    return people_who_may("alarms.act", alarm.unit_id, alarm.agency_id)


def comments(alarm: Alarm, until: dt.datetime | None = None) -> QuerySet[AlarmComment]:
    """What people wrote, in order; with `until` only what had been written by then."""
    rows = alarm.comments.select_related("person").order_by("pk")
    return rows.filter(recorded_at__lte=until) if until else rows


def links(alarm: Alarm, at: dt.datetime | None = None) -> list[AlarmLink]:
    """What it led to, open ones first; with `at` as it was known then."""
    rows = alarm.links.all()
    found = as_known_at(rows, at) if at else list(rows)
    return sorted(found, key=lambda link: (not link.open, -link.recorded_at.timestamp()))


def history(alarm: Alarm, until: dt.datetime | None = None) -> list[dict[str, Any]]:
    """Every version of the alarm's row (recorded by `until`), newest first; `pgh_context` says who recorded it and why."""
    versions = versions_of(Alarm).filter(pgh_obj_id=alarm.pk).order_by("-pgh_created_at", "-pgh_id")
    rows = list((versions.filter(pgh_created_at__lte=until) if until else versions).values()[:200])
    people = Person.objects.in_bulk({row["owner_id"] for row in rows if row["owner_id"]})
    return [row | {"owner": people.get(row["owner_id"])} for row in rows]


def rules_in_force() -> list[Rule]:
    """The version in force of every rule."""
    found = {rule.pk for rule in versions_in_force()}
    return list(
        Rule.objects.filter(pk__in=found)
        .select_related("agency", "unit", "group", "changed_by")
        .order_by("entity_type", "code")
    )


def get_rule(code: str) -> Rule:
    """The version in force (else the newest). Raises NotFound."""
    found = in_force(versions(code), clock.today())
    if found is None:
        raise NotFound("rule-does-not-exist", code=code)
    return found


def newest_version(code: str) -> int:
    """The number of the version that was written last, in force or yet to come."""
    newest: int = Rule.objects.filter(code=code).aggregate(newest=Max("version"))["newest"] or 0
    return newest


def versions(code: str) -> list[Rule]:
    """All versions of a rule, the newest first."""
    rules = Rule.objects.select_related("agency", "unit", "group", "changed_by").filter(code=code)
    return list(rules.order_by("-version"))


def versions_known_at(code: str, at: dt.datetime) -> list[Rule]:
    """The versions that had been written by `at`, as they were known then, the newest first."""
    return sorted(as_known_at(Rule.objects.filter(code=code), at), key=lambda rule: -rule.version)


def in_force(versions: Iterable[Rule], day: dt.date) -> Rule | None:
    """Of one rule's versions the one in force on a day (as `book.versions_in_force` chooses it), else the newest; None of none."""

    def rank(rule: Rule) -> tuple[bool, dt.date, int]:
        has_begun = rule.valid_from <= day
        return has_begun, rule.valid_from if has_begun else dt.date.min, rule.version

    return max(versions, key=rank, default=None)


def alarm_counts_by_rule(scope: Scope) -> dict[str, tuple[int, dt.datetime | None]]:
    """Per rule code: active alarms now, and when one was raised last."""
    rows = scope.restrict(Alarm.objects.order_by()).values_list("rule_code")
    found = rows.annotate(n=Count("pk", filter=_STATE["active"]), last=Max("raised_at"))
    return {code: (n, last) for code, n, last in found}
