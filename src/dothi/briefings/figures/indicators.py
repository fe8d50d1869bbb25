"""Figures of indicators: the cells of a board's tiles, now and as they were known at a past moment."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from dothi.boards import book as boards
from dothi.briefings.receipts import Found, Row
from dothi.briefings.spans import Span
from dothi.entities import meaning
from dothi.indicators.merging import Merged, merged
from dothi.indicators.models import Figure, Indicator
from dothi.indicators.periods import before, last
from dothi.indicators.queries import Reading
from dothi.kernel import clock
from dothi.kernel.i18n import t
from dothi.kernel.permissions import Scope
from dothi.kernel.templatetags.dothi import number

PREFIX = "chi-tieu."
_PERIODS = 5  # how far back a board looks for the newest figure
Cells = dict[dt.datetime, list[Figure]]


def names() -> dict[str, str]:
    return {PREFIX + one.code: one.name_vi for board in boards.boards() for one in board.indicators()}


def shown(scope: Scope, span: Span, at: dt.datetime) -> list[Found]:
    """Each indicator of every board once, under the first board that shows it, as the board stands at the end of the period."""
    groups: dict[str, str] = {}
    ones: dict[str, Indicator] = {}
    for board in boards.boards():
        for one in board.indicators():
            ones.setdefault(one.code, one)
            groups.setdefault(one.code, board.name)
    cells = cells_known(scope, ones.values(), span.end, at)
    return [found_of(one, cells.get(code, {}), span, groups[code]) for code, one in ones.items()]


def known(scope: Scope, asked: Mapping[str, int], span: Span, at: dt.datetime) -> dict[str, Found | None]:
    """By key, with the version of the definition that was used then."""
    codes = {key.removeprefix(PREFIX): version for key, version in asked.items() if key.startswith(PREFIX)}
    rows = Indicator.objects.filter(code__in=codes)
    ones = {one.code: one for one in rows if one.version == codes[one.code]}
    cells = cells_known(scope, ones.values(), span.end, at)
    found: dict[str, Found | None] = {PREFIX + code: None for code in codes}
    for code, one in ones.items():
        found[PREFIX + code] = found_of(one, cells.get(code, {}), span, "")
    return found


def cells_known(
    scope: Scope, ones: Iterable[Indicator], end: dt.datetime, at: dt.datetime
) -> dict[str, Cells]:
    """The cells of the last periods that began before `end`, as they were known at `at`, by code and period."""
    by_code = {one.code: one for one in ones}
    reach = {over: last(_PERIODS, end, over)[0] for over in {one.over for one in by_code.values()}}
    rows = Figure.objects.filter(
        Q(superseded_at=None) | Q(superseded_at__gt=at),
        code__in=list(by_code), recorded_at__lte=at, starts_at__lt=end, starts_at__gte=min(reach.values(), default=end),
    )  # fmt: skip
    found: dict[str, Cells] = defaultdict(lambda: defaultdict(list))
    for cell in (
        scope.restrict(rows).select_related("method").order_by("starts_at", "unit_id", "agency_id", "pk")
    ):
        if cell.starts_at >= reach[by_code[cell.code].over]:
            found[cell.code][cell.starts_at].append(cell)
    return found


def reading_of(one: Indicator, cells: Cells, now: dt.datetime) -> Reading:
    """The newest period with a figure, as `indicators.queries.readings` chooses it."""
    figures = {begin: merged(one, rows) for begin, rows in cells.items()}
    told = [begin for begin, figure in figures.items() if figure and figure.value is not None]
    if not told:
        return Reading(one, None, None, now)
    return Reading(one, figures[max(told)], figures.get(before(max(told), one.over)), now)


def found_of(one: Indicator, cells: Cells, span: Span, group: str) -> Found:
    reading = reading_of(one, cells, span.end)
    figure = reading.figure
    return Found(
        key=PREFIX + one.code,
        name=one.name_vi,
        unit=meaning.unit(one.unit_code),
        value=reading.value,
        printed=t("briefings-gap", "vi") if reading.value is None else number(reading.value, 1),
        definition=f"{one.code} v{one.version} ({one.valid_from:%d/%m/%Y})",
        version=one.version,
        source=f"{one.source} [{one.certainty}]",
        begin=figure.starts_at if figure else None,
        end=figure.ends_at if figure else span.end,
        rows=_rows(cells.get(figure.starts_at, []) if figure else []),
        origins=_origins(figure),
        flags=tuple(_flags(reading)),
        given=figure.entities if figure else None,
        expected=figure.expected if figure else None,
        newest_at=figure.newest_at if figure else None,
        group=group,
    )


def _origins(figure: Merged | None) -> tuple[str, ...]:
    if figure is None or figure.origin is None:
        return ()
    return tuple(word for word, _ in figure.mixture) or (figure.origin.word,)


def _flags(reading: Reading) -> Iterable[str]:
    if reading.figure is None or reading.value is None:
        yield "gap"
        return
    if reading.is_late:
        yield "late"
    if reading.is_running:
        yield "running"
    if reading.figure.entities < reading.figure.expected:
        yield "part"


def _rows(cells: list[Figure]) -> list[Row]:
    """What a figure was merged from, cell by cell."""
    return [
        (
            clock.iso(cell.starts_at), cell.unit_id, cell.agency_id, cell.revision, cell.method.version, _exact(cell.numerator),
            _exact(cell.denominator), _exact(cell.low), _exact(cell.high), cell.count, _bins(cell.bins),
        )
        for cell in cells
    ]  # fmt: skip


def _exact(value: float | None) -> str | None:
    return None if value is None else repr(value)


def _bins(told: Any) -> list[list[Any]] | None:
    return None if told is None else sorted([key, count] for key, count in told.items())
