"""Crews: who is signed on to which unit, every deed that a phone told (once, with its own time), and what was handed in with it."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Person
from dothi.forces.models import Assignment, Force
from dothi.incidents.models import Incident
from dothi.kernel.audit.registry import append_only
from dothi.kernel.dated import DatedRule


@pghistory.track()
class CrewRule(DatedRule):
    """A time or limit of the phone page (how often a position is told, how long a voice note may be), with its source."""

    value = models.PositiveIntegerField()

    class Meta(DatedRule.Meta):
        db_table = "crews_rule"


@pghistory.track()
class CrewDuty(models.Model):
    """One person signed on to one unit; a unit has several, a person one at a time. It ends by itself at `until`."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="crew_duties")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="crew_duties")
    began_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_reason = models.CharField(max_length=300, blank=True)  # why somebody else signed them off

    class Meta:
        db_table = "crews_duty"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="crew_signed_on_once"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("began_at")), name="crew_duty_ends_after_it_begins"
            ),
        ]
        indexes = [
            models.Index(fields=["force"], condition=Q(ended_at__isnull=True), name="crews_of_force"),
            models.Index(fields=["-ended_at"], name="crews_ended"),  # whose tickets are void
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.force}"


class Position(models.Model):
    """Where a phone said that it was, by our clock; the same number of a device twice is the same point. Read for a purpose alone
    (`views_tracks`), written by the machine door (`gateway/positions.py`), forgotten after its time."""

    pk = models.CompositePrimaryKey("duty_id", "device", "number")
    # the ticket that came with it vouches for the duty: to look it up would cost as much as the point
    duty = models.ForeignKey(
        CrewDuty, on_delete=models.PROTECT, related_name="positions", db_constraint=False, db_index=False
    )
    device = models.CharField(max_length=32)
    number = models.PositiveBigIntegerField()  # order on that device
    at = models.DateTimeField()
    lon = models.FloatField()
    lat = models.FloatField()
    accuracy_m = models.FloatField(null=True)

    class Meta:
        db_table = "crews_position"
        indexes = [models.Index(fields=["at"], name="crews_positions_oldest")]


@append_only
class Deed(models.Model):
    """What a phone told, as it told it: the same client id twice is the same deed. `at` is `told_at` on our clock."""

    class Outcome(models.TextChoices):
        DONE = "done"
        KEPT = "kept"  # did not fit any more (called back meanwhile): said in the log, changes nothing

    client_id = models.CharField(max_length=26, unique=True)  # ULID made by the phone
    duty = models.ForeignKey(CrewDuty, on_delete=models.PROTECT, related_name="deeds")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey(Assignment, null=True, on_delete=models.PROTECT, related_name="+")
    device = models.CharField(max_length=32)
    number = models.PositiveBigIntegerField()  # order on that device
    what = models.CharField(max_length=20)
    state = models.CharField(max_length=14, blank=True)  # of a step
    text = models.CharField(max_length=1000, blank=True)
    told_at = models.DateTimeField()  # by the phone's clock
    at = models.DateTimeField()
    skew_ms = models.BigIntegerField()  # how far our clock was ahead of the phone's when it told
    recorded_at = models.DateTimeField()
    outcome = models.CharField(max_length=4, choices=Outcome)
    answer = models.JSONField(default=dict)  # {"code", "fields"} of what is said to the crew; empty: done

    class Meta:
        db_table = "crews_deed"
        indexes = [models.Index(fields=["device", "-number"], name="crews_deeds_of_device")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class Attachment(models.Model):
    """A picture or a voice note of a crew in a case; the file lies below the uploads by its hash. Forgotten after its time."""

    class Kind(models.TextChoices):
        PHOTO = "photo"
        VOICE = "voice"

    deed = models.OneToOneField(Deed, on_delete=models.PROTECT, related_name="attachment")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind)
    media_type = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    seconds = models.PositiveSmallIntegerField(null=True)  # of a voice note, as the phone told it
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "crews_attachment"
        indexes = [
            models.Index(fields=["incident", "id"], name="crews_attachments_of_case"),
            models.Index(fields=["recorded_at"], name="crews_attachments_oldest"),
            models.Index(fields=["sha256"], name="crews_attachments_by_hash"),
        ]
