"""Command in an incident: which roles there are, who held them when, and which agencies take part."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Agency, Person
from dothi.incidents.models import Incident
from dothi.kernel.dated import Certainty
from dothi.kernel.i18n import language
from dothi.territory.models import Unit


@pghistory.track()
class CommandRole(models.Model):
    """A post in the command of a case (scene commander, logistics, spokesman), as a pack says it from a day on."""

    pack = models.CharField(max_length=60)
    code = models.SlugField(max_length=80)
    valid_from = models.DateField()
    version = models.PositiveIntegerField(default=1)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    duty_vi = models.TextField(blank=True)
    duty_en = models.TextField(blank=True)
    above = models.SlugField(
        max_length=80, blank=True
    )  # code of the role that it answers to, in the same pack
    place = models.PositiveSmallIntegerField()  # order among its like
    commands = models.BooleanField(default=False)  # whoever holds it commands the whole case
    many = models.BooleanField(default=False)  # several may hold it at once
    kinds = ArrayField(models.CharField(max_length=120))  # categories that it is for; none: every case
    source = models.TextField()
    certainty = models.CharField(max_length=2, choices=Certainty)
    withdrawn = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "incidents_command_role"
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "code", "valid_from", "version"], name="command_role_version"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_en if language() == "en" else self.name_vi

    @property
    def duty(self) -> str:
        """In the reader's language."""
        return self.duty_en if language() == "en" else self.duty_vi


@pghistory.track()
class HeldRole(models.Model):
    """Who holds a role in a case, from when, until when. `from_at` and `until_at` say when it was so, the history when it was typed."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="held_roles")
    role = models.ForeignKey(CommandRole, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=141)  # pack/code: the same post in whichever version
    single = models.BooleanField(default=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(
        max_length=200
    )  # as it is written: rank and name, also of who has no account here
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=40, blank=True)
    from_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    until_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "incidents_held_role"
        constraints = [
            # of two who give the same post at once one wins
            models.UniqueConstraint(
                fields=["incident", "code"],
                condition=Q(until_at__isnull=True, single=True),
                name="role_held_by_one",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="held_role_names_somebody"),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True)
                | Q(until_at__gte=F("from_at"), ended_by__isnull=False) & ~Q(end_reason=""),
                name="held_role_ends_with_a_reason",
            ),
        ]


@pghistory.track()
class IncidentLeg(models.Model):
    """One agency's part in a case: what it was asked, what it answered. While it is asked or taking part it sees what is shared.

    Its own lines stand in the log with its `agency`; `shares_notes` opens them to whoever leads.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        ACCEPTED = "accepted"
        DECLINED = "declined"  # with a reason
        DONE = "done"
        WITHDRAWN = "withdrawn"  # not needed after all, or asked in error: it sees nothing any more

    SEEING = (State.ASKED, State.ACCEPTED, State.DONE)

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="legs")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")  # the agency's own
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    message = models.CharField(max_length=1000)
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=1000, blank=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=1000, blank=True)
    shares_notes = models.BooleanField(default=False)

    class Meta:
        db_table = "incidents_leg"
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "agency"],
                condition=Q(state__in=["asked", "accepted"]),
                name="incident_leg_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""), name="incident_leg_declined_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["agency", "state"], name="incident_legs_of_agency")]

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.ASKED, self.State.ACCEPTED)
