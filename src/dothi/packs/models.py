"""Which version of which pack is loaded, since when and by whom, and every edition that ever was."""

from __future__ import annotations

import pghistory
from django.db import models

from dothi.accounts.models import Person


class PackEdition(models.Model):
    """All files of a pack as they were put in force once. Nothing of it changes but that it is taken back.

    In force is the newest that was not taken back: taking it back lets the one before stand again.
    """

    pack = models.SlugField(max_length=60)
    number = models.PositiveIntegerField()
    version = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64)
    texts = models.JSONField()  # name of the file → its text
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_reason = models.TextField(blank=True)

    class Meta:
        db_table = "packs_edition"
        constraints = [models.UniqueConstraint(fields=["pack", "number"], name="pack_edition_number")]

    def __str__(self) -> str:
        return f"{self.pack} {self.version} ({self.number})"


class Proposal(models.Model):
    """The files of a pack that a person handed in, judged and waiting for a word: loaded, thrown away, or forgotten after a week."""

    pack = models.SlugField(max_length=60)  # as it calls itself; empty: it does not say
    version = models.CharField(max_length=20)
    file_name = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    texts = models.JSONField()  # name of the file → its text
    complaints = models.JSONField()  # [{file, path, key, fields, line}]; none: it can be loaded
    handed_in_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "packs_proposal"
        constraints = [
            models.UniqueConstraint(fields=["handed_in_by", "fingerprint"], name="pack_proposal_once")
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"


@pghistory.track()
class LoadedPack(models.Model):
    """One pack in force. `fingerprint` is the hash of all its files: the same files again change nothing."""

    code = models.SlugField(primary_key=True, max_length=60)
    version = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64)
    manifest = models.JSONField()
    contents = models.JSONField()  # what was loaded: {"types": [...], "rules": [...], …}
    edition = models.ForeignKey(PackEdition, null=True, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        db_table = "packs_loaded_pack"

    def __str__(self) -> str:
        return f"{self.code} {self.version}"
