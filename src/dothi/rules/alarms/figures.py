"""How well alarms serve the people who get them (ISA-18.2 §16, EEMUA 191): every figure with its guide and the alarms behind it.

Rates go by the time that people heard (`recorded_at`), chattering by the stream's own (`raised_at`): a late batch is a burden, not a
fault of the sensor. What did not ring is counted apart and in no rate.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from dothi.accounts.models import Agency, Person
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope
from dothi.rules.alarms import guides, queries
from dothi.rules.alarms.models import Alarm, Hidden, Occurrence, SetAside
from dothi.rules.alarms.scoped import scoped_rows
from dothi.rules.models import Kind, Rule, Severity

SLOT = dt.timedelta(minutes=10)
_OF_OCCURRENCES = (
    "rule_code", "entity_id", "alarm_id", "agency_id", "kind", "severity", "origin", "hidden", "raised_at", "recorded_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """[since, until), and whose alarms (None: everybody's that the scope covers)."""

    since: dt.datetime
    until: dt.datetime
    agency_id: int | None = None

    @property
    def slots(self) -> float:
        return max((min(self.until, clock.now()) - self.since) / SLOT, 1.0)

    @property
    def days(self) -> float:
        return self.slots / 144

    @property
    def query(self) -> str:
        """The part of a list's address that asks for just these alarms."""
        own = f"&agency={self.agency_id}" if self.agency_id else ""
        return f"state=all&fold=no&from={_address(self.since)}&until={_address(self.until)}{own}"


def _address(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@transaction.atomic
def figures(scope: Scope, period: Period) -> dict[str, Any]:
    """Everything that the page shows. The period's occurrences are read twice (counted, sorted), its alarms once."""
    with connection.cursor() as cursor:  # a million alarms are sorted in memory, not in files
        cursor.execute("set local work_mem = '256MB'")
    occurrences = _occurrences(scope, period)
    rang = _rang(occurrences)
    pairs = _pairs(occurrences)
    waits = scoped_rows(_alarms(scope, period), "waited", file="figures", called="alarms")
    kinds = rang["kinds"]
    return {
        "period": period,
        "totals": _totals(kinds),
        "shares": _shares(kinds),
        "origins": _origins(kinds),
        "consoles": _consoles(rang["consoles"], period),
        "hours": _hours(rang["hours"], period),
        "top": _named(scope, pairs["top"], sum(_number_rang(row) for row in kinds)),
        "chattering": _named(scope, pairs["chattering"], 0),
        "waited": _waited(waits),
        "operators": _operators(waits),
        "standing": _standing(scope, period),
        "asides": _asides(scope, period),
    }


def _occurrences(scope: Scope, period: Period) -> QuerySet[Any, Any]:
    rows = Occurrence.objects.filter(recorded_at__gte=period.since, recorded_at__lt=period.until).order_by()
    return scope.restrict(_own(rows, period)).values(*_OF_OCCURRENCES)


def _own(rows: QuerySet[Any, Any], period: Period) -> QuerySet[Any, Any]:
    return rows.filter(agency_id=period.agency_id) if period.agency_id else rows


def _rang(occurrences: QuerySet[Any, Any]) -> dict[str, list[dict[str, Any]]]:
    """What one reading counts: `kinds`, `consoles`, `hours`."""
    limits = (guides.value("flood-begins"), 6 * guides.value("rate"))
    (found,) = scoped_rows(occurrences, "rang", *limits, file="figures")
    return {name: rows or [] for name, rows in found.items()}


def _pairs(occurrences: QuerySet[Any, Any]) -> dict[str, list[dict[str, Any]]]:
    """What one sorting by (rule, entity) gives: `top`, `chattering`."""
    times, seconds = int(guides.value("chattering-times")), guides.value("chattering-seconds")
    rows = scoped_rows(occurrences, "pairs", times - 1, seconds, file="figures")
    return {name: [row for row in rows if row["list"] == name] for name in ("top", "chattering")}


def _number_rang(row: dict[str, Any]) -> int:
    return 0 if row["hidden"] else int(row["number"])


def _totals(kinds: list[dict[str, Any]]) -> dict[str, int]:
    """`duty` and `sources` rang; what did not ring stands under its `Hidden`, with an underscore for templates."""
    found = dict.fromkeys(["duty", "sources", *(name.replace("-", "_") for name in Hidden.values)], 0)
    for row in kinds:
        name = row["hidden"].replace("-", "_") or ("sources" if row["kind"] == Kind.NO_DATA else "duty")
        found[name] += row["number"]
    return found


def _shares(kinds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Per cent of what rang for the duty officer beside the guide's; high and critical together."""
    counts = dict.fromkeys(Severity.values, 0)
    for row in kinds:
        if row["kind"] == Kind.THRESHOLD:
            counts[row["severity"]] += _number_rang(row)
    total = sum(counts.values())
    parts = {"low": counts["low"], "medium": counts["medium"], "high": counts["high"] + counts["critical"]}
    return [
        {"name": name, "number": number, "share": 100 * number / total if total else None, "guide": guides.value(f"share-{name}")}
        for name, number in parts.items()
    ]  # fmt: skip


def _origins(kinds: list[dict[str, Any]]) -> list[tuple[str, int]]:
    counts: dict[int, int] = {}
    for row in kinds:
        counts[row["origin"]] = counts.get(row["origin"], 0) + row["number"]
    return [(Origin(origin).word, number) for origin, number in sorted(counts.items())]


def _consoles(rows: list[dict[str, Any]], period: Period) -> list[dict[str, Any]]:
    """Each agency is a console: alarms per ten minutes, the worst ten minutes, the share of time in flood, hours above the guide."""
    rate, slots = guides.value("rate"), period.slots
    agencies = Agency.objects.in_bulk([row["agency_id"] for row in rows if row["agency_id"]])
    return [
        row
        | {
            "agency": agencies.get(row["agency_id"]),
            "mean": row["number"] / slots,
            "flood_share": 100 * row["floods"] / slots,
            "above": row["number"] / slots > rate,
        }
        for row in rows
    ]


def _hours(rows: list[dict[str, Any]], period: Period) -> list[dict[str, Any]]:
    """All 24 hours of the day with alarms per hour, as a mean over the period's days."""
    counts = {row["hour"]: row["number"] for row in rows}
    days = max(period.days, 1.0)
    return [
        {"hour": hour, "number": counts.get(hour, 0), "mean": counts.get(hour, 0) / days}
        for hour in range(24)
    ]


def _named(scope: Scope, rows: list[dict[str, Any]], total: int) -> list[dict[str, Any]]:
    """Rows of (rule, entity) with the rule's name and an alarm that says which entity it is."""
    alarms = queries.by_pk(scope, (row["alarm_id"] for row in rows))
    rules = {
        rule.code: rule
        for rule in Rule.objects.filter(code__in={row["rule_code"] for row in rows}).order_by("version")
    }
    return [
        row | {"alarm": alarms.get(row["alarm_id"]), "rule": rules.get(row["rule_code"]), "share": 100 * row["number"] / total if total else None}
        for row in rows
    ]  # fmt: skip


def _alarms(scope: Scope, period: Period) -> QuerySet[Any, Any]:
    """Alarms of the duty list that were first heard of in the period."""
    rows = Alarm.objects.filter(
        recorded_at__gte=period.since, recorded_at__lt=period.until, kind=Kind.THRESHOLD
    ).order_by()
    names = ("severity", "acknowledged", "acknowledged_at", "acknowledged_by_id", "recorded_at")
    return scope.restrict(_own(rows, period)).values(*names)


def _waited(waits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = {row["severity"]: row for row in waits if row["severity"]}
    return [rows[name] for name in Severity.values if name in rows]


def _operators(waits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = [row for row in waits if row["person_id"]]
    people = Person.objects.in_bulk([row["person_id"] for row in rows])
    return [row | {"person": people[row["person_id"]]} for row in rows]


def _standing(scope: Scope, period: Period) -> dict[str, Any]:
    """Active now and since longer than the guide, whenever they began: how many, and the address of their list."""
    hours = guides.value("standing-hours")
    before = clock.now() - dt.timedelta(hours=hours)
    asked = queries.Filter(state="active", before=before, agency_id=period.agency_id)
    own = f"&agency={period.agency_id}" if period.agency_id else ""
    return {
        "hours": hours,
        "number": queries.narrowed(scope.restrict(Alarm.objects.order_by()), asked).count(),
        "query": f"state=active&fold=no&before={_address(before)}{own}",
    }


def _asides(scope: Scope, period: Period) -> dict[str, int]:
    """How often somebody set an alarm aside in the period."""
    rows = SetAside.objects.filter(since__gte=period.since, since__lt=period.until)
    kinds = list(_own(scope.restrict(rows), period).values_list("kind", flat=True))
    return {kind.replace("-", "_"): kinds.count(kind) for kind in (Hidden.SHELVED, Hidden.OUT_OF_SERVICE)}


def agencies(scope: Scope) -> list[tuple[int, str]]:
    """The consoles that one may ask for alone: found by the index of alarms by agency, not by reading the alarms."""
    alarms = scope.restrict(Alarm.objects.filter(agency=OuterRef("pk")).order_by())
    found = Agency.objects.filter(Exists(alarms)).values_list("pk", "name_vi")
    return sorted(found, key=lambda row: row[1])
