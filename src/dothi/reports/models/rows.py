"""What a city decides anew from a day on: who is competent, how a category is handled, the limits."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Agency
from dothi.kernel.dated import Certainty, DatedRule
from dothi.reports.models.states import Process
from dothi.territory.models import Unit


@pghistory.track()
class Handling(DatedRule):
    """How reports of a category are handled from a day on. `code`: `<pack>.<category>`, of one above it, or `any`."""

    code = models.CharField(max_length=120)
    process = models.CharField(max_length=8, choices=Process, default=Process.TIMED)
    due = models.CharField(max_length=20)  # `days:5`, `hours:8` of working time, `clock:24` hours of any kind
    take_within = models.CharField(max_length=20, default="hours:4")  # of working time, to be taken
    extensions = models.PositiveSmallIntegerField(default=1)
    extended_by = models.CharField(max_length=20, default="desk")  # who decides: desk, agency
    most_returns = models.PositiveSmallIntegerField(default=2)  # "not ours" after that stays with the desk
    window_days = models.PositiveSmallIntegerField(default=10)  # to rate and to reopen
    most_reopened = models.PositiveSmallIntegerField(default=2)
    result_photo = models.BooleanField(default=False)  # no answer without a picture of the result
    is_public = models.BooleanField(default=True)  # its page stands open to everybody once released
    inspected = models.BooleanField(default=False)  # no answer before somebody of the agency was there
    reviewed = models.BooleanField(default=True)  # the desk reads an answer before anybody outside does
    untaken_answer = models.BooleanField(default=True)  # may be answered at once, without being taken
    may_ask = models.BooleanField(
        default=True
    )  # the reporter may be asked for what is missing, the clock rests
    pauses = models.JSONField(null=True)  # codes of reasons that it may rest for; null: each that holds
    most_pauses = models.PositiveSmallIntegerField(default=2)
    near_metres = models.PositiveSmallIntegerField(
        null=True
    )  # may be the same within; null: as the room's limits
    near_days = models.PositiveSmallIntegerField(null=True)
    stop_vi = models.CharField(max_length=300, blank=True)  # what is said instead of a form: "gọi 114"
    stop_en = models.CharField(max_length=300, blank=True)
    stop_number = models.CharField(max_length=20, blank=True)

    class Meta(DatedRule.Meta):
        abstract = False
        db_table = "reports_handling"


@pghistory.track()
class Competence(models.Model):
    """Which agency reports of a category go to, in an area, from a day on. The row that says most holds: the category before
    the one above it, of one category the commune before the province. `unit` null: everywhere; `category` empty: all."""

    category = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200)
    certainty = models.CharField(max_length=2, choices=Certainty)

    class Meta:
        db_table = "reports_competence"
        constraints = [
            models.UniqueConstraint(
                fields=["category", "unit", "valid_from"],
                nulls_distinct=False,
                name="report_competence_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="report_competence_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category or '*'} {self.unit or '*'} → {self.agency}"


@pghistory.track()
class ReportRule(DatedRule):
    """A limit of this room (photos, duplicates, returns), with its source and how sure it is."""

    value = models.PositiveIntegerField()

    class Meta(DatedRule.Meta):
        abstract = False
        db_table = "reports_rule"
