"""Boards of packs: the tiles that `board.toml` lists, read from the pack in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dothi.indicators import book as indicators
from dothi.indicators.models import Indicator
from dothi.kernel.errors import NotFound
from dothi.kernel.i18n import language
from dothi.packs.check import shape
from dothi.packs.queries import Standing, find_standing, standing

FILE = "board.toml"


@dataclass(frozen=True, slots=True)
class Tile:
    """One table of a board, with its place in the file (which is its address)."""

    number: int
    kind: str
    told: dict[str, Any]

    @property
    def title(self) -> str:
        return str(self.told.get("title", {}).get(language(), ""))

    @property
    def template(self) -> str:
        return f"boards/tile/{self.kind.replace('-', '_')}.html"


@dataclass(frozen=True, slots=True)
class Board:
    """The board of one pack in force."""

    pack: Standing
    tiles: list[Tile]

    @property
    def code(self) -> str:
        return str(self.pack.row.code)

    @property
    def name(self) -> str:
        return self.pack.name

    def of_kind(self, *kinds: str) -> list[Tile]:
        return [tile for tile in self.tiles if tile.kind in kinds]

    def tile(self, number: int, kind: str) -> Tile:
        """Raises NotFound when there is no such tile of that kind."""
        found = next((tile for tile in self.of_kind(kind) if tile.number == number), None)
        if found is None or (kind == "chart" and "type" not in found.told):
            raise NotFound("board-does-not-exist", pack=self.code)
        return found

    def indicators(self) -> list[Indicator]:
        """Those that its tiles name and that are in force, in their order."""
        known = indicators.in_force(pack=self.code)
        named = dict.fromkeys(str(tile.told["indicator"]) for tile in self.of_kind("indicator"))
        return [known[code] for code in named if code in known]


def boards() -> list[Board]:
    """Every pack in force that has one."""
    return [_board(one) for one in standing() if FILE in one.pack.trees]


def get_board(code: str) -> Board:
    """Raises NotFound."""
    found = find_standing(code)
    if found is None or FILE not in found.pack.trees:
        raise NotFound("board-does-not-exist", pack=code)
    return _board(found)


def _board(one: Standing) -> Board:
    rows = shape.every(one.pack, FILE, "tile")
    return Board(one, [Tile(place, str(row.get("kind")), row) for place, row in enumerate(rows)])
