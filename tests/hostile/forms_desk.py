"""Forms of calls: call-back, marks, legs, links, lines."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from django.db.models import Model

from dothi.calls import actions as calling
from dothi.calls.actions.lines import add_line
from dothi.calls.models import Call, CallLeg, CallRule, Line, NumberMark, PlaceLink
from dothi.calls.telephony import Told, hear
from dothi.dispatch.clocks import targets
from dothi.dispatch.models import Target
from dothi.kernel import clock

from .city import City
from .form import Case, Form


def versions(model: type[Model]) -> str:
    return str(model.pgh_event_model._meta.db_table)  # type: ignore[attr-defined]


def rung(*kinds: str) -> Call:
    call_id = str(uuid4())
    told = [
        Told("thu", f"{call_id}-{kind}", call_id, kind, clock.now(), "114", "0901234456") for kind in kinds
    ]
    return [hear(one) for one in told][-1]


def _missed(city: City) -> str:
    return f"/calls/{rung('ringing', 'ended').code}/returned/"


def leg_asked(city: City) -> CallLeg:
    """A part of a call that the department is asked to take."""
    line = Line.objects.filter(number="115").first() or add_line(
        number="115", name="115", service="115", agency=city.cast.environment, unit=None, valid_from=clock.today(),
        valid_to=None, source="thử", certainty="D", by=city.cast.quan,
    )  # fmt: skip
    call = calling.take(rung("ringing"), by=city.cast.minh)
    return calling.hand_over(call, service=line.service, by=city.cast.minh)


def _leg(city: City) -> str:
    leg = leg_asked(city)
    return f"/calls/{leg.call.code}/legs/{leg.pk}/accept/"


def _link(city: City) -> str:
    """A link that a phone answered, of a call that has another place."""
    call = calling.take(rung("ringing"), by=city.cast.minh)
    calling.place(call, lon=107.0, lat=10.3, source="map", by=city.cast.minh)
    token = calling.send_link(call, by=city.cast.minh).split("/")[2]
    link = calling.tell_place(token, 107.1, 10.4, 20.0)
    return f"/calls/{call.code}/links/{link.pk}/use/"


def _here(city: City) -> str:
    return calling.send_link(rung("ringing"), by=city.cast.minh)


def _line_form(city: City) -> Form:
    return {
        "number": "1022", "name": "Tổng đài", "service": "", "agency": city.cast.centre.pk, "valid_from": "2030-01-01",
        "valid_to": "", "source": "thử", "certainty": "D",
    }  # fmt: skip


def _line(city: City) -> int:
    return Line.objects.get(number="1022").pk


def _at(call: Call) -> str:
    return f"/calls/{call.code}"


def _target(city: City) -> Form:
    tomorrow = clock.today() + dt.timedelta(days=1)
    return {
        "measure": "answer", "service": "", "within_s": 15, "share": 90, "valid_from": f"{tomorrow:%Y-%m-%d}", "source": "QĐ 1",
        "certainty": "D", "reason": "x",
    }  # fmt: skip


def _own_target(city: City) -> str:
    """The address that ends a target of the city's own, which begins here."""
    made = targets.set_own(
        "turnout", within_s=90, share=90, valid_from=clock.today(), source="QĐ 1", certainty="D", by=city.cast.quan, reason="x"
    )  # fmt: skip
    return f"/desk/clocks/targets/{made.code}/end/"


CASES: dict[str, Case] = {  # with the versions of what each one makes for itself
    "call-returned": Case("minh", _missed, lambda c: {}, {versions(Call): 3}),
    "call-mark": Case("minh", lambda c: f"{_at(rung('ringing'))}/mark/", lambda c: {"reason": "gọi đùa"}, {"calls_number_mark": 1}),
    "call-mark-end": Case(  # of the number that the case before it marked
        "minh", lambda c: f"{_at(rung('ringing'))}/mark/end/", lambda c: {"reason": "đã nhắc"}, {versions(NumberMark): 1}
    ),
    "call-leg": Case("minh", _leg, lambda c: {}, {versions(CallLeg): 2}),
    "call-link-use": Case("minh", _link, lambda c: {}, {versions(Call): 4}),
    "call-here": Case(
        "minh", _here, lambda c: {"lon": "107.1", "lat": "10.4", "accuracy_m": "9"}, {versions(PlaceLink): 2, versions(Call): 2},
        frozenset({200, 410}),
    ),
    "call-line-new": Case("quan", lambda c: "/calls/lines/new/", _line_form, {"calls_line": 1}),
    "call-line-change": Case(
        "quan", lambda c: f"/calls/lines/{_line(c)}/change/", lambda c: {"name": "1022 tỉnh", "source": "thử", "certainty": "D"}, {versions(Line): 1}
    ),
    "call-line-end": Case("quan", lambda c: f"/calls/lines/{_line(c)}/end/", lambda c: {}, {versions(Line): 1}),
    "call-rule-set": Case(
        "quan", lambda c: "/calls/times/wrap-up-s/", lambda c: {"value": "120", "source": "thử", "certainty": "D"}, {versions(CallRule): 1}
    ),
    "desk-target-set": Case("quan", lambda c: "/desk/clocks/targets/set/", _target, {"dispatch_target": 1}),
    "desk-target-end": Case("quan", _own_target, lambda c: {"reason": "hết thử"}, {versions(Target): 2}),
}  # fmt: skip
