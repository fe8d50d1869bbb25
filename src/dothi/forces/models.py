"""Forces: the units that go (crews with their vehicles), their states, who was sent where, and how many of what a case needs.

Where a unit is stands in one place: the entity `urn` (a Vehicle with a GPS tracker or a crew's phone) with its age and origin.
"""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from dothi.accounts.models import Agency, Person
from dothi.incidents.models import Incident
from dothi.kernel.audit.registry import append_only
from dothi.kernel.dated import Certainty
from dothi.kernel.i18n import language
from dothi.territory.models import Unit


class State(models.TextChoices):
    """What a unit does now; stored form of `workflow.State`. Short codes for the command bar stand there."""

    AVAILABLE = "available"
    ALERTED = "alerted"
    EN_ROUTE = "en-route"
    ON_SCENE = "on-scene"
    TRANSPORTING = "transporting"
    AT_HOSPITAL = "at-hospital"
    RETURNING = "returning"
    RESTING = "resting"
    OFF_DUTY = "off-duty"
    OUT_OF_SERVICE = "out-of-service"


@pghistory.track()
class Force(models.Model):
    """One unit that can be sent: a fire engine, an ambulance, a patrol, a rescue boat, with its crew."""

    call_sign = models.CharField(max_length=30, unique=True)  # what people say on the radio: 114-VT-01
    name = models.CharField(max_length=200)
    kind = models.SlugField(
        max_length=60
    )  # a unit kind of a pack (`<pack>` words say its name): fire-engine, ambulance, patrol
    service = models.SlugField(max_length=40)  # code of calls.Service
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # where it is stationed
    capabilities = ArrayField(
        models.SlugField(max_length=60)
    )  # of run cards: pump, ladder, als, bls, boat, arrest …
    crew = models.PositiveSmallIntegerField(default=0)  # now
    crew_minimum = models.PositiveSmallIntegerField(default=1)  # with less it is not sent by a recommendation
    home_name = models.CharField(max_length=200, blank=True)
    home_lon = models.FloatField(null=True)
    home_lat = models.FloatField(null=True)
    urn = models.TextField(blank=True)  # entity that says where it is; empty: only its home is known
    state = models.CharField(max_length=14, choices=State, default=State.OFF_DUTY)
    state_since = models.DateTimeField()
    state_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    state_note = models.CharField(
        max_length=300, blank=True
    )  # reason or destination, where the state asks for one
    rest_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # disbanded: kept for what it did

    class Meta:
        db_table = "forces_force"
        constraints = [
            models.CheckConstraint(
                condition=Q(home_lon__isnull=True, home_lat__isnull=True)
                | Q(home_lon__isnull=False, home_lat__isnull=False),
                name="force_home_is_a_point",
            ),
            models.CheckConstraint(
                condition=~Q(state="out-of-service") | ~Q(state_note=""), name="force_out_of_service_says_why"
            ),
        ]
        indexes = [models.Index(fields=["service", "state"], name="forces_by_service")]

    def __str__(self) -> str:
        return self.call_sign


@pghistory.track()
class Assignment(models.Model):
    """One unit sent to one incident, with the minutes that the clocks are made of. A missing minute is missing, never zero."""

    class Ended(models.TextChoices):
        CLEARED = "cleared"  # its work is done
        RECALLED = "recalled"  # not needed after all, or another went
        DECLINED = "declined"  # the crew could not go: with a reason, impossible to overlook

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="assignments")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="assignments")
    level = models.PositiveSmallIntegerField(default=1)  # alarm level of the run card
    recommended = models.JSONField(
        default=dict
    )  # why it was chosen: reasons and the estimate, as they were shown; empty: by hand
    sent_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    alerted_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)  # the crew said that it heard; silence is shown
    silent_told_at = models.DateTimeField(null=True)  # that nobody had heard was told, the last time
    en_route_at = models.DateTimeField(null=True)
    on_scene_at = models.DateTimeField(null=True)
    transporting_at = models.DateTimeField(null=True)
    at_hospital_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=10, choices=Ended, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "forces_assignment"
        constraints = [
            # of two dispatchers who send the same unit one wins
            models.UniqueConstraint(
                fields=["force"], condition=Q(ended_at__isnull=True), name="force_sent_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_as="")
                | (Q(ended_at__isnull=False) & ~Q(ended_as="")),
                name="assignment_ended_somehow",
            ),
            models.CheckConstraint(
                condition=~Q(ended_as="declined") | ~Q(ended_reason=""),
                name="assignment_declined_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["incident", "alerted_at"], name="assignments_of_incident"),
            models.Index(fields=["-alerted_at"], name="assignments_newest"),
        ]


@pghistory.track()
class RunCard(models.Model):
    """How many of what go first to a case of one kind, at one alarm level, in one area, as a pack says it from a day on.

    `needs`: [{"capability": "pump", "count": 2}], the most important first. `kinds`: categories as incidents have them; the
    longest match decides, one with an area before one without.
    """

    pack = models.CharField(max_length=60)
    code = models.SlugField(max_length=80)
    valid_from = models.DateField()
    version = models.PositiveIntegerField(default=1)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    kinds = ArrayField(models.CharField(max_length=120))
    level = models.PositiveSmallIntegerField(default=1)
    area_code = models.CharField(max_length=12, blank=True)  # unit code; empty: everywhere
    area_valid_from = models.DateField(null=True)
    needs = models.JSONField()
    source = models.TextField()
    certainty = models.CharField(max_length=2, choices=Certainty)
    withdrawn = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "forces_run_card"
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "code", "valid_from", "version"], name="run_card_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} L{self.level}"

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_en if language() == "en" else self.name_vi


@pghistory.track()
class CheckIn(models.Model):
    """A crew in danger is asked in turn whether it is well; what was not answered by `due_at` is told until somebody takes it."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="checkins")
    due_at = models.DateTimeField()
    every_s = models.PositiveIntegerField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField(null=True)  # that nobody answered was told

    class Meta:
        db_table = "forces_check_in"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(answered_at__isnull=True), name="check_in_open_once"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(answered_at__isnull=True), name="check_ins_due")
        ]


@append_only
class ForceLog(models.Model):
    """What a unit did, said or was told, in order: its own log beside that of the case."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="log")
    assignment = models.ForeignKey(Assignment, null=True, on_delete=models.PROTECT, related_name="log")
    kind = models.CharField(max_length=20)  # state sent declined recalled check-in note
    text = models.CharField(max_length=500, blank=True)
    fields = models.JSONField(default=dict)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()  # when it was so (a crew offline tells later)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "forces_log"
        indexes = [models.Index(fields=["force", "-id"], name="forces_log_newest")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
