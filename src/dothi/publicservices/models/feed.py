"""Where dossiers come from, and what each delivery brought."""

from __future__ import annotations

import pghistory
from django.db import models

from dothi.accounts.models import Agency


@pghistory.track()
class Feed(models.Model):
    """One one-stop system that tells its dossiers. Two systems may tell the same code: each keeps its own row."""

    code = models.SlugField(max_length=60, unique=True)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    agency = models.ForeignKey(
        Agency, null=True, on_delete=models.PROTECT, related_name="+"
    )  # who answers for it
    source = models.SlugField(
        max_length=60, blank=True
    )  # of a connected source that delivers it; empty: files alone
    origin = models.SmallIntegerField(default=0)  # kernel.origin: what its dossiers are at best
    generated = models.BooleanField(default=False)  # made for load alone: said wherever one of them is shown
    quiet_hours = models.PositiveIntegerField(default=48)  # without a delivery for so long: it has stopped
    is_on = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "publicservices_feed"

    def __str__(self) -> str:
        return self.code


class FeedRun(models.Model):
    """One delivery: what was told, what was kept of it. `told`: how many dossiers the system itself says it holds."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="runs")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0)  # new or changed
    same = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    flagged = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(null=True)
    held = models.PositiveIntegerField(null=True)  # of this feed, when the delivery ended
    why = models.CharField(max_length=300, blank=True)  # it ended before its end

    class Meta:
        db_table = "publicservices_feed_run"
        indexes = [models.Index(fields=["feed", "-begun_at"], name="publicservices_runs_of_feed")]


class FeedReject(models.Model):
    """A row that was not taken, and why. What stood in it is not kept: it names people."""

    run = models.ForeignKey(FeedRun, on_delete=models.CASCADE, related_name="rejects")
    line = models.PositiveIntegerField()
    code = models.CharField(max_length=80, blank=True)  # of the dossier, as far as it could be read
    reason = models.CharField(max_length=40)
    fields = models.JSONField(default=dict)

    class Meta:
        db_table = "publicservices_feed_reject"
        indexes = [models.Index(fields=["run", "line"], name="publicservices_rejects_of_run")]
