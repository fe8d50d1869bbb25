"""Dated changes that the offline register does not tell (`data/amendments.toml`), worked into a register."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from dothi.territory.names import english, parts_of
from dothi.territory.register import (
    COMMUNE,
    DISTRICT,
    OLD_CODES_DAY,
    ChangeRow,
    Key,
    Register,
    UnitRow,
    changes_of,
)


def amended(register: Register) -> Register:
    """The register with later versions and earlier districts, as far as it holds the units concerned."""
    for table in _tables()["later_version"]:
        _add_later_version(register, table)
    for table in _tables()["former_districts"]:
        _add_former_districts(register, table)
    return register


@cache
def _tables() -> dict[str, Any]:
    text = files("dothi.territory").joinpath("data/amendments.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _add_later_version(register: Register, table: dict[str, Any]) -> None:
    day: dt.date = table["valid_from"]
    before = _find(register, table["level"], table["code"], before=day)
    if before is None:
        return
    words = {name: table[name] for name in ("kind", "name", "full_name", "decree")}
    after = replace(
        before,
        **words,
        name_en=english(table["kind"], table["name"]),
        valid_from=day,
        valid_to=before.valid_to,
    )
    _swap(register, before, replace(before, valid_to=day))
    register.units.append(after)
    register.changes += changes_of([(before, after)], table["decree"], day, _source(table))


def _add_former_districts(register: Register, table: dict[str, Any]) -> None:
    """The city of districts begins on its day; before it stood the districts, with the same communes."""
    day: dt.date = table["changed_on"]
    city = _find(register, DISTRICT, table["into"], before=dt.date.max)
    if city is None:
        return
    _begin(register, city, day, table["decree"])
    for code in table["formed"]:
        _begin(register, _find(register, COMMUNE, code, before=dt.date.max), day, table["decree"])
    for district in table["district"]:
        _add_district(register, district, city, table)


def _add_district(register: Register, district: dict[str, Any], city: UnitRow, table: dict[str, Any]) -> None:
    day, (kind, name) = table["changed_on"], parts_of(district["full_name"])
    ended = {"valid_from": OLD_CODES_DAY, "valid_to": day, "begin_known": False, "source": _source(table)}
    former = replace(
        city, code=district["code"], kind=kind, name=name, full_name=district["full_name"],
        name_en=english(kind, name), lon=None, lat=None, **ended,
    )  # fmt: skip
    register.units.append(former)
    register.changes.append(
        ChangeRow(
            former.key, Key(DISTRICT, city.code, day), "merged", 1.0, table["decree"], day, _source(table)
        )
    )
    for code in district["communes"]:
        commune = _find(register, COMMUNE, code, before=dt.date.max)
        if commune is None:
            continue
        _begin(register, commune, day, table["decree"])
        register.units.append(replace(commune, parent_code=former.code, **ended))
        old = Key(COMMUNE, code, OLD_CODES_DAY)
        register.changes.append(
            ChangeRow(old, Key(COMMUNE, code, day), "continued", 1.0, table["decree"], day, _source(table))
        )


def _begin(register: Register, unit: UnitRow | None, day: dt.date, decree: str) -> None:
    """The former unit is known to begin on `day`; its lineage follows its new key."""
    if unit is None:
        return
    begun = replace(unit, valid_from=day, begin_known=True, decree=decree)
    _swap(register, unit, begun)
    register.changes = [
        replace(row, from_key=begun.key) if row.from_key == unit.key else row for row in register.changes
    ]


def _swap(register: Register, old: UnitRow, new: UnitRow) -> None:
    register.units[register.units.index(old)] = new


def _find(register: Register, level: int, code: str, *, before: dt.date) -> UnitRow | None:
    """The version of the unit that lies nearest before `before`: of former ones for a district or its commune."""
    former = level == DISTRICT or before == dt.date.max
    rows = [
        row for row in register.units
        if (row.level, row.code) == (level, code) and row.valid_from < before and (row.valid_to is not None) == former
    ]  # fmt: skip
    return rows[0] if rows else None


def _source(table: dict[str, Any]) -> str:
    return f"{table['decree']} [{table['certainty']}]"
