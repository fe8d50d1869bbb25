"""What this room holds of a follower: the places that they follow, and what is still to be told of them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from dothi.around.watching import ending
from dothi.around.watching.models import Alert, Watch
from dothi.kernel.holdings import Holding, Subject, holds
from dothi.reports.identity.digests import digest_of


def _watches(subject: Subject) -> QuerySet[Watch]:
    return Watch.objects.filter(holder=digest_of(subject.way, subject.address))


def _told(subject: Subject) -> list[dict[str, Any]]:
    rows = _watches(subject).select_related("unit").prefetch_related("alerts").order_by("pk")
    return [
        {
            "unit": str(row.unit or ""), "lon": row.lon, "lat": row.lat, "radius_m": row.radius_m, "wants": row.wants,
            "air_above": row.air_above, "daily": row.daily, "address": row.address, "confirmed_at": row.confirmed_at.isoformat(),
            "alerts": [{"topic": one.topic, "about": one.ref, "at": one.made_at.isoformat()} for one in row.alerts.all()],
        }
        for row in rows
    ]  # fmt: skip


def _forget(subject: Subject) -> int:
    """Alerts go with their places."""
    ids = list(_watches(subject).values_list("pk", flat=True))
    ending.end(ids)
    return len(ids)


def _stop(subject: Subject) -> int:
    """Following is nothing but being told: an objection ends it, and what waited is told no more."""
    waiting = Alert.objects.filter(watch__in=_watches(subject), state=Alert.State.WAITING).count()
    return _forget(subject) + waiting


holds(Holding("places", _told, _forget, _stop))
