"""The right side: which units are proposed and why, which were sent and how they stand."""

from __future__ import annotations

from typing import Any

from dothi.dispatch import queries
from dothi.dispatch.desk import Desk
from dothi.forces import recommending
from dothi.forces.recommended import Recommendation
from dothi.forces.workflow import CODES, State, needs, next_states
from dothi.kernel import clock

LEVELS = (1, 2, 3)


def shown(desk: Desk) -> dict[str, Any]:
    """What the part needs: the proposal where one was asked for, and the units of the case with what each may do next."""
    row = queries.row_of(desk.case) if desk.case is not None else None
    return {
        "proposal": proposal(desk) if desk.asked else None,
        "levels": LEVELS,
        "row": row,
        "sent": [(sent, steps(sent.force.state)) for sent in row.sent] if row else [],
        "declined": row.declined if row else [],
    }


def steps(state: str) -> list[dict[str, Any]]:
    """The buttons of a unit: state, short code, and what it asks for first."""
    old = State(state)
    return [
        {
            "state": new.value,
            "code": CODES[new],
            "needs": needs(new, old),
            "word": f"forces-state-{new.value}",
        }
        for new in next_states(old)
    ]


def proposal(desk: Desk) -> Recommendation | None:
    """For the call, or for the case where there is one (more units at a higher level). None while the kind is not known."""
    about: Any = desk.case or desk.call
    if about is None or not about.kind:
        return None
    return recommending.recommend(
        kind=about.kind,
        severity=about.severity,
        lon=about.lon,
        lat=about.lat,
        level=desk.level,
        scope=desk.person.scope("forces.send"),
        at=clock.now(),
        incident=desk.case,
    )
