"""What the identity side forgets by itself."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from dothi.kernel.retention import forgets_keys
from dothi.reports.identity.codes import erase_texts
from dothi.reports.identity.erasing import erase_originals
from dothi.reports.identity.models import Code, DataRequest
from dothi.reports.models import Photo


@forgets_keys(
    "report-codes",
    7,
    "Đếm số mã xác nhận đã xin trong một ngày; sau đó xóa các lần xin mã của người phản ánh",
    rows=lambda before: Code.objects.filter(asked_at__lt=before).order_by("asked_at"),
)
def forget_codes(keys: list[int]) -> None:
    """Codes with what their messages still say."""
    erase_texts(keys)
    Code.objects.filter(pk__in=keys).delete()


@forgets_keys(
    "report-data-requests",
    1095,
    "Chứng minh đã trả lời yêu cầu về dữ liệu cá nhân đúng hạn; ba năm sau khi trả lời thì xóa",
    rows=lambda before: DataRequest.objects.filter(decided_at__lt=before).order_by("decided_at"),
)
def forget_requests(keys: list[int]) -> None:
    """Requests that were decided; one that waits is never forgotten."""
    DataRequest.objects.filter(pk__in=keys).delete()


def _old_originals(before: dt.datetime) -> QuerySet[Photo]:
    rows = Photo.objects.filter(kind=Photo.Kind.SEEN, erased_at__isnull=True, report__ended_at__lt=before)
    rows = rows.exclude(released_at__isnull=False, public_sha256="")  # that one is the public's own
    return rows.order_by("recorded_at")


@forgets_keys(
    "report-originals",
    365,
    "Đối chiếu khi có khiếu nại; một năm sau khi kết thúc xóa ảnh gốc, chỉ giữ bản đã che và đã công khai",
    rows=_old_originals,
)
def forget_originals(keys: list[int]) -> None:
    """Pictures as they were sent; the public's copy stays as long as the report's pictures do."""
    erase_originals(Photo.objects.filter(pk__in=keys))
