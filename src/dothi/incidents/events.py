"""What incidents hear from the rooms below: an alarm of an open incident was raised again or cleared, or its rule was withdrawn."""

from __future__ import annotations

from dothi.incidents import actions
from dothi.kernel.events import hears
from dothi.kernel.models import Event
from dothi.rules.alarms.withdrawing import WITHDRAWN


@hears("alarms.raised")
def note_raised(event: Event) -> None:
    actions.note_alarm(event.payload["alarm"], "raised")


@hears("alarms.cleared")
def note_cleared(event: Event) -> None:
    actions.note_alarm(event.payload["alarm"], "cleared")


@hears("alarms.updated")
def note_withdrawn(event: Event) -> None:
    if event.payload.get("because") == WITHDRAWN:
        actions.note_alarm(event.payload["alarm"], "withdrawn")
