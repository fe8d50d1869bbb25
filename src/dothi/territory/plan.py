"""What a register would change in what is stored: made first, shown by a dry run, carried out by `actions.carry_out`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import shapely

from dothi.kernel.errors import BadRequest
from dothi.territory.models import Unit, UnitArea, UnitChange
from dothi.territory.register import AreaRow, ChangeRow, Key, Register, UnitRow

COLUMNS = (
    "kind", "name", "full_name", "name_en", "valid_to", "begin_known", "decree", "source", "lon", "lat", "area_km2",
)  # fmt: skip


@dataclass(slots=True)
class Plan:
    """New and changed rows by kind; `kept` counts what stands already just so."""

    new_units: list[UnitRow] = field(default_factory=list)
    changed_units: list[tuple[Unit, UnitRow]] = field(default_factory=list)
    new_changes: list[ChangeRow] = field(default_factory=list)
    new_areas: list[AreaRow] = field(default_factory=list)
    replaced_areas: list[AreaRow] = field(default_factory=list)
    kept: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)

    def is_empty(self) -> bool:
        return not (
            self.new_units or self.changed_units or self.new_changes or self.new_areas or self.replaced_areas
        )

    def figures(self) -> list[tuple[str, int]]:
        """(word, number) pairs for a table, in a fixed order."""
        return [
            ("units-new", len(self.new_units)),
            ("units-changed", len(self.changed_units)),
            ("units-kept", self.kept["units"]),
            ("areas-new", len(self.new_areas)),
            ("areas-replaced", len(self.replaced_areas)),
            ("areas-kept", self.kept["areas"]),
            ("areas-skipped", self.skipped["areas"]),
            ("changes-new", len(self.new_changes)),
            ("changes-kept", self.kept["changes"]),
        ]


def plan_of(register: Register) -> Plan:
    """Compares the register with what is stored.

    Raises BadRequest `territory-parent-unknown` for a unit whose parent is neither stored nor in the register.
    """
    plan = Plan()
    _check_keys_once(register)
    stored = _stored_units(register)
    for row in register.units:
        _plan_unit(plan, row, stored.get(row.key))
    _check_parents(register, plan)
    _plan_areas(plan, register.areas)
    _plan_changes(plan, register.changes)
    return plan


def shape_bytes(shape: Any) -> bytes:
    """The stored form of a polygon: WKB of a MultiPolygon, two dimensions, normalised so that equal areas have equal bytes."""
    parts = shape.geoms if shape.geom_type == "MultiPolygon" else [shape]
    whole = shapely.force_2d(shapely.MultiPolygon(list(parts)))
    return bytes(shapely.to_wkb(shapely.normalize(whole)))


def _check_keys_once(register: Register) -> None:
    twice = [key for key, times in Counter(row.key for row in register.units).items() if times > 1]
    if twice:
        raise BadRequest("territory-code-twice", code=twice[0].code, day=twice[0].valid_from)


def _stored_units(register: Register) -> dict[Key, Unit]:
    codes = {row.code for row in register.units}
    rows = Unit.objects.filter(code__in=codes).select_related("parent")
    return {Key(unit.level, unit.code, unit.valid_from): unit for unit in rows}


def _plan_unit(plan: Plan, row: UnitRow, unit: Unit | None) -> None:
    if unit is None:
        plan.new_units.append(row)
    elif any(getattr(unit, column) != getattr(row, column) for column in COLUMNS):
        plan.changed_units.append((unit, row))
    else:
        plan.kept["units"] += 1


def _check_parents(register: Register, plan: Plan) -> None:
    """Every parent stands in the register or in the database, valid on the child's first day."""
    here = list(register.units)
    for row in plan.new_units:
        if row.parent_code is None or any(
            _is_parent(row, other) for other in here if other.code == row.parent_code
        ):
            continue
        if not stored_parent(row):
            raise BadRequest(
                "territory-parent-unknown",
                code=row.code,
                name=row.full_name,
                parent=row.parent_code,
                day=row.valid_from,
            )


def _is_parent(row: UnitRow, other: UnitRow) -> bool:
    begins = other.valid_from <= row.valid_from
    return (
        other.level == row.parent_level
        and begins
        and (other.valid_to is None or row.valid_from < other.valid_to)
    )


def stored_parent(row: UnitRow) -> Unit | None:
    """The stored version of the row's parent on the row's first day."""
    parents = Unit.objects.filter(
        code=row.parent_code, level=row.parent_level, valid_from__lte=row.valid_from
    )
    return parents.exclude(valid_to__lte=row.valid_from).first()


def _plan_areas(plan: Plan, areas: list[AreaRow]) -> None:
    keys = {(row.key.level, row.key.code) for row in areas}
    stored = {
        Key(area.unit.level, area.unit.code, area.unit.valid_from): area
        for area in UnitArea.objects.filter(unit__code__in={code for _, code in keys})
        .defer("wkb")
        .select_related("unit")
    }
    for row in areas:
        _plan_area(plan, row, stored.get(row.key))


def _plan_area(plan: Plan, row: AreaRow, stored: UnitArea | None) -> None:
    """An approximate area never replaces an exact one."""
    if stored is None:
        plan.new_areas.append(row)
    elif row.approximate and not stored.approximate:
        plan.skipped["areas"] += 1
    elif bytes(stored.sha256) == digest(shape_bytes(row.shape)) and stored.approximate == row.approximate:
        plan.kept["areas"] += 1
    else:
        plan.replaced_areas.append(row)


def digest(wkb: bytes) -> bytes:
    from hashlib import sha256

    return sha256(wkb).digest()


def _plan_changes(plan: Plan, changes: list[ChangeRow]) -> None:
    codes = {row.from_key.code for row in changes}
    known = UnitChange.objects.filter(from_unit__code__in=codes).select_related("from_unit", "to_unit")
    stored = {(_key(change.from_unit), _key(change.to_unit), change.changed_on) for change in known}
    for row in changes:
        if (row.from_key, row.to_key, row.changed_on) in stored:
            plan.kept["changes"] += 1
        else:
            plan.new_changes.append(row)


def _key(unit: Unit) -> Key:
    return Key(unit.level, unit.code, unit.valid_from)
