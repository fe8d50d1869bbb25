"""Is this system the marked copy of a desk, where a team trains? Asked by every room before anything leaves or is shown.

The mark is a file of the data folder, not a variable of the environment: whoever starts this folder by hand starts a drill too.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from dothi.kernel import settings

FILE = "drill.json"


@dataclass(frozen=True, slots=True)
class Mark:
    """Which drill this is."""

    name: str
    title: str
    city: str = ""  # where the real city answers
    since: str = (
        ""  # the instant that was copied (ISO 8601, UTC); what is older was told to the city, not to the copy
    )

    def save(self, data: Path) -> None:
        """Marks a data folder for good; written before anything is copied into it."""
        data.mkdir(parents=True, exist_ok=True)
        (data / FILE).write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")


def mark() -> Mark | None:
    """The drill that this process belongs to; None in a real city."""
    return _read(settings.data_folder())


@lru_cache(maxsize=8)
def _read(data: Path) -> Mark | None:
    """A folder is marked once and never unmarked, so each process reads it once. A mark that cannot be read is a mark."""
    path = data / FILE
    if not path.exists():
        return None
    try:
        return Mark(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Mark(data.name, data.name)
