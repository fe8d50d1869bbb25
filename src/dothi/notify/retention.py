"""What was said to whom, and where it went, is forgotten after a time; so are receipts that nobody knows."""

from __future__ import annotations

from django.db import transaction

from dothi.kernel.retention import forgets_keys
from dothi.notify.models import Delivery, Message, Proof, Receipt, Shown


@forgets_keys(
    "messages",
    180,
    "Đối chiếu tin đã gửi cho ai, bằng kênh nào, đến hay chưa; sau đó xóa nội dung, số và địa chỉ nhận",
    rows=lambda before: Message.objects.filter(created_at__lt=before).order_by("created_at"),
)
def forget_messages(keys: list[int]) -> None:
    """Messages with their deliveries, receipts and what the demo's phones show of them."""
    with transaction.atomic():
        ours = Delivery.objects.filter(message_id__in=keys)
        Shown.objects.filter(our_id__in=list(ours.values_list("our_id", flat=True))).delete()
        Receipt.objects.filter(delivery__in=ours).delete()
        ours.delete()
        Message.objects.filter(pk__in=keys).delete()


@forgets_keys(
    "message-receipts",
    7,
    "Khớp báo nhận đến sớm với tin; sau đó xóa báo nhận không thuộc tin nào",
    rows=lambda before: Receipt.objects.filter(delivery__isnull=True, received_at__lt=before).order_by(
        "received_at"
    ),
)
def forget_receipts(keys: list[int]) -> None:
    """Receipts of messages that we do not know."""
    Receipt.objects.filter(pk__in=keys).delete()


@forgets_keys(
    "address-codes",
    7,
    "Đếm số mã xác nhận đã xin trong một ngày; sau đó xóa các lần xin mà mã không quay về",
    rows=lambda before: Proof.objects.filter(proved_at__isnull=True, asked_at__lt=before).order_by(
        "asked_at"
    ),
)
def forget_codes(keys: list[int]) -> None:
    """Codes that never came back; an address that was proved stays so."""
    Proof.objects.filter(pk__in=keys).delete()
