"""A copy of the desk is deleted some days after the drill's end (a dated rule); the scored record stays."""

from __future__ import annotations

import datetime as dt

from dothi.drills.copying.making import remove
from dothi.drills.models import Drill
from dothi.drills.queries import folder_of
from dothi.kernel import clock
from dothi.kernel.retention import forgets

DAYS = 1


def _past(before: dt.datetime) -> list[Drill]:
    rows = Drill.objects.filter(state=Drill.State.ENDED, removed_at__isnull=True, ended_at__lt=before)
    return list(rows.order_by("ended_at"))


@forgets(
    "drill-copy",
    DAYS,
    "Xem lại bản sao của bàn trực ngay sau diễn tập; chỉ kết quả chấm điểm được giữ",
    past=lambda before, most: min(most, len(_past(before))),
)
def _forget(before: dt.datetime, limit: int) -> int:
    """Deletes copies of drills that ended before that time; a row says when its copy went."""
    found = _past(before)[:limit]
    for row in found:
        remove(folder_of(row.name))
        Drill.objects.filter(pk=row.pk).update(removed_at=clock.now())
    return len(found)
