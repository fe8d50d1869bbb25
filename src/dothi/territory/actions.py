"""Every change of the territory: a plan is carried out as a whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from dothi.kernel import clock, locks
from dothi.kernel.audit.context import change
from dothi.kernel.sql import statement
from dothi.territory.derive import areas_from_points
from dothi.territory.groups import change_group, end_group, form_group
from dothi.territory.models import Unit, UnitArea, UnitChange
from dothi.territory.names import english
from dothi.territory.overlaps import TOLERANCE
from dothi.territory.plan import Plan, digest, plan_of, shape_bytes, stored_parent
from dothi.territory.register import AreaRow, ChangeRow, Key, Register, UnitRow
from dothi.territory.search_text import write_search_texts
from dothi.territory.sources import geojson, tables
from dothi.territory.sources.amendments import amended
from dothi.territory.sources.offline import communes_today, register_of

__all__ = [
    "carry_out",
    "change_group",
    "derive",
    "end_group",
    "form_group",
    "import_files",
    "load",
]

if TYPE_CHECKING:
    from dothi.accounts.models import Person

STORED = (
    "kind", "name", "full_name", "name_en", "valid_to", "begin_known", "decree", "source", "lon", "lat", "area_km2",
)  # fmt: skip
Progress = Callable[[str, int, int], None]  # what, done, of


def _silent(_what: str, _done: int, _of: int) -> None:
    pass


def load(
    register: Register,
    *,
    by: Person | None,
    reason: str,
    at: dt.datetime | None = None,
    tolerance: float = TOLERANCE,
    progress: Progress = _silent,
) -> Plan:
    """Plans and carries out in one transaction; returns what was done. Raises what `plan_of` raises."""
    with transaction.atomic():
        locks.hold("territory")  # a second import plans on what the first one wrote
        progress("plan", 0, 1)
        plan = plan_of(register, tolerance=tolerance)
        progress("plan", 1, 1)
        carry_out(plan, by=by, reason=reason, at=at, progress=progress)
    return plan


def import_files(
    paths: Sequence[Path],
    *,
    by: Person | None,
    on: dt.date | None = None,
    province: str | None = None,
    decree: str = "",
    tolerance: float = TOLERANCE,
    mend: bool = False,
    dry_run: bool = False,
    reason: str = "",
    at: dt.datetime | None = None,
    progress: Progress = _silent,
) -> Plan:
    """Polygons (GeoJSON) and tables (CSV), plain or gzip, as one whole; a dry run writes nothing.

    `on`: the day the files speak of, or of the change for an old → new table. Raises BadRequest that names the file,
    the row and the remedy: no date for bare codes, unknown parents, overlaps above `tolerance`, invalid polygons …
    """
    register = read_files(paths, on=on, province=province, decree=decree, mend=mend, progress=progress)
    if dry_run:
        return plan_of(register, tolerance=tolerance)
    names = ", ".join(path.name for path in paths)
    why = f"{reason} ({names})" if reason else f"import {names}"
    return load(register, by=by, reason=why, at=at, tolerance=tolerance, progress=progress)


def read_files(
    paths: Sequence[Path],
    *,
    on: dt.date | None,
    province: str | None,
    decree: str,
    mend: bool,
    progress: Progress = _silent,
) -> Register:
    """All files as one register: provinces and their communes may come together."""
    register = Register()
    for number, path in enumerate(paths, start=1):
        if geojson.is_geojson(path):
            register.join(geojson.read(path, on=on, province=province, decree=decree, mend=mend))
        else:
            register.join(tables.read(path, on=on, decree=decree))
        progress("read", number, len(paths))
    return register


def derive(
    province_code: str | None,
    *,
    by: Person | None,
    at: dt.datetime | None = None,
    with_areas: bool = True,
    progress: Progress = _silent,
) -> Plan:
    """Loads a province (None: the country) from the offline register, with approximate areas where no exact ones stand.

    Raises NotFound `territory-province-does-not-exist`.
    """
    register = amended(register_of(province_code))
    if with_areas:
        register.areas = areas_from_points(register.units, communes_today())
    return load(register, by=by, reason=f"derive {province_code or 'all'}", at=at, progress=progress)


def carry_out(
    plan: Plan, *, by: Person | None, reason: str, at: dt.datetime | None = None, progress: Progress = _silent
) -> None:
    """Writes the plan: units (parents first), lineage, areas, search texts; all or nothing."""
    at = at or clock.now()
    if plan.is_empty():
        return
    with transaction.atomic(), change(by, source="territory", reason=reason):
        _write_units(plan, progress)
        _write_changes(plan.new_changes, progress)
        _write_areas([*plan.new_areas, *plan.replaced_areas], at, progress)
        _share_exact_areas(at)
        write_search_texts()


def _write_units(plan: Plan, progress: Progress) -> None:
    _write_changed_units(plan.changed_units)
    progress("units", len(plan.changed_units), len(plan.changed_units))
    done = 0
    for level in sorted({row.level for row in plan.new_units}):
        rows = [row for row in plan.new_units if row.level == level]
        parents = _parents(rows)
        Unit.objects.bulk_create([_unit(row, parents) for row in rows], batch_size=1000)
        done += len(rows)
        progress("units", done, len(plan.new_units))


def _write_changed_units(changed: list[tuple[Unit, dict[str, Any]]]) -> None:
    """In one statement for five hundred units; each row's history is kept by its trigger all the same."""
    for unit, new in changed:
        for column, value in new.items():
            setattr(unit, column, value)
    columns = sorted({column for _unit, new in changed for column in new})
    if columns:
        Unit.objects.bulk_update([unit for unit, _new in changed], columns, batch_size=500)


