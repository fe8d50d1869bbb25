"""The clocks of a period as figures: counted in the database over what the person may see, and put into words' order here."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from dothi.calls import queries as calls
from dothi.dispatch.clocks import readings, targets
from dothi.dispatch.clocks.clocks import Measure
from dothi.dispatch.models import Target
from dothi.forces.models import Assignment
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope
from dothi.kernel.sql import statement


@dataclass(frozen=True, slots=True)
class Period:
    """[since, until); a case belongs to it by its first call. `service`: empty is every one."""

    since: dt.datetime
    until: dt.datetime
    service: str = ""


@dataclass(frozen=True, slots=True)
class Rights:
    """Where a person may see calls, and where units: each figure is of these alone."""

    calls: Scope
    forces: Scope


@dataclass(frozen=True, slots=True)
class Figure:
    """One clock of one group: seconds by nearest rank, how many they rest on, and what gave none."""

    measure: Measure
    n: int
    missing: int
    impossible: int
    p50: float | None
    p90: float | None
    p95: float | None
    newest_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A target that held at the end of the period, and how many of a hundred kept it. `share` is None where nothing was measured."""

    target: Target
    n: int
    within: int

    @property
    def share(self) -> float | None:
        return 100 * self.within / self.n if self.n else None

    @property
    def is_met(self) -> bool | None:
        return None if self.share is None else self.share >= self.target.share


