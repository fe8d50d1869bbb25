"""The offline register: `vietnamadminunits` (MIT; PyPI) with today's and the former units, points, and old → new.

Its files are read, not its code: importing the package loads parsers that nobody here needs.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dothi.kernel.errors import NotFound, Unavailable
from dothi.territory.names import english, parts_of
from dothi.territory.register import (
    COMMUNE,
    DISTRICT,
    OLD_CODES_DAY,
    OLD_CODES_DECREE,
    PROVINCE,
    REFORM_DAY,
    REFORM_DECREE,
    Register,
    UnitRow,
    changes_of,
)


def register_of(province_code: str | None = None) -> Register:
    """Today's units of one province (or of all) with the former units that became them.

    Raises NotFound `territory-province-does-not-exist` for a code that no province bears since 1/7/2025.
    """
    today = [row for row in _rows("admin_units") if province_code in (None, row["provinceCode"])]
    if not today:
        raise NotFound("territory-province-does-not-exist", code=province_code)
    new = _Units()
    for row in today:
        new.add_today(row)
    old = _Units()
    pairs: list[tuple[UnitRow, UnitRow]] = []
    for row in _rows("admin_units_legacy"):
        targets = [new.by_name[name] for name in _became().get(_old_name(row), ()) if name in new.by_name]
        if targets:
            pairs += [(old.add_former(row), target) for target in targets]
    pairs += _province_pairs(old, new)
    changes = changes_of(pairs, REFORM_DECREE, REFORM_DAY, source())
    return Register([*new.rows(), *old.rows()], changes, fills_only=True)


@cache
def communes_today() -> tuple[UnitRow, ...]:
    """All communes of the country: the neighbourhood that cells end at."""
    return tuple(
        _unit(row, COMMUNE, "ward", parent=row["provinceCode"], former=False) for row in _rows("admin_units")
    )


@cache
def provinces_today() -> tuple[UnitRow, ...]:
    """The provinces, without working out what became what (which takes seconds for the whole country)."""
    first = {row["provinceCode"]: row for row in _rows("admin_units")}
    return tuple(_unit(row, PROVINCE, "province", parent=None, former=False) for row in first.values())


@cache
def source() -> str:
    return f"vietnamadminunits {version('vietnamadminunits')}"


class _Units:
    """Collects units once each, provinces and districts before what lies in them."""

    def __init__(self) -> None:
        self.by_name: dict[tuple[str, str], UnitRow] = {}
        self._by_key: dict[Any, UnitRow] = {}

    def rows(self) -> list[UnitRow]:
        return sorted(self._by_key.values(), key=lambda row: row.key)

    def provinces(self) -> list[UnitRow]:
        return [row for row in self._by_key.values() if row.level == PROVINCE]

    def add_today(self, row: sqlite3.Row) -> None:
        self._keep(_unit(row, PROVINCE, "province", parent=None, former=False))
        commune = self._keep(_unit(row, COMMUNE, "ward", parent=row["provinceCode"], former=False))
        self.by_name[(row["provinceKey"], row["wardKey"])] = commune

    def add_former(self, row: sqlite3.Row) -> UnitRow:
        """The commune, or the district where it had none (five island districts)."""
        self._keep(_unit(row, PROVINCE, "province", parent=None, former=True))
        district = self._keep(_unit(row, DISTRICT, "district", parent=row["provinceCode"], former=True))
        if not row["wardCode"]:
            return district
        return self._keep(_unit(row, COMMUNE, "ward", parent=row["districtCode"], former=True))

    def _keep(self, unit: UnitRow) -> UnitRow:
        return self._by_key.setdefault(unit.key, unit)


def _unit(row: sqlite3.Row, level: int, column: str, *, parent: str | None, former: bool) -> UnitRow:
    kind, name = parts_of(row[column])
    return UnitRow(
        code=row[f"{column}Code"],
        level=level,
        kind=kind,
        name=name,
        full_name=f"{kind} {name}",
        name_en=english(kind, name),
        parent_code=parent,
        valid_from=OLD_CODES_DAY if former else REFORM_DAY,
        valid_to=REFORM_DAY if former else None,
        begin_known=not former,
        decree=OLD_CODES_DECREE if former else REFORM_DECREE,
        source=source(),
        lon=row[f"{column}Lon"],
        lat=row[f"{column}Lat"],
        area_km2=row["wardAreaKm2"] if level == COMMUNE and not former else None,
    )


def _province_pairs(old: _Units, new: _Units) -> list[tuple[UnitRow, UnitRow]]:
    """Provinces became provinces as a whole; a border commune that changed sides does not carry its province along."""
    became = {name: target for target, names in _data()["DICT_PROVINCE"].items() for name in names}
    codes_then = {row["provinceKey"]: row["provinceCode"] for row in _rows("admin_units_legacy")}
    codes_now = {row["provinceKey"]: row["provinceCode"] for row in _rows("admin_units")}
    then = {unit.code: unit for unit in old.provinces()}
    now = {unit.code: unit for unit in new.provinces()}
    codes = {codes_then[name]: codes_now[target] for name, target in became.items()}
    return [(then[a], now[b]) for a, b in codes.items() if a in then and b in now]


@cache
def _became() -> dict[str, list[tuple[str, str]]]:
    """Former unit (province_district_ward) → today's units (province, ward)."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    for province, wards in _data()["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, formers in wards.items():
            for former in formers:
                pairs.setdefault(former, []).append((province, ward))
    for province, formers in _data()["DICT_PROVINCE_WARD_DIVIDED"].items():
        for former, wards in formers.items():
            pairs.setdefault(former, []).extend((province, ward["newWardKey"]) for ward in wards)
    return pairs


def _old_name(row: sqlite3.Row) -> str:
    return f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"


@cache
def _data() -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads((_folder() / "converter_2025.json").read_text(encoding="utf-8"))
    return parsed


@cache
def _rows(table: str) -> list[sqlite3.Row]:
    return list(_read(table))


def _read(table: str) -> Iterator[sqlite3.Row]:
    with sqlite3.connect(f"file:{_folder() / 'dataset.db'}?mode=ro", uri=True) as file:
        file.row_factory = sqlite3.Row
        yield from file.execute(f"select * from {table}")  # noqa: S608 - one of the two table names above
    file.close()


def _folder() -> Path:
    spec = find_spec("vietnamadminunits")
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable("territory-register-is-missing")
    return Path(spec.submodule_search_locations[0]) / "data"
