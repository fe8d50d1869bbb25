"""Who called is forgotten after a time; that somebody called, when, and what was done stays."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from dothi.kernel.retention import forgets
from dothi.kernel.sql import statement


def _past(name: str, before: dt.datetime, most: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            statement("dothi.calls", "sql/retention.sql", f"past_{name}"), {"before": before, "limit": most}
        )
        return [row[0] for row in cursor.fetchall()]


def _forget(name: str, before: dt.datetime, limit: int) -> int:
    ids = _past(name, before, limit)
    with connection.cursor() as cursor:
        cursor.execute(statement("dothi.calls", "sql/retention.sql", f"forget_{name}"), {"ids": ids})
    return len(ids)


@forgets(
    "call-people",
    365,
    "Liên hệ lại người gọi, đối chiếu các lần gọi; sau đó xóa số, tên, địa chỉ người gọi và vị trí điện thoại",
    past=lambda before, most: len(_past("people", before, most)),
)
def forget_people(before: dt.datetime, limit: int) -> int:
    """Number, name and address of the caller, in the call and in what was handed over, and where the phone was."""
    return _forget("people", before, limit)


@forgets(
    "number-marks",
    365,
    "Đối chiếu ghi chú đã hết hiệu lực; sau đó xóa số điện thoại trong ghi chú",
    past=lambda before, most: len(_past("marks", before, most)),
)
def forget_marks(before: dt.datetime, limit: int) -> int:
    """The number of a mark that is over."""
    return _forget("marks", before, limit)
