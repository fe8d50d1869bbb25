"""From a figure to what it is made of, in two clicks: the areas that it is the sum of, then the records of one of them.

A figure of entities leads to entities, a typed one to reports, one of alarms to alarms, one over a room's fact to the room's own records
(the fact says which page that is), a ratio of two indicators to the records of both; a count of work to the alarms, cases or tasks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.urls import reverse

from dothi.accounts.models import Person
from dothi.boards import counting
from dothi.entities.queries import reached
from dothi.indicators import book, due, queries
from dothi.indicators.merging import Merged, merged
from dothi.indicators.models import Indicator, Over, Report
from dothi.kernel.i18n import named, t
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Grant, Scope
from dothi.rules.alarms import queries as alarms
from dothi.rules.models import Rule
from dothi.territory.models import Unit

MOST = 200
NOWHERE = 0  # how an address says "of no commune"


@dataclass(frozen=True, slots=True)
class Record:
    """One thing behind a figure. `url`: its own page, empty where the reader may not open it. `value` as it entered, where it is a number."""

    name: str
    url: str
    at: dt.datetime | None
    value: float | None = None
    origin: Origin | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Records:
    """`right`: the permission that is missing, where the reader may see the figure and not what is behind it."""

    rows: list[Record]
    right: str = ""

    @property
    def more(self) -> bool:
        return len(self.rows) >= MOST


def areas(one: Indicator, begin: dt.datetime, scope: Scope) -> list[tuple[Unit | None, Merged]]:
    """The cells of a period, unit by unit, the worst first."""
    return queries.by_unit(one, begin, scope)


def cell(one: Indicator, begin: dt.datetime, unit_id: int | None, scope: Scope) -> Merged | None:
    rows = queries.visible(scope, [one.code]).filter(_in_unit(unit_id), starts_at=begin)
    return merged(one, list(rows))


def _in_unit(unit_id: int | None) -> Q:
    return Q(unit__isnull=True) if unit_id is None else Q(unit_id=unit_id)


def narrowed(scope: Scope, unit_id: int) -> Scope:
    """The part of a scope that lies in one unit."""
    inside = [
        Grant(frozenset({unit_id}), grant.agency_id)
        for grant in scope.grants
        if grant.unit_ids is None or unit_id in grant.unit_ids
    ]
    return replace(scope, grants=tuple(inside))


def records(one: Indicator, begin: dt.datetime, unit_id: int | None, person: Person) -> Records:
    """What the figure of one unit in one period was made of."""
    if one.figure == "ratio" and "numerator" in one.parameters:
        return _of_parts(one, begin, unit_id, person)
    return _OF.get(one.figure, _entities)(one, begin, unit_id, person)


def work_records(of: str, unit_id: int | None, scope: Scope, now: dt.datetime) -> Records:
    """The alarms, cases or tasks of one unit that a count counted."""
    return Records([_WORK[of](row) for row in counting.within(of, scope, now, unit_id, MOST)])


def _of_parts(one: Indicator, begin: dt.datetime, unit_id: int | None, person: Person) -> Records:
    """Of numerator and denominator, each record once (one report often holds both)."""
    known, found, right = book.in_force(), dict[str, Record](), ""
    for part in ("numerator", "denominator"):
        if (other := known.get(str(one.parameters.get(part)))) is not None:
            told = records(other, begin, unit_id, person)
            right = right or told.right
            found |= {row.url or row.name: row for row in told.rows if (row.url or row.name) not in found}
    return Records(list(found.values())[:MOST], right)


def _entities(one: Indicator, begin: dt.datetime, unit_id: int | None, person: Person) -> Records:
    sees = person.scope("entities.view")
    if not sees:
        return Records([], "entities.view")
    told = queries.records(one, begin, sees if unit_id is None else narrowed(sees, unit_id), most=MOST)
    if unit_id is None:
        told = [row for row in told if row.urn in _of_no_unit([row.urn for row in told])]
    linked = reached([row.urn for row in told], sees)
    return Records(
        [
            Record(row.name, reverse("entity", args=[row.urn]) if row.urn in linked else "", row.newest_at, row.mean, row.origin)
            for row in told
        ]
    )  # fmt: skip


def _of_no_unit(urns: list[str]) -> set[str]:
    from django.db import connection

    with connection.cursor() as db:
        db.execute("select urn from entities_entity where urn = any(%s) and unit_id is null", [urns])
        return {row[0] for row in db.fetchall()}


def _reports(one: Indicator, begin: dt.datetime, unit_id: int | None, person: Person) -> Records:
    scope = person.scope("indicators.view")
    cells = queries.visible(scope, [one.code]).filter(
        _in_unit(unit_id), starts_at=begin, report__isnull=False
    )
    rows = Report.objects.filter(pk__in=cells.values("report_id")).select_related("agency", "typed_by")
    return Records(
        [
            Record(named(row.agency), reverse("figure-report", args=[row.pk]), row.typed_at, row.values.get(one.code), Origin.TYPED)
            for row in rows.order_by("agency__name_vi")[:MOST]
        ]
    )  # fmt: skip


def _alarms(one: Indicator, begin: dt.datetime, unit_id: int | None, person: Person) -> Records:
    """Those of its rules that stand now, or that first rang in the period."""
    scope = person.scope("alarms.view")
    if not scope:
        return Records([], "alarms.view")
    codes = one.parameters.get("rules") or Rule.objects.filter(pack=one.pack).values("code").distinct()
    when = (
        Q(closed_at=None, active=True)
        if one.over == Over.NOW
        else Q(first_raised_at__gt=begin, first_raised_at__lte=due.ends([begin], one.over)[0])
    )
    rows = alarms.visible(scope).filter(when, _in_unit(unit_id), rule_code__in=codes).order_by("-raised_at")
    return Records([_alarm(row) for row in rows[:MOST]])


def _alarm(row: Any) -> Record:
    said = f"{row.rule.name} · {t(row.state_key)}"
    return Record(
        row.place_name or row.entity_name, f"/alarms/{row.pk}/", row.raised_at, None, Origin(row.origin), said
    )


def _incident(row: Any) -> Record:
    said = f"{row.title} · {t(f'incidents-state-{row.status}')}"
    return Record(
        row.code, reverse("incident", args=[row.code]), row.opened_at, None, Origin(row.origin), said
    )


def _task(row: Any) -> Record:
    return Record(row.code, reverse("task", args=[row.code]), row.given_at, None, None, row.title)


_OF: dict[str, Callable[[Indicator, dt.datetime, int | None, Person], Records]] = {
    "typed": _reports,
    "alarms": _alarms,
}
_WORK: dict[str, Callable[[Any], Record]] = {"alarms": _alarm, "incidents": _incident, "tasks": _task}


def begins_known(one: Indicator, scope: Scope) -> dt.datetime | None:
    """Begin of the newest period that has cells within the scope."""
    newest = queries.visible(scope, [one.code]).order_by("-starts_at").values_list("starts_at", flat=True)
    return newest.first()
