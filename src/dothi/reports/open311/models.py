"""What was exchanged by Open311: which key handed a report in; which other cities are asked, and which report is which of theirs."""

from __future__ import annotations

from django.db import models

from dothi.accounts.models import Agency, ApiKey
from dothi.reports.models.report import Report


class Sender(models.Model):
    """The key that handed a report in: who holds it may ask how the report stands before anybody released it."""

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "reports"
        db_table = "reports_open311_sender"


class Endpoint(models.Model):
    """Another city, an agency with a desk of its own: asked for its requests (`pulls`), handed ours of an agency (`agency`), or both."""

    class Form(models.TextChoices):
        JSON = "json"
        XML = "xml"

    code = models.SlugField(max_length=40, unique=True)
    url = models.CharField(max_length=300)  # without `/requests.json`
    jurisdiction = models.CharField(max_length=100, blank=True)
    api_key = models.TextField(blank=True)  # encrypted (connectors/sources/secrets.py)
    form = models.CharField(max_length=4, choices=Form, default=Form.JSON)
    pulls = models.BooleanField(default=False)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    services = models.JSONField(default=dict)  # their service_code → our category; unsaid: the same code
    since = models.DateTimeField(null=True)  # what changed until then was taken
    ran_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)  # of the last run, in words
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "reports"
        db_table = "reports_open311_endpoint"

    def __str__(self) -> str:
        return self.code


class Exchanged(models.Model):
    """Which request of theirs is which report of ours. `sent`: ours, handed to them; while `state` is `sending` nobody knows yet."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    their_id = models.CharField(max_length=100, blank=True)
    token = models.CharField(max_length=100, blank=True)  # instead of an id, where they give that later
    sent = models.BooleanField(default=False)
    state = models.CharField(max_length=10)  # open, closed; of what we send also: sending, refused
    notes = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)  # of what we sent: when they were last asked how it stands

    class Meta:
        app_label = "reports"
        db_table = "reports_open311_exchanged"
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "their_id"],
                condition=~models.Q(their_id=""),
                name="report_exchanged_once",
            ),
            models.UniqueConstraint(fields=["endpoint", "report"], name="report_exchanged_with_one"),
        ]


class Letter(models.Model):
    """What could not be taken or handed over, and why, until it can: one for each request of an endpoint."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="letters")
    about = models.CharField(max_length=100)  # their id, or the code of our report
    why = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta:
        app_label = "reports"
        db_table = "reports_open311_letter"
        constraints = [models.UniqueConstraint(fields=["endpoint", "about"], name="report_letter_once")]
