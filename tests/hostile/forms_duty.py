"""Forms of the rota and of escalation: rosters, patterns, what is decided otherwise, swaps, policies, taking what one was called for."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from dothi.duty import actions, opening, policies
from dothi.duty.models import Roster, Swap
from dothi.duty.policies import Planned
from dothi.duty.rota import Hours
from dothi.duty.routing import Thing
from dothi.kernel import clock

from .city import City
from .form import Case, Form


def roster(city: City) -> Roster:
    """Minh is on duty of it, day and night."""
    made = actions.add_roster(
        f"r-{uuid4().hex[:8]}", name_vi="Trực", name_en="Duty", agency=city.cast.centre, unit=city.cast.province,
        valid_from=clock.today(), by=None,
    )  # fmt: skip
    shifts = [Hours("Ngày", 0, 1440)]
    actions.set_pattern(made, valid_from=clock.today(), shifts=shifts, crews=[[city.cast.minh]], by=None)
    return made


def _day(days: int) -> str:
    return (clock.today() + dt.timedelta(days=days)).isoformat()


def _minute(days: int) -> dt.datetime:
    return dt.datetime.combine(clock.today() + dt.timedelta(days=days), dt.time.min, clock.VIETNAM)


def _override(city: City) -> str:
    row = actions.override(
        roster(city),
        begins_at=_minute(2),
        ends_at=_minute(3),
        people=[city.cast.hoa],
        reason="thử",
        by=city.cast.minh,
    )
    return f"/duty/overrides/{row.pk}/withdraw/"


def _swap(city: City, asker: str) -> Swap:
    other = {"minh": "hoa", "hoa": "minh"}[asker]
    post, giver, taker = roster(city), getattr(city.cast, asker), getattr(city.cast, other)
    if asker == "hoa":
        actions.override(
            post, begins_at=_minute(2), ends_at=_minute(3), people=[giver], reason="thử", by=city.cast.minh
        )
    return actions.ask_swap(
        post, asker=giver, other=taker, begins_at=_minute(2), ends_at=_minute(3), by=giver
    )


def _asking(city: City) -> Form:
    begin, end = (_minute(days).astimezone(dt.UTC) for days in (3, 4))
    return {
        "mine": f"{begin.isoformat()}|{end.isoformat()}|{city.cast.minh.pk}",
        "other": str(city.cast.hoa.pk),
        "theirs": "",
    }


def _asking_place(city: City) -> str:
    post = roster(city)
    actions.override(
        post,
        begins_at=_minute(5),
        ends_at=_minute(6),
        people=[city.cast.hoa],
        reason="thử",
        by=city.cast.minh,
    )
    return f"/duty/rosters/{post.code}/swap/"


def _policy_form(city: City) -> Form:
    return {
        "name_vi": "Thử", "name_en": "Try", "valid_from": _day(5), "repeats": "0", "last_wait": "5", "source": "thử", "certainty": "D",
        "step-TOTAL_FORMS": "1", "step-INITIAL_FORMS": "0", "step-0-kind": "people", "step-0-wait": "0",
        "step-0-importance": "high", "step-0-people": "hoa",
    }  # fmt: skip


def _route_form(city: City) -> Form:
    return {
        "code": "moi-1", "position": "9", "about": "alarm", "policy_code": "", "valid_from": _day(5), "source": "thử",
        "certainty": "D",
    }  # fmt: skip


def _policy(city: City) -> str:
    code = f"p-{uuid4().hex[:8]}"
    policies.set_policy(
        code, name_vi="Thử", name_en="Try", steps=[Planned("people", people=(city.cast.hoa.pk,))], valid_from=clock.today(),
        source="thử", certainty="D", by=city.cast.minh,
    )  # fmt: skip
    return f"/duty/policies/{code}/"


def _run(city: City) -> str:
    code = f"p-{uuid4().hex[:8]}"
    told = {"valid_from": clock.today(), "source": "thử", "certainty": "D", "by": city.cast.minh}
    policies.set_policy(
        code, name_vi="Thử", name_en="Try", steps=[Planned("people", people=(city.cast.hoa.pk,))], **told
    )
    policies.set_route(code, position=1, about="incident", policy_code=code, **told)
    run = opening.open_run(Thing("incident", code, f"/incidents/{code}/", "Thử", "Try", severity="high"))
    assert run is not None
    return f"/duty/take/{run.code}/"


CASES: dict[str, Case] = {
    "duty-roster-new": Case(
        "minh", lambda c: "/duty/rosters/new/", lambda c: {"code": "moi-1", "name_vi": "Mới", "name_en": "New"}, {"duty_roster": 1}
    ),
    "duty-roster-change": Case(
        "minh", lambda c: f"/duty/rosters/{roster(c).code}/change/", lambda c: {"name_vi": "Khác", "name_en": "Other"}, {}
    ),
    "duty-pattern-new": Case(
        "minh", lambda c: f"/duty/rosters/{roster(c).code}/pattern/",
        lambda c: {"valid_from": _day(4), "days": "every", "shifts": "Ngày 00:00-24:00", "crews": "hoa", "keeps": "0"}, {"duty_pattern": 2},
    ),
    "duty-override-new": Case(
        "minh", lambda c: f"/duty/rosters/{roster(c).code}/override/",
        lambda c: {"begins_at": f"{_day(2)}T08:00", "ends_at": f"{_day(2)}T10:00", "people": "hoa", "reason": "thử"}, {"duty_override": 1},
    ),
    "duty-override-withdraw": Case("minh", _override, lambda c: {}, {}),
    "duty-swap-new": Case("minh", _asking_place, _asking, {"duty_swap": 1}),
    "duty-swap-answer": Case("minh", lambda c: f"/duty/swaps/{_swap(c, 'hoa').pk}/answer/", lambda c: {"answer": "yes"}, {}),
    "duty-swap-withdraw": Case("minh", lambda c: f"/duty/swaps/{_swap(c, 'minh').pk}/withdraw/", lambda c: {}, {}),
    "duty-policy": Case("minh", _policy, lambda c: _policy_form(c) | {"step-INITIAL_FORMS": "1"}, {"duty_policy": 2, "duty_step": 2}),
    "duty-policy-new": Case(
        "minh", lambda c: "/duty/policies/new/", lambda c: _policy_form(c) | {"code": "moi-1"}, {"duty_policy": 1, "duty_step": 1}
    ),
    "duty-route-new": Case("minh", lambda c: "/duty/routes/new/", _route_form, {"duty_route": 1}),
    "duty-take": Case("minh", _run, lambda c: {}, {"duty_run_line": 2}),
}  # fmt: skip
