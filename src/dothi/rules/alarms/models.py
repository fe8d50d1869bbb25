"""Alarms with every occurrence, what people set aside, wrote to them and what they led to; the guide's dated figures."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Agency, Person
from dothi.kernel import clock
from dothi.kernel.dated import DatedRule
from dothi.kernel.i18n import t
from dothi.rules.models import Kind, Rule, Severity
from dothi.territory.models import Unit


class Hidden(models.TextChoices):
    """Why an alarm does not ring: three ways of ISA-18.2 §10-11, each with its own list, none without an end or a reason."""

    SHELVED = "shelved"  # by a person, until a time
    SUPPRESSED = "suppressed"  # by design, while a state lasts
    OUT_OF_SERVICE = "out-of-service"  # by a person, until it is reviewed


@pghistory.track()
class SetAside(models.Model):
    """One (rule, entity) that a person shelved or took out of service. Over by itself at `until`, or when the severity rises.

    It holds for the pair and not for an alarm row: what clears and comes back stays set aside, and is still recorded.
    """

    class End(models.TextChoices):
        TIME = "time"
        PERSON = "person"
        SEVERITY = "severity"

    kind = models.CharField(max_length=16, choices=Hidden)
    rule_code = models.CharField(max_length=80)
    entity_id = models.BigIntegerField()
    entity_urn = models.TextField()
    entity_name = models.CharField(max_length=200, blank=True)
    severity = models.CharField(max_length=10, choices=Severity)  # a graver alarm ends it
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    end = models.CharField(max_length=10, choices=End, blank=True)

    class Meta:
        db_table = "rules_set_aside"
        constraints = [
            models.UniqueConstraint(
                fields=["rule_code", "entity_id"],
                condition=Q(ended_at__isnull=True),
                name="set_aside_once_per_rule_and_entity",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=Hidden.SHELVED, until__isnull=False, until__gt=F("since"), review_on__isnull=True
                )
                | Q(kind=Hidden.OUT_OF_SERVICE, until__isnull=True, review_on__isnull=False),
                name="set_aside_has_its_end",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="set_aside_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="") | Q(ended_at__isnull=False) & ~Q(end=""),
                name="set_aside_ended_because",
            ),
        ]
        indexes = [models.Index(fields=["until"], condition=Q(ended_at__isnull=True), name="set_aside_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.rule_code} {self.entity_urn}"

    @property
    def place_name(self) -> str:
        return self.entity_name or self.entity_urn

    @property
    def overdue(self) -> bool:
        """Was the day of review not kept? It stays out of service, and says so."""
        return self.review_on is not None and self.review_on < clock.today()


@pghistory.track()
class Alarm(models.Model):
    """One alarm by ISA-18.2: `active` and `acknowledged` are independent. Open until both are over or a person closes it.

    There is one open alarm per (rule, entity); a condition that comes back before it was acknowledged is another
    occurrence of the same alarm. Times without suffix `recorded` are the stream's own (observedAt).
    """

    # the reason of one that was closed because its rule holds no longer
    RULE_WITHDRAWN = "Quy tắc đã rút"

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
    # of an area's alarm: [{entity_id, urn, name, at, values}], values as in `fired`
    participants = models.JSONField(default=list, blank=True)
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.JSONField(null=True)  # the values that cleared it
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    close_reason = models.TextField(blank=True)
    # what it may be folded under: itself, its device, its cabinet (URNs); and who delivers its values
    assets = ArrayField(models.TextField(), default=list)
    provider = models.CharField(max_length=200, blank=True)
    set_aside = models.ForeignKey(
        SetAside, null=True, on_delete=models.PROTECT, related_name="alarms"
    )  # of its (rule, entity), while that lasts
    suppressed_at = models.DateTimeField(null=True)
    suppressed_by = models.JSONField(null=True)  # {"while": CEL} or {"rule": code, "alarm": id}

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
            models.CheckConstraint(
                condition=Q(suppressed_at__isnull=True, suppressed_by__isnull=True)
                | Q(suppressed_at__isnull=False, suppressed_by__isnull=False),
                name="alarm_suppressed_by_something",
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
    def is_withdrawn(self) -> bool:
        """Was it closed because its rule holds no longer?"""
        return self.closed_by_id is None and self.close_reason == self.RULE_WITHDRAWN

    @property
    def why_closed(self) -> str:
        """The reason in the reader's language where it is ours, else as the person wrote it."""
        return t("alarms-rule-withdrawn") if self.is_withdrawn else self.close_reason

    @property
    def hidden(self) -> str:
        """Why it rings nobody now (a `Hidden`), or nothing."""
        if self.set_aside is not None and self.set_aside.ended_at is None:
            return self.set_aside.kind
        return Hidden.SUPPRESSED if self.suppressed_at else ""

    @property
    def place_name(self) -> str:
        return self.entity_name or self.entity_urn


class Occurrence(models.Model):
    """One time that an alarm was raised, whether it rang or not: what the figures of alarms are computed from."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="raised")
    rule_code = models.CharField(max_length=80)
    entity_id = models.BigIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    severity = models.CharField(max_length=10, choices=Severity)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    origin = models.SmallIntegerField()
    raised_at = models.DateTimeField()  # the stream's own time
    recorded_at = models.DateTimeField()  # when people heard of it
    hidden = models.CharField(max_length=16, choices=Hidden, blank=True)  # it rang nobody, because

    class Meta:
        db_table = "rules_occurrence"
        indexes = [models.Index(fields=["recorded_at"], name="rules_occurrence_recorded")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


@pghistory.track()
class AlarmGuide(DatedRule):
    """A figure that alarms are measured against, or a limit of what people may do with them (guides.py)."""

    value = models.FloatField()

    class Meta(DatedRule.Meta):
        db_table = "rules_alarm_guide"


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
