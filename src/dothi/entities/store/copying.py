"""History of a large batch by binary COPY: numbers are of fixed width, so numpy writes all rows at once.

COPY knows no `on conflict`: a value told before fails the whole write, which is then done again by careful inserts
(write.py). Recordings that are played twice are rare; what devices send is new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dothi.entities.core.rows import Kind, microseconds
from dothi.entities.store.packed import POSTGRES_EPOCH_US
from dothi.entities.store.statements import write_sql

if TYPE_CHECKING:
    from dothi.entities.store.columns import Columns
    from dothi.entities.store.job import Job

FROM_ROWS = 400  # below this one more round trip costs more than COPY saves
_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
_FIELDS = (
    ("entity_id", ">i8"), ("flush_id", ">i8"), ("observed_at", ">i8"), ("recorded_at", ">i8"), ("num", ">f8"), ("term_id", ">i4"),
    ("dataset_id", ">i4"), ("source_id", ">i4"), ("revision", ">i2"), ("kind", ">i2"), ("origin", ">i2"), ("quality", ">i2"), ("declared", "u1"),
)  # fmt: skip  # the order of the columns in `copy_numbers`; unit_code follows, its width differs


async def copy_numbers(job: Job, columns: Columns) -> None:
    """Appends the history of plain numbers. Raises UniqueViolation when one of them was told before."""
    sheet = columns.sheet
    units = sheet.unit[columns.rows]
    parts = [_HEAD]
    for number in np.unique(units).tolist():
        part = columns.where(units == number)
        parts.append(_records(job, part, sheet.units[number - 1]))
    async with job.connection.cursor() as cursor, cursor.copy(write_sql("copy_numbers")) as copy:
        await copy.write(b"".join((*parts, _END)))


def _records(job: Job, columns: Columns, unit: str | None) -> bytes:
    """Rows in COPY's binary form: a count of fields, then for each its width and its value; width -1 is null."""
    sheet, rows, code = columns.sheet, columns.rows, (unit or "").encode()
    cells: list[tuple[str, str]] = [("fields", ">i2")]
    for name, kind in _FIELDS:
        cells += [(f"{name}_width", ">i4"), (name, kind)]
    cells += [("unit_width", ">i4"), *([("unit", f"S{len(code)}")] if code else [])]
    records = np.zeros(len(rows), dtype=cells)
    records["fields"] = len(_FIELDS) + 1
    for name, kind in _FIELDS:
        records[f"{name}_width"] = np.dtype(kind).itemsize
    records["entity_id"], records["term_id"] = sheet.entity[rows], sheet.term[rows]
    records["dataset_id"], records["source_id"] = sheet.dataset[rows], sheet.source[rows]
    records["flush_id"] = job.written.flush_id
    records["observed_at"] = sheet.observed[rows] - POSTGRES_EPOCH_US
    records["recorded_at"] = microseconds(job.at) - POSTGRES_EPOCH_US
    records["num"], records["kind"] = sheet.num[rows], int(Kind.PROPERTY)
    records["origin"], records["quality"], records["declared"] = (
        sheet.origin[rows],
        sheet.quality[rows],
        sheet.declared[rows],
    )
    records["unit_width"] = len(code) or -1
    if code:
        records["unit"] = code
    return records.tobytes()
