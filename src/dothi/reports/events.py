"""What this room hears: a notice of holidays came, and deadlines that were expected only are counted anew."""

from __future__ import annotations

from dothi.kernel.events import hears
from dothi.kernel.models import Event
from dothi.reports.actions.recounting import recount


@hears("rules.calendar-confirmed")
def calendar_confirmed(event: Event) -> None:
    recount()
