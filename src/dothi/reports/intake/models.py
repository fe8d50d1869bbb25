"""Forms that came faster than pages can be made (storm.py)."""

from __future__ import annotations

from django.db import models


class WaitingForm(models.Model):
    """A form as it was sent, until it is a report: whoever reads it here reads who sent it, so it is gone the moment it is one. One that was
    refused gives its words back to whoever has its link, for some days."""

    digest = models.CharField(max_length=64, unique=True)  # of the token of its reporter's link
    head = models.JSONField()  # what the server is told beside the body: headers, address, query
    body = models.BinaryField()  # empty where it is a file
    on_disk = models.BooleanField(default=False)  # with pictures (held.py)
    recorded_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)  # when it was tried in vain: it rests a minute
    tried = models.PositiveSmallIntegerField(default=0)
    refused = models.PositiveSmallIntegerField(
        default=0
    )  # the status that ended it; of the head only the form's own boundary is left

    class Meta:
        app_label = "reports"
        db_table = "reports_waiting_form"
        indexes = [models.Index(fields=["id"], condition=models.Q(refused=0), name="reports_forms_waiting")]
