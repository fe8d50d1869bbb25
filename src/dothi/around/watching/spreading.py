"""Something happened: everybody who follows it there gets one row of what is to be told, in the transaction that heard of it.

Nothing leaves from here (`handing.py`). A second look at the same thing finds that it was spread, so a repeat after a kill adds nobody.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from dothi.around import rules
from dothi.around.here.reach import shapes_of
from dothi.around.watching.area import Area, watching
from dothi.around.watching.models import Alert, Spread, Topic, Watch
from dothi.around.watching.wants import meeting
from dothi.around.works.models import Work, WorkLine
from dothi.around.works.queries import geometry
from dothi.kernel import clock
from dothi.kernel.clock import UTC, VIETNAM
from dothi.kernel.sql import statement
from dothi.notify import quiet
from dothi.reports.models import Report
from dothi.warnings.models import PublicWarning
from dothi.warnings.queries import GRAVITY

AT_ONCE = 2000  # rows of one statement
TOLD_WORKS = ("published", "moved", "cancelled")
Row = tuple[int, str, bool, dt.time, dt.time]  # of a watch: its number, its holder, how it is told
Kind = PublicWarning.Kind


def spread_warning(code: str) -> int:
    """A warning was released: how many followers are to be told. Exercises, tests and what is over tell nobody.

    An update reaches those in its area and those who were told what it follows; a cancellation only the latter. What still waits of
    the former is needless.
    """
    row = PublicWarning.objects.filter(code=code).prefetch_related("units").first()
    if (
        row is None
        or not row.is_actual
        or row.state != PublicWarning.State.RELEASED
        or row.expires <= clock.now()
    ):
        return 0
    if not _first(Topic.WARNINGS, code):
        return 0
    told = Watch.objects.none()
    if row.follows is not None:
        before = Alert.objects.filter(topic=Topic.WARNINGS, ref=row.follows.code)
        told = Watch.objects.filter(pk__in=before.filter(state=Alert.State.HANDED).values("watch_id"))
        before.filter(state=Alert.State.WAITING).update(state=Alert.State.NEEDLESS)
    area = Area(frozenset(one.unit_id for one in row.units.all()), shapes_of(row))
    wanted = meeting(Topic.WARNINGS, row.event)
    there = Watch.objects.none() if row.kind == Kind.CANCEL else watching(wanted, area)
    return _lay(
        Topic.WARNINGS,
        code,
        _rows(there) | _rows(told),
        grave=GRAVITY[row.severity] <= rules.value("break-severity"),
    )


def spread_work(line_id: int) -> int:
    """A work was published, moved or cancelled."""
    line = WorkLine.objects.select_related("work").get(pk=line_id)
    work: Work = line.work
    if line.what not in TOLD_WORKS or work.ends_at <= clock.now() or not _first(Topic.WORKS, str(line_id)):
        return 0
    area = Area(frozenset({work.unit_id}), [geometry(work)] if work.shape else [])
    return _lay(Topic.WORKS, str(line_id), _rows(watching(meeting(Topic.WORKS, work.kind), area)))


def spread_report(code: str) -> int:
    """A report was released: those who follow a place in its commune. Not by its point, which circles drawn around would give away."""
    report = Report.objects.filter(code=code, released_at__isnull=False, unit__isnull=False).first()
    if report is None or not _first(Topic.REPORTS, code):
        return 0
    assert report.unit_id is not None  # asked for
    wanted = meeting(Topic.REPORTS, report.category)
    rows = watching(wanted, Area(frozenset({report.unit_id}))).filter(unit__isnull=False)
    return _lay(Topic.REPORTS, code, _rows(rows))


def spread_figure(topic: str, ref: str, watch_ids: Iterable[int], fields: dict[str, Any]) -> int:
    """A station tells something bad; the same `ref` again tells only those who follow it since."""
    told = Alert.objects.filter(topic=topic, ref=ref).values("watch__holder")
    rows = Watch.objects.filter(pk__in=list(watch_ids)).exclude(holder__in=told)
    return _lay(topic, ref, _rows(rows), fields=fields)


def _first(topic: str, ref: str) -> bool:
    """Is this the first look? Of two at once the second waits for the first, and then is not."""
    return Spread.objects.get_or_create(topic=topic, ref=ref, defaults={"made_at": clock.now()})[1]


def _rows(watches: Any) -> set[Row]:
    columns = "holder", "daily", "quiet_from", "quiet_to"
    return {(pk, *rest) for pk, *rest in watches.order_by().values_list("pk", *columns)}


@transaction.atomic
def _lay(
    topic: str, ref: str, rows: set[Row], *, grave: bool = False, fields: dict[str, Any] | None = None
) -> int:
    now, morning = clock.now(), rules.value("digest-hour")
    places: dict[str, list[tuple[dt.datetime, int]]] = defaultdict(list)  # by follower
    standing = held("hold", [pk for pk, *_ in rows])
    for pk, holder, *wish in sorted(one for one in rows if one[0] in standing):
        places[holder].append((due_at(now, grave, wish, morning), pk))
    alerts = []
    for concerned in places.values():  # told once, by the place that tells soonest
        (due, pk), *others = sorted(concerned)
        also = [other for _, other in others]
        alerts.append(
            Alert(watch_id=pk, also=also, topic=topic, ref=ref, grave=grave, fields=fields or {}, made_at=now, due_at=due)
        )  # fmt: skip
    for start in range(0, len(alerts), AT_ONCE):
        Alert.objects.bulk_create(alerts[start : start + AT_ONCE], ignore_conflicts=True)
    Spread.objects.filter(topic=topic, ref=ref).update(number=len(alerts))
    return len(alerts)


def held(how: str, ids: Iterable[int]) -> set[int]:
    """Those of these places that still stand, held (`hold`) until what is laid for them is committed, or by whoever ends them (`end`): one
    waits for the other."""
    with connection.cursor() as cursor:
        cursor.execute(statement(__package__, "watches.sql", how), {"ids": list(ids)})
        return {row[0] for row in cursor.fetchall()}


def due_at(now: dt.datetime, grave: bool, wish: Any, morning: int) -> dt.datetime:
    """When it may be told: what is grave at once, at any hour; else after the quiet hours, or with the day's other news. Pure."""
    daily, begin, end = wish
    if grave:
        return now
    if not daily:
        return quiet.ends_at(now, begin, end) or now
    here = now.astimezone(VIETNAM)
    at = here.replace(hour=morning, minute=0, second=0, microsecond=0)
    return (at if at > here else at + dt.timedelta(days=1)).astimezone(UTC)
