"""The receipt of a printed figure: what it is, by which definition, of what, as known when – and the hash of what it was made of. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from dothi.kernel import clock

MOST_ROWS = 500  # of what a figure was made of that are kept beside its receipt
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A figure as a source found it. `rows`: the records or cells, in one order, as JSON can say them."""

    key: str
    name: str
    unit: str
    value: float | None
    printed: str  # as the board writes it, without the unit
    definition: str  # `pm25-day v3 (01/07/2026)`
    version: int
    source: str
    begin: dt.datetime | None
    end: dt.datetime
    rows: Sequence[Row]
    origins: tuple[str, ...] = ()  # words of kernel.origin
    flags: tuple[str, ...] = ()  # gap, late, running, part
    given: int | None = None
    expected: int | None = None
    newest_at: dt.datetime | None = None
    group: str = ""  # the board it stands on
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What stands in the file beside a figure, and is compared with it."""

    mark: int
    key: str
    name: str
    unit: str
    value: float | None
    printed: str
    definition: str
    version: int
    source: str
    scope: str
    begin: str
    end: str
    recorded_at: str
    records: int
    hash: str
    origins: list[str]
    flags: list[str]
    given: int | None
    expected: int | None
    newest_at: str
    group: str

    @property
    def text(self) -> str:
        """Figure and unit, as they stand in the text."""
        return said(self.value, self.printed, self.unit)

    @property
    def short(self) -> str:
        return f"[{self.mark}]"

    @classmethod
    def of(cls, told: dict[str, Any]) -> Receipt:
        return cls(**told)

    def told(self) -> dict[str, Any]:
        return asdict(self)


def said(value: float | None, printed: str, unit: str) -> str:
    """`35,2 µg/m³`; what is missing has no unit."""
    return printed if value is None else f"{printed} {unit}".strip()


def receipt(mark: int, found: Found, *, scope: str, recorded_at: dt.datetime) -> Receipt:
    return Receipt(
        mark=mark, key=found.key, name=found.name, unit=found.unit, value=found.value, printed=found.printed,
        definition=found.definition, version=found.version, source=found.source, scope=scope, begin=_iso(found.begin),
        end=_iso(found.end), recorded_at=_exactly(recorded_at), records=len(found.rows), hash=digest(found.rows),
        origins=list(found.origins), flags=list(found.flags), given=found.given, expected=found.expected,
        newest_at=_iso(found.newest_at), group=found.group,
    )  # fmt: skip


def _iso(at: dt.datetime | None) -> str:
    return clock.iso(at) if at else ""


def _exactly(at: dt.datetime) -> str:
    """To the microsecond: what was recorded in the same millisecond before it belongs to the figure, and is found again."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def digest(rows: Iterable[Row]) -> str:
    """SHA-256 of the rows, a line of JSON each."""
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=str) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def packed(code: str, centre: str, receipts: Sequence[Receipt]) -> bytes:
    """All receipts of a briefing as they are sealed and put into the file."""
    told = {"briefing": code, "centre": centre, "receipts": [one.told() for one in receipts]}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
