"""A crew of the centre on the pumper 114-01, sent to a fire in ward A."""

from __future__ import annotations

from typing import Any

import pytest

from dothi.accounts import actions as accounts
from dothi.forces import actions as sending
from dothi.forces.models import Assignment, Force
from dothi.forces.workflow import State
from dothi.incidents import actions as incidents
from dothi.incidents.models import Incident
from dothi.kernel import clock
from dothi.kernel.testing.cast import PASSWORD, SINCE, Cast


def crew_person(cast: Cast, username: str = "binh", **area: Any) -> Any:
    """Bình of the centre, a crew in the field; `area` limits the role."""
    someone, _ = accounts.invite_person(
        username, f"Trần {username.title()}", agency=cast.centre, kind="operational", password=PASSWORD,
        temporary=False, by=None,
    )  # fmt: skip
    accounts.grant_role(someone, "crew", by=None, valid_from=SINCE, **(area or {"agency": cast.centre}))
    return someone


def unit(cast: Cast, call_sign: str = "114-01", **told: Any) -> Force:
    said = {
        "name": f"Xe {call_sign}", "kind": "fire-engine", "service": "114", "agency": cast.centre, "unit": cast.ward_a,
        "capabilities": ["pump"], "crew": 4, "home_lon": 107.09, "home_lat": 10.35, "state": State.AVAILABLE.value,
        "state_since": clock.now(), **told,
    }  # fmt: skip
    return Force.objects.create(call_sign=call_sign, **said)


def fire(cast: Cast) -> Incident:
    return incidents.open_incident(
        title="Cháy nhà số 5", kind="fire", severity="critical", by=cast.minh, unit_id=cast.ward_a.pk,
        agency_id=cast.centre.pk, lon=107.08, lat=10.34,
    )  # fmt: skip


@pytest.fixture
def binh(cast: Cast) -> Any:
    return crew_person(cast)


@pytest.fixture
def engine(cast: Cast) -> Force:
    return unit(cast)


@pytest.fixture
def sent(cast: Cast, engine: Force) -> Assignment:
    return sending.send(fire(cast), [engine], by=cast.minh)[0]
