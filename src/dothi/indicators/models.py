"""Definitions of indicators with all their versions, the figures computed by them, and figures that people typed."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Agency, Person
from dothi.kernel.dated import Certainty
from dothi.territory.models import Unit


class Over(models.TextChoices):
    """What one figure speaks of: this moment, or a period of Viet Nam's clock."""

    NOW = "now"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Better(models.TextChoices):
    LOW = "low"
    HIGH = "high"
    NONE = "none"


@pghistory.track()
class Indicator(models.Model):
    """One version of a definition. Never overwritten: a change, or its withdrawal by its pack, is the next version.

    Made by a pack, by a catalogue (`catalogue-…` stands for the pack), or by people (`pack` is empty, `draft` is what was adopted).
    In force on a day is, of the tables that began by then, the one that began last, in its newest version (`book.py`).
    """

    Over = Over

    code = models.SlugField(max_length=80)
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    pack = models.SlugField(max_length=60, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # of what the pack said
    draft = models.ForeignKey("Draft", null=True, on_delete=models.PROTECT, related_name="adopted_as")
    withdrawn = models.BooleanField(default=False)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    about_vi = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    figure = models.CharField(max_length=12)  # a word of packs.check.indicators.WORDS
    over = models.CharField(max_length=7, choices=Over)
    entity_type = models.CharField(max_length=120, blank=True)
    attribute = models.CharField(max_length=120, blank=True)
    attribute_unit = models.CharField(
        max_length=10, blank=True
    )  # values told in another unit do not take part
    parameters = models.JSONField(default=dict)  # what else the word asks for: above, of, rules …
    unit_code = models.CharField(max_length=10)
    better = models.CharField(max_length=4, choices=Better)
    target = models.FloatField(null=True)
    owner = models.SlugField(max_length=60, blank=True)  # code of the agency that answers for it
    source = models.TextField()
    legal_basis = models.TextField(blank=True)
    quality = models.JSONField(default=dict)  # lowest, highest, most_change (%), least_count: see quality.py
    certainty = models.CharField(max_length=2, choices=Certainty)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "indicators_indicator"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="indicator_version_once"),
            models.CheckConstraint(condition=~Q(unit_code=""), name="indicator_has_a_unit"),
        ]

    def __str__(self) -> str:
        return self.name_vi


class Figure(models.Model):
    """What one indicator was in one period for one commune and one agency: small enough that any scope is a sum of such cells.

    `numerator`/`denominator` (or `low`, `high`, `bins`) of several cells merge into the figure of all of them (`merging.py`).
    A cell of a period that has ended is never overwritten: what comes late makes the next one and dates the old (`superseded_at`).
    """

    code = models.SlugField(max_length=80)
    method = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()  # of (starts_at, ends_at]: an hour's mean is told at the hour's end
    ends_at = models.DateTimeField()
    # as entities have them: what an entity says of its place must not be able to stop all figures
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    agency = models.ForeignKey(
        Agency, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    bins = models.JSONField(null=True)  # of a percentile: bin → how many values
    count = models.BigIntegerField()  # values that it was computed from
    entities = models.IntegerField()  # that gave one
    expected = models.IntegerField()  # entities that there are
    origins = ArrayField(models.BigIntegerField(), size=5)  # of these values, by Origin
    newest_at = models.DateTimeField(null=True)  # observedAt of the newest of them
    revision = models.PositiveSmallIntegerField(default=0)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    report = models.ForeignKey("Report", null=True, on_delete=models.PROTECT, related_name="figures")
    imported = models.ForeignKey("Import", null=True, on_delete=models.PROTECT, related_name="figures")

    class Meta:
        db_table = "indicators_figure"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "starts_at", "unit", "agency"],
                condition=Q(superseded_at__isnull=True),
                nulls_distinct=False,
                name="figure_one_holds_per_cell",
            ),
        ]


class Due(models.Model):
    """A period of an indicator that waits for being computed, not before `ready_at`: a running day is not computed every second."""

    code = models.SlugField(max_length=80)
    starts_at = models.DateTimeField()
    ready_at = models.DateTimeField()

    class Meta:
        db_table = "indicators_due"
        constraints = [models.UniqueConstraint(fields=["code", "starts_at"], name="indicators_due_once")]
        indexes = [models.Index(fields=["ready_at"], name="indicators_due_ready")]


class Cursor(models.Model):
    """How far the log of flushes was read."""

    reader = models.CharField(max_length=40, primary_key=True)
    tx = models.BigIntegerField()
    flush_id = models.BigIntegerField()

    class Meta:
        db_table = "indicators_cursor"


