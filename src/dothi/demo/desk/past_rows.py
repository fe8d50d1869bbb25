"""The past of `past.py` as rows, written in batches: made one after the other by the actions it would take a minute of the first start.

Every call and case says that it is simulated; rules of the tables (who answered, why it was closed) hold as for all others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from dothi.accounts.models import Agency, Person
from dothi.calls.codes import next_code as next_call
from dothi.calls.models import Call, CallLeg, Line, NumberMark
from dothi.demo.desk.past import NUISANCE, Past, PastCall, PastSending
from dothi.demo.desk.plan import DeskPlan
from dothi.forces.models import Assignment, Force
from dothi.incidents.codes import next_code as next_case
from dothi.incidents.kinds import name_of
from dothi.incidents.models import Incident, IncidentLog
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.territory.lookup import units_at

ADAPTER = "simulator"
DONE = "Đã xử lý xong tại hiện trường (mô phỏng)."
_OTHER = {
    "112": "114",
    "113": "115",
    "114": "115",
    "115": "113",
    "1022": "113",
}  # whom a call is handed over to
_WITHOUT_PLACE = ("", "silent", "wrong-number", "test")
Units = dict[tuple[float, float], int | None]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the rows point at, each by its code."""

    plan: DeskPlan
    lines: dict[str, Line]  # by service
    people: dict[str, Person]  # who answers a service
    agencies: dict[str, Agency]
    units: Units

    def unit_of(self, past: PastCall) -> int | None:
        return self.units[past.place.lon, past.place.lat]


@transaction.atomic
def write_past(plan: DeskPlan) -> int:
    """Writes the calls of the last days once; returns how many. Nothing where simulated calls stand already."""
    if Call.objects.filter(adapter=ADAPTER).exists():
        return 0
    desk, calls = _desk(plan), list(Past(plan, clock.now()).calls())
    cases = _write_cases(desk, calls)
    Call.objects.bulk_create(_call(desk, one, cases.get(one.number)) for one in calls)
    _write_legs(desk, calls)
    _write_sendings(calls, cases)
    _mark_nuisance(desk, calls)
    return len(calls)


def _desk(plan: DeskPlan) -> Desk:
    day = clock.today()
    points = [(one.lon, one.lat) for one in plan.places]
    standing = {one.number: one for one in Line.objects.all()}
    users = {one.service: f"truc{one.service}" for one in plan.lines if one.service}
    people = {one.username: one for one in Person.objects.filter(username__in=users.values())}
    return Desk(
        plan,
        {service: standing[plan.line_of(service).number] for service in users},
        {service: people[name] for service, name in users.items()},
        {one.code: one for one in Agency.objects.all()},
        {point: place.unit_id for point, place in zip(points, units_at(points, day), strict=True)},
    )


def _write_cases(desk: Desk, calls: Sequence[PastCall]) -> dict[int, Incident]:
    """A closed case for each call that became one, with its first and last line."""
    cases = {one.number: _case(desk, one) for one in calls if one.outcome == "case"}
    Incident.objects.bulk_create(cases.values())
    IncidentLog.objects.bulk_create(
        line for one in calls if one.number in cases for line in _lines(cases[one.number])
    )
    return cases


def _case(desk: Desk, past: PastCall) -> Incident:
    line, who = desk.lines[past.story.service], desk.people[past.story.service]
    return Incident(
        code=next_case(),
        title=f"{name_of(past.story.kind, 'vi')} – {past.place.address}"[:200],
        kind=past.story.kind,
        severity=past.story.severity,
        status="closed",
        unit_id=desk.unit_of(past),
        agency_id=line.agency_id,
        lon=past.place.lon,
        lat=past.place.lat,
        place=past.place.address,
        origin=Origin.SIMULATED,
        opened_at=past.ended_at,
        opened_by=who,
        changed_at=past.closed_at,
        closed_at=past.closed_at,
        closed_by=who,
        close_reason=DONE,
    )


def _lines(case: Incident) -> Iterable[IncidentLog]:
    yield IncidentLog(
        incident=case, kind=IncidentLog.Kind.OPENED, person=case.opened_by, recorded_at=case.opened_at
    )
    yield IncidentLog(
        incident=case,
        kind=IncidentLog.Kind.STATUS,
        text=DONE,
        fields={"old": "new", "new": "closed"},
        person=case.closed_by,
        recorded_at=case.closed_at or case.changed_at,
    )


