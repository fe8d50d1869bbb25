"""Code lists, their releases and the entries of each release.

A list is kept here (its releases stand in these tables) or offered live by another room (`home`; `kernel.offered`). What is
published never changes: the database refuses, not only the actions.
"""

from __future__ import annotations

import datetime as dt

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from dothi.accounts.models import Agency, Person
from dothi.kernel import clock
from dothi.kernel.dated import Certainty

_PUBLISHED_STAYS = """
    if tg_op = 'UPDATE' and old.status = 'draft' then
        return new;
    end if;
    if tg_op = 'UPDATE' and old.status = 'published' and new.status = 'withdrawn'
       and old.valid_from > (now() at time zone 'Asia/Ho_Chi_Minh')::date
       and to_jsonb(new) - 'status' = to_jsonb(old) - 'status' then
        return new;
    end if;
    if tg_op = 'DELETE' and old.status = 'draft' then
        return old;
    end if;
    raise exception 'a published release of a code list cannot be changed';
"""
# The release is locked for sharing: who publishes it meanwhile waits, and an entry never slips into what was just published.
_ONLY_IN_A_DRAFT = """
    perform from codelists_release
      where id = case when tg_op = 'DELETE' then old.release_id else new.release_id end and status = 'draft' for share;
    if not found or (tg_op = 'UPDATE' and old.release_id <> new.release_id) then
        raise exception 'the entries of a published release of a code list cannot be changed';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
"""


@pghistory.track()
class CodeList(models.Model):
    """One shared list of codes (danh mục dùng chung) with one owner. No owner: nobody has taken it over yet."""

    code = models.SlugField(max_length=60, unique=True)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    purpose_vi = models.CharField(max_length=500, blank=True)
    purpose_en = models.CharField(max_length=500, blank=True)
    owner = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=300)  # the text that it rests on
    certainty = models.CharField(max_length=2, choices=Certainty)
    home = models.CharField(max_length=60, blank=True)  # the offered list that it shows; empty: kept here

    class Meta:
        db_table = "codelists_list"
        constraints = [models.CheckConstraint(condition=~Q(name_vi=""), name="code_list_has_a_name")]

    def __str__(self) -> str:
        return self.name_vi

    @property
    def is_kept(self) -> bool:
        return not self.home


@pghistory.track()
class Release(models.Model):
    """One version of a list, valid from a day until the next one begins. A waiting one (not begun) may be withdrawn, no more."""

    class Status(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    list = models.ForeignKey(CodeList, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    valid_from = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    certainty = models.CharField(max_length=2, choices=Certainty, blank=True)
    note = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)  # sha256 of its entries; empty in a draft
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "codelists_release"
        constraints = [
            models.UniqueConstraint(fields=["list", "number"], name="code_list_release_number"),
            models.UniqueConstraint(fields=["list"], condition=Q(status="draft"), name="code_list_one_draft"),
            models.UniqueConstraint(
                fields=["list", "valid_from"],
                condition=Q(status="published"),
                name="code_list_one_release_a_day",
            ),
            models.CheckConstraint(
                condition=Q(status="draft")
                | (Q(valid_from__isnull=False, published_at__isnull=False) & ~Q(digest="") & ~Q(source="")),
                name="code_list_published_with_day_and_source",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_PUBLISHED_STAYS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.list.code} {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    def is_waiting(self, day: dt.date | None = None) -> bool:
        """Published, and not begun on `day` (default today)."""
        begins = self.valid_from
        return self.status == self.Status.PUBLISHED and begins is not None and begins > (day or clock.today())


@pghistory.track()
class Entry(models.Model):
    """One code of one release. `parent` and `replaced_by` are codes, not keys: a release is read and compared as a whole."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="entries")
    code = models.CharField(max_length=60)
    name_vi = models.CharField(max_length=500)
    name_en = models.CharField(max_length=500, blank=True)
    parent = models.CharField(max_length=60, blank=True)
    position = models.PositiveIntegerField()
    ended = models.BooleanField(default=False)
    replaced_by = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    extra = models.JSONField(default=dict, blank=True)

    class Meta:
        db_table = "codelists_entry"
        constraints = [
            models.UniqueConstraint(fields=["release", "code"], name="code_list_entry_once"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name_vi=""), name="code_list_entry_has_a_name"),
        ]
        indexes = [models.Index(fields=["release", "position"], name="code_list_entries_in_order")]
        triggers = [
            pgtrigger.Trigger(
                name="only_in_a_draft",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_ONLY_IN_A_DRAFT,
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_vi}"
