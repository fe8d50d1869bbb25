"""Administrative units with dates and lineage, their areas, and dated groups of them.

A unit's key is (code, valid_from): codes are reused with another meaning (seven province codes changed their
province on 1/7/2025), so nothing may join by bare code.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Level(models.IntegerChoices):
    PROVINCE = 1
    DISTRICT = 2  # only before 1/7/2025
    COMMUNE = 3


class Unit(models.Model):
    """One administrative unit during one period: `valid_from` ≤ day < `valid_to` (null: still)."""

    code = models.CharField(max_length=10)
    level = models.PositiveSmallIntegerField(choices=Level)
    kind = models.CharField(max_length=30)  # Tỉnh, Thành phố, Phường, Xã, Đặc khu, Quận …
    name = models.CharField(max_length=120)  # Vũng Tàu
    full_name = models.CharField(max_length=160)  # Phường Vũng Tàu
    name_en = models.CharField(max_length=160, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    decree = models.CharField(max_length=160, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    area_km2 = models.FloatField(null=True)
    search_text = models.TextField(blank=True, editable=False)  # names without accents, old names too

    class Meta:
        db_table = "territory_unit"
        constraints = [
            models.UniqueConstraint(fields=["code", "level", "valid_from"], name="unit_code_level_valid_from"),
            models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="unit_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.full_name


class UnitArea(models.Model):
    """The area of a unit: exact where polygons were imported, else approximate (and the map says so)."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="area")
    wkb = models.BinaryField()  # MultiPolygon, EPSG:4326
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    approximate = models.BooleanField()
    source = models.CharField(max_length=200)
    imported_at = models.DateTimeField()

    class Meta:
        db_table = "territory_unit_area"


class UnitChange(models.Model):
    """Lineage, many to many: (a part of) `from_unit` became (a part of) `to_unit` on `changed_on`."""

    class Kind(models.TextChoices):
        RENAMED = "renamed"
        MERGED = "merged"
        SPLIT = "split"
        TYPE_CHANGED = "type_changed"

    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="became")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="came_from")
    kind = models.CharField(max_length=20, choices=Kind)
    share = models.FloatField(null=True, blank=True)  # part of from_unit that went to to_unit, 0..1; null: unknown
    decree = models.CharField(max_length=160, blank=True)
    changed_on = models.DateField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "territory_unit_change"
        constraints = [models.UniqueConstraint(fields=["from_unit", "to_unit", "changed_on"], name="unit_change_once")]


class UnitGroup(models.Model):
    """A dated group of units (cụm, khu vực, "TP Vũng Tàu cũ"): a scope for roles, boards, alarms, city-level centres."""

    code = models.SlugField(max_length=60)
    name_vi = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    units = models.ManyToManyField(Unit, through="UnitGroupMember", related_name="groups")

    class Meta:
        db_table = "territory_unit_group"
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="unit_group_code_valid_from")]

    def __str__(self) -> str:
        return self.name_vi


class UnitGroupMember(models.Model):
    group = models.ForeignKey(UnitGroup, on_delete=models.CASCADE, related_name="members")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "territory_unit_group_member"
        constraints = [models.UniqueConstraint(fields=["group", "unit", "valid_from"], name="unit_group_member_once")]
