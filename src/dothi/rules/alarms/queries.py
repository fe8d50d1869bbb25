"""Reads of alarms; every one begins with what a scope may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Now

from dothi.accounts.models import Agency, Person
from dothi.accounts.queries import people_who_may
from dothi.kernel.audit.as_of import as_known_at, versions_of
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope
from dothi.rules.alarms import guides
from dothi.rules.alarms.grouping import Bundle, Light, Measure, fold
from dothi.rules.alarms.models import Alarm, AlarmComment, AlarmLink, Hidden, Occurrence, SetAside
from dothi.rules.models import Kind, Rule, Severity
from dothi.territory.models import Unit

SEVERITY_ORDER = Case(
    When(severity="critical", then=Value(0)),
    When(severity="high", then=Value(1)),
    When(severity="medium", then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)
_SHELVED = Q(
    set_aside__kind=Hidden.SHELVED, set_aside__until__gt=Now()
)  # at its time it is back, also without the worker
_OUT = Q(set_aside__kind=Hidden.OUT_OF_SERVICE)
SET_ASIDE = Q(set_aside__ended_at__isnull=True) & (_SHELVED | _OUT)
RINGS = Q(closed_at__isnull=True, suppressed_at__isnull=True) & (Q(set_aside__isnull=True) | ~SET_ASIDE)
_DUTY = RINGS & Q(kind=Kind.THRESHOLD)  # a silent source is its owner's, not the duty officer's
STATES = ("open", "unacknowledged", "cleared", "sources", "suppressed", "closed", "all")  # the tabs
_STATE: dict[str, Q] = {
    "open": _DUTY,
    "unacknowledged": _DUTY & Q(acknowledged=False),
    "cleared": _DUTY & Q(active=False),
    "sources": RINGS & Q(kind=Kind.NO_DATA),
    "suppressed": Q(closed_at__isnull=True, suppressed_at__isnull=False)
    & (Q(set_aside__isnull=True) | ~SET_ASIDE),
    "closed": Q(closed_at__isnull=False),
    "all": Q(),
    "active": RINGS & Q(active=True),  # the map: of both kinds
}
FOLDED = ("open", "unacknowledged", "cleared", "sources", "active")  # lists of what goes on now

PAST = ("closed", "all")
MOST_FOLDED = 5000  # open alarms that one list folds; the plain list pages through any number

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
    urn: str = ""
    rang_from: dt.datetime | None = None  # alarms that rang in [from, until), as the figures count them
    rang_until: dt.datetime | None = None
    hidden: str = ""
    before: dt.datetime | None = None  # that stand since before

    @property
    def narrowed(self) -> bool:
        """Is anything asked beside state and text? Then the screen shows those fields."""
        return any((self.severity, self.kind, self.unit_id, self.agency_id, self.entity_type))

    @property
    def state_q(self) -> Q:
        """The list of duty leaves silent sources out, unless somebody asks for just them."""
        state = "active" if self.state == "open" and self.kind == Kind.NO_DATA else self.state
        return _STATE.get(state, _STATE["open"])


def visible(scope: Scope) -> QuerySet[Alarm]:
    """The alarms a scope covers, with everything that a row shows; `open_links` are the open incidents they led to."""
    open_links = Prefetch("links", AlarmLink.objects.filter(open=True), to_attr="open_links")
    rows = Alarm.objects.select_related(
        "rule", "unit", "agency", "owner", "acknowledged_by", "closed_by", "set_aside__person"
    )
    return scope.restrict(rows.prefetch_related(open_links))


def listed(scope: Scope, asked: Filter) -> QuerySet[Alarm]:
    """What a list shows: of what is open the gravest first, of what was the newest."""
    rows = narrowed(visible(scope), asked)
    return rows.order_by("-recorded_at", "-pk") if asked.state in PAST else in_order(rows)


def narrowed(rows: QuerySet[Alarm], asked: Filter) -> QuerySet[Alarm]:
    """What the filter leaves of these alarms."""
    rows = rows.filter(asked.state_q)
    exact = {
        "kind": asked.kind, "unit_id": asked.unit_id, "agency_id": asked.agency_id,
        "entity_type": asked.entity_type, "rule_code": asked.rule_code, "entity_urn": asked.urn,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if asked.severity:
        rows = rows.filter(severity__in=asked.severity.split(","))
    if asked.text:
        rows = rows.filter(
            Q(entity_name__icontains=asked.text)
            | Q(entity_urn__icontains=asked.text)
            | Q(rule__name_vi__icontains=asked.text)
        )
    if asked.before:
        rows = rows.filter(recorded_at__lt=asked.before)
    if asked.rang_from and asked.rang_until:
        rang = Occurrence.objects.filter(recorded_at__gte=asked.rang_from, recorded_at__lt=asked.rang_until)
        rang = rang.exclude(hidden="") if asked.hidden == "any" else rang.filter(hidden=asked.hidden)
        rows = rows.filter(pk__in=rang.values("alarm_id"))
    return rows


def in_order(rows: QuerySet[Alarm]) -> QuerySet[Alarm]:
    """Active before cleared before closed, then by severity, unacknowledged first, the oldest last."""
    order = Case(
        When(closed_at__isnull=False, then=Value(2)),
        When(active=False, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    return rows.order_by(order, SEVERITY_ORDER, "acknowledged", "-raised_at", "-pk")


def folded(scope: Scope, asked: Filter, *, flood: bool) -> list[Bundle]:
    """The same list as causes with what is folded under them; reads only what decides that."""
    names = [each.name for each in fields(Light)]
    rows = in_order(narrowed(scope.restrict(Alarm.objects.all()), asked)).values_list(*names)
    measure = Measure(guides.minutes("group-minutes"), int(guides.value("group-least")))
    return fold([Light(*row) for row in rows[:MOST_FOLDED]], measure, flood=flood)


def by_pk(scope: Scope, pks: Iterable[int]) -> dict[int, Alarm]:
    """These alarms with everything that a row shows."""
    return visible(scope).in_bulk(list(pks))


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
    """What rings now by severity (`nodata` apart: a silent source is not a low value), and how many each list holds.

    `unacknowledged`: of the duty list; `sources`, `suppressed`: open ones; `shelved`, `out_of_service`: pairs set aside.
    """
    rings = _STATE["active"]
    marks = {name: rings & Q(kind=Kind.THRESHOLD, severity=name) for name in Severity.values}
    asked = marks | {"nodata": rings & Q(kind=Kind.NO_DATA)}
    asked |= {name: _STATE[name] for name in ("unacknowledged", "sources", "suppressed")}
    rows = scope.restrict(Alarm.objects.order_by().filter(closed_at__isnull=True))
    found = rows.aggregate(**{name: Count("pk", filter=condition) for name, condition in asked.items()})
    return found | aside_counts(scope)


def aside_counts(scope: Scope) -> dict[str, int]:
    """How many (rule, entity) are shelved, how many out of service."""
    return standing_aside(scope).aggregate(
        shelved=Count("pk", filter=Q(kind=Hidden.SHELVED)),
        out_of_service=Count("pk", filter=Q(kind=Hidden.OUT_OF_SERVICE)),
    )


def standing_aside(scope: Scope) -> QuerySet[SetAside]:
    """What is set aside now; what ends or is to be reviewed first stands first."""
    rows = SetAside.objects.filter(ended_at=None).filter(Q(until__isnull=True) | Q(until__gt=Now()))
    rows = rows.select_related("person", "unit", "agency")
    return scope.restrict(rows).order_by(F("until").asc(nulls_last=True), "review_on", "pk")


def aside_rows(scope: Scope, limit: int) -> list[dict[str, Any]]:
    """The same with the rule's name, the open alarm and how often it was raised meanwhile."""
    rows = list(standing_aside(scope)[:limit])
    codes = {row.rule_code for row in rows}
    rules = {rule.code: rule for rule in Rule.objects.filter(code__in=codes).order_by("version")}
    alarms = {
        alarm.set_aside_id: alarm for alarm in visible(scope).filter(closed_at=None, set_aside__in=rows)
    }
    since = Occurrence.objects.filter(
        rule_code=OuterRef("rule_code"), entity_id=OuterRef("entity_id"), recorded_at__gte=OuterRef("since")
    )
    count = since.order_by().values("rule_code").annotate(n=Count("pk")).values("n")
    meanwhile = dict(
        SetAside.objects.filter(pk__in=[row.pk for row in rows])
        .annotate(n=Subquery(count))
        .values_list("pk", "n")
    )
    return [
        {
            "aside": row,
            "rule": rules.get(row.rule_code),
            "alarm": alarms.get(row.pk),
            "meanwhile": meanwhile.get(row.pk) or 0,
        }
        for row in rows
    ]