class FactCursor(models.Model):
    """Until when the changes of a published fact were read."""

    fact = models.CharField(max_length=60, primary_key=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "indicators_fact_cursor"


@pghistory.track()
class Draft(models.Model):
    """A definition that people make: drawn up and checked, tried over the past, adopted by a second person from a day on."""

    class State(models.TextChoices):
        DRAWN = "drawn"  # its words and formula were checked when it was saved
        TRIED = "tried"  # computed over the past: numbers and rows stand in `trial`
        ADOPTED = "adopted"
        DROPPED = "dropped"

    code = models.SlugField(max_length=80)
    state = models.CharField(max_length=7, choices=State, default=State.DRAWN)
    fields = models.JSONField()  # as of an Indicator, without code, version, day and who
    trial = models.JSONField(
        default=list
    )  # [{"begin", "value", "numerator", "denominator", "rows", "places"}]
    tried_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    valid_from = models.DateField(null=True)

    class Meta:
        db_table = "indicators_draft"
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(state__in=("drawn", "tried")), name="draft_one_in_work"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(state="adopted") | ~Q(decided_by=F("made_by")),
                name="draft_adopted_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="adopted")
                | Q(decided_by__isnull=False, decided_at__isnull=False, valid_from__isnull=False),
                name="draft_adopted_by_somebody_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.fields.get("name_vi", self.code))

    @property
    def state_key(self) -> str:
        return f"indicators-draft-{self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in (Draft.State.DRAWN, Draft.State.TRIED)


@pghistory.track()
class Target(models.Model):
    """What an indicator is to reach in a year, in its own unit; the row that began last holds. `unit`: a place of its own, null: the whole."""

    code = models.SlugField(max_length=80)
    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    value = models.FloatField()
    unit_code = models.CharField(max_length=10)
    valid_from = models.DateField()
    source = models.TextField()
    certainty = models.CharField(max_length=2, choices=Certainty)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "indicators_target"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "year", "unit", "valid_from"], nulls_distinct=False, name="target_once_a_day"
            ),
            models.CheckConstraint(condition=~Q(unit_code=""), name="target_has_a_unit"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="target_of_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.year}"


@pghistory.track()
class Import(models.Model):
    """Figures read from a file by a mapping: as they were read, with what was refused; a second person takes them over."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        REFUSED = "refused"

    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    file_name = models.CharField(max_length=150)
    file_sha256 = models.CharField(max_length=64)
    mapping = models.JSONField()
    cells = models.JSONField()  # [[indicator, begin, unit id or null, number, cell of the file]]
    refused = models.JSONField(
        default=list
    )  # [[cell of the file, what it says, key of the words, their fields]]
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "indicators_import"
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(state="accepted") | ~Q(decided_by=F("made_by")),
                name="import_accepted_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="import_decided_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["state", "-made_at"], name="indicators_import_state")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def state_key(self) -> str:
        return f"indicators-import-{self.state}"


@pghistory.track()
class Report(models.Model):
    """Typed figures of one form, agency and period, as handed in once. What was handed in is never changed: a correction is the next one.

    A second person decides; the database itself refuses the same one.
    """

    class State(models.TextChoices):
        WAITING = "waiting"  # for the second person
        RETURNED = "returned"  # with a remark
        APPROVED = "approved"
        REPLACED = "replaced"  # approved once, a later correction holds

    form = models.SlugField(max_length=80)
    pack = models.SlugField(max_length=60)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()  # the first of the period
    number = models.PositiveSmallIntegerField(default=1)  # 2, 3 …: again after a return, or a correction
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    values = models.JSONField()  # indicator → number
    remark = models.TextField(blank=True)  # of the person who typed: why it is unusual, or why corrected
    due_at = models.DateTimeField()  # as the form said on that day
    late = models.BooleanField()
    document_name = models.CharField(max_length=150, blank=True)
    document_path = models.CharField(max_length=200, blank=True)  # below the uploads
    document_sha256 = models.CharField(max_length=64, blank=True)
    typed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    typed_at = models.DateTimeField()
    from_file = models.CharField(
        max_length=150, blank=True
    )  # the spreadsheet that the figures were read from
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)  # why it was returned

    class Meta:
        db_table = "indicators_report"
        constraints = [
            models.UniqueConstraint(fields=["form", "agency", "day", "number"], name="report_number_once"),
            models.UniqueConstraint(
                fields=["form", "agency", "day"], condition=Q(state="waiting"), name="report_one_waits"
            ),
            models.UniqueConstraint(
                fields=["form", "agency", "day"], condition=Q(state="approved"), name="report_one_holds"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("typed_by")),
                name="report_decided_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="report_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(decision=""), name="report_returned_with_a_remark"
            ),
        ]
        indexes = [models.Index(fields=["state", "-typed_at"], name="indicators_report_state")]

    def __str__(self) -> str:
        return f"{self.form} {self.agency_id} {self.day:%d/%m/%Y} ({self.number})"

    @property
    def is_open(self) -> bool:
        return self.state == Report.State.WAITING

    @property
    def state_key(self) -> str:
        return f"indicators-report-{self.state}"
