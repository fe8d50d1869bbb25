"""The map's summary, kept by a trigger of `Report` and put together by `public/mapping.py`."""

from __future__ import annotations

from django.db import models


class MapCell(models.Model):
    """How many released reports lie in a cell of the map, for each zoom that a summary is kept for (public/mapping.py)."""

    level = models.SmallIntegerField()
    x = models.IntegerField()
    y = models.IntegerField()
    category = models.CharField(max_length=120)
    state = models.CharField(max_length=10)
    origin = models.SmallIntegerField()
    number = models.IntegerField()
    pk = models.CompositePrimaryKey("level", "x", "y", "category", "state", "origin")

    class Meta:
        db_table = "reports_map_cell"


class MapChange(models.Model):
    """A report came onto the map (1) or left it (-1), until that is in the summary: whoever reports waits for no counter."""

    lon = models.FloatField()
    lat = models.FloatField()
    category = models.CharField(max_length=120)
    state = models.CharField(max_length=10)
    origin = models.SmallIntegerField()
    number = models.SmallIntegerField()

    class Meta:
        db_table = "reports_map_change"
