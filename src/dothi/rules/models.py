"""Rules with their versions and the state of each (rule, entity); alarms stand in alarms/models.py."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from dothi.accounts.models import Agency, Person
from dothi.kernel.dated import Certainty
from dothi.kernel.i18n import language
from dothi.territory.models import Unit, UnitGroup

OWN_CODE = "own-"  # begins the codes of a city's own rules; a pack's code never begins so


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
    schedule = models.SlugField(max_length=60, blank=True)  # outside it the condition counts as false
    # One alarm for an area: so many entities within this time of each other, in one unit or (radius) near each other.
    together_least = models.PositiveSmallIntegerField(null=True, blank=True)
    together_within = models.DurationField(null=True, blank=True)
    together_radius_m = models.PositiveIntegerField(null=True, blank=True)
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
    suppress = models.JSONField(
        default=dict, blank=True
    )  # {"while": CEL over the same entity, "under": [codes of rules]}: its alarm is expected then, and rings nobody
    # from here on its pack has it no longer, or the city took its own back
    withdrawn = models.BooleanField(default=False)
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
            models.CheckConstraint(
                condition=Q(
                    together_least__isnull=True, together_within__isnull=True, together_radius_m__isnull=True
                )
                | Q(together_least__gte=2, together_within__isnull=False, kind=Kind.THRESHOLD),
                name="rule_of_an_area_counts_two_or_more",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    @property
    def is_own(self) -> bool:
        """Was it made by the city itself, by no pack?"""
        return not self.pack and self.code.startswith(OWN_CODE)

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
    turned_at = models.DateTimeField(null=True)  # the newest begin or end of a schedule that was judged
    recorded_at = models.DateTimeField()
    origin = models.SmallIntegerField(default=0)  # of the newest value: says which clock this stream runs by
    inputs = models.JSONField(
        default=dict
    )  # attribute -> {value, at, origin, unit}: what the next judgement starts from

    class Meta:
        db_table = "rules_state"
        indexes = [
            models.Index(
                fields=["rule_code", "entity_id"],
                condition=Q(phase__in=["pending", "clearing"]),
                name="rules_state_waiting",
            )
        ]


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
