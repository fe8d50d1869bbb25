"""More time for a report."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Person
from dothi.reports.models.report import Report


@pghistory.track()
class Extension(models.Model):
    """More time for an agency: asked with a reason, decided by whoever the category's row names."""

    class State(models.TextChoices):
        ASKED = "asked"
        GRANTED = "granted"
        REFUSED = "refused"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="extensions")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=1000)
    due_before = models.DateTimeField()
    new_due = models.DateTimeField()
    new_expected = models.BooleanField(default=False)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=1000, blank=True)

    class Meta:
        db_table = "reports_extension"
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(state="asked"), name="report_extension_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(new_due__gt=F("due_before")), name="report_extension_gives_more_time"
            ),
        ]
