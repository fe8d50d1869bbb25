"""Mailboxes that citizens write to, and which letter became what. What a letter said stands in its report; of one that waits for an
officer it stands here until somebody decided, and who sent it in the vault alone."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from dothi.accounts.models import Agency, Person
from dothi.reports.models.report import Report


@pghistory.track(
    exclude=["password", "validity", "last_uid", "read_at", "worked_at", "trouble", "trouble_fields"]
)
class Mailbox(models.Model):
    """A mailbox that is read by IMAP. Letters that came before `since` are none of ours; nothing in it is changed or deleted."""

    class Security(models.TextChoices):
        TLS = "tls"  # from the first byte (993)
        STARTTLS = "starttls"  # 143

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200)  # which citizens write to; a letter from it is our own
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+"
    )  # whose desk looks at what waits
    host = models.CharField(max_length=200)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=8, choices=Security, default=Security.TLS)
    username = models.CharField(max_length=200)
    password = models.TextField()  # encrypted (connectors/sources/secrets.py)
    folder = models.CharField(max_length=200, default="INBOX")
    category = models.CharField(max_length=120)  # of a letter whose words say none
    since = models.DateTimeField()
    validity = models.BigIntegerField(null=True)  # UIDVALIDITY: another one means that numbers begin anew
    last_uid = models.BigIntegerField(default=0)  # read so far
    read_at = models.DateTimeField(null=True)  # the last attempt
    worked_at = models.DateTimeField(null=True)  # the last one that came to its end
    trouble = models.CharField(max_length=80, blank=True)  # code of the last fault; empty: none
    trouble_fields = models.JSONField(default=dict)
    stopped_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "reports"
        db_table = "reports_mailbox"

    def __str__(self) -> str:
        return self.name


class Mail(models.Model):
    """One letter, once: `digest` of its Message-ID, sender and date outlives every number of the mailbox.

    `text`, `subject` and `pictures` only while it waits for an officer.
    """

    class State(models.TextChoices):
        REPORT = "report"
        NOTE = "note"  # a line of a report that stood
        ASIDE = "aside"  # waits for an officer, `why` says the reason
        DROPPED = "dropped"  # an officer looked: no report
        IGNORED = "ignored"  # a machine wrote it

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="mails")
    digest = models.CharField(max_length=64)
    uid = models.BigIntegerField()  # where it lay when it was read
    state = models.CharField(max_length=8, choices=State)
    why = models.CharField(max_length=20, blank=True)
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="mails")
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    pictures = models.JSONField(default=list)  # [[sha256, size], …], put by
    sent_at = models.DateTimeField()  # when it reached the mailbox
    recorded_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "reports"
        db_table = "reports_mail"
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "digest"], name="report_mail_once"),
            models.CheckConstraint(
                condition=Q(state__in=["report", "note"], report__isnull=False)
                | ~Q(state__in=["report", "note"]),
                name="report_mail_led_somewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["recorded_at"], condition=Q(state="aside"), name="reports_mails_aside"),
        ]
