"""A folder on this machine (also one that is mounted there) into which somebody drops files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dothi.connectors.file_drop.fetch import fetch, outside
from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.drops import Files
from dothi.connectors.sources.kinds import Kind, Way


@dataclass(frozen=True, kw_only=True)
class Settings(Files):
    """`folder` lies below the drop folder of this system; `taken`: what is done with a file whose content is stored."""

    folder: str = ask(example="quan-trac-nuoc")
    quiet_s: int = ask(10, lowest=1, highest=3600)
    taken: Literal["move", "keep", "delete"] = ask("move")

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Nothing above the drop folder is ever read."""
        yield from super().wrong()
        if outside(self.folder):
            yield "folder", "folder", {}


KIND = Kind("file_drop", Way.FETCH, Settings, fetch)
