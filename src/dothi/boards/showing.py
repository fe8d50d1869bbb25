"""All tiles of a board at once, with the rights of who looks: as many questions as there are kinds, not as there are tiles.

What cannot be shown is not left out silently: `left` says which tile, and whether a right is missing or its indicator is not in force.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from dothi.accounts.models import Agency, Person
from dothi.boards import counting, courses, forecasts, looks, noting
from dothi.boards.book import Board
from dothi.boards.contents import Tile
from dothi.boards.models import Note
from dothi.entities import meaning
from dothi.indicators import due
from dothi.indicators.book import chosen
from dothi.indicators.models import Indicator, Over
from dothi.indicators.periods import begin_of, next_begin
from dothi.indicators.queries import ADDING, Reading, aimed
from dothi.kernel import clock
from dothi.kernel.kept import kept
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope
from dothi.livemap import queries as livemap

SHOWN_LINES = 6  # of a list tile
RIGHTS = {"alarms": "alarms.view", "incidents": "incidents.view", "tasks": "tasks.view"}


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator as a tile says it: its reading, what surrounds it, and how sure one may be."""

    reading: Reading
    course: courses.Course
    forecast: forecasts.Forecast | None
    too_short: bool  # a forecast was wanted and the past does not carry one
    owner: Agency | None
    notes: list[Note]

    @property
    def indicator(self) -> Indicator:
        return self.reading.indicator

    @property
    def marks(self) -> list[str]:
        figure = self.reading.figure
        origins = [] if figure is None else [Origin(n) for n, number in enumerate(figure.origins) if number]
        return looks.marks(
            is_gap=self.reading.value is None, waits=self.reading.waits, is_late=self.reading.is_late, origins=origins
        )  # fmt: skip

    @property
    def look(self) -> str:
        return self.marks[0] if self.marks else "measured"

    @property
    def line(self) -> str:
        """The trend as points of an SVG polyline in a box of 100 × 24; a gap breaks it (several lines, parted by `|`)."""
        return _line(self.course, self.indicator, self.reading.now)


@dataclass(frozen=True, slots=True)
class Left:
    """A tile that is not shown, and why: `right`, or `withdrawn` (not in force)."""

    tile: Tile
    why: str
    what: str


@dataclass(slots=True)
class Page:
    """What a board shows to one person now."""

    board: Board
    tiles: list[dict[str, Any]] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


@kept(Indicator)
def in_force(day: dt.date) -> dict[str, Indicator]:
    """Every indicator in force on a day; asked of the rows only when one changed."""
    return chosen(Indicator.objects.all(), day)


@kept(Agency)
def _agencies() -> dict[str, Agency]:
    return {one.code: one for one in Agency.objects.all()}


def figures(codes: Iterable[str], scope: Scope, now: dt.datetime | None = None) -> dict[str, Figure]:
    """Of these indicators that are in force, by code, in one question for all (and one for those that have nothing yet)."""
    now = now or clock.now()
    known = in_force(now.astimezone(clock.VIETNAM).date())
    wanted = [known[code] for code in dict.fromkeys(codes) if code in known]
    found = courses.courses(wanted, scope, now)
    readings = courses.readings_of(wanted, found, now)
    empty = [code for code, one in readings.items() if one.value is None]
    if empty and (waits := due.waiting(empty, now)):
        readings |= courses.readings_of([known[code] for code in waits], found, now, waits)
    readings = aimed(readings)
    notes: dict[str, list[Note]] = {}
    since = min((courses.begins(one, now)[0] for one in wanted), default=now)
    for note in noting.standing([one.code for one in wanted], scope, since):
        notes.setdefault(note.indicator, []).append(note)
    owners = _agencies()
    return {
        one.code: _figure(readings[one.code], found[one.code], owners.get(one.owner), notes.get(one.code, []))
        for one in wanted
    }


def page(board: Board, person: Person, now: dt.datetime | None = None) -> Page:
    """The tiles of a board of a role or of a person, in their order."""
    now, scope = now or clock.now(), person.scope("indicators.view")
    found = Page(board)
    told = figures((code for tile in board.tiles for code in tile.indicators), scope, now)
    work = _Work(person, now)
    for tile in board.tiles:
        shown = _SHOW[tile.kind](tile, told, work, person, board)
        if isinstance(shown, Left):
            found.left.append(shown)
        else:
            found.tiles.append({"tile": tile, **shown})
    return found


class _Work:
    """Alarms, cases and tasks, each asked once for all tiles that count or list it."""

    def __init__(self, person: Person, now: dt.datetime) -> None:
        self.person, self.now = person, now
        self._counted: dict[str, counting.Counted] = {}
        self._listed: dict[str, list[Any]] = {}

    def scope(self, of: str) -> Scope:
        return self.person.scope(RIGHTS[of])

    def counted(self, of: str) -> counting.Counted:
        if of not in self._counted:
            self._counted[of] = counting.counted(of, self.scope(of), self.now)
        return self._counted[of]

    def listed(self, of: str) -> list[Any]:
        if of not in self._listed:
            self._listed[of] = counting.listed(of, self.scope(of), self.now, SHOWN_LINES)
        return self._listed[of]


