"""Figures of a month as they were when it was told for good."""

from __future__ import annotations

import pgtrigger
from django.db import models

from dothi.accounts.models import Agency
from dothi.kernel.audit.registry import append_only


class ScoreDraft(models.Model):
    """A month as it stood when it was last counted, while it is not told for good: whoever asks is shown that, with its age."""

    month = models.DateField(primary_key=True)  # its first day
    rows = models.JSONField()  # [[agency, kind, figures], …]
    made_at = models.DateTimeField()

    class Meta:
        app_label = "reports"
        db_table = "reports_score_draft"


@append_only
class Score(models.Model):
    """What an agency did in a month with one kind of report (empty: with all). Neither changed nor deleted: what was told stays told."""

    month = models.DateField()  # its first day
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=120, blank=True)
    figures = models.JSONField()
    frozen_at = models.DateTimeField()

    class Meta:
        app_label = "reports"
        db_table = "reports_score"
        constraints = [models.UniqueConstraint(fields=["month", "agency", "kind"], name="report_score_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
