"""Which version of which pack is loaded, since when and by whom."""

from __future__ import annotations

import pghistory
from django.db import models

from dothi.accounts.models import Person


@pghistory.track()
class LoadedPack(models.Model):
    """One pack in force. `fingerprint` is the hash of all its files: the same files again change nothing."""

    code = models.SlugField(primary_key=True, max_length=60)
    version = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64)
    manifest = models.JSONField()
    contents = models.JSONField()  # what was loaded: {"types": [...], "rules": [...], …}
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        db_table = "packs_loaded_pack"

    def __str__(self) -> str:
        return f"{self.code} {self.version}"
