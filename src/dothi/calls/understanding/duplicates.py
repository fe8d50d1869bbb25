"""Which open cases a call may belong to, and which calls tell of one event: read by one statement, compared by likeness.py."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from dothi.calls import queries
from dothi.calls.models import Call
from dothi.calls.understanding.likeness import (
    MOST_INEXACT_M,
    OTHERWISE,
    SURGE_MINUTES,
    Kinds,
    Likely,
    Limit,
    Point,
    Report,
    grouped,
    likely,
)
from dothi.incidents import kinds as names
from dothi.incidents import queries as incidents
from dothi.incidents.models import Incident
from dothi.incidents.workflow import State
from dothi.kernel import clock
from dothi.kernel.earth import degrees_of
from dothi.kernel.i18n import t
from dothi.kernel.permissions import Scope
from dothi.packs import queries as packs
from dothi.packs.check import shape
from dothi.rules.expressions import duration
from dothi.territory.names import folded

FOLDER = "duplicates"
ANY = "any"
MOST_OPEN = 500  # cases that are compared: beyond that the nearest in time count


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open case that a call may belong to; `why` in the reader's words. Nothing is attached by it."""

    incident: Incident
    metres: int | None
    minutes: int
    calls: int
    why: list[str]


def near(call: Call, scope: Scope, most: int = 5, *, personal: bool = False) -> list[Candidate]:
    """The cases of this scope that a call may be about, the likeliest first; none for a call that has its case.

    `personal`: numbers that were typed by hand are compared too (`queries.rang`).
    """
    if call.incident_id:
        return []
    tree = kinds_in_force(clock.today())
    rows = list(_open_near(call, scope, tree.limit(call.kind), personal))
    by_id = {row.pk: row for row in rows}
    found = likely(_report(call, personal), [_of_case(row) for row in rows], tree, most)
    return [_candidate(by_id[one.report.id], one) for one in found]


def _open_near(call: Call, scope: Scope, limit: Limit, personal: bool) -> QuerySet[Incident]:
    """Open cases told of within the longest limit, and near where both have a place; with when their calls came and from whom."""
    since = call.received_at - max(limit.within, dt.timedelta(hours=12))
    rows = incidents.visible(scope).exclude(status=State.CLOSED.value)
    rows = rows.filter(Q(opened_at__gte=since) | Q(calls__received_at__gte=since))
    if call.lon is not None and call.lat is not None:
        reach = max(limit.metres, 10_000.0) + MOST_INEXACT_M
        side, up = degrees_of(reach, call.lat)
        box = Q(lon__range=(call.lon - side, call.lon + side), lat__range=(call.lat - up, call.lat + up)) | Q(
            lon__isnull=True
        )
        rows = rows.filter(box)
    told = Coalesce(ArrayAgg("calls__received_at", distinct=True, filter=Q(calls__isnull=False)), [])
    compared = ~Q(calls__caller_number="")
    if not personal:
        compared &= Q(calls__in=Call.objects.filter(queries.rang()))
    callers = Coalesce(ArrayAgg("calls__caller_number", distinct=True, filter=compared), [])
    return rows.annotate(told=told, callers=callers).order_by("-opened_at")[:MOST_OPEN]


def _report(call: Call, personal: bool = False) -> Report:
    point = None
    if call.lon is not None and call.lat is not None:
        point = Point(call.lon, call.lat, call.accuracy_m or 0.0)
    known = call.caller_number and (personal or call.number_rang)
    callers = frozenset({call.caller_number} if known else ())
    return Report(call.pk, call.kind, point, (call.received_at,), callers, _words(call.address))


def _of_case(row: Incident) -> Report:
    point = None
    if row.lon is not None and row.lat is not None:
        point = Point(row.lon, row.lat, row.accuracy_m or 0.0)
    times = tuple(sorted(row.told)) or (row.opened_at,)  # type: ignore[attr-defined]
    callers = frozenset(row.callers)  # type: ignore[attr-defined]
    return Report(row.pk, row.kind, point, times, callers, _words(f"{row.title} {row.place}"))


def _words(text: str) -> frozenset[str]:
    return frozenset(folded(text).split())


def _candidate(incident: Incident, one: Likely) -> Candidate:
    why = [_said(key, fields) for key, fields in one.why]
    metres = None if one.metres is None else round(one.metres)
    return Candidate(incident, metres, one.minutes, one.calls, why)


def _said(key: str, fields: dict[str, Any]) -> str:
    if "kind" in fields:
        fields = {**fields, "kind": names.name_of(str(fields["kind"]))}
    return t(key, **fields)


def surges(scope: Scope) -> list[list[Call]]:
    """Calls of the last half hour that have no case yet and seem to tell of one event, three or more together, the largest first."""
    since = clock.now() - dt.timedelta(minutes=SURGE_MINUTES)
    rows = queries.own(scope).filter(received_at__gte=since, incident__isnull=True, lon__isnull=False)
    by_id = {call.pk: call for call in rows.order_by("received_at")[:MOST_OPEN]}
    groups = grouped([_report(call) for call in by_id.values()], kinds_in_force(clock.today()))
    return [[by_id[one.id] for one in group] for group in groups]


def kinds_in_force(day: dt.date) -> Kinds:
    """Categories and limits of the packs in force, as they hold on a day."""
    editions = tuple((one.row.code, one.edition_id) for one in packs.standing())
    return _kinds(editions, day)


@lru_cache(maxsize=8)
def _kinds(_editions: tuple[tuple[str, int], ...], day: dt.date) -> Kinds:
    above: dict[str, list[str]] = {}
    for pack, row in packs.categories():
        kind, parent = f"{pack}.{row['code']}", row.get("parent")
        above[kind] = [f"{pack}.{parent}", *above.get(f"{pack}.{parent}", ())] if parent else []
    limits: dict[str, Limit] = {}
    otherwise = OTHERWISE
    for one in packs.standing():
        for row in sorted(shape.every(one.pack, FOLDER, "duplicate"), key=lambda row: row["valid_from"]):
            if row["valid_from"] > day:
                continue
            alike = frozenset(f"{one.row.code}.{code}" for code in row.get("alike", ()))
            limit = Limit(float(row["metres"]), duration(row["within"]), alike)
            if row["category"] == ANY:
                otherwise = limit
            else:
                limits[f"{one.row.code}.{row['category']}"] = limit
    return Kinds(above, limits, otherwise)
