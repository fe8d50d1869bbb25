"""Policies of escalation and the routes to them: dated, checked when they are saved, and the set that a new city begins with.

A policy must end at a person: its last step is unconditional and calls people with accounts, or a roster that has some. The set that
comes with the program calls two rosters which a city has yet to fill; until then the doctor says that nobody stands at its end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.db import connection

from dothi.accounts.models import Agency, Person
from dothi.duty.models import Policy, Roster, Route, Step
from dothi.duty.routing import policy_in_force
from dothi.kernel import clock, events
from dothi.kernel.audit.action import action_of
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest, NotAllowed
from dothi.kernel.said import plain
from dothi.territory.models import Unit

_action = action_of("duty")
MOST_STEPS = 12
LONGEST_WAIT_S = 24 * 3600
IN_FORCE = dt.date(2026, 7, 1)
OURS = "Quyết định của dự án; thành phố đặt lại bằng một bản có ngày hiệu lực"
DUTY, LEADERS = "truc-ban", "truc-lanh-dao"


@dataclass(frozen=True, slots=True)
class Planned:
    """One step as it is typed; its place follows from the order."""

    kind: str
    wait_s: int = 0
    importance: str = Step.Importance.HIGH
    roster: Roster | None = None
    agency: Agency | None = None
    people: tuple[int, ...] = ()
    first_only: bool = False
    url: str = ""
    only_from: dt.time | None = None
    only_to: dt.time | None = None
    only_count: int | None = None
    only_window_s: int | None = None

    @property
    def is_conditional(self) -> bool:
        return self.only_from is not None or self.only_count is not None


class Gathering(NamedTuple):
    """From the `begin`-th thing within `window_s` seconds on, what comes is called for together, first after `wait_s`."""

    begin: int
    window_s: int
    wait_s: int


@_action
def set_policy(
    code: str, *, name_vi: str, name_en: str, steps: Sequence[Planned], valid_from: dt.date, source: str, certainty: str,
    by: Person, repeats: int = 0, last_wait_s: int = 300, agency: Agency | None = None, gathering: Gathering | None = None,
    reason: str = "",
) -> Policy:  # fmt: skip
    """Lets this version hold from a day on. Runs that are under way go on by the version with which they began.

    Raises NotAllowed; BadRequest: a past day, no name or source, steps that call nobody, an end that is no person.
    """
    if not may_set(by, agency):
        raise NotAllowed(permission="duty.manage")
    if valid_from < clock.today():
        raise BadRequest("duty-policy-past")
    if not plain(name_vi) or not plain(name_en) or not plain(source) or certainty not in Certainty.values:
        raise BadRequest("duty-policy-source")
    if not 0 <= repeats <= Policy.MOST_REPEATS or not 0 < last_wait_s <= LONGEST_WAIT_S:
        raise BadRequest("duty-policy-repeats", most=Policy.MOST_REPEATS)
    _refuse_gathering(gathering)
    _refuse_steps(steps)
    if not ends_at_person(steps, clock.now()):
        raise BadRequest("duty-policy-end")
    said: dict[str, Any] = {
        "name_vi": plain(name_vi)[:120], "name_en": plain(name_en)[:120], "agency": agency, "repeats": repeats,
        "last_wait_s": last_wait_s, "source": plain(source)[:200], "certainty": certainty, **_gathers(gathering),
    }  # fmt: skip
    _one_after_the_other()
    if not all(may_set(by, row.agency) for row in Policy.objects.select_related("agency").filter(code=code)):
        raise NotAllowed(permission="duty.manage")  # it would take the place of somebody else's
    replaced = Policy.objects.filter(code=code, valid_from=valid_from).first()
    if replaced is not None and replaced.runs.exists():
        raise BadRequest("duty-policy-used")
    if replaced is not None:
        replaced.delete()
    policy = _saved(code, valid_from, said, steps)
    _tell()
    return policy


def _refuse_gathering(asked: Gathering | None) -> None:
    if asked is None:
        return
    begin, window_s, wait_s = asked
    if not (2 <= begin <= 1000 and 0 < window_s <= LONGEST_WAIT_S and 0 <= wait_s <= window_s):
        raise BadRequest("duty-policy-gather")


def _gathers(asked: Gathering | None) -> dict[str, int | None]:
    begin, window_s, wait_s = asked or (None, None, None)
    return {"gather_from": begin, "gather_window_s": window_s, "gather_wait_s": wait_s}


def may_set(person: Person, agency: Agency | None) -> bool:
    """A policy without agency holds for the whole city: only who manages everywhere sets it."""
    return person.scope("duty.manage").covers(
        agency.unit_id if agency else None, agency.pk if agency else None
    )


def ends_at_person(steps: Sequence[Planned | Step], now: dt.datetime) -> bool:
    """Does the last step that calls people do so without a condition, and is somebody with an account there?"""
    calling = [step for step in steps if step.kind != Step.Kind.HOOK]
    if not calling or calling[-1] is not steps[-1] or calling[-1].is_conditional:
        return False
    last = calling[-1]
    if last.kind in (Step.Kind.PEOPLE, Step.Kind.ROTATING):
        day = now.astimezone(clock.VIETNAM).date()
        return any(person.is_current(day) for person in Person.objects.filter(pk__in=list(last.people)))
    if last.kind == Step.Kind.ROSTER and last.roster is not None:
        return has_people(last.roster, now)
    return False


def has_people(roster: Roster, now: dt.datetime) -> bool:
    """Is somebody on duty of it at some time of the next week?"""
    from dothi.duty.queries import AHEAD, turns_of

    return any(turn.people for turn in turns_of(roster, now, now + AHEAD))


def endless(day: dt.date | None = None) -> list[Policy]:
    """Policies in force that some route leads to and that do not end at a person."""
    today = day or clock.today()
    routed = {route.policy_code for route in Route.current(today).values()} - {""}
    held = [policy for code in sorted(routed) if (policy := policy_in_force(code, today))]
    return [one for one in held if not ends_at_person(list(one.steps.select_related("roster")), clock.now())]


@_action
def set_route(
    code: str, *, position: int, about: str, policy_code: str, valid_from: dt.date, source: str, certainty: str, by: Person,
    severities: Iterable[str] = (), rule_code: str = "", agency: Agency | None = None, unit: Unit | None = None,
    valid_to: dt.date | None = None, reason: str = "",
) -> Route:  # fmt: skip
    """Lets a route hold from a day on. Raises NotAllowed; BadRequest: a past day, no source, a policy that does not hold then."""
    scope = by.scope("duty.manage")
    if not scope.covers(unit.pk if unit else None, agency.pk if agency else None):
        raise NotAllowed(permission="duty.manage")
    if any(not scope.covers(row.unit_id, row.agency_id) for row in _replaced(code, valid_from)):
        raise NotAllowed(permission="duty.manage")
    if valid_from < clock.today():
        raise BadRequest("duty-policy-past")
    if not plain(source) or certainty not in Certainty.values or about not in Route.About.values:
        raise BadRequest("duty-policy-source")
    if valid_to is not None and valid_to <= valid_from:
        raise BadRequest("duty-pattern-ends")
    if policy_code and policy_in_force(policy_code, valid_from) is None:
        raise BadRequest("duty-route-policy", policy=policy_code)
    row, _ = Route.objects.update_or_create(
        code=code,
        valid_from=valid_from,
        defaults={
            "position": position, "about": about, "policy_code": policy_code, "severities": list(severities),
            "rule_code": plain(rule_code)[:80], "agency": agency, "unit": unit, "valid_to": valid_to, "source": plain(source)[:200],
            "certainty": certainty,
        },
    )  # fmt: skip
    _tell()
    return row


def _replaced(code: str, day: dt.date) -> Iterable[Route]:
    """Rows whose place one of this code takes from that day on."""
    return Route.objects.filter(code=code).exclude(valid_to__lte=day)


def _refuse_steps(steps: Sequence[Planned]) -> None:
    if not 0 < len(steps) <= MOST_STEPS:
        raise BadRequest("duty-policy-steps", most=MOST_STEPS)
    for number, step in enumerate(steps, 1):
        if not 0 <= step.wait_s <= LONGEST_WAIT_S or not _calls_somebody(step):
            raise BadRequest("duty-step-whom", step=number)
        hours, count = (step.only_from, step.only_to), (step.only_count, step.only_window_s)
        if any((one is None) != (other is None) for one, other in (hours, count)) or (
            hours[0] and hours[0] == hours[1]
        ):
            raise BadRequest("duty-step-condition", step=number)


def _calls_somebody(step: Planned) -> bool:
    if step.kind == Step.Kind.ROSTER:
        return step.roster is not None
    if step.kind in (Step.Kind.PEOPLE, Step.Kind.ROTATING):
        return bool(step.people)
    if step.kind == Step.Kind.HOOK:
        place = urlsplit(step.url)
        return place.scheme in ("http", "https") and bool(place.hostname)
    return step.kind in (Step.Kind.AGENCY, Step.Kind.DESK)


def _saved(code: str, valid_from: dt.date, said: dict[str, Any], steps: Sequence[Planned]) -> Policy:
    policy = Policy.objects.create(code=code, valid_from=valid_from, **said)
    Step.objects.bulk_create(
        Step(policy=policy, position=position, **{**_columns(step), "people": list(step.people)})
        for position, step in enumerate(steps)
    )
    return policy


def _one_after_the_other() -> None:
    """Of two forms with one code the second finds what the first wrote; a code that is new has no row to lock."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('duty-policy'))")


