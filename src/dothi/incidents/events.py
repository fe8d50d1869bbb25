"""What incidents hear from the rooms below: an alarm of an open incident was raised again or cleared."""

from __future__ import annotations

from dothi.incidents import actions
from dothi.kernel.events import hears
from dothi.kernel.models import Event


@hears("alarms.raised")
def note_raised(event: Event) -> None:
    actions.note_alarm(event.payload["alarm"], "raised")


@hears("alarms.cleared")
def note_cleared(event: Event) -> None:
    actions.note_alarm(event.payload["alarm"], "cleared")
