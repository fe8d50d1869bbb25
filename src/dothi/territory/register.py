"""What a source says about the territory, as plain rows: units by (level, code, first day), what became of them, areas.

Every source (the offline register, polygon files, old → new tables) is read into a `Register`; `plan.py` compares it
with what is stored. Nothing here touches a database.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

# NQ 202/2025/QH15 (63 → 34 provinces, no districts) with the codes of QĐ 19/2025/QĐ-TTg, in force 1/7/2025.
REFORM_DAY = dt.date(2025, 7, 1)
REFORM_DECREE = "NQ 202/2025/QH15; QĐ 19/2025/QĐ-TTg"
# The code list that the old codes come from (QĐ 124/2004/QĐ-TTg, 8/7/2004). Units since then came and went, and no
# offline source dates them one by one: old units are told to begin here, with `begin_known` false.
OLD_CODES_DAY = dt.date(2004, 7, 8)
OLD_CODES_DECREE = "QĐ 124/2004/QĐ-TTg"

PROVINCE, DISTRICT, COMMUNE = 1, 2, 3
CODE_LENGTHS = {PROVINCE: 2, DISTRICT: 3, COMMUNE: 5}
ENGLISH_KINDS = {
    "Tỉnh": "Province", "Thành phố": "City", "Quận": "District", "Huyện": "District", "Thị xã": "Town",
    "Phường": "Ward", "Xã": "Commune", "Thị trấn": "Township", "Đặc khu": "Special Zone",
}  # fmt: skip


class Key(NamedTuple):
    """What names a unit: never a bare code, for codes are used again with another meaning."""

    level: int
    code: str
    valid_from: dt.date


@dataclass(frozen=True, slots=True)
class UnitRow:
    code: str
    level: int
    kind: str
    name: str
    full_name: str
    name_en: str
    parent_code: str | None
    valid_from: dt.date
    valid_to: dt.date | None
    begin_known: bool
    decree: str
    source: str
    lon: float | None = None
    lat: float | None = None
    area_km2: float | None = None

    @property
    def key(self) -> Key:
        return Key(self.level, self.code, self.valid_from)

    @property
    def parent_level(self) -> int:
        """Districts stood between provinces and communes until 1/7/2025."""
        return DISTRICT if self.level == COMMUNE and self.valid_from < REFORM_DAY else PROVINCE


@dataclass(frozen=True, slots=True)
class ChangeRow:
    from_key: Key
    to_key: Key
    kind: str
    share: float | None  # part of the old unit, 0..1; None: unknown (a divided unit)
    decree: str
    changed_on: dt.date
    source: str


@dataclass(frozen=True, slots=True)
class AreaRow:
    key: Key
    shape: Any  # shapely Polygon or MultiPolygon, EPSG:4326
    approximate: bool
    source: str


class Note(NamedTuple):
    """Something odd that did not stop the import: a message key with its fields."""

    key: str
    fields: dict[str, Any]


@dataclass(slots=True)
class Register:
    """`fills_only`: what stands already is left as it is (the offline register never overrules an imported file)."""

    units: list[UnitRow] = field(default_factory=list)
    changes: list[ChangeRow] = field(default_factory=list)
    areas: list[AreaRow] = field(default_factory=list)
    fills_only: bool = False
    notes: list[Note] = field(default_factory=list)

    def join(self, other: Register) -> None:
        """Takes in what another file says."""
        self.units += other.units
        self.changes += other.changes
        self.areas += other.areas
        self.notes += other.notes


def period_on(day: dt.date) -> tuple[dt.date, dt.date | None, bool]:
    """(first day, end, is the first day known) of a unit that a file shows on `day`.

    Since the reform a file is taken to speak of units that begin on its day; of a former unit only the end is known.
    """
    if day < REFORM_DAY:
        return OLD_CODES_DAY, REFORM_DAY, False
    return day, None, True


def changes_of(
    pairs: list[tuple[UnitRow, UnitRow]], decree: str, changed_on: dt.date, source: str
) -> list[ChangeRow]:
    """Lineage rows from (old, new) pairs. The share is 1 for an undivided unit and unknown for a divided one."""
    listed = list(dict.fromkeys((old.key, new.key) for old, new in pairs))
    rows = {row.key: row for pair in pairs for row in pair}
    targets: Counter[Key] = Counter(old for old, _ in listed)
    sources: Counter[Key] = Counter(new for _, new in listed)
    return [
        ChangeRow(
            old_key, new_key, _kind(rows[old_key], rows[new_key], targets[old_key], sources[new_key]),
            1.0 if targets[old_key] == 1 else None, decree, changed_on, source,
        )
        for old_key, new_key in listed
    ]  # fmt: skip


def _kind(old: UnitRow, new: UnitRow, targets: int, sources: int) -> str:
    if targets > 1:
        return "split"
    if sources > 1:
        return "merged"
    if old.kind != new.kind:
        return "type_changed"
    return "continued" if old.name == new.name else "renamed"
