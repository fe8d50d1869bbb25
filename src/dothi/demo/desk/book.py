"""A desk of the demo city that keeps a shift book, opened by its first duty officer. Repeating changes nothing."""

from __future__ import annotations

from dothi.accounts.models import Agency
from dothi.demo.city import City
from dothi.duty.policies import DUTY
from dothi.kernel import clock
from dothi.shiftbook import actions, queries
from dothi.shiftbook.models import Desk
from dothi.territory.queries import get_unit

CODE = "ioc"


def open_book(city: City) -> None:
    """The desk of the centre, by the roster of its duty officers."""
    centre = Agency.objects.filter(kind=Agency.Kind.CENTRE).order_by("pk").first()
    if centre is None or Desk.objects.filter(code=CODE).exists():
        return
    desk = actions.add_desk(
        CODE, name_vi="Bàn trực IOC", name_en="IOC desk", agency=centre, unit=get_unit(city.units[0], city.since), own_only=False,
        roster=DUTY, by=None,
    )  # fmt: skip
    people = queries.expected(desk, clock.now()) or queries.takers(desk)
    able = [one for one in people if one.scope("shiftbook.keep").covers(desk.unit_id, desk.agency_id)]
    if able:
        actions.open_book(desk, by=able[0])
