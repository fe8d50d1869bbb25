"""Rules with their versions, the state of each (rule, entity), alarms and what people wrote to them."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Agency, Person
from dothi.kernel.dated import Certainty
from dothi.kernel.i18n import language
from dothi.territory.models import Unit, UnitGroup


class Severity(models.TextChoices):
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Kind(models.TextChoices):
    """A threshold is about the city; no-data is about the source, so it goes to the source's owner."""

    THRESHOLD = "threshold"
    NO_DATA = "no-data"


@pghistory.track()
class Rule(models.Model):
    """One version of a rule. In force is the one with the latest `valid_from` that has come; older ones stay for their alarms.

    `condition` and `clear` are CEL over the attributes of one entity; an empty `clear` means "no longer true".
    `attributes` are the root names of both: the engine finds rules by (type, attribute) and scans nothing.
    """

    code = models.SlugField(max_length=80)
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    pack = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    entity_type = models.CharField(max_length=120)
    attributes = ArrayField(models.CharField(max_length=120))
    condition = models.TextField(blank=True)
    clear = models.TextField(blank=True)
    hold = models.DurationField()  # the condition must last this long
    clear_hold = models.DurationField()
    no_data_after = models.DurationField(null=True, blank=True)
    severity = models.CharField(max_length=10, choices=Severity)
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # null: the entity's own
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(UnitGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    words_vi = models.TextField(blank=True)  # the condition as a sentence
    words_en = models.TextField(blank=True)
    advice_vi = models.TextField(blank=True)  # what the duty officer does
    advice_en = models.TextField(blank=True)
    source = models.TextField(blank=True)
    certainty = models.CharField(max_length=2, choices=Certainty)
    legal = models.BooleanField(default=False)  # its alarm states that a legal limit is exceeded
    armed = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)  # from here on its pack has it no longer
    digest = models.CharField(
        max_length=64, blank=True
    )  # of the pack's table: loading it again changes nothing
    changed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    change_reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "rules_rule"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="rule_code_version"),
            models.CheckConstraint(
                condition=Q(legal=False) | Q(armed=False) | Q(certainty=Certainty.LEGAL_TEXT),
                name="rule_unverified_never_arms_a_legal_alarm",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(armed=False), name="rule_withdrawn_is_not_armed"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(group__isnull=True), name="rule_has_one_area"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.THRESHOLD, no_data_after__isnull=True) & ~Q(condition="")
                | Q(kind=Kind.NO_DATA, no_data_after__isnull=False),
                name="rule_has_a_condition_of_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    @property
    def name(self) -> str:
        """The name in the reader's language; `words` and `advice` likewise."""
        return self.name_en if language() == "en" else self.name_vi

    @property
    def words(self) -> str:
        return self.words_en if language() == "en" else self.words_vi

    @property
    def advice(self) -> str:
        return self.advice_en if language() == "en" else self.advice_vi


class RuleState(models.Model):
    """Where one rule stands for one entity; written only by the engine, with its cursor, in one transaction."""

    pk = models.CompositePrimaryKey("rule_code", "entity_id")
    rule_code = models.CharField(max_length=80)
    entity_id = models.BigIntegerField()
    phase = models.CharField(max_length=10)
    since = models.DateTimeField(null=True)  # of a pending or clearing phase, in the stream's own time
    last_at = models.DateTimeField(null=True)  # the newest observedAt that was judged
    recorded_at = models.DateTimeField()
    origin = models.SmallIntegerField(default=0)  # of the newest value: says which clock this stream runs by
    inputs = models.JSONField(
        default=dict
    )  # attribute -> {value, at, origin, unit}: what the next judgement starts from

    class Meta:
        db_table = "rules_state"


class StreamClock(models.Model):
    """How far the data of one type and origin has come: replays keep a time of their own (see README)."""

    pk = models.CompositePrimaryKey("entity_type", "origin")
    entity_type = models.CharField(max_length=120)
    origin = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "rules_stream_clock"


