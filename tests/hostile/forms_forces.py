"""Forms of units: the register, states, what becomes of an assignment, a crew that is well."""

from __future__ import annotations

from uuid import uuid4

from dothi.forces import actions as sending
from dothi.forces.models import Assignment, CheckIn, Force
from dothi.forces.workflow import State
from dothi.incidents import actions as incidents
from dothi.kernel import clock

from .city import City, in_force
from .form import Case, Form


def unit(city: City) -> Force:
    return Force.objects.create(
        call_sign=f"X-{uuid4().hex[:8]}", name="Xe", kind="fire-engine", service="114", agency=city.cast.centre,
        unit=city.cast.ward_a, capabilities=["pump"], crew=4, state=State.AVAILABLE.value, state_since=clock.now(),
    )  # fmt: skip


def sent(city: City) -> Assignment:
    """One unit on a case of its own."""
    case = incidents.open_incident(
        title=f"Cháy {uuid4().hex[:8]}",
        kind="fire",
        severity="high",
        by=city.cast.minh,
        unit_id=city.cast.ward_a.pk,
    )
    return sending.send(case, [unit(city)], by=city.cast.minh)[0]


def _check_in(city: City) -> str:
    asked = CheckIn.objects.create(assignment=sent(city), due_at=clock.now(), every_s=600)
    return f"/forces/check-ins/{asked.pk}/answer/"


def _new(city: City) -> str:
    in_force("emergency")
    return "/forces/new/"


def _new_form(city: City) -> Form:
    return {
        "call_sign": "114-MOI-01", "name": "Xe mới", "kind": "fire-engine", "agency": city.cast.centre.pk,
        "unit": city.cast.ward_a.pk, "crew": "4", "crew_minimum": "4",
    }  # fmt: skip


CASES: dict[str, Case] = {
    "forces-new": Case("quan", _new, _new_form, {"forces_force": 1, "forces_log": 1}),
    "forces-change": Case(
        "quan", lambda c: f"/forces/{unit(c).call_sign}/change/", lambda c: {"name": "Xe", "crew": "3", "crew_minimum": "1"}, {"forces_log": 1}
    ),
    "forces-state": Case(
        "minh", lambda c: f"/forces/{unit(c).call_sign}/state/", lambda c: {"state": "resting", "expected": "available"}, {"forces_log": 1}
    ),
    "forces-disband": Case(
        "quan", lambda c: f"/forces/{unit(c).call_sign}/disband/", lambda c: {"reason": "hết niên hạn"}, {"forces_log": 1}
    ),
    "forces-acknowledge": Case(
        "minh", lambda c: f"/forces/assignments/{sent(c).pk}/acknowledge/", lambda c: {}, {"forces_assignment": 1, "forces_log": 2}
    ),
    "forces-recall": Case(
        "minh", lambda c: f"/forces/assignments/{sent(c).pk}/recall/", lambda c: {"reason": "đã xong"}, {"forces_assignment": 1, "forces_log": 2}
    ),
    "forces-decline": Case(
        "minh", lambda c: f"/forces/assignments/{sent(c).pk}/decline/", lambda c: {"reason": "thủng lốp"}, {"forces_assignment": 1, "forces_log": 2}
    ),
    "forces-check-in": Case("minh", _check_in, lambda c: {}, {"forces_check_in": 2, "forces_log": 2}),
}  # fmt: skip
