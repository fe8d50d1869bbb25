"""Which policy is called for what: dated rows asked from the top, the first that fits counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dothi.accounts.rights import reach
from dothi.duty.models import Policy, Route


@dataclass(frozen=True, slots=True)
class Thing:
    """What somebody should take care of, as a run keeps it."""

    kind: str
    reference: str
    path: str
    title_vi: str
    title_en: str
    severity: str = ""
    rule_code: str = ""
    origin: str = "live"
    unit_id: int | None = None
    agency_id: int | None = None
    roster_id: int | None = None  # of a shift: its desk's


def policy_for(thing: Thing, day: dt.date) -> Policy | None:
    """The version of the policy that holds on `day`; None: nobody is called for this, or no policy holds."""
    for route in Route.holding(day).filter(about=thing.kind).order_by("position", "-valid_from"):
        if _is_replaced(route, day):
            continue
        if fits(route, thing, day):
            return policy_in_force(route.policy_code, day) if route.policy_code else None
    return None


def policy_in_force(code: str, day: dt.date) -> Policy | None:
    return Policy.holding(day).filter(code=code).order_by("-valid_from").first()


def fits(route: Route, thing: Thing, day: dt.date) -> bool:
    """Every condition that a row has holds."""
    if route.severities and thing.severity not in route.severities:
        return False
    if route.rule_code and route.rule_code != thing.rule_code:
        return False
    if route.agency_id is not None and route.agency_id != thing.agency_id:
        return False
    return route.unit_id is None or thing.unit_id in (reach(route.unit_id, None, day) or ())


def _is_replaced(route: Route, day: dt.date) -> bool:
    """A later row of the same code took its place."""
    return Route.holding(day).filter(code=route.code, valid_from__gt=route.valid_from).exists()
