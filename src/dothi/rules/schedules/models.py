"""Schedules and decided days as packs bring them; the common ones stand in `kernel/calendar.toml`."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from dothi.kernel.dated import Certainty


@pghistory.track()
class Schedule(models.Model):
    """Hours on some days, in force from a day on. Words of `days` and form of `hours`: `kernel/calendar.py`."""

    code = models.SlugField(max_length=60)
    valid_from = models.DateField()
    pack = models.CharField(max_length=60)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    days = ArrayField(models.CharField(max_length=12))
    hours = ArrayField(models.CharField(max_length=12))
    source = models.TextField()
    certainty = models.CharField(max_length=2, choices=Certainty)

    class Meta:
        app_label = "rules"
        db_table = "rules_schedule"
        constraints = [
            models.UniqueConstraint(fields=["pack", "code", "valid_from"], name="rules_schedule_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from}"


@pghistory.track()
class DecidedDay(models.Model):
    """One day that was decided otherwise than computed: a swapped working day, a city's own holiday."""

    date = models.DateField()
    pack = models.CharField(max_length=60)
    off = models.BooleanField()
    tet = models.BooleanField(default=False)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    source = models.TextField()
    certainty = models.CharField(max_length=2, choices=Certainty)

    class Meta:
        app_label = "rules"
        db_table = "rules_decided_day"
        constraints = [models.UniqueConstraint(fields=["pack", "date"], name="rules_decided_day_once")]

    def __str__(self) -> str:
        return f"{self.date}"
