"""Recorded calls of another place as the load of a drill, with automatic desks in fast time: as quick as the machine goes.

Every minute is noted by the room's own action – a call rings, is taken, becomes a case, a unit is sent, moves – while this process
believes that it is the recorded instant. So the drill's clocks are those of the recording, whatever the machine took for it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from dothi.accounts.models import Agency, Person
from dothi.calls.actions import linking, taking, writing
from dothi.calls.models import Call
from dothi.calls.telephony import Told, hear
from dothi.dispatch.clocks.clocks import Measure
from dothi.dispatch.clocks.targets import in_force
from dothi.dispatch.recordings.reading import RecordedCall, RecordedUnit
from dothi.forces import actions as forces
from dothi.forces.models import Assignment, Force
from dothi.forces.states import set_state
from dothi.kernel import clock
from dothi.kernel.errors import DothiError
from dothi.kernel.origin import Origin
from dothi.packs.drill import DrillPlan, plan_of

_MOVES = {
    "en_route": "en-route",
    "on_scene": "on-scene",
    "transporting": "transporting",
    "at_hospital": "at-hospital",
}
Progress = Callable[[int], None]


def moved(calls: Sequence[RecordedCall], end: dt.datetime) -> list[RecordedCall]:
    """The recording as if its last minute were `end`: rights, rules and packs are those of today. Gaps stay to the second."""
    last = max(act.at for act in acts(calls))
    by = dt.timedelta(seconds=int((end - last).total_seconds()))
    return [
        replace(
            call,
            received_at=call.received_at + by,
            answered_at=call.answered_at + by if call.answered_at else None,
            units=[
                replace(unit, at={name: at + by if at else None for name, at in unit.at.items()})
                for unit in call.units
            ],
        )
        for call in calls
    ]


class Act(NamedTuple):
    """One recorded minute. `rank` puts what has the same second in the order of a call."""

    at: dt.datetime
    rank: int
    what: str
    call: int
    unit: int  # -1: of the call itself


def plan_for(calls: Sequence[RecordedCall], targets: Iterable[dict[str, Any]]) -> DrillPlan:
    """The recording as a drill."""
    return plan_of("recorded", "recorded", tree_for(calls, targets))


def tree_for(
    calls: Sequence[RecordedCall], targets: Iterable[dict[str, Any]], name: str = "", line: str = "114"
) -> dict[str, Any]:
    """The recording as the file of a drill: its calls by their numbers, held against `targets` (tables as in a pack)."""
    words = {"vi": f"Cuộc gọi đã ghi {name}".strip(), "en": f"Recorded calls {name}".strip()}
    first = min(call.received_at for call in calls)
    rows = [
        {
            "at": f"{int((call.received_at - first).total_seconds())}s", "id": call.number, "line": line, "from": "0100000000",
            "said": call.said_kind, "address": call.address, "place": [call.lon or 0.0, call.lat or 0.0], "kind": call.kind,
        }
        for call in calls
    ]  # fmt: skip
    last = max(call.received_at for call in calls)
    return {
        "code": "recorded", "name": words, "about": words, "lasts": f"{int((last - first).total_seconds()) + 3600}s", "call": rows,
        "target": list(targets),
    }  # fmt: skip


# the clocks of the desk → what a drill measures
_MEASURES = {Measure.ANSWER: "answer", Measure.PROCESSING: "sent", Measure.TOTAL: "arrived"}


def targets_of(day: dt.date) -> list[dict[str, Any]]:
    """The city's own targets that a recording can be held against, as tables of a drill's file: one for each clock."""
    found: dict[str, dict[str, Any]] = {}
    for row in in_force(day):
        if (measure := _MEASURES.get(Measure(row.measure))) and measure not in found:
            found[measure] = {
                "code": row.code, "measure": measure, "within": f"{row.within_s}s", "share": row.share,
                "valid_from": row.valid_from.isoformat(), "source": f"{row.standard}: {row.source}", "certainty": row.certainty,
            }  # fmt: skip
    return list(found.values())


def recorded_seconds(calls: Sequence[RecordedCall]) -> dict[str, list[float]]:
    """What the recording itself says of each measure: seconds, the shortest first. What it does not say is left out."""
    found: dict[str, list[float]] = {name: [] for name in _MEASURES.values()}
    for call in calls:
        alerted = [at for unit in call.units if (at := unit.at["alerted"])]
        there = [at for unit in call.units if (at := unit.at["on_scene"])]
        if call.answered_at:
            found["answer"].append((call.answered_at - call.received_at).total_seconds())
            if alerted:
                found["sent"].append((min(alerted) - call.answered_at).total_seconds())
        if there:
            found["arrived"].append((min(there) - call.received_at).total_seconds())
    return {name: sorted(seconds) for name, seconds in found.items()}


class Checked(NamedTuple):
    """One figure of a score beside the recording: how many readings each has, and how many of them differ."""

    measure: str
    scored: int
    recorded: int
    different: int


def check(score: Mapping[str, Any], calls: Sequence[RecordedCall]) -> list[Checked]:
    """A score (as JSON) of a recording that was played, held against the recorded times themselves."""
    expected, found = recorded_seconds(calls), []
    for figure in score["figures"]:
        measure = figure["target"]["measure"]
        scored = Counter(one["value"] for one in figure["readings"] if one["value"] is not None)
        said = Counter(round(one, 3) for one in expected[measure])
        different = max((scored - said).total(), (said - scored).total())
        found.append(Checked(measure, scored.total(), said.total(), different))
    return found


def acts(calls: Sequence[RecordedCall]) -> list[Act]:
    """Every recorded minute in order of time; at one second a call's own order. Pure."""
    return sorted(_each(calls))


