"""Imports of files, connected sources, and what they refused."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.db import models

from dothi.accounts.models import Agency, Person
from dothi.connectors.sources.rhythm import Rhythm
from dothi.kernel.origin import Origin
from dothi.kernel.runs import Run
from dothi.territory.models import Unit


class Import(Run):
    """One run of one file through one mapping: who, when, how far, what came of it.

    The counts are written with each batch in the batch's own transaction, so they are true at any moment, also after
    a kill. The mapping's text is kept: what was understood then can be read later.
    """

    file_name = models.CharField(max_length=255)
    file_bytes = models.BigIntegerField()
    file_sha256 = models.CharField(max_length=64)
    folder = models.CharField(max_length=400)  # where the file lies
    stations_folder = models.CharField(max_length=400)  # where else its stations table may lie
    mapping_name = models.CharField(max_length=255)
    mapping_text = models.TextField()
    origin = models.PositiveSmallIntegerField(
        choices=[(one.value, one.word) for one in Origin], default=Origin.LIVE
    )
    dry_run = models.BooleanField(default=False)
    requested_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    reach = models.JSONField(null=True)  # null: everywhere; else Scope.as_lines() of whoever runs it
    rows = models.BigIntegerField(default=0)
    stored = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    filtered = models.BigIntegerField(default=0)
    empty = models.BigIntegerField(default=0)
    values_read = models.BigIntegerField(default=0)
    values_refused = models.BigIntegerField(default=0)
    gaps = models.BigIntegerField(default=0)
    file_forgotten_at = models.DateTimeField(null=True)  # the uploaded file was past its time
    changed = models.BigIntegerField(default=0)  # values that were new or corrected something
    reasons = models.JSONField(default=dict)  # reason code -> count

    class Meta:
        db_table = "connectors_import"
        indexes = [models.Index(fields=["-created_at"], name="connectors_import_newest")]

    def __str__(self) -> str:
        return self.file_name


class Reject(models.Model):
    """One refused row (`column` empty) or value: where, what stood there, why."""

    import_run = models.ForeignKey(
        Import, on_delete=models.CASCADE, related_name="rejects", db_column="import_id"
    )
    line = models.BigIntegerField()
    column = models.CharField(max_length=255, blank=True)
    value = models.TextField(blank=True)
    reason = models.CharField(max_length=40)
    detail = models.CharField(max_length=255, blank=True)

    class Meta:
        db_table = "connectors_reject"
        indexes = [models.Index(fields=["import_run", "line"], name="connectors_reject_by_line")]


@pghistory.track()
class Source(models.Model):
    """A connected outside system: whose it is, what it promised, how to reach it, where it may write.

    Secrets stand apart (`SourceSecret`); `secrets_changed_at` tells the history that they changed, and nothing else of them.
    """

    class State(models.TextChoices):
        DRAFT = "draft"  # being set up: nothing is asked
        TESTING = "testing"  # asked by its rhythm, counted, nothing is stored
        ON = "on"
        PAUSED = "paused"  # for a while: not asked, not late
        OFF = "off"  # for good

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=40)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+"
    )  # owner: who is told that it is late
    contact = models.CharField(max_length=200)
    purpose = models.TextField(max_length=1000)
    settings = models.JSONField(default=dict)  # without secrets
    secrets_changed_at = models.DateTimeField(null=True, blank=True)
    mapping_text = models.TextField(blank=True)
    origin = models.PositiveSmallIntegerField(
        choices=[(one.value, one.word) for one in Origin], default=Origin.LIVE
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # none: everywhere
    own_only = models.BooleanField(default=True)  # writes only entities of its owner
    ask_every_s = models.PositiveIntegerField(default=600)
    every_s = models.PositiveIntegerField(null=True, blank=True)
    daily_at = models.TimeField(null=True, blank=True)  # Viet Nam
    tolerance_s = models.PositiveIntegerField(default=300)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    state_since = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        db_table = "connectors_source"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(every_s__isnull=True) ^ models.Q(daily_at__isnull=True),
                name="source_has_one_rhythm",
            ),
            models.CheckConstraint(condition=models.Q(ask_every_s__gte=5), name="source_asks_not_too_often"),
        ]

    def __str__(self) -> str:
        return self.name_vi

    @property
    def is_run(self) -> bool:
        """Does the worker ask it?"""
        return self.state in (self.State.ON, self.State.TESTING)

    @property
    def rhythm(self) -> Rhythm:
        every = None if self.every_s is None else dt.timedelta(seconds=self.every_s)
        return Rhythm(every, self.daily_at, dt.timedelta(seconds=self.tolerance_s))


class SourceSecret(models.Model):
    """One secret of a source as `sources.secrets` encrypted it; in no history, on no screen."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="secrets")
    name = models.CharField(max_length=60)
    token = models.TextField()

    class Meta:
        db_table = "connectors_source_secret"
        constraints = [models.UniqueConstraint(fields=["source", "name"], name="source_secret_once")]


