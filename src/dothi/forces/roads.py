"""Travel times by road: pyvalhalla over tiles of an OpenStreetMap extract, on this machine, where both are installed. Else nobody asks.

`DOTHI_ROADS` names the folder with valhalla.json; how the tiles are made stands in docs/how-to/use-road-times.md. `python -m
dothi.forces.roads FOLDER` writes valhalla.json for FOLDER/tiles, as the pyvalhalla of this Python wants it.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from dothi.kernel import settings

logger = logging.getLogger(__name__)
Place = tuple[float, float]  # lon, lat
AT_ONCE = 40  # starts in one asking: the router's own limit is 50 places
OFF_ROAD_M = (
    2_000  # a place farther from every road has no time by road: it is on the water or its fix is wrong
)
_turn = Lock()  # one router, many threads of the door: it is not made for two at once


def installed() -> bool:
    """Are there a router and tiles?"""
    return _actor(str(settings.read("ROADS"))) is not None


def seconds(starts: Sequence[Place], goal: Place) -> list[float | None]:
    """From each start to the goal; None where there is no road: the straight line stands. Units of one yard are asked for once."""
    actor = _actor(str(settings.read("ROADS")))
    if actor is None:
        return [None] * len(starts)
    places = list(dict.fromkeys(starts))
    found: list[float | None] = []
    for begin in range(0, len(places), AT_ONCE):
        with _turn:
            found += _asked(actor, places[begin : begin + AT_ONCE], goal)
    told = dict(zip(places, found, strict=True))
    return [told[one] for one in starts]


def configure(folder: Path) -> None:
    """Writes valhalla.json for the tiles in `folder`/tiles. Raises ImportError where pyvalhalla is not installed."""
    from valhalla import get_config

    told = get_config(tile_dir=folder / "tiles", tile_extract="")
    told["mjolnir"]["tile_extract"] = str(
        folder / "none.tar"
    )  # pyvalhalla 3.2 wants the key, though nothing is there
    (folder / "valhalla.json").write_text(json.dumps(told), encoding="utf-8")


def _asked(actor: Any, starts: Sequence[Place], goal: Place) -> list[float | None]:
    """The router refuses all for one that it cannot place: halves are asked until that one is alone."""
    try:
        rows = json.loads(actor.matrix(json.dumps(_question(starts, goal))))["sources_to_targets"]
        return [row[0].get("time") for row in rows]
    except (RuntimeError, KeyError, ValueError) as error:
        if len(starts) == 1:
            logger.info("no time by road from %s to %s: %s", starts[0], goal, error)
            return [None]
    half = len(starts) // 2
    return _asked(actor, starts[:half], goal) + _asked(actor, starts[half:], goal)


def _question(starts: Sequence[Place], goal: Place) -> dict[str, Any]:
    def place(one: Place) -> dict[str, float]:
        return {"lon": one[0], "lat": one[1], "search_cutoff": OFF_ROAD_M}

    return {"sources": [place(one) for one in starts], "targets": [place(goal)], "costing": "auto"}


@lru_cache(2)
def _actor(folder: str) -> Any:
    """A router reads its tiles lazily and keeps them: one for the process. None: not installed, or its settings cannot be read."""
    if not folder:
        return None
    try:
        from valhalla import Actor
    except ImportError:
        logger.warning(
            "DOTHI_ROADS is set and pyvalhalla is not installed: times are estimated by the straight line"
        )
        return None
    try:
        return Actor(f"{folder}/valhalla.json")
    except (RuntimeError, OSError, KeyError, ValueError, AttributeError):
        logger.warning(
            "tiles of roads cannot be read: times are estimated by the straight line", exc_info=True
        )
        return None


if __name__ == "__main__":
    configure(Path(sys.argv[1]).resolve())
