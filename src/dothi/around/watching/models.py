"""Followed places and what waits to be told to those who follow. Personal: in no history, forgotten after a time."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from dothi.territory.models import Unit


class Topic(models.TextChoices):
    WARNINGS = "warnings"
    WORKS = "works"
    REPORTS = "reports"
    AIR = "air"
    FLOOD = "flood"


class Watch(models.Model):
    """One place that somebody follows, whose number or e-mail came back with a code. A whole commune or province, or a point to about
    100 m and a radius. `holder`: keyed digest of the address (`reports.identity`), by which its person finds their own."""

    way = models.CharField(max_length=12)  # notify.Way: sms, email, push
    address = models.CharField(max_length=1000)  # of a browser: its subscription
    holder = models.CharField(max_length=64)
    unit = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="+"
    )  # commune or province; null: at sea
    lat = models.FloatField(null=True)  # rounded to three digits
    lon = models.FloatField(null=True)
    radius_m = models.PositiveIntegerField(null=True)
    wants = ArrayField(
        models.CharField(max_length=140)
    )  # `topic:` all of it, `topic:kind` that kind alone (wants.py)
    air_above = models.PositiveSmallIntegerField(default=150)  # VN_AQI
    daily = models.BooleanField(default=False)  # once a day; what is grave comes at once all the same
    quiet_from = models.TimeField()
    quiet_to = models.TimeField()  # equal: no quiet hours
    language = models.CharField(max_length=2, default="vi")
    confirmed_at = models.DateTimeField()

    class Meta:
        app_label = "around"
        db_table = "around_watch"
        constraints = [
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True, radius_m__isnull=True, unit__isnull=False)
                | Q(lat__isnull=False, lon__isnull=False, radius_m__isnull=False),
                name="around_watch_has_a_place",
            ),
            models.UniqueConstraint(fields=["holder", "unit", "lat", "lon"], nulls_distinct=False, name="around_watch_once"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["unit"], name="around_watches_of_unit"),
            models.Index(fields=["lat", "lon"], name="around_watches_at"),
            models.Index(fields=["confirmed_at"], name="around_watches_oldest"),
            GinIndex(fields=["wants"], name="around_watches_who_want"),
        ]


class Alert(models.Model):
    """One thing that one follower is to be told: made in one transaction with what happened, handed to `notify` in another, once."""

    class State(models.TextChoices):
        WAITING = "waiting"
        HANDED = "handed"
        NEEDLESS = "needless"  # over before its hour came

    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="alerts")
    topic = models.CharField(max_length=10, choices=Topic)
    ref = models.CharField(max_length=200)
    fields = models.JSONField(
        default=dict
    )  # of a figure: what it was; everything else is read when its hour comes
    also = ArrayField(
        models.BigIntegerField(), default=list
    )  # other places of the same follower that it concerns: ids (ending.py)
    grave = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "around"
        db_table = "around_alert"
        constraints = [models.UniqueConstraint(fields=["watch", "topic", "ref"], name="around_alert_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="around_alerts_due"),
            models.Index(fields=["topic", "ref"], name="around_alerts_of"),
            models.Index(fields=["made_at"], name="around_alerts_oldest"),
        ]


class Spread(models.Model):
    """That the followers of something were looked for, once, and how many there were."""

    topic = models.CharField(max_length=10, choices=Topic)
    ref = models.CharField(max_length=200)
    number = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        app_label = "around"
        db_table = "around_spread"
        constraints = [models.UniqueConstraint(fields=["topic", "ref"], name="around_spread_once")]
