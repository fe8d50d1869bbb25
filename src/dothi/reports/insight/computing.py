"""What is reckoned once a night, in place of what was reckoned before; every page says how old it is."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import asdict

from django.db import connection, transaction
from procrastinate.contrib.django import app

from dothi.kernel import clock
from dothi.kernel.audit.context import change
from dothi.kernel.origin import that_count
from dothi.kernel.sql import statement
from dothi.reports.insight import finding
from dothi.reports.insight.models import Day, Found, Run, WholeDay

KEPT_RUNS = 60


@app.periodic(cron="10 18 * * *")  # 01:10 in Viet Nam
@app.task(name="reports.insight", queueing_lock="reports.insight")
def every_night(timestamp: int) -> None:
    """Days, clusters and repeat places anew."""
    with change(source="job:reports.insight"):
        compute()


def compute(until: dt.datetime | None = None) -> Run:
    """All at once: a reader sees the night before or this one. `until`: as if it were then."""
    began, begun = clock.now(), time.monotonic()
    until = until or began
    with transaction.atomic():
        _count_days()
        wide, narrow = finding.cluster_limits(), finding.repeat_limits()
        heaps, places = finding.clusters(until, wide), finding.repeats(until, narrow)
        Found.objects.all().delete()
        Found.objects.bulk_create([*heaps.found, *places.found])
        fields = {
            "cluster": asdict(wide) | {"places": heaps.places, "level": heaps.level},
            "repeat": asdict(narrow) | {"recent_days": finding.RECENT_DAYS},
        }
        run = Run.objects.create(began_at=began, took_s=time.monotonic() - begun, fields=fields)
        Run.objects.exclude(pk__in=Run.objects.order_by("-pk").values("pk")[:KEPT_RUNS]).delete()
    return run


def _count_days() -> None:
    Day.objects.all().delete()
    WholeDay.objects.all().delete()
    with connection.cursor() as cursor:
        for name in ("days", "whole_days"):
            cursor.execute(statement("dothi.reports.insight", "insight.sql", name), {"origins": that_count()})
