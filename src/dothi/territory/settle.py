"""Files speak of units by (level, code, a day); what is stored has versions. This finds which version each row means.

A row that only differs in name or type from the version of its day makes a new version from its own first day on; a
row whose code is stored under no version, but whose full name stands under the same parent with a code that the file
does not know, corrects that code (Ba Chẽ is 06970 in one register and 06978 in the polygons).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

import shapely

from dothi.kernel.errors import BadRequest, NotFound
from dothi.territory.models import Unit, UnitArea
from dothi.territory.names import folded
from dothi.territory.register import COMMUNE, PROVINCE, AreaRow, ChangeRow, Key, Note, Register, UnitRow

# Degrees. The province files leave out small islands; special zones farther out have polygons of their own there.
FARTHEST_ISLAND = 0.25
ONE_DAY = dt.timedelta(days=1)


@dataclass(slots=True)
class Settled:
    """Rows under the keys they are stored by (or will be), with the stored unit each one means."""

    register: Register
    meant: dict[Key, Unit] = field(default_factory=dict)


def settled(register: Register) -> Settled:
    """Raises BadRequest `territory-code-twice`, `territory-parent-unknown`; NotFound `territory-unit-does-not-exist`."""
    stored = _stored(register)
    result = Settled(Register(fills_only=register.fills_only, notes=list(register.notes)))
    keys: dict[Key, Key] = {}
    shapes = {area.key: area.shape for area in register.areas}
    provinces, recoding = _Provinces(register), _Recoding(register)
    for row in _once(register.units):
        placed = _settle(row, stored, result, recoding)
        if placed.level == COMMUNE and placed.parent_code is None and placed.key not in result.meant:
            placed = replace(placed, parent_code=provinces.code_of(placed, shapes.get(row.key)))
        keys[row.key] = placed.key
        result.register.units.append(placed)
    result.register.areas = [replace(area, key=keys.get(area.key, area.key)) for area in register.areas]
    moved = [_change(row, keys, stored) for row in register.changes]
    result.register.changes += [row for row in moved if row.from_key != row.to_key]
    return result


def _once(rows: list[UnitRow]) -> list[UnitRow]:
    """Several files may name the same unit; two different ones under one key are a mistake."""
    seen: dict[Key, UnitRow] = {}
    for row in rows:
        other = seen.setdefault(row.key, row)
        if other is not row and (
            other.source == row.source or folded(other.full_name) != folded(row.full_name)
        ):
            raise BadRequest(
                "territory-code-twice", code=row.code, first=other.full_name, second=row.full_name
            )
        if other is not row:
            seen[row.key] = _merged(other, row)
    return list(seen.values())


def _merged(first: UnitRow, second: UnitRow) -> UnitRow:
    more = {
        name: getattr(second, name)
        for name in ("parent_code", "lon", "lat", "area_km2")
        if getattr(first, name) is None
    }
    return replace(first, **more)


def _stored(register: Register) -> dict[tuple[int, str], list[Unit]]:
    codes = {row.code for row in register.units}
    codes |= {key.code for row in register.changes for key in (row.from_key, row.to_key)}
    versions: dict[tuple[int, str], list[Unit]] = defaultdict(list)
    for unit in Unit.objects.filter(code__in=codes).select_related("parent").order_by("valid_from"):
        versions[(unit.level, unit.code)].append(unit)
    return versions


def valid_on(versions: list[Unit], day: dt.date) -> Unit | None:
    return next(
        (unit for unit in versions if unit.valid_from <= day and (not unit.valid_to or day < unit.valid_to)),
        None,
    )


def _settle(
    row: UnitRow, stored: dict[tuple[int, str], list[Unit]], result: Settled, recoding: _Recoding
) -> UnitRow:
    versions = stored.get((row.level, row.code), [])
    day = row.valid_to - ONE_DAY if row.valid_to and not row.begin_known else row.valid_from
    unit = valid_on(versions, day)
    if unit is None:
        return recoding.find(row, day, result) or _before_later_ones(row, versions)
    if (
        unit.valid_from == row.valid_from
        or recoding.fills_only
        or not row.begin_known
        or _is_alike(unit, row)
    ):
        placed = replace(
            row, valid_from=unit.valid_from, valid_to=unit.valid_to, begin_known=unit.begin_known
        )
        result.meant[placed.key] = unit
        return placed
    return _next_version(row, unit, result)


def _is_alike(unit: Unit, row: UnitRow) -> bool:
    return unit.kind == row.kind and folded(unit.name) == folded(row.name)


def _next_version(row: UnitRow, unit: Unit, result: Settled) -> UnitRow:
    """The stored version ends on the row's day, the row goes on as the same unit."""
    ended = replace(row_of(unit), valid_to=row.valid_from)
    result.register.units.append(ended)
    result.meant[ended.key] = unit
    placed = replace(
        row,
        valid_to=unit.valid_to,
        parent_code=row.parent_code or (unit.parent.code if unit.parent else None),
    )
    kind = "type_changed" if unit.kind != row.kind else "renamed"
    result.register.changes.append(
        ChangeRow(ended.key, placed.key, kind, 1.0, row.decree, row.valid_from, row.source)
    )
    return placed


