"""What was found in the reports last night. All of it is made of the reports and made anew: no row is anybody's work."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from dothi.accounts.models import Agency
from dothi.territory.models import Unit


class Run(models.Model):
    """When it was reckoned, with which limits, and how many places were looked at."""

    began_at = models.DateTimeField()
    took_s = models.FloatField()
    fields = models.JSONField(default=dict)

    class Meta:
        app_label = "reports"
        db_table = "reports_insight_run"


class Day(models.Model):
    """How many reports came in on a day (Viet Nam's), by who has them now, commune and category."""

    day = models.DateField()
    agency = models.ForeignKey(Agency, null=True, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="+")
    category = models.CharField(max_length=120)
    number = models.PositiveIntegerField()

    class Meta:
        app_label = "reports"
        db_table = "reports_insight_day"
        indexes = [
            models.Index(fields=["agency", "day"], name="reports_insight_by_agency"),
            models.Index(fields=["unit", "day"], name="reports_insight_by_unit"),
            models.Index(fields=["day"], name="reports_insight_by_day"),
        ]


class WholeDay(models.Model):
    """The same of all agencies and communes together: whoever may see everything need not wait for a million rows to be added up."""

    day = models.DateField()
    category = models.CharField(max_length=120)
    number = models.PositiveIntegerField()
    pk = models.CompositePrimaryKey("category", "day")

    class Meta:
        app_label = "reports"
        db_table = "reports_insight_whole_day"


class Found(models.Model):
    """A place where more came than elsewhere (`cluster`), or the same again and again (`repeat`). `ids`: its reports; it is shown to
    who may see all of them."""

    class Kind(models.TextChoices):
        CLUSTER = "cluster"
        REPEAT = "repeat"

    kind = models.CharField(max_length=8, choices=Kind)
    category = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="+")
    lon = models.FloatField()
    lat = models.FloatField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    number = models.PositiveIntegerField()  # reports of a cluster, occasions of a repeat place
    expected = models.FloatField(null=True)
    chance = models.FloatField(null=True)
    ids = ArrayField(models.BigIntegerField())
    fields = models.JSONField(default=dict)

    class Meta:
        app_label = "reports"
        db_table = "reports_insight_found"
