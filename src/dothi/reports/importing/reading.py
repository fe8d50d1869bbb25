"""A file of recorded requests, row by row: what can be read becomes a `Recorded`, the rest says why not. Pure.

A place whose degrees are whole numbers (39, -77) is none: it was rounded away before the file was made.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dothi.kernel.said import plain
from dothi.reports.importing.mapping import ReportMapping


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request as it was recorded; times are aware UTC."""

    line: int
    id: str
    service: str
    category: str  # ours
    text: str
    place: str
    lon: float | None
    lat: float | None
    received: dt.datetime
    due: dt.datetime | None
    closed: dt.datetime | None
    agency: str
    area: str = ""  # theirs, in words
    closed_as: str = ""  # what was said when it was closed


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is no report; `reason` is a word of ours: `unmapped`, `time`, `no-id`, `closed-before`."""

    line: int
    reason: str
    value: str


def rows(path: Path, mapping: ReportMapping) -> Iterator[Recorded | Refused]:
    """Reads a CSV, also packed (.gz). Raises OSError, UnicodeDecodeError, csv.Error; KeyError for a column that is not there."""
    with _opened(path) as file:
        found = csv.DictReader(file)
        missing = {one for names in mapping.columns.values() for one in names} - set(found.fieldnames or ())
        if missing:
            raise KeyError(", ".join(sorted(missing)))
        for row in found:
            yield _read(found.line_num, row, mapping)


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _read(line: int, row: Mapping[str, str | None], mapping: ReportMapping) -> Recorded | Refused:
    def told(name: str) -> str:
        return " – ".join(filter(None, (plain(row.get(one) or "") for one in mapping.columns.get(name, ()))))

    service = told("service")
    category = mapping.category_of(service)
    if not told("id"):
        return Refused(line, "no-id", "")
    if not category:
        return Refused(line, "unmapped", service)
    try:
        received, due, closed = (mapping.time(told(name)) for name in ("received", "due", "closed"))
    except (ValueError, OverflowError) as error:
        return Refused(line, "time", str(error)[:120])
    if received is None:
        return Refused(line, "time", "")
    if closed is not None and closed < received:
        return Refused(line, "closed-before", told("closed"))
    lon, lat = _place(told("lon"), told("lat"))
    return Recorded(
        line, told("id"), service, category, told("text") or service, told("place"), lon, lat, received, due, closed, told("agency"),
        told("area"), told("closed_as"),
    )  # fmt: skip


def _place(lon: str, lat: str) -> tuple[float | None, float | None]:
    try:
        x, y = float(lon), float(lat)
    except ValueError:
        return None, None
    whole = x.is_integer() and y.is_integer() if math.isfinite(x) and math.isfinite(y) else True
    return (None, None) if whole or abs(x) > 180 or abs(y) > 90 else (x, y)
