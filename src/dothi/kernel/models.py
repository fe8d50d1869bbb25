"""The kernel's own rows: the log of events between rooms, and the chain over all changes (see audit/)."""

from __future__ import annotations

import pghistory
from django.db import models

from dothi.kernel.audit.models import AuditBlock, AuditEntry
from dothi.kernel.dated import DatedRule

__all__ = ["AuditBlock", "AuditEntry", "Event", "EventCursor", "EventFailure", "RetentionRule"]


class Event(models.Model):
    """One thing that happened to people's work (an alarm was raised, an incident was opened …), append-only.

    Written in the transaction of the change; `tx` orders readers safely (see events.py). Never updated, but for a secret in it that is erased (`events.erase`).
    """

    topic = models.CharField(max_length=80)
    payload = models.JSONField()
    unit_id = models.BigIntegerField(null=True)
    agency_id = models.BigIntegerField(null=True)
    permission = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()
    tx = models.BigIntegerField(editable=False)

    class Meta:
        db_table = "kernel_event"
        indexes = [models.Index(fields=["tx", "id"], name="kernel_event_in_order")]


class EventCursor(models.Model):
    """How far one named reader has read the log of events."""

    reader = models.CharField(primary_key=True, max_length=80)
    tx = models.BigIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)

    class Meta:
        db_table = "kernel_event_cursor"


@pghistory.track()
class EventFailure(models.Model):
    """A handler refused an event: kept with the reason until a person had it handled again, or set it aside."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="failures")
    handler = models.CharField(max_length=200)
    error = models.TextField()
    recorded_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=1)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kernel_event_failure"
        indexes = [
            models.Index(
                fields=["-recorded_at"],
                condition=models.Q(settled_at__isnull=True),
                name="kernel_event_failure_open",
            )
        ]


@pghistory.track()
class RetentionRule(DatedRule):
    """For how many days one kind of technical record is kept, and what for: dated, so that a city changes it by a new row."""

    days = models.PositiveIntegerField()
    purpose = models.CharField(max_length=200)

    class Meta(DatedRule.Meta):
        db_table = "kernel_retention_rule"
