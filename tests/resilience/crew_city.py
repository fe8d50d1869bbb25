"""Fills the database of a running system for the tests of the crew page: `city` a unit with its entity and whoever rides on it, `send` a
case that the unit is sent to; prints the unit's call sign, or the code of the case."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import django

UNIT, URN = "114-TO-01", "urn:ngsi-ld:Vehicle:114-TO-01"
TITLE = "Cháy nhà số"


def main(what: str) -> None:
    django.setup()
    print({"city": _city, "send": _send}[what]())


def _city() -> str:
    from django.db import transaction

    from dothi.accounts import actions as accounts
    from dothi.forces.models import Force
    from dothi.kernel import clock
    from dothi.kernel.testing import cast

    with transaction.atomic():
        people = cast.gather()
        binh, _ = accounts.invite_person(
            "binh", "Trần Bình", agency=people.centre, password=cast.PASSWORD, temporary=False, by=None
        )
        accounts.grant_role(binh, "crew", by=None, valid_from=cast.SINCE, agency=people.centre)
        Force.objects.create(
            call_sign=UNIT, name="Xe thử", kind="fire-engine", service="114", agency=people.centre, unit=people.ward_a,
            capabilities=["pump"], crew=4, home_lon=107.08, home_lat=10.36, urn=URN, state="available",
            state_since=clock.now(),
        )  # fmt: skip
    asyncio.run(_vehicle(people.centre.pk))
    return UNIT


async def _vehicle(agency: Any) -> None:
    from psycopg import AsyncConnection

    from dothi.entities.core.normalize import normalize
    from dothi.entities.store.write import write_batch
    from dothi.kernel.engines import addresses
    from dothi.kernel.origin import Origin

    async with await AsyncConnection.connect(addresses.database_url(), autocommit=True) as connection:
        told = normalize([{"id": URN, "type": "Vehicle"}])
        await write_batch(connection, told, origin=Origin.LIVE, source="test", agency_id=agency)


def _send() -> str:
    """Whatever the unit was on is over: it is sent anew."""
    from dothi.accounts.models import Person
    from dothi.forces import actions
    from dothi.forces.models import Assignment, Force
    from dothi.forces.workflow import State
    from dothi.incidents import actions as incidents
    from dothi.incidents.models import Incident

    minh, force = Person.objects.get(username="minh"), Force.objects.get(call_sign=UNIT)
    for one in Assignment.objects.filter(force=force, ended_at__isnull=True):
        actions.recall(one, "xong", by=minh)
    force.refresh_from_db()
    if force.state != State.AVAILABLE:
        actions.set_state(force, State.AVAILABLE, expected=force.state, by=minh)
        force.refresh_from_db()
    told = Incident.objects.count() + 1  # the same title within a minute would be the same form sent twice
    case = incidents.open_incident(
        title=f"{TITLE} {told}", kind="fire", severity="critical", by=minh, unit_id=force.unit_id, agency_id=force.agency_id,
        lon=107.09, lat=10.35, place="5 Trần Phú",
    )  # fmt: skip
    actions.send(case, [force], by=minh)
    return case.code


if __name__ == "__main__":
    main(sys.argv[1])
