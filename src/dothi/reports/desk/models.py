"""Templates of answers, and what reports have to do with things of other rooms."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Agency, Person
from dothi.kernel.dated import Certainty
from dothi.reports.models.report import Report


@pghistory.track()
class AnswerTemplate(models.Model):
    """What an agency answers again and again, from a day on. `agency` null: for everybody. Placeholders: `templates.PLACES`."""

    class Kind(models.TextChoices):
        ANSWER = "answer"
        ASK = "ask"
        REFUSE = "refuse"

    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=60)
    kind = models.CharField(max_length=6, choices=Kind)
    name = models.CharField(max_length=120)
    text = models.TextField(max_length=4000)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200)
    certainty = models.CharField(max_length=2, choices=Certainty)

    class Meta:
        app_label = "reports"
        db_table = "reports_answer_template"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "code", "valid_from"],
                nulls_distinct=False,
                name="report_template_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="report_template_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Link(models.Model):
    """What a report has to do with in another room: a case, an alarm, a thing of the city, a camera, a call. Found from both sides."""

    class Kind(models.TextChoices):
        INCIDENT = "incident"
        ALARM = "alarm"
        ENTITY = "entity"
        CAMERA = "camera"
        CALL = "call"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=8, choices=Kind)
    reference = models.CharField(max_length=400)  # as that room calls it: SC-2026-000012, an id
    url = models.CharField(max_length=600)
    title = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "reports"
        db_table = "reports_link"
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind", "reference"],
                condition=Q(ended_at__isnull=True),
                name="report_linked_once",
            ),
            models.CheckConstraint(condition=Q(url__startswith="/"), name="report_link_is_of_this_city"),
        ]
        indexes = [models.Index(fields=["kind", "reference"], name="reports_of_linked")]
