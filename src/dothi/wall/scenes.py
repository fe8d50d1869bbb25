"""The tiles of a scene as a person writes them: one in each line, `kind [code or words] [×number] [wide]`. Pure but for the words.

figures ×8
indicator air-index-worst
alarms wide
note Họp giao ban lúc 7 giờ 30
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from dothi.kernel.errors import BadRequest

MOST_TILES, MOST_LINES = 24, 12
KINDS = {  # what each kind takes
    "figures": "most",
    "indicator": "code",
    "alarms": "",
    "incidents": "",
    "warnings": "",
    "cause": "",
    "note": "text",
}
_MOST = re.compile(r"[×x*](\d{1,2})")
_CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


def read_tiles(text: str) -> list[dict[str, Any]]:
    """Raises BadRequest naming the line that cannot be read."""
    rows = [
        _tile(number, line)
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not 1 <= len(rows) <= MOST_LINES:
        raise BadRequest("wall-scene-tiles", most=MOST_LINES)
    return rows


def _tile(number: int, line: str) -> dict[str, Any]:
    words = line.split()
    kind, rest = words[0], words[1:]
    if kind not in KINDS:
        raise BadRequest("wall-tile-unknown", line=number, kind=kind[:40], kinds=", ".join(KINDS))
    found: dict[str, Any] = {"kind": kind}
    if rest and rest[-1] == "wide":
        found["wide"] = True
        rest.pop()
    takes = KINDS[kind]
    if takes == "text":
        found["text"] = " ".join(rest)[:200]
    elif takes == "code" and len(rest) == 1 and _CODE.fullmatch(rest[0]):
        found["code"] = rest[0]
    elif takes == "most" and len(rest) == 1 and (most := _MOST.fullmatch(rest[0])):
        found["most"] = min(max(int(most[1]), 1), MOST_TILES)
    elif rest or takes == "code":
        raise BadRequest("wall-tile-unreadable", line=number, kind=kind)
    return found


def written(tiles: Sequence[dict[str, Any]]) -> str:
    """The same as lines."""
    return "\n".join(_line(tile) for tile in tiles)


def _line(tile: dict[str, Any]) -> str:
    said = tile.get("code") or tile.get("text") or (f"×{tile['most']}" if "most" in tile else "")
    return " ".join(filter(None, (str(tile.get("kind", "")), str(said), "wide" if tile.get("wide") else "")))
