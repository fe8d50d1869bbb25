"""Tables of units in CSV (plain or gzip): old → new, lists of units with points. A table is known by its columns.

Codes come as sheets leave them: without leading zeros, as floats ("1.0"). A table that names units by bare code and
gives no date is refused: the same code names different units before and after 1/7/2025.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from dothi.kernel.errors import BadRequest
from dothi.territory.names import parts_of
from dothi.territory.register import (
    COMMUNE,
    DISTRICT,
    OLD_CODES_DAY,
    PROVINCE,
    REFORM_DAY,
    ChangeRow,
    Key,
    Register,
    UnitRow,
    changes_of,
    period_on,
)
from dothi.territory.sources.geojson import contents, padded

Row = dict[str, str]
ONE_DAY = dt.timedelta(days=1)


def read(path: Path, *, on: dt.date | None, decree: str) -> Register:
    """The table as a register. Raises BadRequest: columns unknown, no date, a malformed code with its line."""
    rows = list(_rows(path))
    header = set(rows[0]) if rows else set()
    for columns, reader, dated in READERS:
        if columns <= header:
            if on is None and not dated & header:
                raise BadRequest("territory-bare-code", file=path.name)
            return reader(path, rows, on, decree)
    raise BadRequest("territory-table-unknown", file=path.name, columns=", ".join(sorted(header))[:200])


def _rows(path: Path) -> Iterator[Row]:
    try:
        text = contents(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRequest("territory-file-unreadable", file=path.name, reason=str(error)) from error
    yield from csv.DictReader(io.StringIO(text))


def _row(
    path: Path,
    level: int,
    code: str,
    full_name: str,
    parent: str | None,
    day: dt.date,
    decree: str,
    **more: float | None,
) -> UnitRow:
    kind, name = parts_of(full_name)
    valid_from, valid_to, begin_known = period_on(day)
    return UnitRow(
        padded(code, level, path.name), level, kind, name, f"{kind} {name}", "", parent,
        valid_from, valid_to, begin_known, decree, path.name, **more,
    )  # fmt: skip


def _old_to_new(path: Path, rows: list[Row], on: dt.date | None, decree: str) -> Register:
    """63 old provinces → 34 new with names and codes of all tiers; a divided commune stands in several rows."""
    assert on is not None
    day_before = on - ONE_DAY
    units: dict[Key, UnitRow] = {}
    pairs: list[tuple[UnitRow, UnitRow]] = []
    for row in rows:
        old = _old_of(path, row, day_before, units)
        province = padded(row["newProvinceCode"], PROVINCE, path.name)
        keep(units, _row(path, PROVINCE, province, row["newProvince"], None, on, decree))
        point = {
            "lon": _number(row["newWardLon"]),
            "lat": _number(row["newWardLat"]),
            "area_km2": _number(row["newWardAreaKm2"]),
        }
        new = keep(
            units, _row(path, COMMUNE, row["newWardCode"], row["newWard"], province, on, decree, **point)
        )
        pairs.append((old, new))
    return Register(list(units.values()), changes_of(pairs, decree, on, path.name))


def _old_of(path: Path, row: Row, day: dt.date, units: dict[Key, UnitRow]) -> UnitRow:
    """The former commune; the district where there is none (the five island districts)."""
    province = padded(row["provinceCode"], PROVINCE, path.name)
    keep(units, _row(path, PROVINCE, province, row["province"], None, day, ""))
    district = padded(row["districtCode"], DISTRICT, path.name)
    upper = keep(units, _row(path, DISTRICT, district, row["district"], province, day, ""))
    if not row["wardCode"]:
        return upper
    return keep(units, _row(path, COMMUNE, row["wardCode"], row["ward"], district, day, ""))


def _today_with_points(path: Path, rows: list[Row], on: dt.date | None, decree: str) -> Register:
    assert on is not None
    units: dict[Key, UnitRow] = {}
    for row in rows:
        province = padded(row["provinceCode"], PROVINCE, path.name)
        place = {"lon": _number(row["provinceLon"]), "lat": _number(row["provinceLat"])}
        keep(units, _row(path, PROVINCE, province, row["province"], None, on, decree, **place))
        place = {
            "lon": _number(row["wardLon"]),
            "lat": _number(row["wardLat"]),
            "area_km2": _number(row["wardAreaKm2"]),
        }
        keep(units, _row(path, COMMUNE, row["wardCode"], row["ward"], province, on, decree, **place))
    return Register(list(units.values()))


def _official_list(path: Path, rows: list[Row], on: dt.date | None, decree: str) -> Register:
    """The statistics office's list of three tiers (Mã, Tên, Mã QH, Quận Huyện, Mã TP, Tỉnh / Thành Phố)."""
    assert on is not None
    if on >= REFORM_DAY:
        raise BadRequest("territory-three-tiers-after-reform", file=path.name)
    units: dict[Key, UnitRow] = {}
    for row in rows:
        province = padded(row["Mã TP"], PROVINCE, path.name)
        keep(units, _row(path, PROVINCE, province, row["Tỉnh / Thành Phố"], None, on, decree))
        district = padded(row["Mã QH"], DISTRICT, path.name)
        keep(units, _row(path, DISTRICT, district, row["Quận Huyện"], province, on, decree))
        keep(units, _row(path, COMMUNE, row["Mã"], row["Tên"], district, on, decree))
    return Register(list(units.values()))


def _dated_lineage(path: Path, rows: list[Row], on: dt.date | None, decree: str) -> Register:
    """The plain form: from_code, to_code, changed_on, and if known kind, share (0..1), decree. Both units must be stored."""
    changes = []
    for line, row in enumerate(rows, start=2):
        day = dt.date.fromisoformat(row["changed_on"]) if row.get("changed_on") else on
        if day is None:
            raise BadRequest("territory-bare-code", file=path.name)
        share = _number(row.get("share", ""))
        if share is not None and not 0 < share <= 1:
            raise BadRequest("territory-share-out-of-range", file=path.name, line=line, share=row["share"])
        before, after = (
            _plain_key(path, row["from_code"], day - ONE_DAY),
            _plain_key(path, row["to_code"], day),
        )
        kind, why = row.get("kind") or "merged", row.get("decree") or decree
        changes.append(ChangeRow(before, after, kind, share, why, day, path.name))
    return Register(changes=changes)


def _plain_key(path: Path, code: str, day: dt.date) -> Key:
    lengths = {2: PROVINCE, 3: DISTRICT, 5: COMMUNE}
    if len(code) not in lengths or not code.isdigit():
        raise BadRequest("territory-code-malformed", file=path.name, code=code, length="2, 3, 5")
    return Key(lengths[len(code)], code, OLD_CODES_DAY if day < REFORM_DAY else day)


def keep(units: dict[Key, UnitRow], row: UnitRow) -> UnitRow:
    return units.setdefault(row.key, row)


def _number(text: str) -> float | None:
    return float(text) if text else None


Reader = Callable[[Path, list[Row], dt.date | None, str], Register]
# columns that a table is known by, its reader, and the columns that would date it
READERS: tuple[tuple[set[str], Reader, set[str]], ...] = (
    ({"wardCode", "districtCode", "newWardCode", "newProvinceCode"}, _old_to_new, set()),
    ({"wardCode", "ward", "provinceCode", "wardLat", "wardLon"}, _today_with_points, set()),
    ({"Mã", "Tên", "Mã QH", "Mã TP"}, _official_list, set()),
    ({"from_code", "to_code"}, _dated_lineage, {"changed_on"}),
)
