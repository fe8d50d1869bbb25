"""Rosters with their patterns, overrides and swaps; policies of escalation with their steps; runs of them with what was done.

A pattern that has begun is never edited: the next one begins on a later day. What a run did is only ever added to.
"""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Agency, Person
from dothi.kernel.audit.registry import append_only
from dothi.kernel.dated import DatedRule
from dothi.kernel.i18n import language, named
from dothi.territory.models import Unit


@pghistory.track()
class Roster(models.Model):
    """A post that somebody is to hold: its name, whose it is, where its desk stands and which telephone rings there."""

    code = models.SlugField(max_length=60, unique=True)
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    time_zone = models.CharField(max_length=60, default="Asia/Ho_Chi_Minh")
    desk = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # the first day without it

    class Meta:
        db_table = "duty_roster"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="roster_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name_vi

    @property
    def name(self) -> str:
        return named(self)


@pghistory.track()
class Pattern(models.Model):
    """Which crew has which shift, from a day on. `days`: on which days it counts, the most particular wins (rota.py)."""

    class Days(models.TextChoices):
        EVERY = "every"
        DAY_OFF = "day-off"
        HOLIDAY = "holiday"
        TET = "tet"

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="patterns")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    days = models.CharField(max_length=10, choices=Days, default=Days.EVERY)
    shifts = models.JSONField()  # [{"name", "start", "end"}], minutes since midnight
    keeps = models.PositiveSmallIntegerField(
        default=0
    )  # days for which a crew keeps its shift; 0: each shift the next crew
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "duty_pattern"
        constraints = [
            models.UniqueConstraint(fields=["roster", "days", "valid_from"], name="pattern_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="pattern_ends_after_it_begins",
            ),
        ]


@pghistory.track()
class PatternPlace(models.Model):
    """A person in a crew of a pattern: the first of a crew is asked first."""

    pattern = models.ForeignKey(Pattern, on_delete=models.CASCADE, related_name="places")
    crew = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "duty_pattern_place"
        constraints = [
            models.UniqueConstraint(fields=["pattern", "crew", "position"], name="pattern_place_once"),
            models.UniqueConstraint(
                fields=["pattern", "crew", "person"], name="pattern_person_once_in_a_crew"
            ),
        ]


@pghistory.track()
class Override(models.Model):
    """A time for which somebody decided otherwise. Withdrawn it holds no longer, and stays on record."""

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="overrides")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    people = ArrayField(models.BigIntegerField())  # ids, the first first; none: not manned, on purpose
    reason = models.CharField(max_length=300)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "duty_override"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="override_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
        ]
        indexes = [models.Index(fields=["roster", "ends_at"], name="duty_override_of")]


