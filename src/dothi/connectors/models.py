"""Imports of files and what they refused."""

from __future__ import annotations

from django.db import models

from dothi.accounts.models import Agency, Person
from dothi.kernel.origin import Origin
from dothi.kernel.runs import Run
from dothi.territory.models import Unit


class Import(Run):
    """One run of one file through one mapping: who, when, how far, what came of it.

    The counts are written with each batch in the batch's own transaction, so they are true at any moment, also after
    a kill. The mapping's text is kept: what was understood then can be read later.
    """

    file_name = models.CharField(max_length=255)
    file_bytes = models.BigIntegerField()
    file_sha256 = models.CharField(max_length=64)
    folder = models.CharField(max_length=400)  # where the file lies
    stations_folder = models.CharField(max_length=400)  # where else its stations table may lie
    mapping_name = models.CharField(max_length=255)
    mapping_text = models.TextField()
    origin = models.PositiveSmallIntegerField(
        choices=[(one.value, one.word) for one in Origin], default=Origin.LIVE
    )
    dry_run = models.BooleanField(default=False)
    requested_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    reach = models.JSONField(null=True)  # null: everywhere; else Scope.as_lines() of whoever runs it
    rows = models.BigIntegerField(default=0)
    stored = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    filtered = models.BigIntegerField(default=0)
    empty = models.BigIntegerField(default=0)
    values_read = models.BigIntegerField(default=0)
    values_refused = models.BigIntegerField(default=0)
    gaps = models.BigIntegerField(default=0)
    file_forgotten_at = models.DateTimeField(null=True)  # the uploaded file was past its time
    changed = models.BigIntegerField(default=0)  # values that were new or corrected something
    reasons = models.JSONField(default=dict)  # reason code -> count

    class Meta:
        db_table = "connectors_import"
        indexes = [models.Index(fields=["-created_at"], name="connectors_import_newest")]

    def __str__(self) -> str:
        return self.file_name


class Reject(models.Model):
    """One refused row (`column` empty) or value: where, what stood there, why."""

    import_run = models.ForeignKey(
        Import, on_delete=models.CASCADE, related_name="rejects", db_column="import_id"
    )
    line = models.BigIntegerField()
    column = models.CharField(max_length=255, blank=True)
    value = models.TextField(blank=True)
    reason = models.CharField(max_length=40)
    detail = models.CharField(max_length=255, blank=True)

    class Meta:
        db_table = "connectors_reject"
        indexes = [models.Index(fields=["import_run", "line"], name="connectors_reject_by_line")]
