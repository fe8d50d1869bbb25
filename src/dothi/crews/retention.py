"""What crews handed in, and where they were, is forgotten after a time; what they did and when stays."""

from __future__ import annotations

from django.db import transaction

from dothi.crews import media
from dothi.crews.models import Attachment
from dothi.kernel.retention import forgets_keys, forgets_rows, named


@forgets_keys(
    "crew-files",
    365,
    "Xử lý vụ việc và rút kinh nghiệm; sau đó xóa ảnh, ghi âm của tổ hiện trường",
    rows=lambda before: Attachment.objects.filter(recorded_at__lt=before).order_by("recorded_at", "pk"),
)
def forget_files(keys: list[int]) -> None:
    """Pictures and voice notes; a file goes when no row names it any more. The line of the case stays and says so."""
    with transaction.atomic():
        rows = Attachment.objects.filter(pk__in=keys)
        digests = set(rows.values_list("sha256", flat=True))
        rows.delete()
    still = set(Attachment.objects.filter(sha256__in=digests).values_list("sha256", flat=True))
    for one in digests - still:
        media.path_of(one).unlink(missing_ok=True)


# the last place of each unit stays its last place: that stands in its entity
forgets_rows(
    "crew-positions",
    90,
    "Điều hành và làm rõ diễn biến vụ việc; sau đó xóa vết di chuyển của tổ hiện trường",
    table="crews_position",
    select=named("dothi.crews", "sql/positions.sql", "past"),
    key="ctid",
)