Shown = dict[str, Any] | Left
Show = Callable[[Tile, dict[str, Figure], _Work, Person, Board], Shown]


def _show_indicator(tile: Tile, told: dict[str, Figure], work: _Work, person: Person, board: Board) -> Shown:
    code = tile.indicators[0]
    return {"figure": told[code]} if code in told else Left(tile, "withdrawn", code)


def _show_chart(tile: Tile, told: dict[str, Figure], work: _Work, person: Person, board: Board) -> Shown:
    lines = [told[code] for code in tile.indicators if code in told]
    if not lines:
        return Left(tile, "withdrawn", ", ".join(tile.indicators))
    days = 720 if any(one.indicator.over not in (Over.NOW, Over.HOUR) for one in lines) else 168
    gone = [code for code in tile.indicators if code not in told]
    return {"lines": lines, "hours": days, "gone": gone, "codes": [one.indicator.code for one in lines]}


def _show_count(tile: Tile, told: dict[str, Figure], work: _Work, person: Person, board: Board) -> Shown:
    of = tile.told["of"]
    return {"of": of, "counted": work.counted(of)} if work.scope(of) else Left(tile, "right", RIGHTS[of])


def _show_list(tile: Tile, told: dict[str, Figure], work: _Work, person: Person, board: Board) -> Shown:
    of = tile.told["of"]
    if not work.scope(of):
        return Left(tile, "right", RIGHTS[of])
    return {"of": of, "rows": work.listed(of), "counted": work.counted(of)}


def _show_map(tile: Tile, told: dict[str, Figure], work: _Work, person: Person, board: Board) -> Shown:
    scope = person.scope("entities.view")
    if not scope:
        return Left(tile, "right", "entities.view")
    type_ = tile.told["type"]
    return {
        "type": type_, "label": meaning.type_(type_), "bounds": livemap.start_box(scope, type_),
        "may_see_alarms": person.may("alarms.view"),
    }  # fmt: skip


def _show_text(tile: Tile, told: dict[str, Figure], work: _Work, person: Person, board: Board) -> Shown:
    return {"text": tile.told["text"]}


def _show_owed(tile: Tile, told: dict[str, Figure], work: _Work, person: Person, board: Board) -> Shown:
    from dothi.boards.tiles import owed_of

    if not (person.may("indicators.enter") or person.may("indicators.approve")):
        return Left(tile, "right", "indicators.enter")
    return {"shown": owed_of("", person)}


_SHOW: dict[str, Show] = {
    "indicator": _show_indicator, "chart": _show_chart, "count": _show_count, "list": _show_list, "map": _show_map,
    "text": _show_text, "figures-owed": _show_owed,
}  # fmt: skip


def _figure(reading: Reading, course: courses.Course, owner: Agency | None, notes: list[Note]) -> Figure:
    told, too_short = _forecast(reading, course)
    return Figure(reading, course, told, too_short, owner, notes)


def _forecast(reading: Reading, course: courses.Course) -> tuple[forecasts.Forecast | None, bool]:
    """Of the running day, hour or month; what is told of a moment has no period to come to an end."""
    one, now = reading.indicator, reading.now
    if one.over == Over.NOW or reading.value is None:
        return None, False
    begin = begin_of(now, one.over)
    past = tuple(
        (at, figure.value) for at, figure in course.items() if at < begin and figure.value is not None
    )
    running = course.get(begin)
    so_far = running.value if running is not None and one.figure in ADDING else None
    found = _tried(past, begin, next_begin(begin, one.over), one.over, so_far)
    return found, found is None


@lru_cache(maxsize=1024)
def _tried(
    past: tuple[tuple[dt.datetime, float], ...],
    begin: dt.datetime,
    ends_at: dt.datetime,
    over: str,
    so_far: float | None,
) -> forecasts.Forecast | None:
    """The same past is tried once: a forecast is pure."""
    return forecasts.forecast(dict(past), begin, ends_at, over, so_far)


def _line(course: courses.Course, one: Indicator, now: dt.datetime) -> str:
    begins = courses.begins(one, now)
    values = [figure.value if (figure := course.get(begin)) is not None else None for begin in begins]
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, span = min(known), (max(known) - min(known)) or 1.0
    parts: list[list[str]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            parts.append([])
        else:
            x, y = 100 * place / (len(values) - 1), 22 - 20 * (value - low) / span
            parts[-1].append(f"{x:.1f},{y:.1f}")
    return "|".join(" ".join(part) for part in parts if part)
