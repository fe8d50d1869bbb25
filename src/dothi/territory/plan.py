"""What a register would change in what is stored: made first, shown by a dry run, carried out by `actions.carry_out`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import shapely

from dothi.kernel.errors import BadRequest
from dothi.territory import overlaps
from dothi.territory.models import Unit, UnitArea, UnitChange
from dothi.territory.names import folded
from dothi.territory.register import AreaRow, ChangeRow, Key, Note, Register, UnitRow
from dothi.territory.settle import Settled, settled

# What a row may change of a stored unit; an empty value leaves what is there.
COMPARED = ("code", "kind", "name", "full_name", "name_en", "valid_to", "lon", "lat", "area_km2")
SPELLED = {"name", "full_name"}  # another place of the tone mark ("Thuỷ", "Thủy") is no change


@dataclass(slots=True)
class Plan:
    """New and changed rows by kind; `kept` counts what stands already just so."""

    new_units: list[UnitRow] = field(default_factory=list)
    changed_units: list[tuple[Unit, dict[str, Any]]] = field(default_factory=list)
    new_changes: list[ChangeRow] = field(default_factory=list)
    new_areas: list[AreaRow] = field(default_factory=list)
    replaced_areas: list[AreaRow] = field(default_factory=list)
    overlaps: list[overlaps.Overlap] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    kept: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)

    def is_empty(self) -> bool:
        return not (
            self.new_units or self.changed_units or self.new_changes or self.new_areas or self.replaced_areas
        )

    def figures(self) -> list[tuple[str, int]]:
        """(message key, number) for the table of a dry run, in a fixed order."""
        return [
            ("territory-plan-units-new", len(self.new_units)),
            ("territory-plan-units-changed", len(self.changed_units)),
            ("territory-plan-units-kept", self.kept["units"]),
            ("territory-plan-areas-new", len(self.new_areas)),
            ("territory-plan-areas-replaced", len(self.replaced_areas)),
            ("territory-plan-areas-kept", self.kept["areas"]),
            ("territory-plan-areas-skipped", self.skipped["areas"]),
            ("territory-plan-changes-new", len(self.new_changes)),
            ("territory-plan-changes-kept", self.kept["changes"]),
            ("territory-plan-overlaps", len(self.overlaps)),
        ]


def plan_of(register: Register, *, tolerance: float = overlaps.TOLERANCE) -> Plan:
    """Compares the register with what is stored. Raises what `settled` raises, and BadRequest `territory-areas-overlap`."""
    known = settled(register)
    plan = Plan(notes=known.register.notes)
    for row in known.register.units:
        _plan_unit(plan, row, known)
    _check_parents(known.register, plan)
    _plan_areas(plan, known)
    _plan_changes(plan, known)
    _check_overlaps(plan, known, tolerance)
    return plan


def shape_bytes(shape: Any) -> bytes:
    """The stored form of a polygon: WKB of a MultiPolygon, two dimensions, normalised so that equal areas have equal bytes."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return bytes(shapely.to_wkb(shapely.normalize(shapely.force_2d(shapely.MultiPolygon(parts)))))


def digest(wkb: bytes) -> bytes:
    return sha256(wkb).digest()


def _plan_unit(plan: Plan, row: UnitRow, known: Settled) -> None:
    unit = known.meant.get(row.key)
    if unit is None:
        plan.new_units.append(row)
        return
    new = {} if known.register.fills_only else _differences(unit, row)
    if new:
        plan.changed_units.append((unit, new))
    else:
        plan.kept["units"] += 1


def _differences(unit: Unit, row: UnitRow) -> dict[str, Any]:
    new = {}
    for column in COMPARED:
        before, after = getattr(unit, column), getattr(row, column)
        if after in (None, "") or before == after:
            continue
        if column in SPELLED and folded(before) == folded(after):
            continue
        new[column] = after
    return new


def _check_parents(register: Register, plan: Plan) -> None:
    """Every parent stands in the register or in the database, valid on the child's first day."""
    here: dict[str, list[UnitRow]] = {}
    for row in register.units:
        here.setdefault(row.code, []).append(row)
    asked: dict[Any, bool] = {}
    for row in plan.new_units:
        if row.parent_code is None or any(_is_parent(row, other) for other in here.get(row.parent_code, ())):
            continue
        key = (row.parent_code, row.parent_level, row.valid_from)
        if key not in asked:
            asked[key] = stored_parent(row) is not None
        if not asked[key]:
            raise BadRequest("territory-parent-unknown", code=row.code, name=row.full_name, file=row.source)


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


def _plan_areas(plan: Plan, known: Settled) -> None:
    units = {key: unit.pk for key, unit in known.meant.items()}
    rows = UnitArea.objects.filter(unit__in=units.values()).defer("wkb")
    stored = {area.unit_id: area for area in rows}
    for row in known.register.areas:
        _plan_area(plan, row, stored.get(units.get(row.key, 0)))


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


def _plan_changes(plan: Plan, known: Settled) -> None:
    """By the stored rows that the keys mean: a code that is being corrected is still the same unit."""
    changes = known.register.changes
    codes = {key.code for row in changes for key in (row.from_key, row.to_key)}
    ids = {_key(unit): unit.pk for unit in Unit.objects.filter(code__in=codes)}
    ids |= {key: unit.pk for key, unit in known.meant.items()}
    stored = set(UnitChange.objects.values_list("from_unit_id", "to_unit_id", "changed_on"))
    for row in changes:
        if (ids.get(row.from_key), ids.get(row.to_key), row.changed_on) in stored:
            plan.kept["changes"] += 1
        else:
            plan.new_changes.append(row)


def _key(unit: Unit) -> Key:
    return Key(unit.level, unit.code, unit.valid_from)


def _check_overlaps(plan: Plan, known: Settled, tolerance: float) -> None:
    """Fresh exact areas against each other and against stored exact ones of the same level and days."""
    fresh = [area for area in (*plan.new_areas, *plan.replaced_areas) if not area.approximate]
    for level in {area.key.level for area in fresh}:
        plan.overlaps += _overlaps([area for area in fresh if area.key.level == level], known)
    plan.overlaps.sort(key=lambda pair: -pair.share)
    overlaps.refuse_overlaps(plan.overlaps, tolerance)


def _overlaps(fresh: Sequence[AreaRow], known: Settled) -> list[overlaps.Overlap]:
    names = {row.key: f"{row.full_name} ({row.code})" for row in known.register.units}
    # Other versions of a unit whose area comes now bear its old area: they will get the new one too.
    codes = {area.key.code for area in fresh} | {
        known.meant[area.key].code for area in fresh if area.key in known.meant
    }
    stored = UnitArea.objects.filter(unit__level=fresh[0].key.level, approximate=False).exclude(
        unit__code__in=codes
    )
    stored = stored.exclude(unit__valid_to__lte=min(area.key.valid_from for area in fresh)).select_related(
        "unit"
    )
    others = [
        (f"{area.unit.full_name} ({area.unit.code})", shapely.from_wkb(bytes(area.wkb))) for area in stored
    ]
    return overlaps.overlaps_of(
        [names.get(area.key, area.key.code) for area in fresh] + [name for name, _ in others],
        [area.shape for area in fresh] + [shape for _, shape in others],
        [True] * len(fresh) + [False] * len(others),
    )
