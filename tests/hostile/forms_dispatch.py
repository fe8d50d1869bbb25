"""Forms of the desk: each does what a room's own action does, and is sent twice here by the desk's own address."""

from __future__ import annotations

from uuid import uuid4

from dothi.calls import actions as calling
from dothi.calls.models import Call, CallLeg
from dothi.forces.models import Assignment, CheckIn, Force
from dothi.incidents import actions as incidents
from dothi.incidents.models import Incident
from dothi.kernel import clock

from .city import City
from .form import Case
from .forms_desk import leg_asked, rung, versions
from .forms_forces import sent, unit

CALL, LEG = versions(Call), versions(CallLeg)


def _taken(city: City) -> Call:
    """Two versions of the call: it rang, and Minh took it."""
    return calling.take(rung("ringing"), by=city.cast.minh)


def _meant(city: City) -> Call:
    """Three: and what it is about."""
    return calling.decide_kind(_taken(city), kind="fire", severity="high", by=city.cast.minh)


def _over(city: City) -> str:
    """Four: it rang, was answered and ended, and Minh has its record to write."""
    call = calling.take(rung("ringing", "answered", "ended"), by=city.cast.minh)
    return _on(call, "next")


def _case(city: City) -> Incident:
    return incidents.open_incident(
        title=f"Cháy {uuid4().hex[:8]}", kind="fire", severity="high", by=city.cast.minh, unit_id=city.cast.ward_a.pk,
        lon=107.08, lat=10.35,
    )  # fmt: skip


def _on(call: Call, what: str) -> str:
    return f"/desk/calls/{call.code}/{what}/"


def _part(city: City, what: str) -> str:
    leg = leg_asked(city)
    if what == "close":
        calling.accept_leg(leg, by=city.cast.minh)
    return f"/desk/calls/{leg.call.code}/legs/{leg.pk}/{what}/"


def _free(city: City, path: str) -> str:
    """An address that is told of a unit that nobody sent, and of a case that asks for one."""
    unit(city)
    _case(city)
    return path


def _away(city: City, path: str, *, asked: bool = False) -> str:
    """An address that is told of a unit on its way, which is asked whether it is well."""
    row = sent(city)
    if asked:
        CheckIn.objects.create(assignment=row, due_at=clock.now(), every_s=600)
    return path


def _newest() -> str:
    return Force.objects.latest("pk").call_sign


def _question() -> str:
    return str(CheckIn.objects.latest("pk").pk)


def _its_case() -> str:
    return str(Assignment.objects.latest("pk").incident.code)


def _open() -> str:
    return str(Incident.objects.latest("pk").code)


def _surge(city: City) -> str:
    _case(city)
    _taken(city)
    return "/desk/surge/"


CASES: dict[str, Case] = {  # with what each one makes for itself: two versions of a call that rang and was taken
    "desk-take-longest": Case("minh", lambda c: f"/desk/take/?{rung('ringing').code}", lambda c: {}, {"calls_call": 1, CALL: 2}),
    "desk-take": Case("minh", lambda c: _on(rung("ringing"), "take"), lambda c: {}, {"calls_call": 1, CALL: 2}),
    "desk-by-hand": Case("minh", lambda c: "/desk/by-hand/", lambda c: {"key": "một lần"}, {"calls_call": 1}),
    "desk-draft": Case("minh", lambda c: _on(_taken(c), "draft"), lambda c: {"rev": "1", "narrative": "Cháy"}, {CALL: 3}),
    # the same place twice is two entries in the history and one place
    "desk-place": Case(
        "minh", lambda c: _on(_taken(c), "place"), lambda c: {"lon": "107.1", "lat": "10.4", "source": "map"}, {CALL: 4}
    ),
    "desk-kind": Case("minh", lambda c: _on(_taken(c), "kind"), lambda c: {"kind": "fire", "severity": "high"}, {CALL: 3}),
    "desk-card": Case("minh", lambda c: _on(_taken(c), "card"), lambda c: {"card": "x", "version": "1", "q-floors": "3"}, {CALL: 3}),
    "desk-open": Case("minh", lambda c: _on(_meant(c), "open"), lambda c: {}, {"incidents_incident": 1, CALL: 4}),
    "desk-attach": Case(
        "minh", lambda c: (_case(c), _on(_taken(c), "attach"))[1], lambda c: {"incident": _open()}, {"incidents_incident": 1, CALL: 3}
    ),
    "desk-surge": Case(
        "minh", _surge, lambda c: {"incident": _open(), "calls": Call.objects.latest("pk").code}, {"incidents_incident": 1, CALL: 3}
    ),
    # each press sends a link, and the one before holds no longer
    "desk-link": Case("minh", lambda c: _on(_taken(c), "link"), lambda c: {}, {"calls_place_link": 2, CALL: 2}),
    "desk-hand": Case(
        "minh", lambda c: (leg_asked(c), _on(_taken(c), "hand"))[1], lambda c: {"service": "115"}, {"calls_leg": 2}
    ),
    "desk-return": Case("minh", lambda c: _on(rung("ringing", "ended"), "return"), lambda c: {}, {CALL: 3}),
    "desk-mark": Case("minh", lambda c: _on(_taken(c), "mark"), lambda c: {"reason": "gọi đùa"}, {"calls_number_mark": 1}),
    "desk-next": Case("minh", _over, lambda c: {"outcome": "information"}, {CALL: 5}),
    "desk-leg-accept": Case("minh", lambda c: _part(c, "accept"), lambda c: {}, {"calls_leg": 1, LEG: 2}),
    "desk-leg-decline": Case("minh", lambda c: _part(c, "decline"), lambda c: {"reason": "hết xe"}, {"calls_leg": 1, LEG: 2}),
    "desk-leg-close": Case("minh", lambda c: _part(c, "close"), lambda c: {"reason": "xong"}, {"calls_leg": 1, LEG: 3}),
    "desk-recommend": Case(
        "minh", lambda c: _free(c, "/desk/recommend/"), lambda c: {"case": _open()}, {"forces_assignment": 0, "forces_log": 0}, frozenset({200})
    ),
    "desk-send": Case(
        "minh", lambda c: _free(c, "/desk/send/"), lambda c: {"case": _open(), "force": _newest()}, {"forces_assignment": 1, "forces_log": 1}
    ),
    "desk-state": Case(
        "minh", lambda c: _free(c, "/desk/state/"), lambda c: {"force": _newest(), "state": "resting", "expected": "available"}, {"forces_log": 1}
    ),
    "desk-acknowledge": Case(
        "minh", lambda c: _away(c, "/desk/acknowledge/"), lambda c: {"force": _newest(), "case": _its_case()}, {"forces_assignment": 1, "forces_log": 2}
    ),
    "desk-recall": Case(
        "minh", lambda c: _away(c, "/desk/recall/"), lambda c: {"force": _newest(), "reason": "đã xong"}, {"forces_assignment": 1, "forces_log": 2}
    ),
    "desk-decline": Case(
        "minh", lambda c: _away(c, "/desk/decline/"), lambda c: {"force": _newest(), "reason": "thủng lốp"}, {"forces_assignment": 1, "forces_log": 2}
    ),
    "desk-check-in": Case(
        "minh", lambda c: _away(c, "/desk/check-in/", asked=True), lambda c: {"force": _newest(), "asked": _question()}, {"forces_check_in": 2, "forces_log": 2}
    ),
    "desk-command": Case(
        "minh", lambda c: _free(c, "/desk/command/"), lambda c: {"line": f"gửi {_newest()}", "case": _open()}, {"forces_assignment": 1}
    ),
}  # fmt: skip