def _each(calls: Sequence[RecordedCall]) -> Iterator[Act]:
    for number, call in enumerate(calls):
        yield Act(call.received_at, 0, "ring", number, -1)
        if call.answered_at:
            yield Act(call.answered_at, 1, "take", number, -1)
        for place, unit in enumerate(call.units):
            for rank, what in enumerate(("alerted", *_MOVES, "ended"), 2):
                if at := unit.at[what]:
                    yield Act(at, rank, what, number, place)


class Played(NamedTuple):
    """How many acts, and how many of each the desk refused (a minute out of order in the recording)."""

    acts: int
    refused: Counter[str]


def play(
    calls: Sequence[RecordedCall], *, adapter: str, agency: Agency, by: Person, progress: Progress = lambda done: None
) -> Played:  # fmt: skip
    """Performs all of it for `by`, whose desk it is. What the rooms refuse is counted, never forced.

    `adapter`: the exchange that its calls ring by, as the score asks for them.
    """
    desk = _Desk(calls, adapter, agency, by)
    told, refused = acts(calls), Counter[str]()
    for number, act in enumerate(told, 1):
        with clock.stopped_at(act.at):
            try:
                desk.perform(act)
            except DothiError:
                refused[act.what] += 1
        progress(number)
    return Played(len(told), refused)


class _Desk:
    """One automatic desk: it does at each recorded minute what was done then."""

    def __init__(self, calls: Sequence[RecordedCall], adapter: str, agency: Agency, by: Person) -> None:
        self._calls, self._adapter, self._agency, self._by = calls, adapter, agency, by
        self._rows: dict[int, Call] = {}
        self._sent: dict[tuple[int, int], Assignment] = {}

    def perform(self, act: Act) -> None:
        recorded = self._calls[act.call]
        if act.what == "ring":
            self._rows[act.call] = _ring(act.call, recorded, self._adapter)
        elif act.what == "take":
            self._take(act.call, recorded)
        elif act.what == "alerted":
            self._send(act, recorded.units[act.unit])
        elif (sent := self._sent.get((act.call, act.unit))) is not None:
            _move(sent, act)

    def _take(self, number: int, recorded: RecordedCall) -> None:
        call = taking.take(self._rows[number], by=self._by)
        call = writing.decide_kind(call, kind=recorded.kind, severity=recorded.severity, by=self._by)
        writing.write_draft(
            call, fields={"address": f"{recorded.address} #{recorded.number}"}, rev=1, by=self._by
        )
        call.refresh_from_db()
        linking.open_case(call, by=self._by)
        self._rows[number] = Call.objects.select_related("incident").get(pk=call.pk)

    def _send(self, act: Act, unit: RecordedUnit) -> None:
        incident = self._rows[act.call].incident
        if incident is None:
            return
        (sent,) = forces.send(incident, [self._unit(unit)], by=self._by)
        self._sent[act.call, act.unit] = sent

    def _unit(self, unit: RecordedUnit) -> Force:
        """Free by its name; where the recording has it in two cases at once, a second one of that name."""
        for number in range(1, 9):
            sign = f"SF {unit.sign}" + (f" ({number})" if number > 1 else "")
            found, _ = Force.objects.get_or_create(
                call_sign=sign,
                defaults={
                    "name": unit.sign, "kind": unit.kind, "service": unit.service, "agency": self._agency,
                    "capabilities": list(unit.capabilities), "state": "available", "state_since": clock.now(),
                },
            )  # fmt: skip
            if found.state in ("available", "returning"):
                return found
        return found


def _ring(number: int, recorded: RecordedCall, adapter: str) -> Call:
    key = f"drill-call-{number + 1}"
    return hear(
        Told(
            adapter, f"{key}-ringing", key, "ringing", recorded.received_at, number_dialled="114",
            caller_number=f"0101{number:06d}", origin=int(Origin.REPLAYED),
        )
    )  # fmt: skip


def _move(sent: Assignment, act: Act) -> None:
    sent.force.refresh_from_db()
    old = sent.force.state
    if act.what == "ended":
        note = "bản ghi: sẵn sàng lại" if old in ("alerted", "en-route") else ""
        set_state(sent.force, "available", expected=old, note=note, by=None, origin="replayed")
    else:
        note = "bệnh viện (bản ghi)" if act.what == "transporting" else ""
        set_state(sent.force, _MOVES[act.what], expected=old, note=note, by=None, origin="replayed")
