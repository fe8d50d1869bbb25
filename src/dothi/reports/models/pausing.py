"""Rests of a report for other reasons than a question to whoever reported it: storm and flood, another authority, a contractor, a court."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from dothi.accounts.models import Agency, Person
from dothi.kernel.dated import DatedRule
from dothi.reports.models.report import Report


@pghistory.track()
class PauseReason(DatedRule):
    """Why a report may rest from a day on, for how many working days at most, and who decides it. Its name is read by the public."""

    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    most_days = models.PositiveSmallIntegerField(default=10)  # working days, of one rest
    approved_by = models.CharField(max_length=20, default="desk")  # who decides: desk, agency

    class Meta(DatedRule.Meta):
        abstract = False
        db_table = "reports_pause_reason"


@pghistory.track()
class Pause(models.Model):
    """One rest: asked by the agency, decided by whoever the reason names. It ends by the agency, by the next step, or at `until`. The
    reason's name is kept as it was told."""

    class State(models.TextChoices):
        ASKED = "asked"
        GRANTED = "granted"
        REFUSED = "refused"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="pauses")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    reason = models.SlugField(max_length=60)
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    text = models.CharField(max_length=1000)  # the officers' own words; the public reads the reason's name
    days = models.PositiveSmallIntegerField()  # working days
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=1000, blank=True)
    began_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)  # at the latest
    due_before = models.DateTimeField(null=True)
    due_then = models.DateTimeField(null=True)  # the deadline if it rests so long as it may
    ended_at = models.DateTimeField(null=True)
    due_after = models.DateTimeField(null=True)

    class Meta:
        db_table = "reports_pause"
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(state="asked") | Q(state="granted", ended_at__isnull=True),
                name="report_pause_one_stands",
            ),
            models.CheckConstraint(
                condition=~Q(state="granted")
                | Q(
                    began_at__isnull=False,
                    until__isnull=False,
                    due_before__isnull=False,
                    due_then__isnull=False,
                ),
                name="report_pause_granted_has_its_times",
            ),
        ]
        indexes = [
            models.Index(
                fields=["until"],
                condition=Q(state="granted", ended_at__isnull=True),
                name="reports_pauses_standing",
            ),
            models.Index(fields=["began_at"], name="reports_pauses_by_begin"),
        ]
