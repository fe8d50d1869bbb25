"""Figures for other systems: /api/v1/indicators. Reads only, and only the cells that the caller's key or rights reach."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema
from pydantic import AwareDatetime, BeforeValidator

from dothi.accounts.callers import readers
from dothi.accounts.keys import Key
from dothi.accounts.models import Person
from dothi.indicators import book, queries
from dothi.indicators.merging import Merged, merged
from dothi.indicators.models import Figure, Indicator
from dothi.kernel import clock
from dothi.kernel.errors import NotAllowed, NotFound
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Grant, Scope
from dothi.territory.models import Unit
from dothi.territory.names import folded

PERIODS, MOST = 30, 1000  # of one answer


def _written_out(value: object) -> object:
    """Only `2026-11-22T00:00:00+07:00` is a moment: pydantic would take `2026` for seconds since 1970."""
    if isinstance(value, str) and not re.match(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}T", value):
        raise ValueError("2026-11-22T00:00:00+07:00")
    return value.replace(" ", "+") if isinstance(value, str) else value


Moment = Annotated[AwareDatetime, BeforeValidator(_written_out)]
router = Router(tags=["indicators"], auth=readers("indicators.view"))


class Definition(Schema):
    """An indicator in force today."""

    code: str = Field(examples=["pm25-day"])
    pack: str = Field(examples=["environment"])
    version: int = Field(examples=[1])
    valid_from: dt.date
    name_vi: str
    name_en: str
    about_vi: str
    about_en: str
    figure: str = Field(description="how it is computed; typed: people type it", examples=["mean"])
    over: str = Field(description="now, hour, day or month", examples=["day"])
    unit_code: str = Field(description="UN/CEFACT", examples=["GQ"])
    entity_type: str = Field(examples=["AirQualityObserved"])
    attribute: str = Field(examples=["pm25"])
    better: str = Field(description="low, high or none", examples=["low"])
    target: float | None
    owner: str = Field(description="code of the agency that answers for it; empty: none")
    source: str
    certainty: str = Field(
        description="of the source: S read in the text, S2 second hand, M from memory, D our own or the city's decision"
    )


class Definitions(Schema):
    """All indicators that were asked for."""

    total: int
    indicators: list[Definition]


class Value(Schema):
    """What the indicator was in one period, of all that the caller reaches or of one unit."""

    starts_at: dt.datetime
    ends_at: dt.datetime = Field(description="of (starts_at, ends_at]; in the future: the period still runs")
    unit: str | None = Field(description="code of the unit, with by=unit", examples=["26506"])
    value: float | None = Field(description="null: a gap, never 0")
    count: int = Field(description="values it was computed from")
    entities: int = Field(description="that gave one")
    expected: int = Field(description="entities that there are")
    origin: str | None = Field(
        description="the least direct that has a part in it: live, replayed, simulated, estimated, typed"
    )
    origins: dict[str, int] = Field(description="values of each origin")
    newest_at: dt.datetime | None
    computed_at: dt.datetime
    version: int = Field(description="of the definition that it was computed by")


class Values(Schema):
    """Periods of one indicator, the newest first."""

    indicator: str
    unit_code: str
    over: str
    figures: list[Value]


class Problem(Schema):
    """A refusal (RFC 7807), in the language of the request."""

    type: str
    title: str
    status: int
    detail: str
    code: str = Field(description="stable, for programs", examples=["indicator-does-not-exist"])


class Asked(Schema):
    """Which periods."""

    since: Moment | None = Field(None, alias="from", description="periods that begin at or after it")
    until: Moment | None = Field(None, alias="to", description="periods that begin before it; default now")
    by: str = Field("", pattern="^(unit)?$", description="unit: each unit for itself")
    limit: int = Field(PERIODS, ge=1, le=MOST, description="periods, the newest first")


Code = Annotated[str, Path(description="code of the indicator", max_length=80)]
REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem}


@router.get(
    "indicators",
    response={200: Definitions, **REFUSALS},
    operation_id="getIndicators",
    summary="All indicators",
)
def all_indicators(
    request: HttpRequest,
    q: Annotated[
        str, Query(max_length=200, description="words of code or names; accents do not matter")
    ] = "",
    pack: Annotated[str, Query(max_length=60, description="code of the pack")] = "",
) -> dict[str, Any]:
    _scope(request)
    words = folded(q).split()
    found = [
        one
        for one in book.in_force(pack=pack).values()
        if _may_see(request, one)
        and all(word in folded(f"{one.code} {one.name_vi} {one.name_en}") for word in words)
    ]
    return {"total": len(found), "indicators": sorted(found, key=lambda one: (one.pack, one.code))}


@router.get(
    "indicators/{code}",
    response={200: Definition, **REFUSALS},
    operation_id="getIndicator",
    summary="One indicator",
)
def one_indicator(request: HttpRequest, code: Code) -> Indicator:
    return _known(request, code)


@router.get(
    "indicators/{code}/figures",
    response={200: Values, **REFUSALS},
    operation_id="getIndicatorFigures",
    summary="What it was, period by period",
)
def figures(request: HttpRequest, code: Code, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
    one = _known(request, code)
    cells = queries.visible(_scope(request), [code]).filter(starts_at__lt=asked.until or clock.now())
    if asked.since:
        cells = cells.filter(starts_at__gte=asked.since)
    begins = list(cells.order_by("-starts_at").values_list("starts_at", flat=True).distinct()[: asked.limit])
    rows = cells.filter(starts_at__in=begins)
    told = _by_unit(one, rows) if asked.by == "unit" else _together(one, rows)
    return {"indicator": code, "unit_code": one.unit_code, "over": one.over, "figures": told}


def _together(one: Indicator, cells: Iterable[Figure]) -> list[dict[str, Any]]:
    by_period: dict[dt.datetime, list[Figure]] = defaultdict(list)
    for cell in cells:
        by_period[cell.starts_at].append(cell)
    newest_first = sorted(by_period.items(), reverse=True)
    return [_value(figure, None) for _begin, rows in newest_first if (figure := merged(one, rows))]


def _by_unit(one: Indicator, cells: Iterable[Figure]) -> list[dict[str, Any]]:
    """What lies in no unit stands under null."""
    by_place: dict[tuple[dt.datetime, int | None], list[Figure]] = defaultdict(list)
    for cell in cells:
        by_place[cell.starts_at, cell.unit_id].append(cell)
    codes = dict(Unit.objects.filter(pk__in={pk for _, pk in by_place if pk}).values_list("pk", "code"))
    told = [
        _value(figure, codes.get(pk) if pk else None)
        for (_begin, pk), rows in by_place.items()
        if (figure := merged(one, rows))
    ]
    return sorted(told, key=lambda row: (-row["starts_at"].timestamp(), row["unit"] or ""))


def _value(figure: Merged, unit: str | None) -> dict[str, Any]:
    names = (
        "starts_at",
        "ends_at",
        "value",
        "count",
        "entities",
        "expected",
        "newest_at",
        "computed_at",
        "version",
    )
    return {name: getattr(figure, name) for name in names} | {
        "unit": unit,
        "origin": figure.origin.word if figure.origin is not None else None,
        "origins": {Origin(place).word: number for place, number in enumerate(figure.origins) if number},
    }


def _known(request: HttpRequest, code: str) -> Indicator:
    """The version in force. Raises NotFound, also for what the caller's key does not reach."""
    one = book.get_indicator(code)
    if not _may_see(request, one):
        raise NotFound("indicator-does-not-exist", code=code)
    return one


def _scope(request: HttpRequest) -> Scope:
    """The cells that a caller may read. Raises NotAllowed for a key that is limited by what a cell does not know."""
    caller = request.auth  # type: ignore[attr-defined]
    if isinstance(caller, Person):
        return caller.scope("indicators.view")
    assert isinstance(caller, Key)
    if caller.entity_prefixes or caller.scopes or caller.attributes_seen or not caller.is_for(""):
        raise NotAllowed("indicators-key-limited", key=caller.id)
    return Scope((Grant(caller.unit_ids, None),))


def _may_see(request: HttpRequest, one: Indicator) -> bool:
    """A key that is limited to types reaches the figures that are made of these alone."""
    caller = request.auth  # type: ignore[attr-defined]
    limited = isinstance(caller, Key) and caller.entity_types
    return not limited or one.entity_type in caller.entity_types
