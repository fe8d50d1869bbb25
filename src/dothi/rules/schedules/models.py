"""Schedules and decided days as packs bring them, days and years as a person confirmed them; the common ones stand in
`kernel/calendar.toml`."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from dothi.accounts.models import Person
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


@pghistory.track()
class ConfirmedDay(models.Model):
    """One day that a person confirmed by a notice: a holiday, a day off or a working day in another's stead. It wins over what is
    computed, over `calendar.toml` and over what packs say."""

    date = models.DateField(unique=True)
    off = models.BooleanField()
    tet = models.BooleanField(default=False)
    name_vi = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    notice = models.CharField(max_length=120)  # its number
    source = models.CharField(max_length=200)
    certainty = models.CharField(max_length=2, choices=Certainty)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        app_label = "rules"
        db_table = "rules_confirmed_day"

    def __str__(self) -> str:
        return f"{self.date}"


@pghistory.track()
class YearNotice(models.Model):
    """The notice by which the holidays and swapped days of a year were announced; before it they are expected only (dự kiến)."""

    year = models.PositiveSmallIntegerField(unique=True)
    notice = models.CharField(max_length=120)  # its number
    issued_on = models.DateField(null=True)
    source = models.CharField(max_length=200)
    certainty = models.CharField(max_length=2, choices=Certainty)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        app_label = "rules"
        db_table = "rules_year_notice"

    def __str__(self) -> str:
        return f"{self.year} {self.notice}"
