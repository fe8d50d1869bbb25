"""Incidents, their append-only log, and what they are about."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from dothi.accounts.models import Agency, Person
from dothi.kernel.audit.registry import append_only
from dothi.rules.models import Alarm, Severity
from dothi.territory.models import Unit


class Status(models.TextChoices):
    """Stored form of `workflow.State`."""

    NEW = "new"
    WORKING = "working"
    RESOLVED = "resolved"
    CLOSED = "closed"


class CodeSeries(models.Model):
    """The last number given in a year: codes have no gaps and no doubles."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "incidents_code_series"


@pghistory.track()
class Incident(models.Model):
    """One case that people work on, from its opening to its closing with a reason."""

    code = models.CharField(max_length=20, unique=True)  # VV-2026-000123
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)  # one of `kinds.KINDS`; for one from an alarm the entity type
    severity = models.CharField(max_length=10, choices=Severity)
    status = models.CharField(max_length=10, choices=Status, default=Status.NEW)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    origin = models.SmallIntegerField(default=0)  # an incident of a replay or a simulation says so
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    close_reason = models.TextField(blank=True)

    class Meta:
        db_table = "incidents_incident"
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="closed")
                | (~Q(close_reason="") & Q(closed_at__isnull=False, closed_by__isnull=False)),
                name="incident_closed_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="incident_has_a_title"),
        ]
        indexes = [models.Index(fields=["status", "-opened_at"], name="incidents_by_status")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def is_open(self) -> bool:
        return self.status != Status.CLOSED


@pghistory.track()
class IncidentAlarm(models.Model):
    """An alarm that an incident is about. `open` follows the incident: an alarm has one open incident at most."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="alarms")
    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="+")
    open = models.BooleanField(default=True)

    class Meta:
        db_table = "incidents_alarm"
        constraints = [
            models.UniqueConstraint(
                fields=["alarm"], condition=Q(open=True), name="incident_one_open_per_alarm"
            ),
            models.UniqueConstraint(fields=["incident", "alarm"], name="incident_alarm_once"),
        ]


@pghistory.track()
class IncidentEntity(models.Model):
    """A thing of the city that an incident is about."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="entities")
    urn = models.TextField()
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "incidents_entity"
        constraints = [models.UniqueConstraint(fields=["incident", "urn"], name="incident_entity_once")]
        indexes = [models.Index(fields=["urn"], name="incidents_entity_urn")]


@append_only
class IncidentLog(models.Model):
    """What was done and said, in order. The database refuses to change or delete a line; the audit chain finds who did it anyway."""

    class Kind(models.TextChoices):
        OPENED = "opened"
        STATUS = "status"
        ASSIGNED = "assigned"
        NOTE = "note"
        ALARM = "alarm"

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="log")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField(blank=True)
    fields = models.JSONField(default=dict)  # what the line's sentence needs: states, names, alarm
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "incidents_log"
        indexes = [models.Index(fields=["incident", "id"], name="incidents_log_in_order")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
