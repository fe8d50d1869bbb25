"""What one press in the builder does to a list of tiles, pure: a tile more, one away, one moved, another size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dothi.boards.book import Board
from dothi.boards.contents import KINDS, MOST_TILES, SIZES, judged
from dothi.indicators.models import Indicator
from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import language, t

Told = dict[str, Any]


def done(told: object, asked: Mapping[str, str], units: Mapping[str, str]) -> list[Told]:
    """`asked`: `op` is `add`, `up:N`, `down:N`, `move:N:M`, `drop:N` or empty; `size-N` sizes; `add-…` what is added. Raises BadRequest."""
    tiles = judged(told, units)
    for place, tile in enumerate(tiles):
        if asked.get(f"size-{place}") in SIZES:
            tile["size"] = asked[f"size-{place}"]
    op, *places = asked.get("op", "").split(":")
    numbers = [int(one) for one in places if one.isdecimal() and len(one) < 4]
    if op == "add":
        if len(tiles) >= MOST_TILES:
            raise BadRequest("board-too-many-tiles", number=len(tiles) + 1, most=MOST_TILES)
        return judged([*tiles, _added(asked)], units)
    if op in ("up", "down") and numbers:
        return moved(tiles, numbers[0], numbers[0] + (1 if op == "down" else -1))
    if op == "move" and len(numbers) == 2:
        return moved(tiles, *numbers)
    if op == "drop" and numbers and numbers[0] < len(tiles):
        return tiles[: numbers[0]] + tiles[numbers[0] + 1 :]
    return tiles


def moved(tiles: list[Told], first: int, to: int) -> list[Told]:
    """One tile to another place; beyond the ends it stays."""
    if not (0 <= first < len(tiles) and 0 <= to < len(tiles)):
        return tiles
    rest = tiles[:first] + tiles[first + 1 :]
    return [*rest[:to], tiles[first], *rest[to:]]


def copied(board: Board) -> list[Told]:
    """The tiles of a board as those of a made one; what only a pack's board can show is left out."""
    found: list[Told] = []
    for tile in board.tiles:
        told = {
            key: value
            for key, value in tile.told.items()
            if key in ("kind", "size", "indicator", "of", "type", "text")
        }
        if tile.kind in ("alarms", "incidents"):
            told = {"kind": "list", "of": tile.kind, "size": "wide"}
        elif tile.kind == "chart" and tile.indicators:
            told = {"kind": "chart", "indicators": tile.indicators, "size": "wide"}
        elif tile.kind not in KINDS or tile.kind == "chart":
            continue
        if tile.kind in ("map", "figures-owed"):
            told.setdefault("size", "wide")
        found.append(told | ({"title": tile.title} if tile.title else {}))
    return found[:MOST_TILES]


def rows(told: Sequence[Told], known: Mapping[str, Indicator]) -> list[dict[str, Any]]:
    """The tiles as the builder lists them: what each is, in words."""
    return [
        {
            "kind": one.get("kind"),
            "size": one.get("size", "small"),
            "what": one.get("title") or _what(one, known),
        }
        for one in told
        if isinstance(one, dict)
    ]


def _what(one: Told, known: Mapping[str, Indicator]) -> str:
    codes = one.get("indicators") or ([one["indicator"]] if one.get("indicator") else [])
    if codes:
        told = [known.get(str(code)) for code in codes]
        names = [
            (each.name_en if language() == "en" else each.name_vi) if each else str(code)
            for each, code in zip(told, codes, strict=True)
        ]
        return "; ".join(names)
    if one.get("of"):
        return t(f"boards-work-{one['of']}")
    return str(one.get("type") or one.get("text") or "")[:60]


def _added(asked: Mapping[str, str]) -> Told:
    kind = asked.get("add-kind", "")
    told: Told = {"kind": kind, "size": asked.get("add-size", "small")}
    if kind == "indicator":
        told["indicator"] = asked.get("add-indicator", "")
    elif kind == "chart":
        told["indicators"] = [
            one
            for n in range(1, 5)
            if (one := asked.get("add-indicator" if n == 1 else f"add-indicator-{n}", ""))
        ]
    elif kind in ("list", "count"):
        told["of"] = asked.get("add-of", "")
    elif kind == "map":
        told["type"] = asked.get("add-type", "")
    elif kind == "text":
        told["text"] = asked.get("add-text", "")
    if title := asked.get("add-title", ""):
        told["title"] = title
    return told
