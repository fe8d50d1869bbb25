"""A desk with a day and a night shift, and two more people of the centre who may keep its book."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dothi.accounts.actions import grant_role, invite_person
from dothi.duty import actions as duty
from dothi.duty.rota import Hours
from dothi.kernel import clock
from dothi.kernel.testing.cast import PASSWORD, SINCE, Cast
from dothi.shiftbook import actions
from dothi.shiftbook.models import Desk

EVENING = dt.datetime(2026, 11, 23, 18, 30, tzinfo=clock.VIETNAM)


def officer(cast: Cast, username: str, name: str, **area: Any) -> Any:
    """A duty officer of the centre."""
    person, _ = invite_person(
        username, name, agency=cast.centre, kind="operational", password=PASSWORD, temporary=False, by=None
    )
    grant_role(person, "duty-officer", by=None, valid_from=SINCE, **area)
    return person


def desk_of(cast: Cast, *people: Any, code: str = "ioc", **changes: Any) -> Desk:
    """The centre's desk; with people a roster of 07:00 and 19:00, each crew of one in turn."""
    roster = ""
    if people:
        made = duty.add_roster(
            f"truc-{code}",
            name_vi="Trực",
            name_en="Duty",
            agency=cast.centre,
            unit=None,
            valid_from=SINCE,
            by=None,
        )
        shifts = [Hours("Ca ngày", 420, 1140), Hours("Ca đêm", 1140, 1860)]
        duty.set_pattern(
            made,
            valid_from=dt.date(2026, 11, 1),
            shifts=shifts,
            crews=[[one] for one in people],
            by=None,
            backdated=True,
        )
        roster = made.code
    told: dict[str, Any] = {"agency": cast.centre, "unit": None, "own_only": False} | changes
    desk = actions.add_desk(code, name_vi="Bàn trực IOC", name_en="IOC desk", roster=roster, by=None, **told)
    Desk.objects.filter(pk=desk.pk).update(valid_from=SINCE)
    desk.refresh_from_db()
    return desk
