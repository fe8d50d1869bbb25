"""What a law, a city or we decided and may decide otherwise: a row with the day it begins, its source and how sure we are of it.

A limit, a deadline or a time of keeping is never a constant in code: (code, valid_from) is its key, what held before stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from dothi.kernel import clock

FIRST = dt.date(2026, 7, 1)  # from when on what comes with the product holds


class Certainty(models.TextChoices):
    """How sure we are of a source; its words are `certainty-<mark>`, shown beside every figure that rests on it."""

    LEGAL_TEXT = "S"  # read in the official text
    SECONDARY = "S2"  # from a second hand, not compared with the text
    MEMORY = "M"  # from memory: to be verified before anybody relies on it
    DESIGN = "D"  # our own decision, or the city's


class DatedRule(models.Model):
    """One value of a rule during one period: `valid_from` ≤ day < `valid_to` (null: until a later row of this code begins)."""

    code = models.SlugField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    certainty = models.CharField(max_length=2, choices=Certainty)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="%(app_label)s_%(class)s_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="%(app_label)s_%(class)s_ends_after_it_begins",
            ),
        ]

    @classmethod
    def current(cls, day: dt.date) -> dict[str, Self]:
        """The row of each code that holds on `day`, by code: of several the one that began last."""
        return {row.code: row for row in cls.holding(day).order_by("valid_from")}

    @classmethod
    def held(cls, code: str, day: dt.date | None = None) -> Self | None:
        """The row of one code that holds on `day` (default today)."""
        return cls.holding(day or clock.today()).filter(code=code).order_by("-valid_from").first()

    @classmethod
    def ensure(cls, rows: Iterable[Mapping[str, Any]]) -> None:
        """Adds what comes with the product where its code has no row yet; what a city decided stays (idempotent). `rows`: fields by
        name; without others they hold from `FIRST` on and are our own decision."""
        known = set(cls._default_manager.values_list("code", flat=True))
        ours = {"valid_from": FIRST, "certainty": Certainty.DESIGN}
        cls._default_manager.bulk_create(cls(**{**ours, **row}) for row in rows if row["code"] not in known)

    @classmethod
    def holding(cls, day: dt.date) -> models.QuerySet[Self]:
        """Every row whose period covers `day`."""
        return cls._default_manager.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day
        )
