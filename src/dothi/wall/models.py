"""Walls, what they show when, who switched them, what was broadcast, and how each screen lives."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Agency, Person
from dothi.kernel.audit.registry import append_only
from dothi.kernel.dated import DatedRule
from dothi.kernel.permissions import Scope
from dothi.rules.models import Severity
from dothi.territory.models import Unit


@pghistory.track()
class WallRule(DatedRule):
    """A time or length of this room."""

    value = models.PositiveIntegerField()

    class Meta(DatedRule.Meta):
        db_table = "wall_rule"


@pghistory.track()
class Scene(DatedRule):
    """What a wall shows in one situation, from a day on. `rank`: of two that are called for, the higher one stands.

    `tiles`: [{"kind", …}] in their order, `tiles.KINDS` says what each takes; `columns` of the grid that they fill.
    """

    name_vi = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    rank = models.PositiveSmallIntegerField()
    columns = models.PositiveSmallIntegerField(default=3)
    tiles = models.JSONField(default=list)
    by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )  # none: came with the product

    class Meta(DatedRule.Meta):
        db_table = "wall_scene"

    def __str__(self) -> str:
        return self.name_vi


@pghistory.track()
class SwitchRule(DatedRule):
    """Which scene an open case or a warning in force calls for, from what severity on."""

    class Cause(models.TextChoices):
        INCIDENT = "incident"
        WARNING = "warning"

    cause = models.CharField(max_length=10, choices=Cause)
    severities = ArrayField(models.CharField(max_length=10))
    scene = models.SlugField(max_length=60)

    class Meta(DatedRule.Meta):
        db_table = "wall_switch_rule"


@pghistory.track(exclude=["token_sha256"])
class Wall(models.Model):
    """A place where a picture hangs. Its token opens the wall's own pages and nothing else; only the token's SHA-256 is kept.

    `reach`: lines of the scope as `Scope.as_lines` writes them, fixed when the token was made.
    """

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, default="vi")
    theme = models.CharField(max_length=5, default="dark")
    reach = models.JSONField()
    token_sha256 = models.BinaryField(max_length=32)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ends_on = models.DateField()  # the last day
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "wall_wall"
        constraints = [
            models.CheckConstraint(condition=Q(language__in=["vi", "en"]), name="wall_speaks"),
            models.CheckConstraint(condition=Q(theme__in=["dark", "light"]), name="wall_theme_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> Scope:
        return Scope.of_lines((units, agency) for units, agency in self.reach)


@append_only
class Switch(models.Model):
    """Somebody put a scene onto a wall by hand, or (`scene` empty) let it go by what happens again."""

    wall = models.ForeignKey(Wall, on_delete=models.PROTECT, related_name="switches")
    scene = models.SlugField(max_length=60, blank=True)
    pinned = models.BooleanField(default=False)  # stays, whatever happens, until `until`
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "wall_switch"
        constraints = [
            models.CheckConstraint(
                condition=Q(scene="") | Q(until__isnull=False, until__gt=F("at")), name="wall_switch_ends"
            ),
            models.CheckConstraint(condition=Q(pinned=False) | ~Q(reason=""), name="wall_pin_says_why"),
        ]
        indexes = [models.Index(fields=["wall", "-id"], name="wall_switches_of_wall")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


@pghistory.track()
class Banner(models.Model):
    """Words that stand on the walls named, until a time. Sent twice by one form (`key`) it is one."""

    key = models.UUIDField(unique=True)
    text = models.CharField(max_length=300)
    walls = ArrayField(models.BigIntegerField())
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "wall_banner"
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="wall_banner_ends"),
            models.CheckConstraint(condition=~Q(text=""), name="wall_banner_says_something"),
        ]


class Beat(models.Model):
    """How one screen of a wall lives, as it last told; `screen`: what its browser calls itself."""

    wall = models.ForeignKey(Wall, on_delete=models.CASCADE, related_name="beats")
    screen = models.CharField(max_length=16)
    seen_at = models.DateTimeField()
    began_at = models.DateTimeField()  # since when this page stands
    scene = models.CharField(max_length=60, blank=True)
    figures_at = models.DateTimeField(null=True)  # when the figures on it were read
    moving = models.BooleanField(default=True)  # did it paint and move since it told last?
    hung_s = models.PositiveIntegerField(default=0)  # told by its guard: so long its script has stood still
    restarts = models.PositiveIntegerField(default=0)
    skew_s = models.IntegerField(default=0)  # how far its clock goes wrong
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "wall_beat"
        constraints = [models.UniqueConstraint(fields=["wall", "screen"], name="wall_beat_once")]


SEVERITIES = tuple(Severity.values)
