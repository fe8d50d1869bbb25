"""What stands between a telephone and its reports: codes that went out and came back, requests about one's own data and who answers them,
what a reporter said later. No number and no address can be read here."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from dothi.accounts.models import Agency, Person
from dothi.kernel.dated import DatedRule


class Code(models.Model):
    """A one-time code that went to a number or an e-mail. Once it came back (`proved_at`), the browser that asked may act for whoever
    reads there until `until`.

    `holder` and `asker` are keyed digests: of the number or e-mail, of the network address that asked. Neither can be read back.
    """

    way = models.CharField(max_length=12)  # notify.Way: sms, email
    holder = models.CharField(max_length=64)
    asker = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, blank=True)  # of the code; empty once it opens nothing any more
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    proved_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # tried too often, asked too often, signed out

    class Meta:
        app_label = "reports"
        db_table = "reports_code"
        constraints = [
            models.CheckConstraint(
                condition=Q(proved_at__isnull=True) | Q(until__isnull=False),
                name="report_code_proved_for_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["holder", "asked_at"], name="reports_codes_of_holder"),
            models.Index(fields=["asker", "asked_at"], name="reports_codes_of_asker"),
            models.Index(fields=["asked_at"], name="reports_codes_oldest"),
        ]


@pghistory.track(exclude=["text", "holder", "sealed", "voice"])
class DataRequest(models.Model):
    """What somebody asks about their own personal data, by Law 91/2025. Who asks stands here as a keyed digest (`holder`), and while it
    waits encrypted (`sealed`): what is held of them is found by it in every room. `reports`: codes that it is about. `voice`: digest of
    their browser's mark, where they asked for what it said, too.
    """

    class Kind(models.TextChoices):
        ACCESS = "access"
        CORRECTION = "correction"
        ERASURE = "erasure"
        OBJECTION = "objection"

    class State(models.TextChoices):
        ASKED = "asked"
        DONE = "done"
        REFUSED = "refused"

    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    way = models.CharField(max_length=12)
    holder = models.CharField(max_length=64)
    sealed = models.TextField(blank=True)  # the address, encrypted; gone when it is decided
    voice = models.CharField(max_length=64, blank=True)
    reports = models.JSONField(default=list)
    text = models.TextField(blank=True)  # their words; forgotten with the request
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_expected = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)  # of a refusal, or what was done

    class Meta:
        app_label = "reports"
        db_table = "reports_data_request"
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "kind"], condition=Q(state="asked"), name="report_data_request_one_waits"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="report_data_request_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(decided_at__isnull=False),
                name="report_data_request_decided_when_over",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="asked"), name="reports_data_requests_due"),
            models.Index(fields=["holder", "-asked_at"], name="reports_data_of_holder"),
            models.Index(fields=["asked_at"], name="reports_data_oldest"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"DL-{self.pk:06d}"


@pghistory.track()
class Controller(DatedRule):
    """Which agency answers for citizens' data from a day on (bên kiểm soát dữ liệu cá nhân): requests are its debt. One code: `reports`."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta(DatedRule.Meta):
        abstract = False
        app_label = "reports"
        db_table = "reports_controller"


class Words(models.Model):
    """What a reporter said after they reported (supplied, on reopening). It stands beside its line of the record, which is never changed:
    so it can be erased, and the line says that something stood there."""

    line = models.OneToOneField(
        "reports.ReportLine", primary_key=True, on_delete=models.PROTECT, related_name="words"
    )
    text = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "reports"
        db_table = "reports_words"
