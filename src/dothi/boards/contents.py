"""What a board may hold: tiles of a few kinds, read from what a person or a file said. Pure but for the catalogue of indicators.

A tile is a table: `kind`, `size`, perhaps `title`, and what its kind needs. What cannot be right is refused with the tile's number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import language
from dothi.kernel.said import plain

SIZES = ("small", "wide", "full")  # one column of four, two, all
MOST_TILES = 40  # more cannot be read on one screen; the speed of a board is promised for half of it
MOST_LINES = 4  # of a chart: more cannot be told apart
LONGEST_TITLE, LONGEST_TEXT = 120, 2_000
WORK = ("alarms", "incidents", "tasks")
KINDS = ("indicator", "chart", "list", "count", "map", "text", "figures-owed")
Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile of a board, with its place (which is its address)."""

    number: int
    kind: str
    told: Told

    @property
    def title(self) -> str:
        told = self.told.get("title", "")
        return str(told.get(language(), "")) if isinstance(told, dict) else str(told)

    @property
    def size(self) -> str:
        return str(self.told.get("size", "small"))

    @property
    def template(self) -> str:
        return f"boards/tile/{self.kind.replace('-', '_')}.html"

    @property
    def indicators(self) -> list[str]:
        """Codes of those that it shows."""
        told = self.told
        several = told.get("indicators") or ([told["indicator"]] if told.get("indicator") else [])
        return [str(one) for one in several]


def tiles_of(rows: Sequence[Mapping[str, Any]]) -> list[Tile]:
    return [Tile(place, str(row.get("kind")), dict(row)) for place, row in enumerate(rows)]


def judged(told: object, units: Mapping[str, str]) -> list[Told]:
    """The tiles as they are kept. `units`: code of each indicator in force → its unit. Raises BadRequest."""
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise BadRequest("board-unreadable")
    if len(told) > MOST_TILES:
        raise BadRequest("board-too-many-tiles", number=len(told), most=MOST_TILES)
    return [_tile(one, place, units) for place, one in enumerate(told, start=1)]


def name_of(text: str) -> str:
    """Raises BadRequest: empty or too long."""
    from dothi.boards.models import LONGEST_NAME

    name = " ".join(plain(text).split())
    if not name:
        raise BadRequest("board-needs-a-name")
    if len(name) > LONGEST_NAME:
        raise BadRequest("board-name-too-long", length=len(name), most=LONGEST_NAME)
    return name


def _tile(row: Told, place: int, units: Mapping[str, str]) -> Told:
    kind, size = row.get("kind"), row.get("size", "small")
    if kind not in KINDS or size not in SIZES:
        raise BadRequest("board-tile-unknown", place=place, kind=str(kind)[:30])
    title = plain(row["title"]) if isinstance(row.get("title"), str) else ""
    if len(title) > LONGEST_TITLE:
        raise BadRequest("board-title-too-long", place=place, length=len(title), most=LONGEST_TITLE)
    kept = {"kind": kind, "size": size, **_OF_KIND[kind](row, place, units)}
    return kept | ({"title": title} if title else {})


def _indicator(row: Told, place: int, units: Mapping[str, str]) -> Told:
    return {"indicator": _code(row.get("indicator"), place)}


def _chart(row: Told, place: int, units: Mapping[str, str]) -> Told:
    """Two units never stand on one axis."""
    codes = row.get("indicators")
    if not isinstance(codes, list) or not 1 <= len(codes) <= MOST_LINES:
        raise BadRequest("board-chart-lines", place=place, most=MOST_LINES)
    codes = list(dict.fromkeys(_code(one, place) for one in codes))
    told = {units[code] for code in codes if code in units}
    if len(told) > 1:
        raise BadRequest("board-chart-units", place=place, units=", ".join(sorted(told)))
    return {"indicators": codes}


def _code(told: object, place: int) -> str:
    """A code that an indicator may have; whether it stands is asked when the tile is shown (one may be withdrawn any day)."""
    if not isinstance(told, str) or not 1 <= len(told) <= 80 or not told.replace("-", "").isalnum():
        raise BadRequest("board-tile-indicator", place=place)
    return told


def _work(row: Told, place: int, units: Mapping[str, str]) -> Told:
    if row.get("of") not in WORK:
        raise BadRequest("board-tile-of-what", place=place)
    return {"of": row["of"]}


def _map(row: Told, place: int, units: Mapping[str, str]) -> Told:
    told = row.get("type")
    if not isinstance(told, str) or not told.isalnum() or len(told) > 120:
        raise BadRequest("board-tile-type", place=place)
    return {"type": told}


def _text(row: Told, place: int, units: Mapping[str, str]) -> Told:
    text = plain(row["text"]) if isinstance(row.get("text"), str) else ""
    if not 1 <= len(text) <= LONGEST_TEXT:
        raise BadRequest("board-tile-text", place=place, most=LONGEST_TEXT)
    return {"text": text}


_OF_KIND: dict[str, Callable[[Told, int, Mapping[str, str]], Told]] = {
    "indicator": _indicator,
    "chart": _chart,
    "list": _work,
    "count": _work,
    "map": _map,
    "text": _text,
    "figures-owed": lambda row, place, units: {},
}
