"""What was said to whom, and where it went, is forgotten after a time; so are receipts that nobody knows."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from dothi.kernel.retention import forgets
from dothi.notify.models import Delivery, Message, Receipt, Shown


def _past(before: dt.datetime, most: int) -> list[int]:
    return list(
        Message.objects.filter(created_at__lt=before)
        .order_by("created_at")
        .values_list("pk", flat=True)[:most]
    )


@forgets(
    "messages",
    180,
    "Đối chiếu tin đã gửi cho ai, bằng kênh nào, đến hay chưa; sau đó xóa nội dung, số và địa chỉ nhận",
    past=lambda before, most: len(_past(before, most)),
)
def forget_messages(before: dt.datetime, limit: int) -> int:
    """Messages with their deliveries, receipts and what the demo's phones show of them."""
    with transaction.atomic():
        ids = _past(before, limit)
        ours = Delivery.objects.filter(message_id__in=ids)
        Shown.objects.filter(our_id__in=list(ours.values_list("our_id", flat=True))).delete()
        Receipt.objects.filter(delivery__in=ours).delete()
        ours.delete()
        Message.objects.filter(pk__in=ids).delete()
    return len(ids)


def _lost(before: dt.datetime, most: int) -> list[int]:
    rows = Receipt.objects.filter(delivery__isnull=True, received_at__lt=before).order_by("received_at")
    return list(rows.values_list("pk", flat=True)[:most])


@forgets(
    "message-receipts",
    7,
    "Khớp báo nhận đến sớm với tin; sau đó xóa báo nhận không thuộc tin nào",
    past=lambda before, most: len(_lost(before, most)),
)
def forget_receipts(before: dt.datetime, limit: int) -> int:
    """Receipts of messages that we do not know."""
    ids = _lost(before, limit)
    Receipt.objects.filter(pk__in=ids).delete()
    return len(ids)
