"""What was done and said of a report, and its pictures."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from dothi.accounts.models import Agency, Person
from dothi.kernel.audit.registry import append_only
from dothi.reports.models.report import Report


@append_only
class ReportLine(models.Model):
    """What was done and said, in order. Neither changed nor deleted; `public`: the reporter and everybody may read it."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="lines")
    what = models.CharField(max_length=20)  # a step of `workflow.STEPS`, or: received, note, extended …
    text = models.TextField(blank=True)
    fields = models.JSONField(default=dict)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    public = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "reports_line"
        indexes = [
            models.Index(fields=["report", "id"], name="reports_line_in_order"),
            models.Index(fields=["what", "recorded_at"], name="reports_line_of_a_time"),
            models.Index(fields=["recorded_at", "id"], condition=Q(public=True), name="reports_line_public"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class Photo(models.Model):
    """A picture, written anew without position and device; its bytes lie below the uploads by their hash. Public from its release on.

    Where an officer hid parts of it, the public gets a copy of its own (`public_sha256`) in which they are gone; the original stays theirs.
    """

    class Kind(models.TextChoices):
        SEEN = "seen"  # by the reporter
        RESULT = "result"  # by whoever did the work

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="photos")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.SEEN)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    recorded_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    hidden = models.JSONField(default=list)  # [[left, top, width, height], …] in thousandths of the picture
    looked_at = models.DateTimeField(null=True)  # an officer decided what is hidden, be it nothing
    public_sha256 = models.CharField(max_length=64, blank=True)
    erased_at = models.DateTimeField(null=True)  # whoever is in it, or sent it, asked for that

    class Meta:
        db_table = "reports_photo"
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="report_photo_once")]
        indexes = [
            models.Index(fields=["recorded_at"], name="reports_photos_oldest"),
            models.Index(fields=["sha256"], name="reports_photos_by_hash"),
            models.Index(
                fields=["public_sha256"], condition=~Q(public_sha256=""), name="reports_photos_by_public_hash"
            ),
        ]
