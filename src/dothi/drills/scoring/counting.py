"""Reads the copy's own rows into readings: the stamps of calls, cases, units, alarms and warnings, by the desk's own clocks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from dothi.accounts.models import Person, RoleGrant
from dothi.calls.models import Call
from dothi.dispatch.clocks.clocks import Measure, of_call, of_case
from dothi.dispatch.clocks.readings import stamps
from dothi.drills.scoring.figures import Figure, Reading, Score
from dothi.forces.models import Assignment
from dothi.incidents.models import Incident, IncidentAlarm, IncidentLog
from dothi.kernel import clock
from dothi.kernel.earth import metres_apart
from dothi.packs.drill import DrillPlan, Target
from dothi.rules.alarms.models import Alarm
from dothi.warnings.models import PublicWarning

At = dt.datetime | None


def score(plan: DrillPlan, adapter: str, *, began_at: At) -> Score:
    """How the team stands now against the targets that hold today; `adapter` tells the drill's calls from all others."""
    now = clock.now()
    seen = _Seen(plan, adapter, began_at, now)
    held = _in_force(plan, clock.today())
    return Score(
        figures=tuple(Figure(one, tuple(_COUNT[one.measure](seen, one))) for one in held),
        began_at=began_at,
        taken_at=now,
        took_part=seen.took_part(),
        counts={
            "calls": len(seen.calls),
            "cases": len(seen.cases()),
            "units": sum(len(rows) for rows in seen.sent.values()),
            "warnings": len(seen.warnings),
        },
    )


def _in_force(plan: DrillPlan, day: dt.date) -> list[Target]:
    """Of each code the row that holds: the last that began."""
    found: dict[str, Target] = {}
    for one in sorted(plan.targets, key=lambda target: target.valid_from):
        if one.valid_from <= day:
            found[one.code] = one
    return [found[one.code] for one in plan.targets if found.get(one.code) is one]


