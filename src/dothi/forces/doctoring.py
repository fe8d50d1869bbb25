"""What the doctor says of road times: are they installed, from which folder, how old are the tiles."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from dothi.kernel import clock, settings
from dothi.kernel.engines.doctor import Finding, State

OLD = dt.timedelta(days=365)  # streets change; a year is our choice and changes nothing but this word


def road_times() -> Iterator[Finding]:
    folder = str(settings.read("ROADS"))
    if not folder:
        yield Finding(State.NOTE, "roads-off")
    elif find_spec("valhalla") is None:
        yield Finding(State.WRONG, "roads-package", {"path": folder})
    elif (made := _made(Path(folder))) is None:
        yield Finding(State.WRONG, "roads-tiles", {"path": folder})
    else:
        age = clock.now() - made
        told = {"path": folder, "day": f"{made.astimezone(clock.VIETNAM):%d/%m/%Y}", "days": str(age.days)}
        yield Finding(State.NOTE if age > OLD else State.WELL, "roads", told)


def _made(folder: Path) -> dt.datetime | None:
    """When the newest tile was written. None: there are none, or nobody says where."""
    try:
        told = json.loads((folder / "valhalla.json").read_text(encoding="utf-8"))["mjolnir"]
        extract, tiles = Path(told.get("tile_extract") or "-"), Path(told.get("tile_dir") or "-")
    except (OSError, ValueError, KeyError, AttributeError):
        return None
    files = [extract] if extract.is_file() else [*tiles.rglob("*.gph")]
    newest = max((file.stat().st_mtime for file in files), default=None)
    return None if newest is None else dt.datetime.fromtimestamp(newest, dt.UTC)
