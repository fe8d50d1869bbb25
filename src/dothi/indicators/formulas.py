"""Figures by formula: sums and counts over a fact that a room published, place by place, and the records behind them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from dothi.indicators.models import FactCursor, Indicator, Over
from dothi.indicators.periods import begin_of, next_begin
from dothi.kernel import clock
from dothi.kernel.errors import DothiError
from dothi.kernel.facts import Checked, Fact, checked, condition, find_fact, get_fact
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope
from dothi.kernel.sql import statement

WORD = "formula"
PARTS = ("numerator", "denominator", "where")
OVERLAP = dt.timedelta(seconds=30)  # a transaction that ends later may tell an earlier moment


@dataclass(frozen=True, slots=True)
class Formula:
    """What the parameters of an indicator say, checked."""

    fact: Fact
    numerator: Checked
    denominator: Checked | None
    where: Checked | None

    @property
    def condition(self) -> str:
        return self.where.sql if self.where else "true"

    def counts(self, part: str) -> str:
        """SQL condition of the rows that have a part in the numerator or the denominator."""
        found: Checked | None = getattr(self, part)
        return " or ".join(f"({one})" for one in found.counted) if found else "false"


def read(parameters: dict[str, Any]) -> Formula:
    """Raises BadRequest that names the word that is not allowed, NotFound for a fact that nobody publishes."""
    fact = get_fact(str(parameters.get("fact", "")))
    below, where = (str(parameters.get(part) or "") for part in ("denominator", "where"))
    return Formula(
        fact,
        checked(str(parameters.get("numerator") or ""), fact),
        checked(below, fact) if below else None,
        condition(where, fact) if where else None,
    )


def question(one: Indicator, starts: Sequence[dt.datetime], now: dt.datetime) -> tuple[str, dict[str, Any]]:
    """The statement of `sql/formulas.sql` with its values, as `computing` runs it."""
    formula = read(one.parameters)
    ends = [next_begin(begin, one.over) for begin in starts]
    text = statement("dothi.indicators", "sql/formulas.sql", "cells").format(
        **_of_fact(formula.fact),
        numerator=formula.numerator.sql,
        denominator=formula.denominator.sql if formula.denominator else "null",
        where=formula.condition,
        within=_within(formula.fact, one.over),
    )
    return text, {"starts": list(starts), "ends": ends, "now": now}


def _of_fact(fact: Fact) -> dict[str, str]:
    def column(name: str, kind: str) -> str:
        return f"f.{name}" if name else f"null::{kind}"

    return {
        "view": fact.name, "unit": column(fact.unit, "bigint"), "agency": column(fact.agency, "bigint"), "at": fact.instant,
        "origin": f"f.{fact.origin}" if fact.origin else "0", "newest": f"f.{fact.changed}" if fact.changed else fact.instant,
    }  # fmt: skip


def _within(fact: Fact, over: str) -> str:
    """Which rows belong to a period: what is told "now" speaks of all of them."""
    return (
        "true"
        if over == Over.NOW
        else f"{fact.instant} > asked.starts_at and {fact.instant} <= asked.ends_at"
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One record behind a figure."""

    key: str
    unit_id: int | None
    agency_id: int | None
    at: dt.datetime | None
    above: bool  # has a part in the numerator
    below: bool
    origin: Origin


def rows(one: Indicator, starts_at: dt.datetime, scope: Scope, most: int = 50) -> list[Row]:
    """The records behind a figure that a scope covers, those of the numerator first. `scope`: of the fact's own permission."""
    formula = read(one.parameters)
    text, own = _scope(scope, formula.fact)
    asked = statement("dothi.indicators", "sql/formulas.sql", "rows").format(
        **_of_fact(formula.fact),
        key=f"f.{formula.fact.key}::text" if formula.fact.key else "''",
        above=formula.counts("numerator"),
        below=formula.counts("denominator"),
        where=formula.condition,
        within=_within(formula.fact, one.over),
        scope=text,
    )
    values = own | {
        "starts_at": starts_at,
        "ends_at": next_begin(starts_at, one.over),
        "now": clock.now(),
        "most": most,
    }
    with connection.cursor() as db:
        db.execute(asked, values)
        return [Row(*row[:6], Origin(row[6])) for row in db.fetchall()]  # type: ignore[call-arg]


def _scope(scope: Scope, fact: Fact) -> tuple[str, dict[str, Any]]:
    """A scope as a condition on a row of the fact; what has no place is for those who see everything."""
    if scope.everywhere:
        return "true", {}
    lines: list[str] = []
    values: dict[str, Any] = {}
    for number, grant in enumerate(scope.grants):
        parts = []
        if grant.unit_ids is not None:
            parts.append(f"f.{fact.unit} = any(%(units_{number})s)" if fact.unit else "false")
            values[f"units_{number}"] = list(grant.unit_ids)
        if grant.agency_id is not None:
            parts.append(f"f.{fact.agency} = %(agency_{number})s" if fact.agency else "false")
            values[f"agency_{number}"] = grant.agency_id
        lines.append(" and ".join(parts))
    return " or ".join(f"({line})" for line in lines) or "false", values


def changed_periods(indicators: Sequence[Indicator], now: dt.datetime) -> list[tuple[str, dt.datetime]]:
    """(code, begin) of the periods whose rows changed since the last look, of facts that tell when a row changed."""
    by_fact: dict[str, list[Indicator]] = {}
    for one in indicators:
        if one.figure == WORD:
            by_fact.setdefault(str(one.parameters.get("fact")), []).append(one)
    found: list[tuple[str, dt.datetime]] = []
    for name, asking in by_fact.items():
        fact = find_fact(name)
        if fact is not None and fact.changed:
            moments = _changed(fact, now)
            found += [(one.code, begin_of(at, one.over)) for one in asking for at in moments]
    return list(dict.fromkeys(found))


def _changed(fact: Fact, now: dt.datetime) -> list[dt.datetime]:
    """Days of rows that changed since the last look; each look moves the cursor."""
    cursor, is_new = FactCursor.objects.get_or_create(fact=fact.name, defaults={"changed_at": now})
    if is_new:
        return []  # what stood before is owed as a whole
    text = statement("dothi.indicators", "sql/formulas.sql", "changed").format(
        view=fact.name, at=fact.instant, changed=fact.changed
    )
    with connection.cursor() as db:
        db.execute(text, {"since": cursor.changed_at - OVERLAP})
        rows = db.fetchall()
    newest = max((row[1] for row in rows), default=None)
    if newest is not None and newest > cursor.changed_at:
        FactCursor.objects.filter(pk=cursor.pk, changed_at__lt=newest).update(changed_at=newest)
    return [row[0] for row in rows if row[0] is not None]


def refusal(parameters: dict[str, Any]) -> DothiError | None:
    """Why a formula cannot be read; None: it can."""
    try:
        read(parameters)
    except DothiError as error:
        return error
    return None
