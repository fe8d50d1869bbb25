"""Who takes part in what is counted in an area, and the areas that raised an alarm. Written only by the engine, with its cursor."""

from __future__ import annotations

from django.db import models


class Part(models.Model):
    """One entity whose condition holds, or held until `until`. Kept as long as it counts."""

    pk = models.CompositePrimaryKey("rule_code", "entity_id")
    rule_code = models.CharField(max_length=80)
    entity_id = models.BigIntegerField()
    urn = models.TextField()
    unit_id = models.BigIntegerField(null=True)
    agency_id = models.BigIntegerField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    origin = models.SmallIntegerField()
    inputs = models.JSONField()  # attribute -> {value, at, origin, unit} that made it true
    anchor_id = models.BigIntegerField(null=True)  # of the gathering that it belongs to

    class Meta:
        app_label = "rules"
        db_table = "rules_part"
        indexes = [
            models.Index(fields=["rule_code", "unit_id"], name="rules_part_unit"),
            models.Index(fields=["rule_code", "lat"], name="rules_part_lat"),
            models.Index(fields=["rule_code", "until"], name="rules_part_ended"),
        ]


class Gathering(models.Model):
    """An area whose alarm is active; `anchor_id` is the entity that the alarm hangs on. Of a unit it stays for the next time."""

    pk = models.CompositePrimaryKey("rule_code", "anchor_id")
    rule_code = models.CharField(max_length=80)
    anchor_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True)  # null: of a radius
    open = models.BooleanField(default=True)

    class Meta:
        app_label = "rules"
        db_table = "rules_gathering"
        indexes = [models.Index(fields=["rule_code", "unit_id"], name="rules_gathering_unit")]