@dataclass
class _Seen:
    """What stands in the copy, each table read once."""

    plan: DrillPlan
    adapter: str
    began_at: At
    now: dt.datetime

    @cached_property
    def calls(self) -> dict[str, Call]:
        """By the id that the plan gives them."""
        rows = Call.objects.filter(adapter=self.adapter).select_related("incident", "agency")
        by_key = {row.external_id: row for row in rows}
        keys = {id_: f"drill-{step.key}" for id_, step in self.plan.calls().items()}
        return {id_: by_key[key] for id_, key in keys.items() if key in by_key}

    @cached_property
    def sent(self) -> dict[int, list[Assignment]]:
        found: dict[int, list[Assignment]] = defaultdict(list)
        for row in Assignment.objects.order_by("alerted_at", "pk"):
            found[row.incident_id].append(row)
        return found

    @cached_property
    def warnings(self) -> list[PublicWarning]:
        return list(PublicWarning.objects.order_by("drafted_at"))

    @cached_property
    def roles(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        day = clock.today()
        held = RoleGrant.objects.filter(valid_from__lte=day).exclude(valid_to__lte=day)
        for person, role in held.order_by("role__code").values_list("person_id", "role__code"):
            found[person].append(role)
        return found

    @cached_property
    def desks(self) -> dict[int, str]:
        """Whose desk each person sits at: the code of the agency."""
        return dict(Person.objects.exclude(agency=None).values_list("pk", "agency__code"))

    def role(self, person: int | None, wanted: str = "") -> str:
        """In which role somebody did it: the target's where they hold it."""
        held = self.roles.get(person, []) if person is not None else []
        return wanted if wanted in held else (held[0] if held else wanted)

    def by(self, person: int | None, wanted: str, desk: str = "") -> dict[str, str]:
        """Whose doing a reading is; `desk`: at which it should have been done, where nobody did it."""
        return {"role": self.role(person, wanted), "desk": self.desks.get(person or 0, desk)}

    def chosen(self, target: Target, *, first: bool = False) -> list[str]:
        """The calls that a target is about; `first`: without those about a case that somebody called about before."""
        known = self.plan.calls()
        return [
            one
            for one in (target.of or known)
            if one in known and not (first and not target.of and known[one].told.get("same_as"))
        ]

    def late(self, since: At, limit_s: float) -> bool:
        """Is the time over in which it could have been kept?"""
        return since is not None and (self.now - since).total_seconds() > limit_s

    def cases(self) -> set[int]:
        return {row.incident_id for row in self.calls.values() if row.incident_id} | set(self.sent)

    def took_part(self) -> dict[str, int]:
        """By the first role that they hold: how many people did anything. Nobody's name is kept."""
        people = {row.taken_by_id for row in self.calls.values()}
        people |= {row.sent_by_id for rows in self.sent.values() for row in rows}
        people |= set(IncidentLog.objects.values_list("person_id", flat=True))
        people |= set(Alarm.objects.values_list("acknowledged_by_id", flat=True))
        people |= {row.drafted_by_id for row in self.warnings}
        found: dict[str, int] = defaultdict(int)
        for person in people - {None}:
            found[self.role(person) or "?"] += 1
        return dict(sorted(found.items()))


def _answer(seen: _Seen, target: Target) -> Iterator[Reading]:
    for id_ in seen.chosen(target):
        if (call := seen.calls.get(id_)) is None:
            continue
        seconds = of_call(call.received_at, call.answered_at).seconds
        waiting = (
            seconds is None and call.state == "ringing" and not seen.late(call.received_at, target.limit)
        )
        yield Reading(
            call.code, seconds, call.answered_at or call.received_at, waiting=waiting, **seen.by(call.taken_by_id, target.role, _desk_of(call))
        )  # fmt: skip


def _desk_of(call: Call) -> str:
    """Where it rang."""
    return call.agency.code if call.agency else ""


def _kind(seen: _Seen, target: Target) -> Iterator[Reading]:
    plans = seen.plan.calls()
    for id_ in seen.chosen(target):
        call = seen.calls.get(id_)
        if call is None or call.answered_at is None:
            continue
        found = {call.kind, call.incident.kind if call.incident else ""}
        decided = bool(call.kind) or _is_over(call)
        value = float(plans[id_].told["kind"] in found) if decided else None
        yield Reading(
            call.code, value, call.answered_at, waiting=not decided, **seen.by(call.taken_by_id, target.role)
        )


def _place(seen: _Seen, target: Target) -> Iterator[Reading]:
    plans = seen.plan.calls()
    for id_ in seen.chosen(target):
        call = seen.calls.get(id_)
        if call is None or call.answered_at is None:
            continue
        metres = None
        if call.lon is not None and call.lat is not None:
            metres = metres_apart(call.lon, call.lat, *plans[id_].told["place"])
        waiting = metres is None and not _is_over(call)
        yield Reading(
            call.code, metres, call.placed_at or call.answered_at, waiting=waiting, **seen.by(call.taken_by_id, target.role)
        )  # fmt: skip


def _sent(seen: _Seen, target: Target) -> Iterator[Reading]:
    """The desk's clock `processing`: from the answer to the case's first unit."""
    for id_ in seen.chosen(target, first=True):
        call = seen.calls.get(id_)
        if call is None or call.answered_at is None:
            continue
        rows = seen.sent.get(call.incident_id or 0, [])
        seconds, at = None, call.answered_at
        if rows:
            clocks = of_case(call.received_at, call.answered_at, [stamps(row) for row in rows], closed=False)
            seconds, at = clocks[Measure.PROCESSING].seconds, rows[0].alerted_at
        by = rows[0].sent_by_id if rows else call.taken_by_id
        waiting = seconds is None and not seen.late(call.answered_at, target.limit)
        yield Reading(call.code, seconds, at, waiting=waiting, **seen.by(by, target.role))


def _arrived(seen: _Seen, target: Target) -> Iterator[Reading]:
    """The desk's clock `total`: from the first ring to the first unit on scene."""
    for id_ in seen.chosen(target, first=True):
        call = seen.calls.get(id_)
        rows = seen.sent.get(call.incident_id or 0, []) if call else []
        if call is None or not rows:
            continue
        clocks = of_case(call.received_at, call.answered_at, [stamps(row) for row in rows], closed=False)
        seconds = clocks[Measure.TOTAL].seconds if Measure.TOTAL in clocks else None
        at = min((row.on_scene_at for row in rows if row.on_scene_at), default=rows[0].alerted_at)
        waiting = seconds is None and not seen.late(call.received_at, target.limit)
        yield Reading(call.code, seconds, at, waiting=waiting, **seen.by(rows[0].sent_by_id, target.role))


def _joined(seen: _Seen, target: Target) -> Iterator[Reading]:
    """A call about what another one was about before belongs to the same case."""
    plans = seen.plan.calls()
    for id_ in seen.chosen(target):
        call, first = seen.calls.get(id_), seen.calls.get(plans[id_].told.get("same_as", ""))
        if call is None or first is None or call.answered_at is None:
            continue
        decided = call.incident_id is not None or _is_over(call)
        same = call.incident_id is not None and call.incident_id == first.incident_id
        yield Reading(
            call.code, float(same) if decided else None, call.answered_at, waiting=not decided, **seen.by(call.taken_by_id, target.role)
        )  # fmt: skip


def _acknowledged(seen: _Seen, target: Target) -> Iterator[Reading]:
    for alarm in _alarms(seen, target):
        seconds = _between(alarm.recorded_at, alarm.acknowledged_at)
        waiting = seconds is None and not seen.late(alarm.recorded_at, target.limit)
        yield Reading(
            alarm.rule_code, seconds, alarm.acknowledged_at or alarm.recorded_at,
            waiting=waiting, **seen.by(alarm.acknowledged_by_id, target.role)
        )  # fmt: skip


def _opened(seen: _Seen, target: Target) -> Iterator[Reading]:
    for alarm in _alarms(seen, target):
        links = IncidentAlarm.objects.filter(alarm=alarm).select_related("incident")
        case: Incident | None = min(
            (one.incident for one in links), key=lambda one: one.opened_at, default=None
        )
        seconds = _between(alarm.recorded_at, case.opened_at if case else None)
        waiting = seconds is None and not seen.late(alarm.recorded_at, target.limit)
        yield Reading(
            alarm.rule_code, seconds, case.opened_at if case else alarm.recorded_at,
            waiting=waiting, **seen.by(case.opened_by_id if case else None, target.role)
        )  # fmt: skip


def _warned(seen: _Seen, target: Target) -> Iterator[Reading]:
    """A draft that somebody began after the call that it is about, or after the beginning."""
    about = [seen.calls[id_].received_at for id_ in target.of if id_ in seen.calls]
    since = min(about, default=None) if target.of else seen.began_at
    if since is None:
        return
    drafted = next((one for one in seen.warnings if one.drafted_at >= since), None)
    seconds = _between(since, drafted.drafted_at if drafted else None)
    waiting = seconds is None and not seen.late(since, target.limit)
    yield Reading(
        drafted.code if drafted else "", seconds, drafted.drafted_at if drafted else since,
        waiting=waiting, **seen.by(drafted.drafted_by_id if drafted else None, target.role)
    )  # fmt: skip


def _noted(seen: _Seen, target: Target) -> Iterator[Reading]:
    """Lines that people wrote into the case's log themselves."""
    for id_ in seen.chosen(target, first=True):
        call = seen.calls.get(id_)
        if call is None or call.answered_at is None:
            continue
        lines = list(
            IncidentLog.objects.filter(incident=call.incident_id, kind="note").order_by("recorded_at")
        )
        waiting = len(lines) < target.limit and (call.incident is None or call.incident.is_open)
        yield Reading(
            call.incident.code if call.incident else call.code, float(len(lines)),
            lines[-1].recorded_at if lines else call.answered_at,
            waiting=waiting, **seen.by(lines[-1].person_id if lines else None, target.role)
        )  # fmt: skip


def _alarms(seen: _Seen, target: Target) -> list[Alarm]:
    """The first alarm of each rule since the beginning."""
    if seen.began_at is None:
        return []
    rows = Alarm.objects.filter(rule_code__in=target.of, recorded_at__gte=seen.began_at).order_by("-pk")
    return list({row.rule_code: row for row in rows}.values())


def _is_over(call: Call) -> bool:
    """Nobody writes into it any more."""
    return call.wrapped_at is not None or bool(call.outcome)


def _between(since: At, until: At) -> float | None:
    return (until - since).total_seconds() if since and until else None


_COUNT: dict[str, Callable[[_Seen, Target], Iterator[Reading]]] = {
    "answer": _answer,
    "kind": _kind,
    "place": _place,
    "sent": _sent,
    "arrived": _arrived,
    "joined": _joined,
    "acknowledged": _acknowledged,
    "opened": _opened,
    "warned": _warned,
    "noted": _noted,
}
