"""How a result is judged."""

from __future__ import annotations

from django.db import models

from dothi.accounts.models import Agency
from dothi.reports.models.report import Report


class Rating(models.Model):
    """How whoever reported it, or saw the same, judges the result: three faces. The last word of each counts."""

    class Face(models.TextChoices):
        GOOD = "good"
        FAIR = "fair"
        BAD = "bad"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="ratings")
    round = models.PositiveSmallIntegerField()  # which answer was judged: `reopened` of the report then
    voice = models.CharField(max_length=64)  # digest of the follower's token: one voice each, nobody named
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    face = models.CharField(max_length=4, choices=Face)
    text = models.CharField(max_length=1000, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "reports_rating"
        constraints = [
            models.UniqueConstraint(fields=["report", "round", "voice"], name="report_rating_one_voice")
        ]
        indexes = [models.Index(fields=["recorded_at"], name="reports_ratings_of_a_time")]