def _call(desk: Desk, past: PastCall, case: Incident | None) -> Call:
    line, who = desk.lines[past.story.service], desk.people[past.story.service]
    call = Call(
        code=next_call(),
        adapter=ADAPTER,
        external_id=f"past-{past.number}",
        line=line,
        number_dialled=line.number,
        agency_id=line.agency_id,
        unit_id=line.unit_id,
        caller_number=past.caller,
        received_at=past.received_at,
        ended_at=past.ended_at,
        origin=Origin.SIMULATED,
        incident=case,
        returned_at=past.returned_at,
        returned_by=who if past.returned_at else None,
    )
    if past.answered_at is None:
        call.state = Call.State.ABANDONED
        if past.returned_at:  # called back: it was nothing more
            call.taken_by, call.taken_at, call.outcome = who, past.returned_at, Call.Outcome.INFORMATION
            call.wrapped_at = past.returned_at + dt.timedelta(minutes=1)
        return call
    call.state, call.outcome = Call.State.ENDED, past.outcome
    call.answered_at = call.taken_at = past.answered_at
    call.taken_by, call.wrapped_at = who, past.ended_at + dt.timedelta(seconds=20)
    if past.outcome not in _WITHOUT_PLACE:
        _tell(call, past, desk.unit_of(past))
    return call


def _tell(call: Call, past: PastCall, unit_id: int | None) -> None:
    """What the caller said, and where."""
    assert past.answered_at is not None
    call.narrative = ". ".join(past.story.said) + "."
    call.address, call.lon, call.lat = past.place.address, past.place.lon, past.place.lat
    call.place_source, call.accuracy_m = Call.Source.TYPED, 50.0
    call.placed_at, call.unit_id = past.answered_at + dt.timedelta(seconds=25), unit_id
    call.kind, call.severity, call.kind_why = past.story.kind, past.story.severity, {"by": "chosen"}


def _write_legs(desk: Desk, calls: Sequence[PastCall]) -> None:
    numbers = {one.number: one for one in calls if one.outcome == "handed-over"}
    rows = Call.objects.filter(adapter=ADAPTER, external_id__in=[f"past-{number}" for number in numbers])
    CallLeg.objects.bulk_create(
        _leg(desk, call, numbers[int(call.external_id.removeprefix("past-"))]) for call in rows
    )


def _leg(desk: Desk, call: Call, past: PastCall) -> CallLeg:
    service = _OTHER[past.story.service]
    asked = (past.answered_at or past.received_at) + dt.timedelta(seconds=30)
    return CallLeg(
        call=call,
        service=service,
        agency_id=desk.lines[service].agency_id,
        state=CallLeg.State.CLOSED,
        handed={"narrative": call.narrative, "address": call.address, "kind": call.kind},
        asked_by=desk.people[past.story.service],
        asked_at=asked,
        answered_by=desk.people[service],
        answered_at=asked + dt.timedelta(seconds=12),
        closed_at=past.ended_at + dt.timedelta(minutes=20),
    )


def _write_sendings(calls: Sequence[PastCall], cases: dict[int, Incident]) -> None:
    forces = {one.call_sign: one for one in Force.objects.all()}
    Assignment.objects.bulk_create(
        _assignment(cases[past.number], forces[one.call_sign], one) for past in calls for one in past.sendings
    )


def _assignment(case: Incident, force: Force, sent: PastSending) -> Assignment:
    return Assignment(
        incident=case,
        force=force,
        sent_by=case.opened_by,
        alerted_at=sent.alerted_at,
        acknowledged_at=sent.acknowledged_at,
        en_route_at=sent.en_route_at,
        on_scene_at=sent.on_scene_at,
        transporting_at=sent.transporting_at,
        at_hospital_at=sent.at_hospital_at,
        ended_at=sent.ended_at,
        ended_as=Assignment.Ended.CLEARED,
        ended_by=case.opened_by,
    )


def _mark_nuisance(desk: Desk, calls: Sequence[PastCall]) -> None:
    """A number that called for nothing again and again is marked by whoever answered it last."""
    of_it = [one for one in calls if one.caller == NUISANCE and one.answered_at]
    if len(of_it) > 2:
        NumberMark.objects.create(
            number=NUISANCE,
            reason=f"{len(of_it)} cuộc gọi trêu hoặc im lặng trong 7 ngày (mô phỏng)",
            marked_by=desk.people[of_it[-1].story.service],
            marked_at=of_it[-1].ended_at,
            until=of_it[-1].ended_at + dt.timedelta(days=30),
        )
