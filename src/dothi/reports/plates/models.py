"""A plate with its place, from a day on; one that is taken down stays as a row, so that who scans it is told so."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Agency, Person
from dothi.territory.models import Unit


@pghistory.track()
class Plate(models.Model):
    """`code` stands in the address that the QR code holds; `category` is proposed to whoever scans it, empty: none."""

    key = models.UUIDField(unique=True)  # of its line in the form: sent twice it is one plate
    code = models.CharField(max_length=12, unique=True)
    place = models.CharField(max_length=200)
    lon = models.FloatField()
    lat = models.FloatField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        Agency, null=True, on_delete=models.PROTECT, related_name="+"
    )  # whose plate it is
    category = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        app_label = "reports"
        db_table = "reports_plate"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="report_plate_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
                name="report_plate_on_earth",
            ),
        ]
        indexes = [models.Index(fields=["unit", "place"], name="reports_plates_of_unit")]

    def __str__(self) -> str:
        return self.code
