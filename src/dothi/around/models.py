"""Tables of this room: its limits here, the rest beside what works with it."""

from __future__ import annotations

import pghistory
from django.db import models

from dothi.around.guide.models import GuideEntry  # noqa: F401 - tables of the room
from dothi.around.watching.models import Alert, Spread, Watch  # noqa: F401 - tables of the room
from dothi.around.works.models import Work, WorkLine, WorkSeries  # noqa: F401 - tables of the room
from dothi.kernel.dated import DatedRule


@pghistory.track()
class AroundRule(DatedRule):
    """A limit of this room (how near is near, how old is old), with its source and how sure it is."""

    value = models.PositiveIntegerField()

    class Meta(DatedRule.Meta):
        abstract = False
        db_table = "around_rule"