def get_aside(pk: int, scope: Scope) -> SetAside:
    """One, also when it has ended. Raises NotFound when there is none or it lies outside the scope."""
    found = scope.restrict(SetAside.objects.all()).filter(pk=pk).first()
    if found is None:
        raise NotFound("alarm-aside-does-not-exist", aside=pk)
    return found


def asides_of(alarm: Alarm) -> QuerySet[SetAside]:
    """Every time that the alarm's (rule, entity) was set aside, the latest first."""
    rows = SetAside.objects.filter(rule_code=alarm.rule_code, entity_id=alarm.entity_id)
    return rows.select_related("person", "ended_by").order_by("-pk")


def choices(scope: Scope) -> dict[str, list[tuple[Any, str]]]:
    """What the list can be narrowed by: only what this scope has alarms of. Asked unit by unit, by index: a million alarms stay unread."""
    units = Unit.objects.filter(_has_alarms(scope, "unit")).values_list("pk", "full_name")
    agencies = Agency.objects.filter(_has_alarms(scope, "agency")).values_list("pk", "name_vi")
    types = Rule.objects.order_by().values_list("entity_type", flat=True).distinct()
    return {
        "units": sorted(units, key=lambda row: row[1]),
        "agencies": sorted(agencies, key=lambda row: row[1]),
        "types": [(name, name) for name in sorted(types)],
    }


def _has_alarms(scope: Scope, of: str) -> Exists:
    return Exists(scope.restrict(Alarm.objects.filter(**{of: OuterRef("pk")})))


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


def active_by_rule(scope: Scope) -> dict[str, int]:
    """Per rule code: active alarms now. Only what is open is looked at."""
    rows = scope.restrict(Alarm.objects.order_by().filter(closed_at__isnull=True, active=True))
    return dict(rows.values_list("rule_code").annotate(n=Count("pk")))
