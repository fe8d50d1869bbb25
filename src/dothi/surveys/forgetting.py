"""What is forgotten, and what stays. Links, whom they went to, what they were about and free words go after the time of the room, or
the shorter one of their survey; that somebody was asked and which face was chosen stays for the counts, about nobody."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection

from dothi.kernel import clock
from dothi.kernel.retention import forgets
from dothi.kernel.sql import statement
from dothi.surveys.models import Answer, Invitation, Opinion


def _past(name: str, before: dt.datetime, most: int) -> list[int]:
    with connection.cursor() as cursor:
        told: dict[str, Any] = {"before": before, "now": clock.now(), "limit": most}
        cursor.execute(statement("dothi.surveys", "retention.sql", name), told)
        return [row[0] for row in cursor.fetchall()]


@forgets(
    "survey-people", 730, "Mời và nhắc người được phục vụ trả lời; sau đó không còn biết ai được hỏi về việc gì",
    past=lambda before, most: len(_past("people", before, most)),
)  # fmt: skip
def forget_people(before: dt.datetime, limit: int) -> int:
    rows = Invitation.objects.filter(pk__in=_past("people", before, limit))
    return rows.update(reference=None, person="", digest=None)


@forgets(
    "survey-texts", 730, "Cơ quan đọc lời góp ý để sửa cách phục vụ; sau đó chỉ giữ số đếm",
    past=lambda before, most: len(_past("texts", before, most)),
)  # fmt: skip
def forget_texts(before: dt.datetime, limit: int) -> int:
    return Answer.objects.filter(pk__in=_past("texts", before, limit)).update(texts={}, voice=None)


def _opinions(before: dt.datetime, most: int) -> list[int]:
    rows = Opinion.objects.filter(consultation__closes_at__lt=before).exclude(text="", texts={})
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


@forgets(
    "consultation-opinions", 730, "Đối chiếu ý kiến với bản đã công khai; hai năm sau khi đóng chỉ giữ bản công khai",
    past=lambda before, most: len(_opinions(before, most)),
)  # fmt: skip
def forget_opinions(before: dt.datetime, limit: int) -> int:
    """The words as they were written, free answers too; what was released of them and what was chosen stays."""
    return Opinion.objects.filter(pk__in=_opinions(before, limit)).update(text="", texts={})
