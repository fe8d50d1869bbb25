"""The shift book: desks that keep one, shifts as they were, hand-overs with what was open then, and lines that are only added.

At a desk one shift is open at a time; whoever answers for it (`responsible`) does so until another person has taken it over, signed in
as that person. A planned shift that nobody opens stands in the book as such, and the one before goes on.
"""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Agency, Person
from dothi.kernel.audit.registry import append_only
from dothi.kernel.dated import DatedRule
from dothi.territory.models import Unit


class CodeSeries(models.Model):
    """The last number given in a year: codes have no gaps and no doubles."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "shiftbook_code_series"


@pghistory.track()
class ShiftRule(DatedRule):
    """A time of this room, in minutes."""

    value = models.PositiveIntegerField()

    class Meta(DatedRule.Meta):
        db_table = "shiftbook_rule"


@pghistory.track()
class Desk(models.Model):
    """A desk that keeps a book: whose it is, what its shifts look after, and by which roster they are planned."""

    code = models.SlugField(max_length=60, unique=True)
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    own_only = models.BooleanField(
        default=True
    )  # only what belongs to the agency; else everything in the area
    roster = models.SlugField(max_length=60, blank=True)  # code of a roster of `duty`; none: opened by hand
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # the first day without it

    class Meta:
        db_table = "shiftbook_desk"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="desk_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name_vi


@pghistory.track()
class Shift(models.Model):
    """One shift at a desk, as it was."""

    class State(models.TextChoices):
        UNOPENED = "unopened"  # planned, and nobody came
        OPEN = "open"
        CLOSED = "closed"
        MISSED = "missed"  # nobody ever opened it; the one before went on until a later one

    code = models.CharField(max_length=20, unique=True)  # CT-2026-000123
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="shifts")
    name = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State)
    begins_at = models.DateTimeField()  # as planned
    ends_at = models.DateTimeField()
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followers")
    unopened_at = models.DateTimeField(null=True)  # when the book noted that nobody had come
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    responsible = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    handed_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )  # none: taken up without a hand-over
    taken_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "shiftbook_shift"
        constraints = [
            models.UniqueConstraint(
                fields=["desk"], condition=Q(state="open"), name="shift_open_once_at_a_desk"
            ),
            models.UniqueConstraint(
                fields=["desk", "begins_at"], condition=~Q(state="closed"), name="shift_once_in_a_plan"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="shift_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["unopened", "missed"], opened_by__isnull=True, unopened_at__isnull=False
                )
                | Q(state__in=["open", "closed"], opened_by__isnull=False, opened_at__isnull=False),
                name="shift_opened_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False, taken_by__isnull=False),
                name="shift_closed_by_who_takes_over",
            ),
            models.CheckConstraint(
                condition=Q(handed_by__isnull=True) | Q(taken_by__isnull=True) | ~Q(handed_by=F("taken_by")),
                name="shift_handed_over_between_two",
            ),
        ]
        indexes = [models.Index(fields=["desk", "-begins_at"], name="shifts_of_desk")]

    def __str__(self) -> str:
        return self.code


@pghistory.track()
class Handover(models.Model):
    """The leaving person hands over, the coming one takes it in a session of their own, or refuses with a reason."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"
        TAKEN_UP = "taken-up"  # nobody handed over

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="handovers")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # who leaves
    to = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )  # none: whoever comes
    note = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=2000, blank=True)

    class Meta:
        db_table = "shiftbook_handover"
        constraints = [
            models.UniqueConstraint(
                fields=["shift"], condition=Q(state="proposed"), name="handover_proposed_once"
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=True) | ~Q(state="accepted") | ~Q(by=F("answered_by")),
                name="handover_is_between_two",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "taken-up"]) | ~Q(answer=""), name="handover_says_why"
            ),
        ]


@append_only
class HandoverItem(models.Model):
    """One thing that was open when a shift was handed over, as its room showed it then."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="items")
    room = models.CharField(max_length=20)
    code = models.CharField(max_length=120)
    label = models.CharField(max_length=300)
    path = models.CharField(max_length=200)
    severity = models.CharField(max_length=10, blank=True)
    since = models.DateTimeField(null=True)
    word = models.CharField(max_length=500, blank=True)
    late = models.BooleanField(default=False)  # came up after the hand-over was proposed

    class Meta:
        db_table = "shiftbook_handover_item"
        constraints = [
            models.UniqueConstraint(fields=["handover", "room", "code"], name="handover_item_once")
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


@append_only
class BookLine(models.Model):
    """One line of the book. A correction is a line of its own that names the one it corrects."""

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=20)  # words `shiftbook-said-<kind>`; "note" and "correction" are typed
    text = models.TextField(blank=True)  # what a person wrote
    fields = models.JSONField(default=dict)  # what an automatic line's words need
    path = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    key = models.CharField(max_length=200, blank=True)  # the same thing told twice is one line
    at = models.DateTimeField()  # when it was so
    recorded_at = models.DateTimeField()
    search_text = models.TextField(blank=True, editable=False)  # without accents

    class Meta:
        db_table = "shiftbook_line"
        constraints = [
            models.UniqueConstraint(fields=["shift", "key"], condition=~Q(key=""), name="book_line_once"),
            models.CheckConstraint(
                condition=Q(kind="correction", corrects__isnull=False)
                | (~Q(kind="correction") & Q(corrects__isnull=True)),
                name="book_correction_names_a_line",
            ),
        ]
        indexes = [
            models.Index(fields=["shift", "id"], name="book_lines_of_shift"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="book_line_search_text"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    @property
    def word(self) -> str:
        return f"shiftbook-said-{self.kind}"
