"""The mark that says: this data folder's city is loaded. Read before Django, so that a second start is quick."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path

import psycopg

from dothi import __version__
from dothi.demo import card as cards
from dothi.demo.city import City, demo_city
from dothi.kernel import settings
from dothi.kernel.engines.folder import write_whole
from dothi.packs.folder import SHIPPED, read_pack


def mark_path() -> Path:
    return settings.data_folder() / "run" / "demo.loaded"


def set_mark(city: City, files: Sequence[Path]) -> None:
    mark_path().parent.mkdir(parents=True, exist_ok=True)
    mark_path().write_text(fingerprint(city, files), encoding="ascii")


def _history_path() -> Path:
    return settings.data_folder() / "run" / "demo.history"


def begin_history(end: dt.datetime) -> None:
    """Said before the first day is written: who finds this mark finds a history that may lack days or what follows from it."""
    _history_path().parent.mkdir(parents=True, exist_ok=True)
    write_whole(_history_path(), end.isoformat(), 0o644)


def begun_history() -> dt.datetime | None:
    """Up to when the history goes that was begun and not ended; None where there is none."""
    try:
        return dt.datetime.fromisoformat(_history_path().read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def end_history() -> None:
    _history_path().unlink(missing_ok=True)


def fingerprint(city: City, files: Sequence[Path]) -> str:
    """Of what the demo was loaded from: program, plan, pack, area files."""
    parts = [__version__, repr(city), *(read_pack(SHIPPED / pack).fingerprint() for pack in city.packs)]
    parts += [f"{path.resolve()} {path.stat().st_size}" for path in files]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def is_loaded(files: Sequence[Path], database_url: str) -> bool:
    """Is the city in this database the one that would be loaded, with all its logins known?"""
    try:
        marked = mark_path().read_text(encoding="ascii")
    except OSError:
        return False
    city = demo_city()
    return (
        marked == fingerprint(city, files) and bool(cards.read().logins) and _holds(database_url, city.packs)
    )


def _holds(database_url: str, packs: Sequence[str]) -> bool:
    """The packs are loaded right before the history, so their rows say that this database was not emptied or exchanged."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        found = connection.execute(
            "select count(*) from packs_loaded_pack where code = any(%s)", [list(packs)]
        ).fetchone()
    return found is not None and found[0] == len(packs)
