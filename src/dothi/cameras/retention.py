"""How long it is kept in which state a camera was; of pictures there is nothing to forget."""

from __future__ import annotations

import datetime as dt

from dothi.cameras.models import CameraPeriod
from dothi.kernel.retention import forgets


def _past(before: dt.datetime, most: int) -> list[int]:
    rows = CameraPeriod.objects.filter(ended_at__lt=before).order_by("ended_at")
    return list(rows.values_list("pk", flat=True)[:most])


@forgets(
    "camera-states",
    400,
    "Tính tỷ lệ thời gian camera hoạt động trong tháng, trong năm",
    past=lambda before, most: len(_past(before, most)),
)
def forget_periods(before: dt.datetime, limit: int) -> int:
    """States that ended long ago."""
    return CameraPeriod.objects.filter(pk__in=_past(before, limit)).delete()[0]
