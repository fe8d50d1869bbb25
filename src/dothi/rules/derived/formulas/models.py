"""The formulas in force, resolved when their pack was loaded, and what they owe."""

from __future__ import annotations

from django.db import models


class Formula(models.Model):
    """One `[[derived]]` table with a formula. `told`: see `definition.Definition.of`; the editions of its pack keep what it was."""

    pack = models.SlugField(max_length=60)
    entity_type = models.CharField(max_length=120)
    attribute = models.CharField(max_length=120)
    valid_from = models.DateField()
    rank = models.SmallIntegerField(default=0)  # above every formula that it is made of
    told = models.JSONField()

    class Meta:
        db_table = "rules_formula"
        constraints = [
            models.UniqueConstraint(
                fields=["entity_type", "attribute", "valid_from"], name="one_formula_from_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entity_type}.{self.attribute}"


class FormulaDue(models.Model):
    """An instant at which a value must be computed; survives any restart."""

    pk = models.CompositePrimaryKey("value", "entity_id", "at")
    value = models.CharField(max_length=241)  # `Type.attribute`
    entity_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "rules_formula_due"
        indexes = [models.Index(fields=["value", "at"], name="rules_formula_due_at")]
