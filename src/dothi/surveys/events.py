"""What surveys hear: a report was answered, and what became of the message that carries a link."""

from __future__ import annotations

from dothi.kernel.events import hears
from dothi.kernel.models import Event
from dothi.kernel.origin import Origin
from dothi.reports.identity import vault
from dothi.surveys import actions
from dothi.surveys.actions.inviting import KEY
from dothi.surveys.models import Invitation, Kind


@hears("reports.moved")
def ask_after_report(event: Event) -> None:
    """Once its answer is public: not while somebody still works on it."""
    told = event.payload
    if told.get("step") == "publish":
        actions.invite(
            Kind.REPORT, told["report"], reach=vault.reach_of(told["report"]), service=told["category"],
            agency_id=told["agency_id"], unit_id=event.unit_id, origin=told.get("origin", Origin.LIVE),
        )  # fmt: skip


@hears("notify.changed")
@hears("notify.delivered")
@hears("notify.read")
@hears("notify.failed")
def note_delivery(event: Event) -> None:
    key = str(event.payload.get("key", ""))
    if key.startswith(KEY) and key[len(KEY) :].isdecimal():
        Invitation.objects.filter(pk=int(key[len(KEY) :])).update(delivery=event.payload["state"][:10])
