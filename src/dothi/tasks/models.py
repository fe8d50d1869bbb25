"""Tasks given, what was said about them, their extensions, and the one list of what people owe."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Agency, Person
from dothi.kernel.audit.registry import append_only
from dothi.territory.models import Unit


class CodeSeries(models.Model):
    """The last number given in a year: codes have no gaps and no doubles."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "tasks_code_series"


class State(models.TextChoices):
    """Stored form of `workflow.State`."""

    GIVEN = "given"
    ACCEPTED = "accepted"
    WORKING = "working"
    HANDED_IN = "handed-in"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Importance(models.TextChoices):
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"


@pghistory.track(exclude=["search_text"])
class Task(models.Model):
    """One task that somebody gave. Who leads is an agency, a person, or a person of an agency.

    `due_at` is the deadline that holds now, `first_due_at` the one it was given with; each extension keeps both of its own.
    """

    key = models.UUIDField(unique=True)  # of the form: the same form twice is one task
    code = models.CharField(max_length=20, unique=True)  # NV-2026-000123
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    importance = models.CharField(max_length=10, choices=Importance, default=Importance.NORMAL)
    state = models.CharField(max_length=10, choices=State, default=State.GIVEN)
    lead_agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    lead_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")  # the giver's
    source_kind = models.SlugField(
        max_length=20, blank=True
    )  # incident, alarm, figure, report, programme; none
    source_code = models.CharField(max_length=80, blank=True)
    source_path = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_said = models.CharField(
        max_length=20, blank=True
    )  # `days:5`, `hours:8` of working time; empty: a date
    due_expected = models.BooleanField(default=False)  # counted over days that no notice has decided yet
    changed_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    handed_in_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)  # of the last refusal, return or withdrawal
    soon_told_at = models.DateTimeField(null=True)
    overdue_told_at = models.DateTimeField(null=True)
    search_text = models.TextField(blank=True, editable=False)  # code, title, text without accents

    class Meta:
        db_table = "tasks_task"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="task_has_a_title"),
            models.CheckConstraint(
                condition=Q(lead_agency__isnull=False) | Q(lead_person__isnull=False), name="task_has_a_lead"
            ),
            models.CheckConstraint(
                condition=Q(first_due_at__gte=F("given_at")), name="task_due_after_it_was_given"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "withdrawn"]) | ~Q(reason=""),
                name="task_ended_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["confirmed", "withdrawn"], ended_at__isnull=False)
                | ~Q(state__in=["confirmed", "withdrawn"]) & Q(ended_at__isnull=True),
                name="task_ended_when_over",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=~Q(state__in=["confirmed", "withdrawn"]),
                name="tasks_task_open_by_due",
            ),
            models.Index(F("ended_at").desc(nulls_first=True), "due_at", "id", name="tasks_task_in_order"),
            models.Index(fields=["source_kind", "source_code"], name="tasks_task_of_source"),
            models.Index(fields=["giver", "-id"], name="tasks_task_of_giver"),
            models.Index(fields=["lead_person"], name="tasks_task_of_person"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="tasks_task_search"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def path(self) -> str:
        return f"/tasks/{self.code}/"

    @property
    def is_over(self) -> bool:
        return self.state in (State.CONFIRMED, State.WITHDRAWN)

    @property
    def lead(self) -> Person | Agency:
        """Who answers for it."""
        found = self.lead_person or self.lead_agency
        assert found is not None  # held by the database
        return found


@pghistory.track()
class TaskPart(models.Model):
    """An agency that takes part: the one that leads, or one that works along. Each sees the task as a whole."""

    class Role(models.TextChoices):
        LEAD = "lead"
        WITH = "with"

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="parts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")  # the agency's own
    role = models.CharField(max_length=4, choices=Role)
    answered_at = models.DateTimeField(null=True)  # of who works along: it said that its share is done

    class Meta:
        db_table = "tasks_part"
        constraints = [
            models.UniqueConstraint(fields=["task", "agency"], name="task_part_once"),
            models.UniqueConstraint(fields=["task"], condition=Q(role="lead"), name="task_part_one_leads"),
        ]
        indexes = [models.Index(fields=["agency", "task"], name="tasks_part_of_agency")]


@append_only
class TaskLine(models.Model):
    """What was done and said, in order: the record that agencies answer each other in. Neither changed nor deleted."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="lines")
    what = models.CharField(max_length=20)  # a step of `workflow.STEPS`, or: given, answer, asked-more-time …
    text = models.TextField(blank=True)
    fields = models.JSONField(default=dict)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")  # an answer to one
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "tasks_line"
        indexes = [models.Index(fields=["task", "id"], name="tasks_line_in_order")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class TaskFile(models.Model):
    """A file of a line; its bytes lie below the uploads by their hash. Only added, and forgotten after its time: the line keeps its name."""

    line = models.ForeignKey(TaskLine, on_delete=models.PROTECT, related_name="files")
    number = models.PositiveSmallIntegerField()  # in its line
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "tasks_file"
        constraints = [models.UniqueConstraint(fields=["line", "number"], name="task_file_once")]
        indexes = [
            models.Index(fields=["recorded_at"], name="tasks_files_oldest"),
            models.Index(fields=["sha256"], name="tasks_files_by_hash"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Extension(models.Model):
    """More time, as it was asked for and decided. Whoever gave the task may grant it unasked; both times are kept."""

    class State(models.TextChoices):
        ASKED = "asked"
        GRANTED = "granted"
        REFUSED = "refused"

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="extensions")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=1000)
    due_before = models.DateTimeField()
    new_due = models.DateTimeField()
    new_expected = models.BooleanField(default=False)  # counted over days that no notice has decided yet
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=1000, blank=True)

    class Meta:
        db_table = "tasks_extension"
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(state="asked"), name="task_extension_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(new_due__gt=F("due_before")), name="task_extension_gives_more_time"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="task_extension_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(state="asked") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="task_extension_decided_by_somebody",
            ),
        ]


class Owed(models.Model):
    """One thing that a person or an agency owes. What it is stands in its own room, which writes here in its own transaction;
    so this row keeps no history, and is made anew from there."""

    kind = models.SlugField(max_length=20)  # task, step, figures …
    code = models.CharField(max_length=120)  # within its kind
    title = models.CharField(max_length=300, blank=True)
    title_key = models.CharField(
        max_length=80, blank=True
    )  # a word, where it is said in the reader's language
    title_fields = models.JSONField(default=dict)
    path = models.CharField(max_length=300)
    due_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    besides = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # who must not settle it: the second of two people
    permission = models.CharField(max_length=40)  # of whoever settles it for an agency

    class Meta:
        db_table = "tasks_owed"
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="owed_once"),
            models.CheckConstraint(condition=~Q(title="", title_key=""), name="owed_has_a_title"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(agency__isnull=False), name="owed_by_somebody"
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "due_at", "id"],
                condition=Q(closed_at__isnull=True),
                name="tasks_owed_by_person",
            ),
            models.Index(
                fields=["agency", "due_at", "id"],
                condition=Q(closed_at__isnull=True, person__isnull=True),
                name="tasks_owed_by_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