@pghistory.track()
class Swap(models.Model):
    """Two people change places: `asker` gives a time and takes another (or none). Holds from the moment the other agreed."""

    class State(models.TextChoices):
        ASKED = "asked"
        AGREED = "agreed"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="swaps")
    asker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begins_at = models.DateTimeField()  # what the asker gives away
    ends_at = models.DateTimeField()
    back_begins_at = models.DateTimeField(null=True)  # what the asker takes in return
    back_ends_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "duty_swap"
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="swap_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(asker=F("other")), name="swap_is_between_two"),
            models.CheckConstraint(
                condition=Q(back_begins_at__isnull=True, back_ends_at__isnull=True)
                | Q(back_ends_at__gt=F("back_begins_at")),
                name="swap_back_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at__isnull=True)
                | ~Q(state="asked") & Q(answered_at__isnull=False),
                name="swap_answered_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["roster", "state"], name="duty_swap_of")]


@pghistory.track()
class Policy(DatedRule):
    """Who is called, in which order, from a day on; a later row of the same code takes its place on its day."""

    MOST_REPEATS = 5

    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    repeats = models.PositiveSmallIntegerField(default=0)  # how often it begins again when nobody took it
    last_wait_s = models.PositiveIntegerField(
        default=300
    )  # after the last step, before it begins again or is exhausted
    # from this one on within this time, what comes is called for together, first after this wait (`gathering.py`); null: each alone
    gather_from = models.PositiveSmallIntegerField(null=True, blank=True)
    gather_window_s = models.PositiveIntegerField(null=True, blank=True)
    gather_wait_s = models.PositiveIntegerField(null=True, blank=True)

    class Meta(DatedRule.Meta):
        db_table = "duty_policy"
        constraints = [
            *DatedRule.Meta.constraints,
            models.CheckConstraint(condition=Q(repeats__lte=5), name="policy_repeats_five_times_at_most"),
            models.CheckConstraint(
                condition=Q(
                    gather_from__isnull=True, gather_window_s__isnull=True, gather_wait_s__isnull=True
                )
                | Q(gather_from__gte=2, gather_window_s__gte=1, gather_wait_s__gte=0),
                name="policy_gathers_within_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name_vi

    @property
    def name(self) -> str:
        return named(self)


@pghistory.track()
class Step(models.Model):
    """One step of a policy. `wait_s` passes before it; a condition that does not hold skips it, and the next comes at once."""

    class Kind(models.TextChoices):
        PEOPLE = "people"
        ROTATING = "round-robin"  # one of these people, the next one with each run
        ROSTER = "roster"
        DESK = "desk"  # the roster of the desk whose shift it is about
        AGENCY = "agency"  # who may act on alarms for it
        HOOK = "web-hook"

    class Importance(models.TextChoices):
        CRITICAL = "critical"
        HIGH = "high"
        NORMAL = "normal"

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    wait_s = models.PositiveIntegerField(default=0)
    importance = models.CharField(max_length=10, choices=Importance, default=Importance.HIGH)
    roster = models.ForeignKey(Roster, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # null: the alarm's own
    people = ArrayField(models.BigIntegerField(), default=list, blank=True)
    first_only = models.BooleanField(
        default=False
    )  # of a roster: only who is asked first, not everybody on duty
    url = models.CharField(max_length=500, blank=True)
    only_from = models.TimeField(
        null=True, blank=True
    )  # only at these hours, Viet Nam's time; may go over midnight
    only_to = models.TimeField(null=True, blank=True)
    only_count = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # only when so many runs of this policy began
    only_window_s = models.PositiveIntegerField(null=True, blank=True)  # within this time

    class Meta:
        db_table = "duty_step"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "position"], name="step_once"),
            models.CheckConstraint(
                condition=Q(kind="roster", roster__isnull=False)
                | Q(kind__in=["people", "round-robin"], people__len__gt=0)
                | Q(kind="web-hook") & ~Q(url="")
                | Q(kind__in=["agency", "desk"]),
                name="step_has_whom_to_call",
            ),
            models.CheckConstraint(
                condition=Q(only_from__isnull=True, only_to__isnull=True)
                | Q(only_from__isnull=False, only_to__isnull=False),
                name="step_has_whole_hours",
            ),
            models.CheckConstraint(
                condition=Q(only_count__isnull=True, only_window_s__isnull=True)
                | Q(only_count__gte=1, only_window_s__gte=1),
                name="step_counts_within_a_time",
            ),
        ]

    @property
    def is_conditional(self) -> bool:
        return self.only_from is not None or self.only_count is not None


@pghistory.track()
class Route(DatedRule):
    """Which policy for what. Rows that hold are asked in order of `position`; the first that fits counts."""

    class About(models.TextChoices):
        ALARM = "alarm"
        INCIDENT = "incident"
        CALL = "call"
        SHIFT = "shift"  # of the shift book: nobody opened it

    position = models.PositiveSmallIntegerField()
    about = models.CharField(max_length=10, choices=About)
    severities = ArrayField(models.CharField(max_length=10), default=list, blank=True)  # none: every one
    rule_code = models.CharField(max_length=80, blank=True)  # of alarms; none: every rule
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # with all below it
    policy_code = models.CharField(max_length=60, blank=True)  # none: nobody is called, on purpose

    class Meta(DatedRule.Meta):
        db_table = "duty_route"


@pghistory.track(exclude=["code"])
class Run(models.Model):
    """One escalation: of what, by which version of a policy, how far it came, who took it.

    `position` is the step that comes next and `due_at` when; both change by compare-and-swap together with the lines of what was
    done. `code` is the secret of the link that messages carry.

    A flood is called for by one run of kind `MANY`; those gathered in it call nobody themselves and end each on its own.
    """

    MANY = "many"

    class State(models.TextChoices):
        OPEN = "open"
        GATHERED = "gathered"  # `gathered_in` calls for it
        TAKEN = "taken"
        EXHAUSTED = "exhausted"  # every step is done and nobody took it
        OVER = "over"  # what it was about is over, by itself or by a person

    kind = models.CharField(max_length=10, choices=[*Route.About.choices, (MANY, MANY)])
    reference = models.CharField(
        max_length=40
    )  # id of the alarm, code of the case, call or shift; of many: drawn
    path = models.CharField(max_length=200)
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    severity = models.CharField(max_length=10, blank=True)
    origin = models.CharField(max_length=12, default="live")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    roster = models.ForeignKey(
        Roster, null=True, on_delete=models.PROTECT, related_name="+"
    )  # of a shift: its desk's
    gathered_in = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="gathered")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="runs")
    code = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    round = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "duty_run"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "reference"],
                condition=Q(state__in=["open", "gathered"]),
                name="run_open_once_per_thing",
            ),
            models.CheckConstraint(
                condition=Q(state="open", due_at__isnull=False, ended_at__isnull=True)
                | Q(state="gathered", due_at__isnull=True, ended_at__isnull=True)
                | ~Q(state__in=["open", "gathered"]) & Q(due_at__isnull=True, ended_at__isnull=False),
                name="run_is_due_while_it_is_open",
            ),
            models.CheckConstraint(
                condition=~Q(state="gathered") | Q(gathered_in__isnull=False), name="run_gathered_in_one"
            ),
            models.CheckConstraint(
                condition=Q(state="taken", taken_by__isnull=False)
                | ~Q(state="taken") & Q(taken_by__isnull=True),
                name="run_taken_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="open"), name="duty_run_due"),
            models.Index(fields=["kind", "reference"], name="duty_run_of"),
            models.Index(fields=["-began_at"], name="duty_run_newest"),
            models.Index(fields=["-began_at"], condition=Q(state="exhausted"), name="duty_run_exhausted"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"

    @property
    def title(self) -> str:
        """What it is about, in the reader's language."""
        return self.title_en if language() == "en" and self.title_en else self.title_vi


@append_only
class RunLine(models.Model):
    """One thing that happened in a run: never changed, in the audit chain. What became of a message is a line of its own."""

    class Kind(models.TextChoices):
        OPENED = "opened"
        GATHERED = "gathered"  # many at once: another run calls for it
        CALLED = "called"  # a message to a person
        HOOKED = "hooked"  # a message to a system
        SKIPPED = "skipped"  # a condition did not hold
        EMPTY = "empty"  # there was nobody to call
        DELIVERED = "delivered"
        READ = "read"
        FAILED = "failed"
        SILENT = "no-receipt"  # the next step came and no channel had said that it arrived
        LATE = "late"  # the step was due earlier: nothing ran in between
        AGAIN = "again"  # from the first step on
        TAKEN = "taken"
        EXHAUSTED = "exhausted"
        OVER = "over"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="lines")
    at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=Kind)
    round = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(null=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    roster = models.ForeignKey(Roster, null=True, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, blank=True)  # of the message
    fields = models.JSONField(default=dict)  # what its words need

    class Meta:
        db_table = "duty_run_line"
        constraints = [
            models.UniqueConstraint(
                fields=["run", "key"],
                condition=Q(kind="called") | Q(kind="hooked"),
                name="run_line_sent_once",
            )
        ]
        indexes = [
            models.Index(fields=["run", "id"], name="duty_run_line_of"),
            models.Index(fields=["key"], name="duty_run_line_key"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


@append_only
class Hush(models.Model):
    """A person silenced the alarm that sounds on their screens, for a short while."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()
    alarms = ArrayField(models.BigIntegerField())  # what sounded then

    class Meta:
        db_table = "duty_hush"
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="hush_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["person", "-at"], name="duty_hush_of")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
