"""Incidents, their append-only log, and what they are about."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Agency, Person
from dothi.kernel.audit.registry import append_only
from dothi.kernel.dated import Certainty
from dothi.kernel.i18n import language
from dothi.rules.alarms.models import Alarm
from dothi.rules.models import Severity
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
    place = models.CharField(max_length=300, blank=True)  # in words, as somebody told it
    accuracy_m = models.FloatField(null=True)  # how exact the point is; None: as exact as its source
    origin = models.SmallIntegerField(default=0)  # an incident of a replay or a simulation says so
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    close_reason = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )  # closed because the work goes on there

    class Meta:
        db_table = "incidents_incident"
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="closed")
                | (~Q(close_reason="") & Q(closed_at__isnull=False, closed_by__isnull=False)),
                name="incident_closed_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="incident_has_a_title"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(status="closed") & ~Q(merged_into=F("id")),
                name="incident_merged_is_closed",
            ),
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
        PROCEDURE = "procedure"
        STEP = "step"
        COMMAND = "command"
        CALL = "call"
        FORCE = "force"
        COMMAND_ROLE = "role"
        LEG = "leg"
        MERGE = "merge"
        SPLIT = "split"
        LINK = "link"
        SOURCE = "source"  # what it was opened from or belongs to it: a report, a camera, a dossier
        WARNING = "warning"
        TASK = "task"

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="log")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField(blank=True)
    fields = models.JSONField(default=dict)  # what the line's sentence needs: states, names, alarm
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    # an agency's own line: for its people, and for whoever leads where its leg shares them. None: for all who see the case
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)  # when it was so, where a person said it later
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "incidents_log"
        indexes = [models.Index(fields=["incident", "id"], name="incidents_log_in_order")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


@pghistory.track()
class Procedure(models.Model):
    """One version of what is done step by step (an SOP), as a pack says it. In force is the one with the latest
    `valid_from` that has come; a case keeps the version that it began with.

    `steps`: [{do_vi, do_en, who, within_s (null: no deadline), optional}], in order.
    """

    code = models.SlugField(max_length=80)
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    pack = models.CharField(max_length=60)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    rules = ArrayField(models.CharField(max_length=80))  # codes of the rules whose alarms it is for
    categories = ArrayField(models.CharField(max_length=120))  # with the pack's code: environment.air-burning
    steps = models.JSONField()
    source = models.TextField()
    certainty = models.CharField(max_length=2, choices=Certainty)
    withdrawn = models.BooleanField(
        default=False
    )  # its pack has it no longer; cases that began with it go on
    digest = models.CharField(max_length=64)  # of the pack's table: loading it again changes nothing
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "incidents_procedure"
        constraints = [
            models.UniqueConstraint(fields=["pack", "code", "version"], name="procedure_pack_code_version"),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_en if language() == "en" else self.name_vi


@pghistory.track()
class IncidentProcedure(models.Model):
    """A procedure that people walk through in an incident, in the version of the day it was begun."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="procedures")
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=141)  # pack/code: two versions of one do not stand in one case
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "incidents_incident_procedure"
        constraints = [models.UniqueConstraint(fields=["incident", "code"], name="incident_procedure_once")]


@pghistory.track()
class IncidentStep(models.Model):
    """One step of a procedure in one incident: its words as they were when it began, when it is due, and who did it."""

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        SKIPPED = "skipped"

    walk = models.ForeignKey(IncidentProcedure, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()  # 1, 2, … within the procedure
    do_vi = models.TextField()
    do_en = models.TextField()
    who = models.CharField(max_length=40, blank=True)  # a role of `procedures.ROLES`
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    owner_agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    optional = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        db_table = "incidents_step"
        constraints = [
            models.UniqueConstraint(fields=["walk", "number"], name="incident_step_once"),
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True, settled_by__isnull=True)
                | ~Q(state="open") & Q(settled_at__isnull=False, settled_by__isnull=False),
                name="incident_step_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="skipped") | Q(optional=True) & ~Q(note=""),
                name="incident_step_skipped_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="open"), name="incidents_step_due"),
        ]

    @property
    def do(self) -> str:
        """What is to be done, in the reader's language."""
        return self.do_en if language() == "en" else self.do_vi
