"""Files that somebody drops: which of them are whole, and each as a piece that is taken once by its content.

Shared by the kinds that watch a folder, here or on another machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from dothi.connectors.sources.asking import ask

# names under which programs write what is not whole yet
PARTIAL = (".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", ".swp", "~")


@dataclass(frozen=True, kw_only=True)
class Files:
    """What every kind that watches a folder asks for. The kind's own settings stand before these: `class Settings(Files, Server)`."""

    folder: str = ask(".")
    pattern: str = ask("*.csv")
    format: Literal["csv", "xlsx", "parquet", "json", "xml", "station"] = ask("csv")
    rows: str = ask("", only=("format", "json", "xml"))
    quiet_s: int = ask(30, lowest=1, highest=3600)
    most_mb: int = ask(100, lowest=1, highest=500)
    most_files: int = ask(200, lowest=1, highest=2000)

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """A pattern is of names: the folder stands elsewhere."""
        if "/" in self.pattern or "\\" in self.pattern:
            yield "pattern", "pattern", {}


@dataclass(frozen=True, slots=True)
class Dropped:
    """One file that lies there: `modified` in seconds since 1970."""

    name: str
    size: int
    modified: float


def whole(files: Iterable[Dropped], quiet_s: float, now: float) -> list[Dropped]:
    """Those that nobody is writing any more, the oldest first: no partial name, not empty, unchanged for a while."""
    found = [
        one
        for one in files
        if one.size
        and not one.name.startswith(".")
        and not one.name.lower().endswith(PARTIAL)
        and now - one.modified >= quiet_s
    ]
    return sorted(found, key=lambda one: (one.modified, one.name))


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