class Cursor(models.Model):
    """How far one reader has read the log of flushes."""

    reader = models.CharField(primary_key=True, max_length=40)
    tx = models.BigIntegerField(default=0)
    flush_id = models.BigIntegerField(default=0)

    class Meta:
        db_table = "rules_cursor"


class DerivedDue(models.Model):
    """An hour (or, with `daily`, the day that begins at `at`) whose index must be computed; survives any restart."""

    pk = models.CompositePrimaryKey("entity_id", "daily", "at")
    entity_id = models.BigIntegerField()
    daily = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        db_table = "rules_derived_due"
        indexes = [models.Index(fields=["daily", "at"], name="rules_derived_due_at")]


@pghistory.track()
class Alarm(models.Model):
    """One alarm by ISA-18.2: `active` and `acknowledged` are independent. Open until both are over or a person closes it.

    There is one open alarm per (rule, entity); a condition that comes back before it was acknowledged is another
    occurrence of the same alarm. Times without suffix `recorded` are the stream's own (observedAt).
    """

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="alarms")
    rule_code = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind)
    severity = models.CharField(max_length=10, choices=Severity)
    entity_id = models.BigIntegerField()
    entity_urn = models.TextField()
    entity_type = models.CharField(max_length=120)
    entity_name = models.CharField(max_length=200, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    origin = models.SmallIntegerField()  # the least direct of the values that fired it
    active = models.BooleanField(default=True)
    acknowledged = models.BooleanField(default=False)
    occurrences = models.PositiveIntegerField(default=1)
    raised_at = models.DateTimeField()  # of the latest occurrence
    first_raised_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    fired = models.JSONField()  # attribute -> {value, at, origin, unit} of the latest occurrence
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.JSONField(null=True)  # the values that cleared it
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    close_reason = models.TextField(blank=True)

    class Meta:
        db_table = "rules_alarm"
        constraints = [
            models.UniqueConstraint(
                fields=["rule_code", "entity_id"],
                condition=Q(closed_at__isnull=True),
                name="alarm_one_open_per_rule_and_entity",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged=False)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="alarm_acknowledged_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | ~Q(close_reason="")
                | Q(active=False, acknowledged=True),
                name="alarm_closed_early_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("recorded_at")),
                name="alarm_closed_after_it_was_raised",
            ),
        ]
        indexes = [
            models.Index(fields=["entity_urn"], name="rules_alarm_entity"),
            models.Index(fields=["-raised_at"], condition=Q(closed_at__isnull=True), name="rules_alarm_open"),
            models.Index(fields=["-recorded_at"], name="rules_alarm_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_code} {self.entity_urn}"

    @property
    def mark(self) -> str:
        """Which shape and colour it is drawn with: silence has its own."""
        return "nodata" if self.kind == Kind.NO_DATA else self.severity

    @property
    def state(self) -> str:
        """`active-unacknowledged`, `active-acknowledged`, `cleared-unacknowledged`, `closed`: a word on screen, never a colour alone."""
        if self.closed_at is not None:
            return "closed"
        return f"{'active' if self.active else 'cleared'}-{'acknowledged' if self.acknowledged else 'unacknowledged'}"

    @property
    def state_key(self) -> str:
        return f"alarms-state-{self.state}"

    @property
    def place_name(self) -> str:
        return self.entity_name or self.entity_urn


@pghistory.track()
class AlarmComment(models.Model):
    """What a person wrote to an alarm; only ever added."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="comments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "rules_alarm_comment"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="alarm_comment_says_something")]


@pghistory.track()
class AlarmLink(models.Model):
    """The alarm's side of a link to something in a room above (an incident): written by that room's action, shown here."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=40)  # VV-2026-000123
    url = models.CharField(max_length=200)
    open = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "rules_alarm_link"
        constraints = [models.UniqueConstraint(fields=["alarm", "kind", "reference"], name="alarm_link_once")]
