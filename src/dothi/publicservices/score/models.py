"""Formulas of public services as dated rows, the cells their figures are put together from, and what others published."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from dothi.accounts.models import Agency, Person
from dothi.kernel.dated import DatedRule
from dothi.territory.models import Unit


class Scheme(models.TextChoices):
    """Whose formulas: each measures for itself, nothing is added up over two of them."""

    INDEX = "qd-766"  # 100 points in five groups
    KPI = "nd-224"  # seven measures in real time
    PLAN = "kh-69"  # targets of Đồng Xoài's plan of 2022: the worked example


class Over(models.TextChoices):
    """What is counted."""

    DOSSIER = "dossier"
    PROCEDURE = "procedure"
    SURVEY = "survey"  # answers, by the view that surveys publish
    NOTHING = "nothing"  # nothing is fed to us: a named gap


class Basis(models.TextChoices):
    """Which day puts a dossier into a period."""

    RECEIVED = "received"
    HANDLED = "handled"


class Curve(models.TextChoices):
    """How a ratio becomes points."""

    RATIO = "ratio"  # max x ratio
    CAPPED = "capped"  # max from `full_at` on, in proportion below
    SHOWN = "shown"  # no points: shown beside


class Empty(models.TextChoices):
    """What a term is where its denominator is 0."""

    NO_FIGURE = "none"
    FULL = "full"
    ZERO = "zero"


@pghistory.track()
class ScoreTerm(DatedRule):
    """One formula from a day on. `numerator`, `denominator` and `known` are conditions in SQL over the columns of what is counted (checked by
    `kernel.facts`); with `numerator_of`, `denominator_of` a column is summed instead of rows counted. A row of the denominator that is not
    `known` (its system does not tell) is in neither: it is counted apart. `open_numerator`: what of the dossiers that go on counts, judged
    at the end of the period."""

    scheme = models.CharField(max_length=10, choices=Scheme)
    group = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    note_vi = models.CharField(max_length=500, blank=True)
    note_en = models.CharField(max_length=500, blank=True)
    over = models.CharField(max_length=10, choices=Over)
    basis = models.CharField(max_length=8, choices=Basis, default=Basis.RECEIVED)
    numerator = models.CharField(max_length=500, blank=True)
    numerator_of = models.CharField(max_length=60, blank=True)
    denominator = models.CharField(max_length=500, blank=True)
    denominator_of = models.CharField(max_length=60, blank=True)
    known = models.CharField(max_length=500, blank=True)
    open_numerator = models.CharField(max_length=500, blank=True)
    curve = models.CharField(max_length=6, choices=Curve, default=Curve.RATIO)
    full_at = models.DecimalField(max_digits=5, decimal_places=4, default=1)
    max_points = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    when_empty = models.CharField(max_length=4, choices=Empty, default=Empty.NO_FIGURE)
    unit = models.CharField(max_length=8, default="percent")  # or `hours`: a mean
    target = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)

    class Meta(DatedRule.Meta):
        abstract = False
        db_table = "publicservices_score_term"
        ordering = ["position", "code"]
        constraints = [
            *DatedRule.Meta.constraints,
            models.CheckConstraint(
                condition=Q(full_at__gt=0, full_at__lte=1), name="score_term_full_at_a_share"
            ),
            models.CheckConstraint(
                condition=Q(over="nothing") | ~Q(denominator=""), name="score_term_says_what_it_counts"
            ),
            models.CheckConstraint(condition=Q(unit__in=["percent", "hours"]), name="score_term_has_a_unit"),
        ]

    def __str__(self) -> str:
        return self.code


@pghistory.track()
class OfficialScore(models.Model):
    """A score that the national portal (or whoever publishes it) gave, typed with where it was read: the official one beside ours.
    A correction is another row; the last one typed counts."""

    scheme = models.CharField(max_length=10, choices=Scheme)
    period = models.CharField(max_length=7)  # 2026, 2026-Q3, 2026-09
    group = models.SlugField(max_length=40, blank=True)  # empty: all groups together
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=5, decimal_places=2)
    source = models.CharField(max_length=300)
    read_on = models.DateField()
    key = models.UUIDField(unique=True)  # of the form: sent twice it is one row
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "publicservices_score_official"
        constraints = [
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=100), name="official_score_within_100"
            ),
        ]
        indexes = [models.Index(fields=["scheme", "period", "-at"], name="official_scores_of_period")]


class Cell(models.Model):
    """What the dossiers of one month, agency, commune and procedure add to each formula; they merge by addition.

    `num`, `den`, `unknown`: an entry for each formula, in the order of `ScoreState.layout`."""

    basis = models.CharField(max_length=8, choices=Basis)
    month = models.DateField()
    agency = models.ForeignKey(
        Agency, null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    unit = models.ForeignKey(Unit, null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    procedure_code = models.CharField(max_length=60)
    origin = models.SmallIntegerField()
    generated = models.BooleanField()
    rows = models.IntegerField()
    online = models.IntegerField()
    paid_online = models.IntegerField()
    population = models.IntegerField()
    num = ArrayField(models.BigIntegerField())
    den = ArrayField(models.BigIntegerField())
    unknown = ArrayField(models.BigIntegerField())

    class Meta:
        db_table = "publicservices_score_cell"
        constraints = [
            models.UniqueConstraint(
                fields=["basis", "month", "procedure_code", "agency", "unit", "origin", "generated"], name="score_cell_once", nulls_distinct=False
            ),
        ]  # fmt: skip


class Touched(models.Model):
    """A cell whose dossiers changed since it was computed; written by the triggers of the dossiers' table (`migrations/0003_score.sql`)."""

    basis = models.CharField(max_length=8)
    month = models.DateField()
    agency_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    procedure_code = models.CharField(max_length=60)
    origin = models.SmallIntegerField()
    generated = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        db_table = "publicservices_score_touched"


class ScoreState(models.Model):
    """How the cells stand: one row. `layout`: by basis the formulas in the order of the cells' entries, each with what it was computed by."""

    layout = models.JSONField(default=dict)
    full_at = models.DateTimeField(null=True)
    computed_at = models.DateTimeField(null=True)
    took_s = models.FloatField(null=True)
    cells = models.IntegerField(default=0)  # that the last step made anew

    class Meta:
        db_table = "publicservices_score_state"


class Source(models.Model):
    """A line of the view `publicservices_score_source`: a dossier as formulas see it. Made by a statement, never written."""

    agency = models.ForeignKey(Agency, null=True, on_delete=models.DO_NOTHING, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.DO_NOTHING, related_name="+")
    procedure_code = models.CharField(max_length=60)
    origin = models.SmallIntegerField()
    generated = models.BooleanField()
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "publicservices_score_source"
