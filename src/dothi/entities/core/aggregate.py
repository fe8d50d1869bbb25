"""Aggregated temporal representation (CIM 009 §4.5.19, §4.11.5): what is asked for, and how it is written.

`aggrMethods` names functions over the values of each period of `aggrPeriodDuration` (ISO 8601, e.g. PT1H, P1D, P1M); without a
duration, or with PT0S, there is one period: all the time that was asked for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from dothi.entities.core.kinds import KIND_NAMES, number
from dothi.entities.core.represent import Form, Head, Names, frame
from dothi.entities.core.rows import Kind
from dothi.kernel.clock import iso
from dothi.kernel.errors import BadRequest

METHODS = ("totalCount", "distinctCount", "sum", "avg", "min", "max", "stddev", "sumsq")
_COUNTS = METHODS[:2]
_DURATION = re.compile(
    r"P(?=\d|T\d)(\d{1,5}Y)?(\d{1,5}M)?(\d{1,5}W)?(\d{1,6}D)?(T(?=\d)(\d{1,6}H)?(\d{1,7}M)?(\d{1,9}(\.\d{1,6})?S)?)?"
)
_ANY_FIGURE = re.compile(r"[1-9]")


@dataclass(frozen=True, slots=True)
class Aggregation:
    """Which methods, and over which period (ISO 8601; None: all of it)."""

    methods: tuple[str, ...]
    period: str | None


class Period(NamedTuple):
    """What the values of one series in one period come to, as selected by sql/read.sql; the last in the order of METHODS."""

    entity_id: int
    term_id: int
    dataset_id: int
    kind: int
    start: dt.datetime
    end: dt.datetime
    figures: tuple[Any, ...]


def parse_aggregation(methods: str | None, duration: str | None) -> Aggregation:
    """The parameters of a request. Raises BadRequest."""
    names = tuple(name for name in (methods or "").split(",") if name)
    unknown = [name for name in names if name not in METHODS]
    if not names or unknown:
        raise _wrong("aggrMethods", ",".join(unknown), ", ".join(METHODS))
    if duration is not None and not _DURATION.fullmatch(duration):
        raise _wrong("aggrPeriodDuration", duration, "ISO 8601: PT1H, P1D, P1M …")
    return Aggregation(names, duration if duration and _ANY_FIGURE.search(duration) else None)


def aggregated(
    head: Head, periods: Iterable[Period], names: Names, form: Form, asked: Aggregation
) -> dict[str, Any]:
    """An entity with, for each attribute and method, triples of figure, start and end of the period."""
    found = frame(head, names, form)
    for term_id, of_term in groupby(periods, key=lambda one: one.term_id):
        series = [
            _one(list(of_series), names, asked)
            for _, of_series in groupby(of_term, key=lambda one: (one.dataset_id, one.kind))
        ]
        found[form.context.compact(names[term_id])] = series[0] if len(series) == 1 else series
    return found


def _one(periods: list[Period], names: Names, asked: Aggregation) -> dict[str, Any]:
    found: dict[str, Any] = {"type": KIND_NAMES[Kind(periods[0].kind)][0]}
    if periods[0].dataset_id:
        found["datasetId"] = names[periods[0].dataset_id]
    for method in asked.methods:
        place = METHODS.index(method)
        told = [(one.figures[place], one.start, one.end) for one in periods if one.figures[place] is not None]
        found[method] = [
            [figure if method in _COUNTS else number(figure), iso(start), iso(end)]
            for figure, start, end in told
        ]
    return found


def _wrong(parameter: str, value: str, expected: str) -> BadRequest:
    return BadRequest("parameter-malformed", parameter=parameter, value=value[:80], expected=expected)
