"""How long it is kept in which state a camera was; of pictures there is nothing to forget."""

from __future__ import annotations

from dothi.cameras.models import CameraPeriod
from dothi.kernel.retention import forgets_keys


@forgets_keys(
    "camera-states",
    400,
    "Tính tỷ lệ thời gian camera hoạt động trong tháng, trong năm",
    rows=lambda before: CameraPeriod.objects.filter(ended_at__lt=before).order_by("ended_at"),
)
def forget_periods(keys: list[int]) -> None:
    """States that ended long ago."""
    CameraPeriod.objects.filter(pk__in=keys).delete()
