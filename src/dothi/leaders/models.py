"""Which figures a leader carries, which set is ready for whom, and the deadlines that one tap gives."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from dothi.accounts.models import Person
from dothi.kernel.dated import DatedRule


@pghistory.track()
class LeaderRule(DatedRule):
    """A number of this room."""

    value = models.PositiveIntegerField()

    class Meta(DatedRule.Meta):
        db_table = "leaders_rule"


@pghistory.track()
class ReadySet(DatedRule):
    """The figures of who chose none, by the code of a role (`code`)."""

    figures = ArrayField(models.CharField(max_length=80))

    class Meta(DatedRule.Meta):
        db_table = "leaders_ready_set"


@pghistory.track()
class Choice(models.Model):
    """What one person chose, in their order."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    figures = ArrayField(models.CharField(max_length=80))
    chosen_at = models.DateTimeField()

    class Meta:
        db_table = "leaders_choice"
