"""What the crew's phone must hear at once: its unit was sent, called back, or somebody at the desk said something of it."""

from __future__ import annotations

from dothi.crews import duties
from dothi.crews.models import CrewDuty
from dothi.forces.models import Force
from dothi.kernel import clock
from dothi.kernel.events import hears
from dothi.kernel.models import Event


@hears("forces.sent")
@hears("forces.changed")
@hears("forces.declined")
@hears("forces.checkin")
def tell_phones(event: Event) -> None:
    """Only where somebody is signed on: of all others no phone is open."""
    force = Force.objects.filter(call_sign=event.payload["force"]).first()
    if force is None:
        return
    if CrewDuty.objects.filter(force=force, ended_at__isnull=True, until__gt=clock.now()).exists():
        duties.tell(force)
