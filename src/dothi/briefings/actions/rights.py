"""Who may act on a briefing, and who hears of it."""

from __future__ import annotations

from dothi.accounts.models import Person
from dothi.briefings.models import Briefing
from dothi.kernel import events
from dothi.kernel.errors import NotAllowed


def refuse(by: Person, permission: str, unit_id: int | None, agency_id: int | None) -> None:
    """Raises NotAllowed unless `permission` covers what lies there."""
    if not by.scope(permission).covers(unit_id, agency_id):
        raise NotAllowed(permission=permission)


def tell(topic: str, row: Briefing) -> None:
    """Open pages hear of each change."""
    told = {"code": row.code, "state": row.state, "path": f"/briefings/{row.code}/"}
    events.publish(topic, told, permission="briefings.view", unit_id=row.unit_id, agency_id=row.agency_id)
