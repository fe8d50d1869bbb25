"""What the clock does to dossiers: open ones whose date has passed are late from then on, and whoever handles one owes an apology before."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection, transaction
from django.urls import reverse

from dothi.kernel import clock
from dothi.kernel.origin import that_count
from dothi.kernel.sql import statement
from dothi.publicservices.models import Dossier
from dothi.publicservices.queries import horizon
from dothi.publicservices.states import OPEN
from dothi.tasks import owed
from dothi.tasks.models import Owed

MOST = 5000  # at a time: the next round goes on
KIND = "apology"
BACK = dt.timedelta(days=3)  # what passed before that is told by the list of late dossiers, not owed anew


def mark_overdue(now: dt.datetime | None = None) -> int:
    """How many became late."""
    told: dict[str, Any] = {"now": now or clock.now(), "open": list(OPEN), "limit": MOST}
    with connection.cursor() as cursor:
        cursor.execute(statement("dothi.publicservices", "sql/mirroring.sql", "overdue"), told)
        return int(cursor.rowcount)


@transaction.atomic
def owe_letters(now: dt.datetime | None = None) -> tuple[int, int]:
    """Letters that are to be sent by the end of the next working day are owed by the agency that handles the dossier; what was sent, has
    ended or was given to another is settled. How many of both. What was generated or played back is owed by nobody."""
    now = now or clock.now()
    due = Dossier.objects.filter(
        state__in=OPEN, letter_at__isnull=True, agency__isnull=False, generated=False, origin__in=that_count()
    )
    rows = due.filter(
        letter_by__gt=now - BACK, letter_by__lte=horizon(1, now), due_at__gt=now - BACK
    ).order_by("due_at", "id")[:MOST]
    owed.owe_all(
        [
            owed.Debt(
                kind=KIND, code=str(one.pk), path=reverse("dossier", args=[one.pk]), permission="publicservices.view", due_at=one.letter_by,
                title_key="publicservices-owed-letter", title_fields={"code": one.code}, agency_id=one.agency_id, unit_id=one.unit_id,
            )
            for one in rows
        ]
    )  # fmt: skip
    standing = [
        int(code)
        for code in Owed.objects.filter(kind=KIND, closed_at__isnull=True).values_list("code", flat=True)
    ]
    still = set(
        Dossier.objects.filter(pk__in=standing, state__in=OPEN, letter_at__isnull=True).values_list(
            "pk", flat=True
        )
    )
    return len(rows), owed.settle_all(KIND, [str(pk) for pk in standing if pk not in still])
