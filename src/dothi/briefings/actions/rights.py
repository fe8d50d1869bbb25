"""Who may act on a briefing, and who hears of it."""

from __future__ import annotations

from dothi.accounts.models import Person
from dothi.accounts.queries import people_who_may
from dothi.briefings.area import Area, area_of
from dothi.briefings.models import Briefing
from dothi.kernel import events
from dothi.kernel.errors import NotAllowed


def refuse(by: Person, permission: str, where: Area) -> None:
    """Raises NotAllowed unless `permission` reaches the whole of it."""
    if not where.within(by.scope(permission)):
        raise NotAllowed(permission=permission)


def tell(topic: str, row: Briefing) -> None:
    """Open pages hear of each change; of a group only who reaches everywhere, for a frame names one unit and nobody of it alone may hear."""
    told = {"code": row.code, "state": row.state, "path": f"/briefings/{row.code}/"}
    events.publish(topic, told, permission="briefings.view", unit_id=row.unit_id, agency_id=row.agency_id)


def who_may_see(row: Briefing) -> list[Person]:
    """The issuing agency's own people first. Of a group: who reaches each of its units."""
    unit_id = row.units[0] if row.group_id else row.unit_id
    people, where = people_who_may("briefings.view", unit_id, row.agency_id), area_of(row)
    return [one for one in people if where.within(one.scope("briefings.view"))] if row.group_id else people
