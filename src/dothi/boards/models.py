"""Boards that people and agencies made, with all their versions; notes on figures; how often boards are opened."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from dothi.accounts.models import Agency, Person
from dothi.kernel.audit.registry import append_only
from dothi.territory.models import Unit

LONGEST_NAME, LONGEST_NOTE = 120, 1_000


@pghistory.track()
class OwnBoard(models.Model):
    """A board of one person or one agency. What it shows stands in its versions; `number` is the one that holds."""

    key = models.UUIDField(unique=True)  # of the form that made it: sent twice, it is one
    owner_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    owner_agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    roles = ArrayField(models.SlugField(max_length=60), default=list)  # whose holders may open it too
    copied_from = models.CharField(max_length=80, blank=True)  # address of the board that it began as
    number = models.PositiveIntegerField(default=1)
    withdrawn = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "boards_board"
        constraints = [
            models.CheckConstraint(
                condition=Q(owner_person__isnull=True) ^ Q(owner_agency__isnull=True),
                name="board_has_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"own-{self.pk}"

    @property
    def code(self) -> str:
        """As it stands in addresses."""
        return f"own-{self.pk}"


@append_only
class BoardVersion(models.Model):
    """What a board showed from one saving to the next. Never changed: undoing saves an earlier one again."""

    board = models.ForeignKey(OwnBoard, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=LONGEST_NAME)
    tiles = models.JSONField()  # as `contents.py` reads them
    restores = models.PositiveIntegerField(null=True)  # the version that was saved again
    saved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "boards_version"
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.UniqueConstraint(fields=["board", "number"], name="board_version_once"),
        ]

    def __str__(self) -> str:
        return self.name


@append_only
class Note(models.Model):
    """What somebody wrote on an indicator's period. Editing or taking it away writes the next number of the same thread."""

    thread = models.UUIDField()
    number = models.PositiveIntegerField(default=1)
    indicator = models.SlugField(max_length=80)
    starts_at = models.DateTimeField()  # of the period that it is about
    # who may see: null, whoever sees the indicator; else who sees it in that unit
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=LONGEST_NOTE)
    withdrawn = models.BooleanField(default=False)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        db_table = "boards_note"
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [models.UniqueConstraint(fields=["thread", "number"], name="board_note_once")]
        indexes = [models.Index(fields=["indicator", "starts_at"], name="boards_note_of")]

    def __str__(self) -> str:
        return self.text


class Opening(models.Model):
    """A board was opened by somebody of a role. Who it was is not kept; forgotten after its time."""

    board = models.CharField(max_length=80)
    role = models.CharField(max_length=60, blank=True)
    agency = models.ForeignKey(
        Agency, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    opened_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "boards_opening"
