"""What crews handed in, and where they were, is forgotten after a time; what they did and when stays."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from dothi.crews import media
from dothi.crews.models import Attachment
from dothi.kernel.retention import forgets
from dothi.kernel.sql import statement


def _past(before: dt.datetime, most: int) -> list[int]:
    rows = Attachment.objects.filter(recorded_at__lt=before).order_by("recorded_at", "pk")
    return list(rows.values_list("pk", flat=True)[:most])


@forgets(
    "crew-files",
    365,
    "Xử lý vụ việc và rút kinh nghiệm; sau đó xóa ảnh, ghi âm của tổ hiện trường",
    past=lambda before, most: len(_past(before, most)),
)
def forget_files(before: dt.datetime, limit: int) -> int:
    """Pictures and voice notes; a file goes when no row names it any more. The line of the case stays and says so."""
    with transaction.atomic():
        rows = Attachment.objects.filter(pk__in=_past(before, limit))
        digests = set(rows.values_list("sha256", flat=True))
        gone, _ = rows.delete()
    still = set(Attachment.objects.filter(sha256__in=digests).values_list("sha256", flat=True))
    for one in digests - still:
        media.path_of(one).unlink(missing_ok=True)
    return gone


def _positions(name: str, before: dt.datetime, limit: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            statement("dothi.crews", "sql/positions.sql", name), {"before": before, "limit": limit}
        )
        return int(cursor.rowcount) if name == "forget" else int(cursor.fetchone()[0])


@forgets(
    "crew-positions",
    90,
    "Điều hành và làm rõ diễn biến vụ việc; sau đó xóa vết di chuyển của tổ hiện trường",
    past=lambda before, most: _positions("past", before, most),
)
def forget_positions(before: dt.datetime, limit: int) -> int:
    """Where crews were, as their phones told it; the last place of each unit stays its last place."""
    return _positions("forget", before, limit)
