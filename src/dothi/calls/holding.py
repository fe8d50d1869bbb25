"""What this room holds of somebody who called a service of citizens (1022): told to them, and forgotten when they ask.

Calls for help (112 to 115) are neither told nor forgotten this way: whoever has a telephone in hand may not be who called for help with
it, and the record is evidence. They go by their time of keeping (retention.py).
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from dothi.calls.models import Call, RecordingHold, Service
from dothi.calls.numbers import plain_number
from dothi.kernel.holdings import Holding, Subject, holds
from dothi.kernel.sql import statement


def _calls(subject: Subject) -> QuerySet[Call]:
    """A line without a service of its own may be one for help."""
    number = plain_number(subject.address) if subject.way == "sms" else ""
    helping = Service.objects.filter(emergency=True).values("code")
    citizens = Service.objects.filter(emergency=False).exclude(code__in=helping).values("code")
    rows = Call.objects.filter(caller_number=number, line__service__in=citizens)
    return rows.order_by("pk") if number else rows.none()


def _told(subject: Subject) -> list[dict[str, Any]]:
    rows = _calls(subject).select_related("line").prefetch_related("links")
    return [
        {
            "code": one.code, "at": one.received_at.isoformat(), "line": str(one.line), "number": one.caller_number,
            "name": one.caller_name, "address": one.caller_address, "recorded": bool(one.recording),
            "positions": [{"lon": link.lon, "lat": link.lat} for link in one.links.all() if link.lon is not None],
        }
        for one in rows
    ]  # fmt: skip


def _forget(subject: Subject) -> int:
    """Who called, of calls that are over and of which nobody holds the recording; what was done stays."""
    held = RecordingHold.objects.filter(call=OuterRef("pk"), ended_at__isnull=True)
    over = _calls(subject).filter(~Exists(held), wrapped_at__isnull=False)
    ids = list(over.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(statement("dothi.calls", "sql/retention.sql", "forget_people"), {"ids": ids})
    return len(ids)


holds(Holding("calls", _told, _forget))