def _unit(row: UnitRow, parents: dict[Any, Unit | None]) -> Unit:
    values = {column: getattr(row, column) for column in STORED}
    values["name_en"] = row.name_en or english(row.kind, row.name)
    parent = parents[(row.parent_code, row.parent_level, row.valid_from)] if row.parent_code else None
    return Unit(code=row.code, level=row.level, valid_from=row.valid_from, parent=parent, **values)


def _parents(rows: Iterable[UnitRow]) -> dict[Any, Unit | None]:
    wanted = {(row.parent_code, row.parent_level, row.valid_from): row for row in rows if row.parent_code}
    return {key: stored_parent(row) for key, row in wanted.items()}


def _write_changes(changes: list[ChangeRow], progress: Progress) -> None:
    ids = _ids({key for row in changes for key in (row.from_key, row.to_key)})
    UnitChange.objects.bulk_create(
        [
            UnitChange(
                from_unit_id=ids[row.from_key], to_unit_id=ids[row.to_key], kind=row.kind, share=row.share,
                decree=row.decree, changed_on=row.changed_on, source=row.source,
            )
            for row in changes
        ],
        batch_size=1000,
    )  # fmt: skip
    for row in changes:
        if row.kind in ("continued", "renamed", "type_changed"):
            _mark_same_unit(ids[row.from_key], ids[row.to_key])
    progress("changes", len(changes), len(changes))


def _mark_same_unit(earlier: int, later: int) -> None:
    """A unit that only changed its name, type or parent stays the same unit: rights given to it go on."""
    first = Unit.objects.values_list("first_id", flat=True).get(pk=earlier) or earlier
    Unit.objects.filter(pk=later).update(first_id=first)


def _write_areas(areas: list[AreaRow], at: dt.datetime, progress: Progress) -> None:
    ids = _ids({row.key for row in areas})
    rows = [_area(ids[row.key], row, at) for row in areas]
    updated = ["wkb", "sha256", "west", "south", "east", "north", "approximate", "source", "imported_at"]
    for start in range(0, len(rows), 200):
        UnitArea.objects.bulk_create(
            rows[start : start + 200], update_conflicts=True, unique_fields=["unit"], update_fields=updated
        )
        progress("areas", min(start + 200, len(rows)), len(rows))


def _share_exact_areas(at: dt.datetime) -> None:
    """All versions of one unit have the same area: exact ones go to versions that have none or an approximate one."""
    with connection.cursor() as cursor:
        cursor.execute(statement("dothi.territory", "sql/areas.sql", "share_exact"), {"at": at})


def _area(unit_id: int, row: AreaRow, at: dt.datetime) -> UnitArea:
    wkb = shape_bytes(row.shape)
    west, south, east, north = row.shape.bounds
    return UnitArea(
        unit_id=unit_id, wkb=wkb, sha256=digest(wkb), west=west, south=south, east=east, north=north,
        approximate=row.approximate, source=row.source, imported_at=at,
    )  # fmt: skip


def _ids(keys: set[Key]) -> dict[Key, int]:
    rows = Unit.objects.filter(code__in={key.code for key in keys}).values_list(
        "level", "code", "valid_from", "pk"
    )
    return {Key(level, code, day): pk for level, code, day, pk in rows}
