"""Letters that wait are forgotten after their time, or when whoever sent them asks: words, pictures and sender; that one came stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from dothi.kernel.holdings import Holding, Subject, holds
from dothi.kernel.retention import forgets_keys
from dothi.reports import photos
from dothi.reports.email.actions import end
from dothi.reports.email.models import Mail
from dothi.reports.identity import vault


def _past(before: dt.datetime) -> QuerySet[Mail]:
    rows = Mail.objects.filter(state=Mail.State.ASIDE, recorded_at__lt=before)
    return rows.order_by("recorded_at", "pk")


def drop(ids: list[int]) -> None:
    """As if an officer had dropped each."""
    digests: set[str] = set()
    with transaction.atomic():
        for mail in Mail.objects.select_for_update(no_key=True).filter(pk__in=ids, state=Mail.State.ASIDE):
            digests |= {one for one, _ in mail.pictures}
            end(mail, Mail.State.DROPPED, None)
    photos.drop(digests)


forget_mails = forgets_keys(
    "report-mails",
    30,
    "Cán bộ xem thư chưa thành phản ánh; sau đó xóa nội dung, ảnh và người gửi",
    rows=_past,
)(drop)


def _told(subject: Subject) -> list[dict[str, Any]]:
    rows = Mail.objects.filter(pk__in=vault.mails_of(subject.way, subject.address)).order_by("sent_at")
    return [{"sent_at": one.sent_at.isoformat(), "subject": one.subject, "text": one.text} for one in rows]


def _forget(subject: Subject) -> int:
    ids = vault.mails_of(subject.way, subject.address)
    drop(ids)
    return len(ids)


holds(Holding("report-mails", _told, _forget))
