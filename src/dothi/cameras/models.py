"""Cameras of many agencies: the register, who may look and why, and how each camera is. No picture is ever kept here.

An address stands without user and password; those lie apart, encrypted, in no history. What health keeps of a view is a descriptor
of 64 x 36 grey means (about what one sees of a street through closed eyelids): enough for "moved", too little for a face or a plate.
"""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Agency, Person
from dothi.kernel.dated import DatedRule
from dothi.territory.models import Unit

GROUP_LONGEST = 60
URN = "urn:ngsi-ld:Camera:"


@pghistory.track()
class Recorder(models.Model):
    """A recorder or video management system of an agency, behind which cameras stand: it answers for them and keeps what it keeps."""

    class Kind(models.TextChoices):
        NVR = "nvr"
        VMS = "vms"
        NONE = "none"  # the cameras answer themselves

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=4, choices=Kind)
    host = models.CharField(max_length=253, blank=True)  # where its login may be sent, and nowhere else
    port = models.PositiveIntegerField(default=554)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    secret_changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cameras_recorder"
        constraints = [
            models.CheckConstraint(
                condition=Q(port__gte=1, port__lte=65_535), name="camera_recorder_port_is_one"
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Camera(models.Model):
    """One camera: where it stands, which way it looks, whose it is, what it may be looked at for."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorder = models.ForeignKey(
        Recorder, null=True, blank=True, on_delete=models.PROTECT, related_name="cameras"
    )
    lon = models.FloatField()
    lat = models.FloatField()
    direction = models.PositiveSmallIntegerField(null=True, blank=True)  # degrees from north, clockwise
    field_of_view = models.PositiveSmallIntegerField(null=True, blank=True)  # degrees
    address = models.CharField(max_length=500)  # rtsp://host:port/path, without user and password
    secret_changed_at = models.DateTimeField(null=True, blank=True)
    groups = ArrayField(models.SlugField(max_length=GROUP_LONGEST), default=list)
    purposes = ArrayField(models.SlugField(max_length=60), default=list)  # codes of LookPurpose
    notice = models.CharField(max_length=500, blank=True)  # what the sign beside it tells people
    in_service = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        db_table = "cameras_camera"
        constraints = [
            models.CheckConstraint(
                condition=Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
                name="camera_stands_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(direction__isnull=True) | Q(direction__lt=360),
                name="camera_direction_is_an_angle",
            ),
            models.CheckConstraint(
                condition=~Q(address__contains="@"), name="camera_address_holds_no_password"
            ),
        ]
        indexes = [models.Index(fields=["lat", "lon"], name="cameras_place")]

    def __str__(self) -> str:
        return self.name

    @property
    def urn(self) -> str:
        """Its entity, which `entities.py` tells."""
        return URN + self.code


class RecorderSecret(models.Model):
    """User and password of a recorder, encrypted: of its cameras that have none of their own, as long as they stand at its host."""

    recorder = models.OneToOneField(
        Recorder, primary_key=True, on_delete=models.CASCADE, related_name="secret"
    )
    token = models.TextField()

    class Meta:
        db_table = "cameras_recorder_secret"


class CameraSecret(models.Model):
    """User and password of a camera, encrypted; in no history, on no screen."""

    camera = models.OneToOneField(Camera, primary_key=True, on_delete=models.CASCADE, related_name="secret")
    token = models.TextField()

    class Meta:
        db_table = "cameras_secret"


@pghistory.track()
class CameraGrant(models.Model):
    """Another agency may look at a group of cameras for one purpose, from a day to a day, by a document."""

    group = models.SlugField(max_length=GROUP_LONGEST)
    owner = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+"
    )  # whose cameras of that group
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")  # who may look
    purpose = models.SlugField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # the first day on which it holds no more
    document = models.CharField(max_length=300)
    granted_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        db_table = "cameras_grant"
        constraints = [
            models.UniqueConstraint(
                fields=["group", "owner", "agency", "purpose", "valid_from"], name="camera_grant_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="camera_grant_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(document=""), name="camera_grant_has_a_document"),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.agency_id} {self.purpose}"


class State(models.TextChoices):
    """How a camera is; the first look has not been taken while it is unknown."""

    UNKNOWN = "unknown"
    OK = "ok"
    DOWN = "down"  # it does not answer, refuses us, or its stream stands still
    RUBBISH = "rubbish"  # it answers, and what comes is no picture
    FROZEN = "frozen"  # the same picture again and again while its clock runs on
    MOVED = "moved"  # it looks elsewhere than it did when somebody said that the view is right


class CameraHealth(models.Model):
    """What the looks of the house found: figures, never pictures."""

    camera = models.OneToOneField(Camera, primary_key=True, on_delete=models.CASCADE, related_name="health")
    state = models.CharField(max_length=8, choices=State, default=State.UNKNOWN)
    since = models.DateTimeField()
    trouble = models.CharField(max_length=20, blank=True)  # the end of a words key: cameras-trouble-…
    suspected = models.CharField(
        max_length=8, choices=State, blank=True
    )  # not yet seen often enough to be told
    suspected_looks = models.PositiveSmallIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row: the next look waits longer
    looked_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    took_ms = models.PositiveIntegerField(null=True)
    width = models.PositiveSmallIntegerField(null=True)
    height = models.PositiveSmallIntegerField(null=True)
    newest = models.BinaryField(default=bytes)  # descriptor of the last look
    references = models.BinaryField(
        default=bytes
    )  # descriptors of right views, at most REFERENCES, one after the other
    told_at = models.DateTimeField(null=True)  # when its entity was last told
    confirmed_at = models.DateTimeField(null=True)  # a person said that the view is right
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        db_table = "cameras_health"
        indexes = [models.Index(fields=["next_at"], name="cameras_due")]


class CameraPeriod(models.Model):
    """From when to when a camera was in a state: how much of a month it served. Technical, forgotten after its time."""

    camera = models.ForeignKey(Camera, on_delete=models.CASCADE, related_name="periods")
    state = models.CharField(max_length=8, choices=State)
    trouble = models.CharField(max_length=20, blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cameras_period"
        constraints = [
            models.UniqueConstraint(
                fields=["camera"], condition=Q(ended_at__isnull=True), name="camera_in_one_state"
            )
        ]
        indexes = [models.Index(fields=["camera", "-began_at"], name="cameras_periods")]


@pghistory.track()
class CameraRule(DatedRule):
    """One limit or rhythm of this room from a day on (`rules.py` says which there are)."""

    value = models.PositiveIntegerField()

    class Meta(DatedRule.Meta):
        db_table = "cameras_rule"
