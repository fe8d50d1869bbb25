"""A policy, a rota and things to be called for, at noon of one day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dothi.duty import actions, escalating, opening, policies
from dothi.duty.models import Policy, Roster, Run, RunLine
from dothi.duty.policies import Planned
from dothi.duty.rota import Hours
from dothi.duty.routing import Thing
from dothi.kernel import clock

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=clock.VIETNAM)


def policy(cast: Any, *steps: Planned, **more: Any) -> Policy:
    return policies.set_policy(
        "thu",
        name_vi="Thử",
        name_en="Try",
        steps=steps,
        valid_from=clock.today(),
        source="thử",
        certainty="D",
        by=cast.minh,
        **more,
    )


def routed(cast: Any, **more: Any) -> None:
    policies.set_route(
        "thu",
        position=1,
        about="incident",
        policy_code="thu",
        valid_from=clock.today(),
        source="thử",
        certainty="D",
        by=cast.minh,
        **more,
    )


def roster(cast: Any, *people: Any) -> Roster:
    made = actions.add_roster(
        "thu",
        name_vi="Thử",
        name_en="Try",
        agency=cast.centre,
        unit=None,
        valid_from=dt.date(2026, 1, 1),
        by=None,
    )
    if people:
        actions.set_pattern(
            made,
            valid_from=dt.date(2026, 1, 1),
            shifts=[Hours("Ngày", 0, 1440)],
            crews=[list(people)],
            by=None,
            backdated=True,
        )
    return made


def begun(code: str = "VV-1", severity: str = "critical", **more: Any) -> Run:
    thing = Thing("incident", code, f"/incidents/{code}/", "Cháy", "Fire", severity=severity, **more)
    run = opening.open_run(thing, at=NOON)
    assert run is not None
    return run


def after(seconds: float) -> int:
    return escalating.step(NOON + dt.timedelta(seconds=seconds))


def called(run: Run) -> list[str]:
    rows = run.lines.filter(kind=RunLine.Kind.CALLED).select_related("person").order_by("pk")
    return [row.person.username for row in rows if row.person]


def kinds(run: Run) -> list[str]:
    return list(run.lines.order_by("pk").values_list("kind", flat=True))
