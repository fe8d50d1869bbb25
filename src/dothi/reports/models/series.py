"""Codes of reports have no gaps and no doubles."""

from __future__ import annotations

from django.db import models


class ReportSeries(models.Model):
    """The last number given in a year: codes have no gaps and no doubles."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "reports_code_series"