def _columns(step: Planned) -> dict[str, Any]:
    return {name: getattr(step, name) for name in Planned.__dataclass_fields__}


def _tell() -> None:
    events.publish("duty.planned", {"policies": True}, permission="duty.view")


def ensure_policies() -> None:
    """The rosters, policies and routes that a new city begins with; what a city changed stays (idempotent)."""
    rosters = {code: _ensured_roster(code, *names) for code, names in _ROSTERS.items()}
    for code, (name_vi, name_en, repeats, plans) in _POLICIES.items():
        if not Policy.objects.filter(code=code).exists():
            steps = [
                Planned(
                    Step.Kind.ROSTER if roster else Step.Kind.DESK, wait_s, importance, rosters.get(roster), first_only=first
                )
                for wait_s, roster, first, importance in plans
            ]  # fmt: skip
            said = {
                "name_vi": name_vi,
                "name_en": name_en,
                "repeats": repeats,
                "source": OURS,
                "certainty": Certainty.DESIGN,
                **_gathers(_FLOOD),
            }
            _saved(code, IN_FORCE, said, steps)
    for position, (code, about, severities, policy) in enumerate(_ROUTES, 1):
        if not Route.objects.filter(code=code).exists():
            Route.objects.create(
                code=code, valid_from=IN_FORCE, position=position * 100, about=about, severities=list(severities),
                policy_code=policy, source=OURS, certainty=Certainty.DESIGN,
            )  # fmt: skip