class SourceStanding(models.Model):
    """Where a source stands now: written by the machine with each run, never by a person."""

    source = models.OneToOneField(Source, primary_key=True, on_delete=models.CASCADE, related_name="standing")
    place = models.JSONField(default=dict)  # what its kind left for the next run: a cursor, an ETag
    mapping_sha256 = models.CharField(max_length=64, blank=True)  # by which it last wrote
    next_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)  # in a row
    begun_at = models.DateTimeField(null=True)
    success_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)  # when it last brought a value
    value_at = models.DateTimeField(null=True)  # own time of the newest one
    error_at = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=80, blank=True)
    error_fields = models.JSONField(default=dict)
    late_since = models.DateTimeField(null=True)  # it was told to its owner
    reached_at = models.DateTimeField(
        null=True
    )  # own time of the newest value of the rounds that ended whole
    waits_since = models.DateTimeField(null=True)  # it would listen, but all places are taken

    class Meta:
        db_table = "connectors_source_standing"
        indexes = [models.Index(fields=["next_at"], name="connectors_source_next")]


class SourceRun(models.Model):
    """One round with a source: what came of it, in counts that are written with each batch."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        UNCHANGED = "unchanged"  # the other side had nothing new
        FAILED = "failed"
        BROKEN = "broken"  # its process ended before it did

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    minute = models.DateTimeField(null=True)  # what is sent to us is one run for each minute
    dry = models.BooleanField(default=False)
    pieces = models.PositiveIntegerField(default=0)
    bytes = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    stored = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    filtered = models.BigIntegerField(default=0)
    empty = models.BigIntegerField(default=0)
    values_read = models.BigIntegerField(default=0)
    values_refused = models.BigIntegerField(default=0)
    late = models.BigIntegerField(default=0)  # readings that came more than a day after their time
    changed = models.BigIntegerField(default=0)
    reasons = models.JSONField(default=dict)
    error_code = models.CharField(max_length=80, blank=True)
    error_fields = models.JSONField(default=dict)

    class Meta:
        db_table = "connectors_source_run"
        indexes = [models.Index(fields=["source", "-begun_at"], name="connectors_source_run_newest")]
        constraints = [
            models.UniqueConstraint(fields=["source", "minute", "state", "dry"], name="source_run_of_minute")
        ]


class SourceReject(models.Model):
    """One refused row (`column` empty) or value of a run: in which piece, where, what stood there, why."""

    run = models.ForeignKey(SourceRun, on_delete=models.CASCADE, related_name="rejects")
    piece = models.CharField(max_length=255, blank=True)
    line = models.BigIntegerField()
    column = models.CharField(max_length=255, blank=True)
    value = models.TextField(blank=True)
    reason = models.CharField(max_length=40)
    detail = models.CharField(max_length=255, blank=True)

    class Meta:
        db_table = "connectors_source_reject"


class SourceMessage(models.Model):
    """One request to a platform of others and what came of it: only added. A request that is tried again keeps its `request_id`."""

    class Purpose(models.TextChoices):
        DATA = "data"
        TOKEN = "token"  # noqa: S105 - no password

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="messages")
    run = models.ForeignKey(SourceRun, null=True, on_delete=models.SET_NULL, related_name="messages")
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.DATA)
    request_id = models.CharField(max_length=64)
    attempt = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField()
    took_ms = models.PositiveIntegerField(default=0)
    method = models.CharField(max_length=8)
    url = models.CharField(max_length=255)  # without what follows `?`
    digest = models.CharField(max_length=64)  # of method, address and body: the same question again
    answered = models.BooleanField(default=False)  # false: nobody knows whether it arrived
    status = models.PositiveSmallIntegerField(null=True)
    code = models.CharField(max_length=80, blank=True)  # of the platform's own envelope
    answer_id = models.CharField(max_length=200, blank=True)  # by which the platform finds it
    detail = models.CharField(max_length=500, blank=True)
    size = models.BigIntegerField(default=0)

    class Meta:
        db_table = "connectors_source_message"
        indexes = [
            models.Index(fields=["source", "-sent_at"], name="connectors_message_newest"),
            models.Index(fields=["source", "digest", "-id"], name="connectors_message_same"),
            models.Index(fields=["sent_at"], name="connectors_message_sent"),
        ]


class TakenContent(models.Model):
    """A content (a file) that a source gave and that is stored: by its hash, so that it is taken once, whatever it is called."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="taken")
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    at = models.DateTimeField()
    refused = models.BooleanField(default=False)  # it could not be read; forgotten when the source changes

    class Meta:
        db_table = "connectors_taken_content"
        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="taken_once")]
