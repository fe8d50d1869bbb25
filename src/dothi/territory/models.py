"""Administrative units with dates and lineage, their areas, and dated groups of them.

A unit's key is (code, valid_from): codes are reused with another meaning (seven province codes changed their
province on 1/7/2025), so nothing may join by bare code.
"""

from __future__ import annotations

import datetime as dt

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q

from dothi.kernel.runs import Run


class Level(models.IntegerChoices):
    PROVINCE = 1
    DISTRICT = 2  # only before 1/7/2025
    COMMUNE = 3


class DateRange(Func):
    """`daterange(valid_from, valid_to)`: half open, a null end is open."""

    function = "DATERANGE"
    output_field = DateRangeField()


PERIOD = DateRange(F("valid_from"), F("valid_to"))


@pghistory.track()
class Unit(models.Model):
    """One version of an administrative unit during one period: `valid_from` ≤ day < `valid_to` (null: still).

    A change of type or name makes a new version of the same unit (`first` points to its first version); a merger
    or a division makes other units, told by `UnitChange`.
    """

    code = models.CharField(max_length=10)
    level = models.PositiveSmallIntegerField(choices=Level)
    kind = models.CharField(max_length=30)  # Tỉnh, Thành phố, Phường, Xã, Đặc khu, Quận …
    name = models.CharField(max_length=120)  # Vũng Tàu
    full_name = models.CharField(max_length=160)  # Phường Vũng Tàu
    name_en = models.CharField(max_length=160, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    first = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="later_versions"
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    begin_known = models.BooleanField(
        default=True
    )  # False: the source only says that it existed by its last day
    decree = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    area_km2 = models.FloatField(null=True)
    search_text = models.TextField(blank=True, editable=False)  # names without accents, old names too

    class Meta:
        db_table = "territory_unit"
        indexes = [GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="territory_unit_search")]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "level", "valid_from"], name="unit_code_level_valid_from"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="unit_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="unit_one_meaning_per_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    ("level", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def last_day(self) -> dt.date | None:
        """The last day it was valid; None: still."""
        return self.valid_to - dt.timedelta(days=1) if self.valid_to else None

    @property
    def valid_to_text(self) -> str:
        return f"{self.valid_to:%d/%m/%Y}" if self.valid_to else ""


@pghistory.track(exclude=["wkb"])
class UnitArea(models.Model):
    """The area of a unit: exact where polygons were imported, else approximate (and the map says so).

    The history keeps `sha256` in place of the polygon itself: it shows that and when an area changed, at 32 bytes a version.
    """

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="area")
    wkb = models.BinaryField()  # MultiPolygon, EPSG:4326
    sha256 = models.BinaryField(max_length=32)
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    approximate = models.BooleanField()
    source = models.CharField(max_length=200)
    imported_at = models.DateTimeField()

    class Meta:
        db_table = "territory_unit_area"


@pghistory.track()
class UnitChange(models.Model):
    """Lineage, many to many: (a part of) `from_unit` became (a part of) `to_unit` on `changed_on`."""

    class Kind(models.TextChoices):
        RENAMED = "renamed"
        MERGED = "merged"
        SPLIT = "split"
        TYPE_CHANGED = "type_changed"
        CONTINUED = "continued"  # nothing but its parent or the code list changed

    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="became")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="came_from")
    kind = models.CharField(max_length=20, choices=Kind)
    share = models.FloatField(
        null=True, blank=True
    )  # part of from_unit that went to to_unit, 0..1; null: unknown
    decree = models.CharField(max_length=200, blank=True)
    changed_on = models.DateField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "territory_unit_change"
        constraints = [
            models.UniqueConstraint(fields=["from_unit", "to_unit", "changed_on"], name="unit_change_once"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=1),
                name="unit_change_share_is_a_part",
            ),
        ]

    @property
    def percent(self) -> float | None:
        return None if self.share is None else self.share * 100


@pghistory.track()
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
        constraints = [
            ExclusionConstraint(
                name="unit_group_one_meaning_per_day",
                expressions=[("code", RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="unit_group_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name_vi


@pghistory.track()
class UnitGroupMember(models.Model):
    """A unit belongs to a group from a day to a day; one that left on a day is no member on that day."""

    group = models.ForeignKey(UnitGroup, on_delete=models.CASCADE, related_name="members")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "territory_unit_group_member"
        constraints = [
            ExclusionConstraint(
                name="unit_group_member_once_per_day",
                expressions=[
                    ("group", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="unit_group_member_ends_after_it_begins",
            ),
        ]


class TerritoryImport(Run):
    """One carrying-out of an import page's plan by a job: what was asked, how far it is, what came of it."""

    token = models.CharField(
        max_length=60, unique=True
    )  # of the kept files: pressed twice, it is carried out once
    files = models.JSONField()  # their names
    options = models.JSONField()  # of the page, as `views_import` carries them
    reason = models.CharField(max_length=500, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    step = models.CharField(max_length=20, blank=True)  # what it does now: read, plan, units, changes, areas
    figures = models.JSONField(default=list)  # [message key, number]
    notes = models.JSONField(default=list)  # [message key, fields]

    class Meta:
        db_table = "territory_import"

    def __str__(self) -> str:
        return ", ".join(self.files)
