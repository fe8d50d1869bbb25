"""The guide, as dated rows: what was told yesterday stays, what is told from a day on is another row."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from dothi.accounts.models import Agency
from dothi.kernel.dated import DatedRule


@pghistory.track()
class GuideEntry(DatedRule):
    """One page, or one line to call. Without an agency it is the centre's."""

    class Kind(models.TextChoices):
        PAGE = "page"
        LINE = "line"

    class Audience(models.TextChoices):
        EVERYBODY = "everybody"
        BUSINESS = "business"
        VISITOR = "visitor"

    class Hours(models.TextChoices):
        ALWAYS = "always"
        WORKING = "working-hours"  # of the calendar, with its holidays and swapped days
        UNKNOWN = "unknown"

    kind = models.CharField(max_length=4, choices=Kind)
    audience = models.CharField(max_length=10, choices=Audience)
    title_vi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    text_vi = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    number = models.CharField(max_length=30, blank=True)
    hours = models.CharField(max_length=14, choices=Hours, default=Hours.UNKNOWN)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=100)
    reviewed_at = models.DateField()
    review_days = models.PositiveSmallIntegerField(
        default=180
    )  # after so many it says that it may be out of date
    is_on = models.BooleanField(default=True)

    class Meta(DatedRule.Meta):
        abstract = False
        app_label = "around"
        db_table = "around_guide"
        constraints = [
            *DatedRule.Meta.constraints,
            models.CheckConstraint(condition=Q(kind="page", number="") | (Q(kind="line") & ~Q(number="")), name="around_guide_line_has_a_number"),
        ]  # fmt: skip
