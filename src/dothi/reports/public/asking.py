"""What a public address asks for: the filters of list, map and feeds, read from the query string. What makes no sense asks for nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db.models import Exists, OuterRef, Q

from dothi.kernel import clock, moments
from dothi.kernel.asked import number_of
from dothi.reports.models import Report
from dothi.reports.queries import Filter
from dothi.reports.workflow import Word
from dothi.territory.models import Level, Unit


def filter_of(told: Mapping[str, str]) -> Filter:
    """`word`, `category`, `unit` (id), `late`, `q`, `since` (a day)."""
    word = told.get("word", "")
    return Filter(
        word=word if word in set(Word) else "",
        category=told.get("category", "")[:120],
        unit=number_of(told.get("unit", "")),
        late=bool(told.get("late")),
        text=told.get("q", "")[:100],
        since=_day(told.get("since", "")),
    )


def _day(text: str) -> dt.datetime | None:
    found = moments.day(text[:10])
    return moments.span(found)[0] if found else None


def units() -> list[Unit]:
    """Communes of today in which something was released, by name: each is looked up in the index, no report is counted."""
    released = Report.objects.filter(unit=OuterRef("pk"), released_at__isnull=False)
    rows = Unit.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=clock.today()), level=Level.COMMUNE)
    return list(rows.filter(Exists(released)).order_by("name", "pk"))
