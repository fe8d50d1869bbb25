"""Who called is forgotten after a time; that somebody called, when, and what was done stays."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from dothi.calls.actions.locating import erase_addresses
from dothi.calls.models import PlaceLink
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


def _expired(before: dt.datetime, most: int) -> list[int]:
    rows = PlaceLink.objects.filter(outbox_id__isnull=False, expires_at__lte=before)
    return list(rows.order_by("expires_at").values_list("pk", flat=True)[:most])


@forgets(
    "call-links",
    1,
    "Gửi liên kết định vị cho người gọi; sau khi hết hạn xóa địa chỉ liên kết khỏi hàng đợi gửi",
    past=lambda before, most: len(_expired(before, most)),
)
def forget_links(before: dt.datetime, limit: int) -> int:
    """Addresses of links that nobody opened, out of the order to send them."""
    with transaction.atomic():
        return erase_addresses(PlaceLink.objects.filter(pk__in=_expired(before, limit)))


@forgets(
    "call-people",
    365,
    "Liên hệ lại người gọi, đối chiếu các lần gọi; sau đó xóa số, tên, địa chỉ người gọi, vị trí điện thoại",
    past=lambda before, most: len(_past("people", before, most)),
)
def forget_people(before: dt.datetime, limit: int) -> int:
    """Number, name and address of the caller, where the phone was (also where the call took that as its place, and in what was handed
    over). Recordings go by a time of their own (`recordings/keeping.py`)."""
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
