"""A mapping file (TOML): which column is what, how times are written, which service of theirs is which category of ours. Pure.

name = "baltimore"               # keys of reports follow from it and the id: the same file again changes nothing
zone = "America/New_York"
times = "%m/%d/%Y %I:%M:%S %p"   # unsaid: ISO 8601
released = true                  # the file is public: so are its words
other = "urban-services.waste"   # category of services that nothing below names; unsaid: those rows are refused, and named
[columns]
id = "SRRecordID"
service = "SRType"
received = "CreatedDate"
area = "CouncilDistrict"         # with `closed_as` (whose words may say *duplicate*) for measuring alone
[categories]                     # name of a service, `*` for any signs; the first that fits holds
"SW-Dirty Alley*" = "urban-services.waste-left"
[agencies]                       # theirs → code of ours; unsaid: kept with the report in words
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dothi.kernel.errors import BadRequest

NEEDED = ("id", "service", "received")
COLUMNS = (*NEEDED, "text", "place", "lon", "lat", "due", "closed", "agency", "area", "closed_as")
SHIPPED = Path(__file__).parent / "mappings"


@dataclass(frozen=True, slots=True)
class ReportMapping:
    """What a mapping file says; `columns`: ours → theirs, of text and place several."""

    name: str
    columns: Mapping[str, tuple[str, ...]]
    categories: Mapping[str, str]
    agencies: Mapping[str, str] = field(default_factory=dict)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Ho_Chi_Minh"))
    times: str = ""
    released: bool = False
    other: str = ""

    def category_of(self, service: str) -> str:
        """Empty: nothing names it, and there is no other."""
        found = (
            ours for theirs, ours in self.categories.items() if fnmatchcase(service.lower(), theirs.lower())
        )
        return next(found, self.other)

    def names(self, service: str) -> bool:
        """Is there a line for it?"""
        return any(fnmatchcase(service.lower(), theirs.lower()) for theirs in self.categories)

    def time(self, text: str) -> dt.datetime | None:
        """None for nothing. Raises ValueError."""
        if not text.strip():
            return None
        said = text.strip()
        at = dt.datetime.strptime(said, self.times) if self.times else dt.datetime.fromisoformat(said)  # noqa: DTZ007
        return (at if at.tzinfo else at.replace(tzinfo=self.zone)).astimezone(dt.UTC)


def load(path: Path) -> ReportMapping:
    """Raises BadRequest: no TOML, a needed column or a name is missing, a word that means nothing."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return _of(said)
    except (
        tomllib.TOMLDecodeError,
        UnicodeDecodeError,
        ZoneInfoNotFoundError,
        ValueError,
        TypeError,
        KeyError,
    ) as error:
        raise BadRequest("report-mapping", file=path.name, why=str(error)[:200]) from error


def _of(said: dict[str, Any]) -> ReportMapping:
    columns = {
        ours: (theirs,) if isinstance(theirs, str) else tuple(theirs)
        for ours, theirs in said.pop("columns").items()
    }
    if unknown := set(columns) - set(COLUMNS):
        raise ValueError(f"columns: {', '.join(sorted(unknown))}?")
    if missing := [one for one in NEEDED if one not in columns]:
        raise ValueError(f"columns: {', '.join(missing)} = ?")
    zone = ZoneInfo(said.pop("zone", "Asia/Ho_Chi_Minh"))
    return ReportMapping(columns=columns, zone=zone, **said)
