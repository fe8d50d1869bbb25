"""Briefings: what was said of a period, from which figures as they were known then, by which form, signed by whom."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Agency, Person
from dothi.kernel.dated import DatedRule
from dothi.territory.models import Unit, UnitGroup


class Kind(models.TextChoices):
    """Of which period a briefing speaks."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    DEMAND = "demand"  # from a moment that somebody chose until now


class CodeSeries(models.Model):
    """The last code given in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "briefings_code_series"


class NumberSeries(models.Model):
    """The last number that an agency gave to a signed briefing in a year: each agency counts its own papers."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "briefings_number_series"
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="briefings_one_series_a_year")]


@pghistory.track()
class Template(models.Model):
    """One version of a form. Never overwritten: a change is the next version, which holds from its day on.

    `sha256` names the DOCX among the uploads; without one it is the standard form that comes with the program (`standing.py`).
    """

    code = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    file_name = models.CharField(max_length=150, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=300, blank=True)  # what is other than before
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "briefings_template"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="briefings_template_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


@pghistory.track()
class Schedule(models.Model):
    """A briefing that is drafted by itself: of which kind, for whom, at which hour; who answers for it is told."""

    kind = models.CharField(max_length=8, choices=Kind)
    template = models.SlugField(max_length=60)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(
        UnitGroup, null=True, on_delete=models.PROTECT, related_name="+"
    )  # or of all its units
    at = models.TimeField()  # Viet Nam's
    working_days = models.BooleanField(default=True)  # on a day off it waits for the next working day
    receivers = models.JSONField(default=list)  # nơi nhận
    is_on = models.BooleanField(default=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")  # with whose rights
    made_at = models.DateTimeField()
    last_day = models.DateField(null=True)  # of which it was drafted, or could not be
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "briefings_schedule"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "template", "agency", "unit", "group"], condition=Q(is_on=True), nulls_distinct=False,
                name="briefings_scheduled_once",
            ),
            models.CheckConstraint(condition=~Q(kind="demand"), name="briefings_schedule_has_a_rhythm"),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(group__isnull=True), name="briefings_schedule_unit_or_group"
            ),
        ]  # fmt: skip


@pghistory.track()
class Briefing(models.Model):
    """One briefing, from its draft to the archive. Its figures are rows of `Printed`; what people write stands in `texts`.

    `recorded_at`: as known at that moment; every figure is computed anew from it. `scopes`: with which rights, by permission.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        REVIEWED = "reviewed"
        SIGNED = "signed"
        SENT = "sent"
        ARCHIVED = "archived"
        DROPPED = "dropped"

    OPEN = (State.DRAFT, State.REVIEWED)
    FINAL = (State.SIGNED, State.SENT, State.ARCHIVED)

    code = models.CharField(max_length=20, unique=True)  # BC-2026-000007
    once = models.UUIDField(unique=True)  # of the form: a nervous thumb makes one
    kind = models.CharField(max_length=8, choices=Kind)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(UnitGroup, null=True, on_delete=models.PROTECT, related_name="+")
    units = ArrayField(
        models.BigIntegerField(), default=list
    )  # of the group when it was made, with all below
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    scopes = models.JSONField()
    round = models.PositiveSmallIntegerField(default=1)  # how often its figures were taken
    before = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    changes = models.JSONField(default=list)  # since the one before, as printed
    place = models.CharField(max_length=60, blank=True)
    signs_as = models.CharField(max_length=120, blank=True)
    receivers = models.JSONField(default=list)
    texts = models.JSONField(default=dict)  # block → what people wrote
    revision = models.PositiveIntegerField(default=1)  # of what people write: compare and swap
    body_sha256 = models.CharField(max_length=64, blank=True)  # a DOCX that was handed in again
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    number = models.PositiveIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    origin = models.SmallIntegerField(default=0)  # the least direct that has a part in a figure
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    edited_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "briefings_briefing"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "template", "agency", "unit", "group", "begins_at"],
                nulls_distinct=False,
                condition=~Q(kind="demand") & ~Q(state="dropped"),
                name="briefing_one_of_a_period",
            ),
            models.CheckConstraint(
                condition=Q(group__isnull=True, units=[])
                | Q(group__isnull=False, unit__isnull=True, units__len__gt=0),
                name="briefing_of_a_group_has_units",
            ),
            models.UniqueConstraint(fields=["agency", "year", "number"], name="briefing_number_once"),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True)
                | ~Q(signed_by=F("made_by")) & ~Q(signed_by=F("edited_by")),
                name="briefing_signed_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "sent", "archived"])
                | Q(
                    number__isnull=False, year__isnull=False, signed_by__isnull=False, signed_at__isnull=False
                ),
                name="briefing_signed_has_number_and_name",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("begins_at")), name="briefing_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["-ends_at", "-id"], name="briefings_newest")]  # fmt: skip

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_final(self) -> bool:
        return self.state in self.FINAL


class Printed(models.Model):
    """A figure as it was printed, with its receipt and what it was made of. Only added: figures taken again are the next round."""

    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="printed")
    round = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()  # 1, 2 …: the mark beside the figure
    key = models.CharField(max_length=120)  # `canh-bao.dang-mo`, `chi-tieu.<code>`
    receipt = models.JSONField()  # receipts.Receipt
    rows = models.JSONField()  # the first `MOST_ROWS` of what `receipt.hash` is the hash of

    class Meta:
        db_table = "briefings_printed"
        constraints = [
            models.UniqueConstraint(fields=["briefing", "round", "place"], name="printed_once"),
            models.UniqueConstraint(fields=["briefing", "round", "key"], name="printed_key_once"),
        ]


class File(models.Model):
    """A file that was given out or handed in, by its hash; the bytes lie below the uploads. Only added."""

    class Role(models.TextChoices):
        DRAFT = "draft"  # downloaded before signing
        HANDED_IN = "handed-in"
        SIGNED = "signed"

    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="files")
    role = models.CharField(max_length=9, choices=Role)
    ending = models.CharField(max_length=4)  # docx, pdf
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "briefings_file"
        constraints = [
            models.UniqueConstraint(fields=["briefing", "role", "sha256"], name="briefings_file_once")
        ]
        indexes = [models.Index(fields=["sha256"], name="briefings_file_by_hash")]


@pghistory.track()
class BriefingRule(DatedRule):
    """A limit of this room, with its source and how sure it is."""

    value = models.PositiveIntegerField()

    class Meta(DatedRule.Meta):
        abstract = False
        db_table = "briefings_rule"
