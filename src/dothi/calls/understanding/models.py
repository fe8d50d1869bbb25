"""What understanding keeps in tables: cards with their versions, and the streets that addresses are found by."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from dothi.kernel.dated import Certainty
from dothi.kernel.i18n import language
from dothi.territory.models import Unit


@pghistory.track()
class ProtocolCard(models.Model):
    """A card of at most seven questions, as a pack says it from a day on. What differs is the next version; nothing is overwritten.

    `advice`: [{"vi": …, "en": …}], read out at once. `questions`: as in the pack, with `when` for what each answer changes.
    """

    pack = models.CharField(max_length=60)
    code = models.SlugField(max_length=80)
    valid_from = models.DateField()
    version = models.PositiveIntegerField(default=1)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    kinds = ArrayField(models.CharField(max_length=120))  # categories as incidents have them
    advice = models.JSONField(default=list)
    questions = models.JSONField()
    approved_by = models.CharField(
        max_length=200, blank=True
    )  # of 114 or 115; empty: nobody, and the desk says so
    approved_on = models.DateField(null=True)
    source = models.TextField()
    certainty = models.CharField(max_length=2, choices=Certainty)
    withdrawn = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "calls_protocol_card"
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "code", "valid_from", "version"], name="protocol_card_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_en if language() == "en" else self.name_vi


class Street(models.Model):
    """A named street within one commune: made anew from the streets file whenever that changes, so it has no history of its own.

    `lon`, `lat` lie on the street; `half_m` is how far its ends are from there: an address on it is not known better.
    """

    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)  # without accents and without the word street
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="+")
    lon = models.FloatField()
    lat = models.FloatField()
    half_m = models.FloatField()
    shape = models.BinaryField()  # MultiLineString, WKB, EPSG:4326: where streets meet is worked out from it
    source = models.CharField(max_length=120)  # the file that it came from

    class Meta:
        db_table = "calls_street"
        indexes = [
            GinIndex(OpClass("folded", name="gin_trgm_ops"), name="streets_by_name"),
            models.Index(fields=["source"], name="streets_by_source"),
        ]

    def __str__(self) -> str:
        return self.name
