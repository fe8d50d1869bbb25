"""What the desk owns itself: the targets that its clocks are held against. Calls, units and cases are facts of the rooms below."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from dothi.dispatch.clocks.clocks import Measure
from dothi.kernel.dated import DatedRule


@pghistory.track()
class Target(DatedRule):
    """So many of a hundred within so many seconds, from a day on: a standard's (of a pack) or the city's own."""

    class Of(models.TextChoices):
        """The clocks of `clocks.RESPONSE`: these alone are held against a target."""

        ANSWER = Measure.ANSWER.value
        PROCESSING = Measure.PROCESSING.value
        TURNOUT = Measure.TURNOUT.value
        TRAVEL = Measure.TRAVEL.value
        TRAVEL_FIRST = Measure.TRAVEL_FIRST.value
        TRAVEL_FULL = Measure.TRAVEL_FULL.value
        TOTAL = Measure.TOTAL.value
        TOTAL_FULL = Measure.TOTAL_FULL.value

    pack = models.CharField(max_length=60, blank=True)  # empty: the city's own
    standard = models.CharField(max_length=120)  # as people name it: NENA-STA-020.1-2020
    measure = models.CharField(max_length=20, choices=Of)
    service = models.SlugField(max_length=40, blank=True)  # code of calls.Service; empty: every service
    within_s = models.PositiveIntegerField()
    share = models.PositiveSmallIntegerField()  # of a hundred

    class Meta:
        db_table = "dispatch_target"
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="dispatch_target_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="dispatch_target_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(share__gte=1, share__lte=100, within_s__gte=1), name="dispatch_target_possible"
            ),
        ]

    def __str__(self) -> str:
        return self.code
