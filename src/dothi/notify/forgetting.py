"""What the outbox holds of somebody who is known by an address alone: told to them, and taken out of it when they ask."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from dothi.kernel import clock
from dothi.kernel.audit.action import action_of
from dothi.kernel.holdings import Holding, Subject, holds
from dothi.notify.models import Delivery, Message, Receipt, Shown, State
from dothi.notify.said import in_words, without_secrets

MOST_TOLD = 1000  # messages; the time of keeping leaves fewer

_action = action_of("notify")


def _sent_to(way: str, address: str) -> QuerySet[Message]:
    return Message.objects.filter(way=way, address=address, person__isnull=True).exclude(address="")


@_action
def forget_address(way: str, address: str, *, about: str = "") -> int:
    """Takes the address, and what was said, out of every message that went or goes there; what has not left leaves no more. `about`: only
    of messages about that page. How many."""
    rows = _sent_to(way, address)
    ids = list(
        (rows.filter(about=about) if about else rows)
        .select_for_update(no_key=True)
        .values_list("pk", flat=True)
    )
    now = clock.now()
    deliveries = Delivery.objects.filter(message_id__in=ids)
    Shown.objects.filter(our_id__in=list(deliveries.values_list("our_id", flat=True))).delete()
    Receipt.objects.filter(delivery__in=deliveries).update(said="")
    deliveries.filter(state=State.WAITING).update(state=State.NEEDLESS, ended_at=now, next_try_at=None)
    deliveries.update(address="", said="")
    messages = Message.objects.filter(pk__in=ids)
    messages.filter(state=State.WAITING).update(state=State.FAILED, trouble="needless", ended_at=now)
    return messages.update(address="", text_fields={}, erased_at=now)


def _told(subject: Subject) -> list[dict[str, Any]]:
    """What went there, without what opened something."""
    rows = _sent_to(subject.way, subject.address).order_by("-created_at")[:MOST_TOLD]
    return [
        {
            "at": row.created_at.isoformat(), "purpose": row.purpose, "state": row.state,
            "text": in_words(row.text_key, without_secrets(row.text_fields), row.language).text if row.text_fields else "",
        }
        for row in rows
    ]  # fmt: skip


holds(Holding("messages", _told, lambda subject: forget_address(subject.way, subject.address)))