def _ensured_roster(code: str, name_vi: str, name_en: str) -> Roster:
    return Roster.objects.get_or_create(
        code=code, defaults={"name_vi": name_vi, "name_en": name_en, "valid_from": IN_FORCE}
    )[0]


_CRITICAL, _HIGH, _NORMAL = Step.Importance.CRITICAL, Step.Importance.HIGH, Step.Importance.NORMAL
_ROSTERS = {
    DUTY: ("Trực ban trung tâm", "Duty officers of the centre"),
    LEADERS: ("Trực lãnh đạo", "Leaders on duty"),
}
_FLOOD = Gathering(5, 600, 60)
_OWN = ""  # the roster of the desk that it is about
# name, how often again, steps: seconds to wait, roster, only its first, importance
_POLICIES: dict[str, tuple[str, str, int, tuple[tuple[int, str, bool, Step.Importance], ...]]] = {
    "critical": (
        "Khẩn cấp", "Critical", 2,
        ((0, DUTY, True, _CRITICAL), (300, DUTY, False, _CRITICAL), (300, LEADERS, False, _CRITICAL)),
    ),
    "high": (
        "Cao", "High", 1,
        ((0, DUTY, True, _HIGH), (900, DUTY, False, _HIGH), (900, LEADERS, False, _HIGH)),
    ),
    "unattended": (
        "Vụ việc không ai nhận", "Case that nobody took", 1,
        ((600, DUTY, False, _CRITICAL), (600, LEADERS, False, _CRITICAL)),
    ),
    "missed-call": (
        "Cuộc gọi nhỡ", "Missed call", 0,
        ((300, DUTY, False, _NORMAL), (600, LEADERS, False, _HIGH)),
    ),
    "shift-unopened": (
        "Ca không người nhận", "Shift that nobody opened", 2,
        ((0, _OWN, False, _CRITICAL), (300, DUTY, False, _CRITICAL), (300, LEADERS, False, _CRITICAL)),
    ),
}  # fmt: skip
_ROUTES = (
    ("alarm-critical", Route.About.ALARM, ("critical",), "critical"),
    ("alarm-high", Route.About.ALARM, ("high",), "high"),
    ("incident-critical", Route.About.INCIDENT, ("critical",), "unattended"),
    ("call-missed", Route.About.CALL, (), "missed-call"),
    ("shift-unopened", Route.About.SHIFT, (), "shift-unopened"),
)
