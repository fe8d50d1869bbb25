"""What other rooms hear of a message: that it arrived, was read, or reached nobody."""

from __future__ import annotations

from dothi.kernel import events
from dothi.notify.models import Message


def tell(message: Message, what: str) -> None:
    """`what`: changed, delivered, read or failed (`notify.<what>`), in the running transaction."""
    told = {"message": message.pk, "key": message.key, "state": message.state, "about": message.about}
    events.publish(
        f"notify.{what}", told, permission="notify.view", unit_id=message.unit_id, agency_id=message.agency_id
    )
