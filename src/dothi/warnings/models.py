"""Warnings to the public: what was drafted, asked for, released and ended; in which words, for which units, by which two people.

A warning keeps what it said when it was released: codes and names of units as they were, the bulletin's level as it was, and the
XML byte by byte. Nobody releases what they wrote.
"""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Agency, Person
from dothi.incidents.models import Incident
from dothi.kernel.cap import message as cap
from dothi.territory.models import Unit


def _words(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


class CodeSeries(models.Model):
    """The last number given in a year: codes have no gaps and no doubles."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "warnings_code_series"


@pghistory.track(exclude=["xml"])
class PublicWarning(models.Model):
    """One CAP message of ours. `revision` counts its changes: what is released is what the releasing person saw."""

    class State(models.TextChoices):
        DRAFT = "draft"
        ASKED = "asked"  # waits for a second person
        RELEASED = "released"  # public
        ENDED = "ended"  # was public; `ended_why`
        WITHDRAWN = "withdrawn"  # a draft that was never public

    class Status(models.TextChoices):
        ACTUAL = "Actual"
        EXERCISE = "Exercise"
        TEST = "Test"

    class Kind(models.TextChoices):
        ALERT = "Alert"
        UPDATE = "Update"
        CANCEL = "Cancel"

    class Ended(models.TextChoices):
        EXPIRED = "expired"
        UPDATED = "updated"
        CANCELLED = "cancelled"

    EDITABLE = (State.DRAFT, State.ASKED)
    PUBLIC = (State.RELEASED, State.ENDED)

    key = models.UUIDField(unique=True)  # of the form: the same form twice is one warning
    code = models.CharField(max_length=20, unique=True)  # CB-2026-000001, also its CAP identifier
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    status = models.CharField(max_length=8, choices=Status)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.ALERT)
    sender = models.CharField(max_length=200, blank=True)
    sent = models.DateTimeField(null=True)
    follows = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="followers"
    )  # what an update or a cancellation is about
    reason = models.CharField(max_length=500, blank=True)  # of the update or cancellation; public, in <note>
    event = models.SlugField(max_length=40)  # of dated/events.toml
    category = models.CharField(max_length=10, choices=_words(cap.CATEGORIES))
    responses = ArrayField(models.CharField(max_length=10, choices=_words(cap.RESPONSES)), default=list)
    urgency = models.CharField(max_length=10, choices=_words(cap.URGENCIES))
    severity = models.CharField(max_length=10, choices=_words(cap.SEVERITIES))
    certainty = models.CharField(max_length=10, choices=_words(cap.CERTAINTIES))
    onset = models.DateTimeField(null=True)
    expires = models.DateTimeField()
    contact = models.CharField(max_length=200, blank=True)
    shapes = models.JSONField(
        default=list
    )  # beside the units: {"kind": "circle", lat, lon, km} | {"kind": "polygon", "points": [[lat, lon]…]}
    level = models.PositiveSmallIntegerField(null=True)  # cấp độ rủi ro thiên tai, only from a bulletin
    bulletin = models.CharField(max_length=400, blank=True)  # the entity it was taken from
    bulletin_number = models.CharField(max_length=60, blank=True)
    bulletin_issuer = models.CharField(max_length=200, blank=True)
    bulletin_at = models.DateTimeField(null=True)
    incident = models.ForeignKey(Incident, null=True, on_delete=models.PROTECT, related_name="warnings")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")  # who warns
    revision = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    writers = ArrayField(models.BigIntegerField(), default=list)  # everybody who wrote a word of it
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True)
    returned = models.CharField(max_length=500, blank=True)  # why the second person gave it back
    released_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=10, choices=Ended, blank=True)
    xml = models.BinaryField(null=True)  # as it was released; never made anew
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "warnings_warning"
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by__isnull=True)
                | (~Q(released_by=F("drafted_by")) & ~Q(released_by=F("changed_by"))),
                name="warning_released_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "ended"])
                | (
                    Q(
                        released_by__isnull=False,
                        sent__isnull=False,
                        xml__isnull=False,
                        asked_at__isnull=False,
                    )
                    & ~Q(sender="")
                    & ~Q(digest="")
                ),
                name="warning_public_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(level__isnull=True)
                | (
                    Q(level__gte=1, level__lte=5, bulletin_at__isnull=False)
                    & ~Q(bulletin="")
                    & ~Q(bulletin_number="")
                ),
                name="warning_level_has_its_bulletin",
            ),
            models.CheckConstraint(
                condition=Q(kind="Alert", follows__isnull=True)
                | (Q(kind__in=["Update", "Cancel"], follows__isnull=False) & ~Q(reason="")),
                name="warning_follows_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | (Q(state="ended") & ~Q(ended_why="")),
                name="warning_ended_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(onset__isnull=True) | Q(onset__lt=F("expires")),
                name="warning_begins_before_it_ends",
            ),
            models.UniqueConstraint(
                fields=["follows"], condition=~Q(state="withdrawn"), name="warning_followed_once"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "expires"], name="warnings_in_force"),
            models.Index(fields=["-sent"], name="warnings_newest"),
            models.Index(fields=["incident"], name="warnings_of_incident"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_editable(self) -> bool:
        return self.state in self.EDITABLE

    @property
    def is_public(self) -> bool:
        return self.state in self.PUBLIC

    @property
    def is_actual(self) -> bool:
        return self.status == self.Status.ACTUAL


@pghistory.track()
class WarningText(models.Model):
    """What is said in one language: CAP's `info`."""

    class Language(models.TextChoices):
        VI = "vi"
        EN = "en"

    warning = models.ForeignKey(PublicWarning, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=Language)
    headline = models.CharField(max_length=160)
    description = models.TextField()
    instruction = models.TextField()

    class Meta:
        db_table = "warnings_text"
        constraints = [
            models.UniqueConstraint(fields=["warning", "language"], name="warning_text_once"),
            models.CheckConstraint(
                condition=~Q(headline="") & ~Q(description="") & ~Q(instruction=""),
                name="warning_text_is_whole",
            ),
        ]


@pghistory.track()
class WarningUnit(models.Model):
    """A unit that is warned, with the code and name that it bore then: a later merger changes nothing of a past warning."""

    warning = models.ForeignKey(PublicWarning, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=10)
    valid_from = models.DateField()  # with the code the unit's key
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)

    class Meta:
        db_table = "warnings_unit"
        constraints = [models.UniqueConstraint(fields=["warning", "unit"], name="warning_unit_once")]
        indexes = [models.Index(fields=["unit"], name="warnings_of_unit")]

    def __str__(self) -> str:
        return self.name
