"""Recorded calls into the tables of the rooms, many at a time: each says that it is replayed, and none can be sent anywhere.

Beside the rooms' own actions, which take one call of now from a person of now: here thousands of another year come at once, with
the minutes that were noted then. Loading the same again changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from django.db import transaction

from dothi.accounts.models import Agency, Person
from dothi.calls.models import Call, Line
from dothi.dispatch.recordings.reading import Mapping, RecordedCall
from dothi.forces.models import Assignment, Force, State
from dothi.incidents.models import Incident, IncidentLog, Status
from dothi.kernel import clock
from dothi.kernel.audit.context import change
from dothi.kernel.dated import Certainty
from dothi.kernel.i18n import t
from dothi.kernel.origin import Origin

ADAPTER = "replay"
PIECE = 500  # calls of one transaction
Progress = Callable[[int], None]


class Loaded(NamedTuple):
    """What was new."""

    calls: int
    units: int
    assignments: int


def load(
    found: Sequence[RecordedCall], mapped: Mapping, *, by: Person, progress: Progress = lambda done: None
) -> Loaded:
    """Brings recorded calls in for `by`, who answers for them."""
    with change(
        by=by, source="dispatch.recordings", reason=t("dispatch-replay-reason", name=mapped.name["vi"])
    ):
        agency = _agency(mapped, by)
        line = _line(mapped, agency, found, by)
        forces = _forces(found, mapped, agency)
        calls = assignments = 0
        for start in range(0, len(found), PIECE):
            new = _unknown(found[start : start + PIECE], mapped)
            calls += len(new)
            assignments += _write(new, mapped, line, forces, by)
            progress(start + PIECE)
    return Loaded(calls, len(forces), assignments)


def _agency(mapped: Mapping, by: Person) -> Agency:
    """Whose calls they are: a body of its own beside that of `by`, so that no figure of the city's own agencies holds them."""
    code = f"replay-{mapped.code.lower()}"
    given = {
        "name_vi": mapped.name["vi"],
        "name_en": mapped.name["en"],
        "kind": Agency.Kind.FORCE,
        "valid_from": clock.today(),
        "unit": by.agency.unit if by.agency else None,
    }
    return Agency.objects.get_or_create(code=code, defaults=given)[0]


def _line(mapped: Mapping, agency: Agency, found: Sequence[RecordedCall], by: Person) -> Line:
    """The number they dialled then; it holds on the days of the recording alone."""
    days = [call.received_at.astimezone(clock.VIETNAM).date() for call in found] or [clock.today()]
    number = f"{mapped.code}-{mapped.number_dialled}"
    given = {
        "valid_to": max(days) + dt.timedelta(days=1), "name": mapped.name["vi"], "service": mapped.service, "agency": agency,
        "source": mapped.name["en"], "certainty": Certainty.SECONDARY, "changed_by": by,
    }  # fmt: skip
    return Line.objects.get_or_create(number=number, valid_from=min(days), defaults=given)[0]


def _forces(found: Iterable[RecordedCall], mapped: Mapping, agency: Agency) -> dict[str, Force]:
    """Units of the recording, disbanded from the beginning: they are nobody's to send."""
    wanted = {f"{mapped.code} {unit.sign}"[:30]: unit for call in found for unit in call.units}
    known = set(Force.objects.filter(call_sign__in=wanted).values_list("call_sign", flat=True))
    now = clock.now()
    Force.objects.bulk_create(
        Force(
            call_sign=sign, name=f"{unit.sign} ({unit.kind})", kind=unit.kind, service=unit.service, agency=agency, capabilities=[],
            state=State.OFF_DUTY, state_since=now, ended_at=now,
        )
        for sign, unit in wanted.items()
        if sign not in known
    )  # fmt: skip
    return {one.call_sign: one for one in Force.objects.filter(call_sign__in=wanted)}


def _unknown(found: Sequence[RecordedCall], mapped: Mapping) -> list[RecordedCall]:
    codes = [_external(call, mapped) for call in found]
    known = set(
        Call.objects.filter(adapter=ADAPTER, external_id__in=codes).values_list("external_id", flat=True)
    )
    return [call for call in found if _external(call, mapped) not in known]


def _external(call: RecordedCall, mapped: Mapping) -> str:
    return f"{mapped.code}-{call.number}"


@transaction.atomic
def _write(
    found: Sequence[RecordedCall], mapped: Mapping, line: Line, forces: dict[str, Force], by: Person
) -> int:
    cases = Incident.objects.bulk_create(_case(call, mapped, line.agency, by) for call in found)
    now = clock.now()
    IncidentLog.objects.bulk_create(
        IncidentLog(incident=case, kind=IncidentLog.Kind.OPENED, person=by, recorded_at=now) for case in cases
    )
    pairs = list(zip(found, cases, strict=True))
    Call.objects.bulk_create(_row(call, case, mapped, line) for call, case in pairs)
    sent = [
        Assignment(
            incident=case,
            force=forces[f"{mapped.code} {unit.sign}"[:30]],
            ended_as=Assignment.Ended.CLEARED if unit.at["ended"] else "",
            **{f"{name}_at": at for name, at in unit.at.items()},
        )
        for call, case in pairs
        for unit in call.units
    ]
    Assignment.objects.bulk_create(sent)
    return len(sent)


def _case(call: RecordedCall, mapped: Mapping, agency: Agency, by: Person) -> Incident:
    over = max((at for unit in call.units for at in unit.at.values() if at), default=call.received_at)
    return Incident(
        code=f"{mapped.code}-{call.case}"[:20], title=f"{call.said_kind} – {call.address}"[:200], kind=call.kind,
        severity=call.severity, status=Status.CLOSED, agency=agency, lon=call.lon, lat=call.lat, origin=Origin.REPLAYED,
        opened_at=call.received_at, opened_by=by, changed_at=over, closed_at=over, closed_by=by,
        close_reason=t("dispatch-replay-closed", name=mapped.name["vi"], clock=mapped.clock["vi"]),
    )  # fmt: skip


def _row(call: RecordedCall, case: Incident, mapped: Mapping, line: Line) -> Call:
    place = (
        {"lon": call.lon, "lat": call.lat, "place_source": Call.Source.NETWORK}
        if call.lon is not None
        else {}
    )
    return Call(
        code=_external(call, mapped)[:20], adapter=ADAPTER, external_id=_external(call, mapped), line=line,
        number_dialled=mapped.number_dialled, state=Call.State.ENDED, received_at=call.received_at, answered_at=call.answered_at,
        wrapped_at=call.answered_at or call.received_at, narrative=call.said_kind, address=call.address, agency=line.agency,
        kind=call.kind, severity=call.severity, outcome=Call.Outcome.CASE, incident=case, origin=Origin.REPLAYED, **place,
    )  # fmt: skip
