"""Planned works and their record."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Agency, Person
from dothi.kernel.audit.registry import append_only
from dothi.territory.models import Unit


class WorkSeries(models.Model):
    """The last number given in a year: codes have no gaps and no doubles."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    class Meta:
        app_label = "around"
        db_table = "around_work_series"


@pghistory.track()
class Work(models.Model):
    """One planned work. Public from `published_at` on, for good. `shape`: {"kind": "line"|"polygon", "points": [[lat, lon]…]} or null."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PLANNED = "planned"
        MOVED = "moved"  # planned, at another time than was told first
        RUNNING = "running"  # somebody said that it began
        DONE = "done"
        CANCELLED = "cancelled"

    class Kind(models.TextChoices):
        POWER = "power"
        WATER = "water"
        ROAD = "road"
        TREES = "trees"
        EVENT = "event"
        OTHER = "other"

    OPEN = (State.PLANNED, State.MOVED, State.RUNNING)

    key = models.UUIDField(unique=True)  # of the form or of the imported row: the same again is one work
    code = models.CharField(max_length=20, unique=True)  # CV-2026-000001
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    kind = models.CharField(max_length=10, choices=Kind)
    title_vi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    text_vi = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    place = models.CharField(max_length=300)  # in words: streets, from where to where
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    shape = models.JSONField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=200)  # the notice that it stands in
    contact = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=10, default="typed")  # kernel.origin word: typed, simulated
    published_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)  # what is changed is what the person saw

    class Meta:
        app_label = "around"
        db_table = "around_work"
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="around_work_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(state="draft") | Q(published_at__isnull=False), name="around_work_public_since"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["unit", "ends_at"], name="around_works_of_unit"),
            models.Index(fields=["ends_at"], name="around_works_by_end"),
        ]

    def __str__(self) -> str:
        return self.code


@append_only
class WorkLine(models.Model):
    """What became of a published work, for everybody: neither changed nor deleted."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="lines")
    what = models.CharField(max_length=12)  # published, changed, moved, begun, done, cancelled
    text = models.CharField(max_length=500, blank=True)
    fields = models.JSONField(default=dict)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        app_label = "around"
        db_table = "around_work_line"
        indexes = [models.Index(fields=["work", "id"], name="around_work_lines")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
