"""Who reported, and who wants to hear of it: the tables of the vault, which `identity/vault/` alone reads."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dothi.reports.models.report import Report


class Reporter(models.Model):
    """The identity vault: who reported it, in a row of its own that only the vault reads. Forgotten after its time; the report stays."""

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, default="vi")
    proven_at = models.DateTimeField(null=True)  # a one-time code came back
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "reports_reporter"
        indexes = [
            models.Index(fields=["recorded_at"], name="reports_reporters_oldest"),
            models.Index(fields=["phone"], condition=~Q(phone=""), name="reports_reporter_by_phone"),
            models.Index(fields=["email"], condition=~Q(email=""), name="reports_reporter_by_email"),
        ]


class Follower(models.Model):
    """Who wants to hear of a report: its reporter, or a neighbour who saw the same. The address is personal: read by the vault alone."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="followers")
    way = models.CharField(max_length=12)  # notify.Way: sms, email
    address = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # of the token in the link that proves it
    language = models.CharField(max_length=2, default="vi")
    is_reporter = models.BooleanField(default=False)
    proven_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "reports_follower"
        constraints = [
            models.UniqueConstraint(fields=["report", "way", "address"], name="report_follower_once")
        ]
        indexes = [
            models.Index(fields=["digest"], name="reports_follower_by_token"),
            models.Index(fields=["recorded_at"], name="reports_followers_oldest"),
            models.Index(fields=["way", "address"], condition=~Q(way=""), name="reports_follower_by_address"),
        ]


class MailSender(models.Model):
    """Who sent a letter that waits for an officer; gone with the decision."""

    mail = models.OneToOneField("reports.Mail", primary_key=True, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=200)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, default="vi")

    class Meta:
        app_label = "reports"
        db_table = "reports_mail_sender"
        indexes = [models.Index(fields=["address"], name="reports_mail_by_sender")]
