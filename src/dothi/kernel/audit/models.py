"""The chain over all changes (tables only; triggers write them, `verify` reads them). See README.md beside this file."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """The digest of one version of one row (or of one login), written by the trigger on its table in the same transaction."""

    batch = models.BigIntegerField()  # what was changed together; sealed by the block of the same batch
    shape_id = models.IntegerField()  # kernel_audit_shape: which table with which columns
    row_pk = models.TextField()
    digest = models.BinaryField()

    class Meta:
        db_table = "kernel_audit_entry"
        indexes = [
            models.Index(fields=["batch"], name="audit_entry_batch"),
            models.Index(fields=["shape_id", "row_pk"], name="audit_entry_row"),
        ]


class AuditBlock(models.Model):
    """One transaction's entries, chained: hash = sha256(prev, seq, at, batch, entries, digest)."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    batch = models.BigIntegerField(unique=True)
    entries = models.IntegerField()
    digest = models.BinaryField()
    prev = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        db_table = "kernel_audit_block"
