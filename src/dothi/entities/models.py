"""What people do to data and to its delivery. Values themselves keep their history in the tables of the hot path."""

from __future__ import annotations

from django.db import models

from dothi.accounts.models import Person
from dothi.kernel.audit.registry import append_only


@append_only
class Act(models.Model):
    """One deed of a person, append-only and in the audit chain."""

    class Kind(models.TextChoices):
        PAUSE = "pause"
        RESUME = "resume"
        AGAIN = "again"  # notifications that were given up are sent again
        CORRECT = "correct"

    kind = models.CharField(max_length=10, choices=Kind)
    subject = models.CharField(max_length=1000)  # id of the subscription, or of the entity
    detail = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "entities_act"
        indexes = [models.Index(fields=["subject", "at"], name="act_by_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