def _before_later_ones(row: UnitRow, versions: list[Unit]) -> UnitRow:
    later = [unit.valid_from for unit in versions if unit.valid_from > row.valid_from]
    return replace(row, valid_to=min(later)) if later and row.valid_to is None else row


class _Recoding:
    """Communes that stand under a code which the register does not know, by full name: the same unit, its code perhaps corrected."""

    def __init__(self, register: Register) -> None:
        self.fills_only = register.fills_only
        self._codes = {row.code for row in register.units}
        self._corrects = bool(
            register.areas
        )  # polygon files follow the official list; tables are second-hand
        self._by_name: dict[tuple[str, str], list[Unit]] | None = None

    def find(self, row: UnitRow, day: dt.date, result: Settled) -> UnitRow | None:
        """The row as the stored unit of that name, if there is just one; None: it is a new unit."""
        if row.level != COMMUNE or self.fills_only:
            return None
        alike = [unit for unit in self._named(row) if valid_on([unit], day) and _may_be_parent(row, unit)]
        if len(alike) != 1:
            return None
        unit = alike[0]
        code = row.code if self._corrects else unit.code
        placed = replace(
            row, code=code, valid_from=unit.valid_from, valid_to=unit.valid_to, begin_known=unit.begin_known
        )
        result.meant[placed.key] = unit
        word = "territory-note-recoded" if self._corrects else "territory-note-other-code"
        fields = {"name": unit.full_name, "old": unit.code, "new": row.code, "source": row.source}
        result.register.notes.append(Note(word, fields))
        return placed

    def _named(self, row: UnitRow) -> list[Unit]:
        if self._by_name is None:
            self._by_name = defaultdict(list)
            strangers = (
                Unit.objects.filter(level=COMMUNE).exclude(code__in=self._codes).select_related("parent")
            )
            for unit in strangers:
                self._by_name[(unit.kind, folded(unit.name))].append(unit)
        return self._by_name.get((row.kind, folded(row.name)), [])


def _may_be_parent(row: UnitRow, unit: Unit) -> bool:
    return row.parent_code is None or unit.parent is None or unit.parent.code == row.parent_code


def row_of(unit: Unit) -> UnitRow:
    """A stored unit as a row of a register."""
    return UnitRow(
        unit.code, unit.level, unit.kind, unit.name, unit.full_name, unit.name_en,
        unit.parent.code if unit.parent else None, unit.valid_from, unit.valid_to, unit.begin_known,
        unit.decree, unit.source, unit.lon, unit.lat, unit.area_km2,
    )  # fmt: skip


def _change(row: ChangeRow, keys: dict[Key, Key], stored: dict[tuple[int, str], list[Unit]]) -> ChangeRow:
    ends = [
        keys.get(key) or _stored_key(key, day, stored, row.source)
        for key, day in ((row.from_key, row.changed_on - ONE_DAY), (row.to_key, row.changed_on))
    ]
    return replace(row, from_key=ends[0], to_key=ends[1])


def _stored_key(key: Key, day: dt.date, stored: dict[tuple[int, str], list[Unit]], source: str) -> Key:
    unit = valid_on(stored.get((key.level, key.code), []), day)
    if unit is None:
        raise NotFound("territory-unit-does-not-exist", code=key.code, day=f"{day:%d/%m/%Y}", source=source)
    return Key(unit.level, unit.code, unit.valid_from)


class _Provinces:
    """Which province a commune's polygon lies in, where the file does not say: exact areas only, of the file or stored."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._codes: list[str] | None = None

    def code_of(self, row: UnitRow, shape: Any) -> str:
        if self._codes is None:
            self._read()
        assert self._codes is not None
        if shape is not None:
            near = self._tree.query(shape, predicate="intersects")
            shared = shapely.area(shapely.intersection(self._tree.geometries[near], shape))
            if len(near) and shared.max() > shapely.area(shape) / 2:
                return self._codes[int(near[shared.argmax()])]
            nearest = self._tree.nearest(shape)  # an island that the file of provinces leaves out
            if (
                nearest is not None
                and shapely.distance(self._tree.geometries[nearest], shape) < FARTHEST_ISLAND
            ):
                return self._codes[int(nearest)]
        raise BadRequest("territory-parent-unknown", code=row.code, name=row.full_name, file=row.source)

    def _read(self) -> None:
        own: list[AreaRow] = [area for area in self._register.areas if area.key.level == PROVINCE]
        shapes = {area.key.code: area.shape for area in own}
        exact = UnitArea.objects.filter(unit__level=PROVINCE, approximate=False).exclude(
            unit__code__in=shapes
        )
        for code, wkb in exact.values_list("unit__code", "wkb"):
            shapes[code] = shapely.from_wkb(bytes(wkb))
        self._codes = list(shapes)
        self._tree = shapely.STRtree(list(shapes.values()))
