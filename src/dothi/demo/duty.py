"""Who is on duty in the demo city: the two rosters that the default policies call, filled with the demo's own people.

Twelve hours each for the duty officer and the dispatcher; the leader is on duty all day. Repeating changes nothing.
"""

from __future__ import annotations

from dothi.accounts.models import Person
from dothi.demo.city import City
from dothi.duty import actions
from dothi.duty.models import Roster
from dothi.duty.policies import DUTY, LEADERS
from dothi.duty.rota import Hours
from dothi.kernel import clock
from dothi.territory.queries import get_unit

_TWELVE = (Hours("Ca ngày", 6 * 60, 18 * 60), Hours("Ca đêm", 18 * 60, 30 * 60))
_ALL_DAY = (Hours("Cả ngày", 0, 24 * 60),)


def load_duty(city: City) -> None:
    """Fills what a city has yet to fill; a roster that has a pattern stays as it is."""
    officers = _people(city, "duty-officer", "dispatcher")
    leaders = _people(city, "leader")
    for code, shifts, people in ((DUTY, _TWELVE, officers), (LEADERS, _ALL_DAY, leaders)):
        roster = Roster.objects.get(code=code)
        if people and not roster.patterns.exists():
            centre = officers[0].agency if officers else None
            actions.give_roster(roster, agency=centre, unit=get_unit(city.units[0], city.since), by=None)
            actions.set_pattern(
                roster, valid_from=clock.today(), shifts=shifts, crews=[[one] for one in people], by=None
            )


def _people(city: City, *roles: str) -> list[Person]:
    """In the order of the roles; not who sets what holds everywhere."""
    names = [plan.username for role in roles for plan in city.people if plan.role == role and plan.area]
    found = {one.username: one for one in Person.objects.filter(username__in=names)}
    return [found[name] for name in names if name in found]