@dataclass(frozen=True, slots=True)
class Counts:
    """How many calls, cases and units there were; hoaxes are in no response, abandoned calls in no answer, both are counted here."""

    calls: int = 0
    ringing: int = 0
    abandoned: int = 0
    hoax: int = 0
    by_hand: int = 0
    cases: int = 0
    units: int = 0
    turned_back: int = 0

    def of_calls(self, number: int) -> float | None:
        """`number` as a share of all calls."""
        return 100 * number / self.calls if self.calls else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything about one period, as the screen and the file show it."""

    period: Period
    computed_at: dt.datetime
    whole: dict[Measure, Figure]
    groups: dict[str, dict[str, dict[Measure, Figure]]]  # service, hour, kind, severity → value → clock
    held: list[Held]
    counts: Counts
    of_service: dict[str, Counts]
    origins: dict[Origin, int] = field(
        default_factory=dict
    )  # calls (where there are none: units) of each origin
    newest_at: dt.datetime | None = None


@transaction.atomic
def figures(rights: Rights, period: Period, shown: Collection[Measure] = tuple(Measure)) -> Figures:
    """The clocks of a period; one statement, whatever its length. `shown`: those that are wanted by hour, kind and severity."""
    held = targets.in_force(_last_day(period), period.service)
    with connection.cursor() as cursor:
        cursor.execute("set local work_mem = '64MB'")  # a month is sorted in memory, not in files
        cursor.execute(*_asked(rights, period, held, shown))
        grouped, within, counted, went = (_parsed(column) for column in cursor.fetchone())
    groups: dict[str, dict[str, dict[Measure, Figure]]] = {}
    for row in grouped:
        of_value = groups.setdefault(row["by"], {}).setdefault(row["value"], {})
        of_value[Measure(row["measure"])] = _figure(row)
    kept = {row["code"]: row for row in within}
    newest = [dt.datetime.fromisoformat(row["newest_at"]) for row in (*grouped, *counted)]
    return Figures(
        period=period,
        computed_at=clock.now(),
        whole=groups.pop("all", {}).get("", {}),
        groups=groups,
        held=[_held(one, kept.get(one.code)) for one in held],
        counts=_summed(counted, went),
        of_service=_of_service(counted),
        origins=_origins(counted or went, "calls" if counted else "units"),
        newest_at=max(newest, default=None),
    )


def _asked(
    rights: Rights, period: Period, held: Sequence[Target], shown: Collection[Measure]
) -> tuple[str, dict[str, Any]]:
    seen, of_seen = _statement(_calls(rights.calls), "seen")
    sent, of_sent = _statement(_units(rights.forces), "sent")
    text = (
        f"with seen as not materialized ({seen}), sent as not materialized ({sent}), "
        f"{statement('dothi.dispatch.clocks', 'sql/figures.sql', 'figures')}"
    )
    asked = {
        "since": period.since,
        "until": period.until,
        "service": period.service,
        "shown": [one.value for one in shown],
        "codes": [one.code for one in held],
        "measures": [one.measure for one in held],
        "services": [one.service for one in held],
        "limits": [float(one.within_s) for one in held],
    }
    return text, asked | of_seen | of_sent


def _statement(rows: QuerySet[Any, Any], name: str) -> tuple[str, dict[str, Any]]:
    """With its values by name. Also of rows that nobody may see: an empty scope is a condition that nothing meets, not a query left out."""
    text, values = rows.query.get_compiler("default", elide_empty=False).as_sql()
    named = {f"{name}_{place}": value for place, value in enumerate(values)}
    return text % tuple(f"%({one})s" for one in named), named


def _calls(scope: Scope) -> QuerySet[Any, Any]:
    """What is said of a call's own service is its line's: the number that was dialled, not what it turned out to be."""
    rows = calls.visible(scope).select_related(None).order_by()
    return rows.values(
        "id", "incident_id", "received_at", "answered_at", "ended_at", "state", "adapter", "outcome", "origin", "kind", "severity",
        service=Coalesce(F("line__service"), Value("")),
    )  # fmt: skip


def _units(scope: Scope) -> QuerySet[Any, Any]:
    """Units sent by where they are stationed or where their agency sits, with what their case says; `running`: neither the unit's work nor its case is over."""
    is_running = Case(
        When(Q(ended_at__isnull=True) & ~Q(incident__status="closed"), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    turned_back = Case(
        When(ended_as__in=("recalled", "declined"), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    rows = Assignment.objects.filter(readings.reached(scope))
    return rows.order_by().values(
        "incident_id", "level", "alerted_at", "en_route_at", "on_scene_at", "transporting_at", "at_hospital_at", "ended_at",
        service=F("force__service"), kind=F("incident__kind"), severity=F("incident__severity"), origin=F("incident__origin"),
        running=is_running, turned_back=turned_back,
    )  # fmt: skip


def _last_day(period: Period) -> dt.date:
    """Targets are those of the period's last day: an old year is not judged by what holds now."""
    last = period.until - dt.timedelta(microseconds=1)
    return last.astimezone(clock.VIETNAM).date()


def _parsed(column: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(column) if isinstance(column, str) else column
    return rows


def _figure(row: Mapping[str, Any]) -> Figure:
    p50, p90, p95 = row["ranks"] or (None, None, None)
    newest = dt.datetime.fromisoformat(row["newest_at"])
    return Figure(Measure(row["measure"]), row["n"], row["missing"], row["impossible"], p50, p90, p95, newest)


def _held(target: Target, row: Mapping[str, Any] | None) -> Held:
    return Held(target, row["n"], row["within"]) if row else Held(target, 0, 0)


_OF_CALLS = ("calls", "ringing", "abandoned", "hoax", "by_hand")
_OF_UNITS = ("units", "cases", "turned_back")


def _summed(counted: Sequence[Mapping[str, Any]], went: Sequence[Mapping[str, Any]] = ()) -> Counts:
    return Counts(
        **{name: sum(row[name] for row in counted) for name in _OF_CALLS},
        **{name: sum(row[name] for row in went) for name in _OF_UNITS},
    )


def _of_service(counted: Sequence[Mapping[str, Any]]) -> dict[str, Counts]:
    services = sorted({row["service"] for row in counted})
    return {one: _summed([row for row in counted if row["service"] == one]) for one in services}


def _origins(rows: Sequence[Mapping[str, Any]], name: str) -> dict[Origin, int]:
    found: dict[Origin, int] = {}
    for row in rows:
        origin = Origin(row["origin"])
        found[origin] = found.get(origin, 0) + row[name]
    return dict(sorted(found.items()))
