"""Polygons of units from GeoJSON (plain or gzip): 34 provinces, or the communes of one or all provinces.

Read: `code`, `fullName` (or `name` with `kind`), and if there: `name`, `fullNameEn`, `areaKm2`, `provinceCode`,
`validFrom`. A file without dates needs the day it speaks of: a bare code names different units on different days.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape as shape_of

from dothi.kernel.errors import BadRequest
from dothi.territory.names import english, parts_of
from dothi.territory.register import CODE_LENGTHS, COMMUNE, PROVINCE, AreaRow, Register, UnitRow, period_on

COMMUNE_KINDS = {"Phường", "Xã", "Đặc khu", "Thị trấn"}
# Mainland, shelf, Hoàng Sa and Trường Sa with a margin; degrees.
WEST, SOUTH, EAST, NORTH = 101.0, 5.0, 119.0, 24.0


def read(path: Path, *, on: dt.date | None, province: str | None, decree: str, mend: bool) -> Register:
    """The file as a register. Raises BadRequest that names the file, the feature and the remedy."""
    features = _features(path)
    register = Register()
    for number, feature in enumerate(features, start=1):
        unit = _unit(path, number, feature, on, province, decree)
        register.units.append(unit)
        shape = _shape(path, unit, feature.get("geometry"), mend)
        register.areas.append(AreaRow(unit.key, shape, approximate=False, source=path.name))
    return register


def is_geojson(path: Path) -> bool:
    return any(path.name.lower().endswith(end) for end in (".geojson", ".geojson.gz", ".json", ".json.gz"))


def contents(path: Path) -> bytes:
    """The file's bytes, unpacked. Raises BadRequest `territory-file-unreadable`."""
    try:
        with path.open("rb") as file:
            packed = file.read()
        return gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed
    except (OSError, EOFError, gzip.BadGzipFile) as error:
        raise BadRequest("territory-file-unreadable", file=path.name, reason=str(error)) from error


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        document = json.loads(contents(path))
    except (ValueError, UnicodeDecodeError) as error:
        raise BadRequest("territory-file-unreadable", file=path.name, reason=str(error)) from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise BadRequest("territory-not-a-feature-collection", file=path.name)
    return features


def _unit(
    path: Path, number: int, feature: Any, on: dt.date | None, province: str | None, decree: str
) -> UnitRow:
    properties = feature.get("properties") or {} if isinstance(feature, dict) else {}
    full_name = str(properties.get("fullName") or "").strip()
    kind, name = parts_of(full_name)
    if not full_name or not kind or properties.get("code") in (None, ""):
        raise BadRequest("territory-feature-incomplete", file=path.name, number=number)
    day = _day(path, properties, on)
    level = COMMUNE if kind in COMMUNE_KINDS else PROVINCE
    valid_from, valid_to, begin_known = period_on(day)
    return UnitRow(
        code=padded(properties["code"], level, path.name),
        level=level,
        kind=kind,
        name=name,
        full_name=f"{kind} {name}",
        name_en=str(properties.get("fullNameEn") or english(kind, name)),
        parent_code=None
        if level == PROVINCE
        else str(properties.get("provinceCode") or province or "") or None,
        valid_from=valid_from,
        valid_to=valid_to,
        begin_known=begin_known,
        decree=decree,
        source=path.name,
        area_km2=properties.get("areaKm2"),
    )


def _day(path: Path, properties: dict[str, Any], on: dt.date | None) -> dt.date:
    text = properties.get("validFrom")
    if text:
        return dt.date.fromisoformat(str(text))
    if on is None:
        raise BadRequest("territory-bare-code", file=path.name)
    return on


def padded(code: Any, level: int, file: str) -> str:
    """A code as text of its full length: sheets make numbers of them ("97", "97.0" for 00097)."""
    text = str(code).strip()
    digits = text[:-2] if text.endswith(".0") else text
    if not digits.isdigit() or len(digits) > CODE_LENGTHS[level]:
        raise BadRequest("territory-code-malformed", file=file, code=text, length=CODE_LENGTHS[level])
    return digits.zfill(CODE_LENGTHS[level])


def _shape(path: Path, unit: UnitRow, geometry: Any, mend: bool) -> Any:
    try:
        shape = shape_of(geometry)
    except Exception as error:  # shapely raises many kinds for a malformed geometry
        raise BadRequest(
            "territory-not-a-polygon", file=path.name, code=unit.code, name=unit.full_name
        ) from error
    if shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise BadRequest("territory-not-a-polygon", file=path.name, code=unit.code, name=unit.full_name)
    _check_place(path, unit, shape)
    if shape.is_valid:
        return shape
    if not mend:
        reason = shapely.is_valid_reason(shape)
        raise BadRequest(
            "territory-polygon-invalid", file=path.name, code=unit.code, name=unit.full_name, reason=reason
        )
    return _mended(shape)


def _mended(shape: Any) -> Any:
    parts = shapely.get_parts(shapely.make_valid(shape))
    flat = [piece for part in parts for piece in shapely.get_parts(part) if piece.geom_type == "Polygon"]
    return shapely.union_all(flat)


def _check_place(path: Path, unit: UnitRow, shape: Any) -> None:
    west, south, east, north = shape.bounds
    if west >= WEST and east <= EAST and south >= SOUTH and north <= NORTH:
        return
    swapped = south >= WEST and north <= EAST and west >= SOUTH and east <= NORTH
    code = "territory-coordinates-swapped" if swapped else "territory-coordinates-elsewhere"
    raise BadRequest(
        code, file=path.name, code=unit.code, name=unit.full_name, x=f"{west:.4f}", y=f"{south:.4f}"
    )
