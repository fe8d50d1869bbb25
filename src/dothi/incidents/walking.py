"""Walking a procedure in an incident: begun in the version of the day, its steps settled one by one, each with a line in the log.

Callers have read the rows through their scope (queries.py) before; a step is settled by compare-and-swap.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q

from dothi.accounts.models import Agency, Person
from dothi.incidents import journal, owing
from dothi.incidents.models import Incident, IncidentLog, IncidentProcedure, IncidentStep, Procedure
from dothi.kernel import clock
from dothi.kernel.audit.context import because
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.said import plain

LONGEST_NOTE = 2000


@transaction.atomic
def begin(incident: Incident, procedure: Procedure, *, by: Person) -> IncidentProcedure:
    """Attaches a procedure; what is due counts from now. Raises Conflict when the case is closed or walks it already."""
    held = _open(incident)
    if held.procedures.filter(code=_code(procedure)).exists():
        raise Conflict("incident-procedure-already", code=incident.code, procedure=procedure.name)
    now = clock.now()
    (walk,), lines = attach(held, [procedure], at=now, by=by)
    journal.write_all(lines)
    _touch(incident, now)
    return walk


def attach(
    incident: Incident, procedures: Sequence[Procedure], *, at: dt.datetime, by: Person
) -> tuple[list[IncidentProcedure], list[IncidentLog]]:
    """Lays procedures beside a case that is new, or held and without them: all of them and all their steps by one statement each.
    Gives the walks, and the lines that say so, for the caller to write."""
    if not procedures:
        return [], []
    walks = IncidentProcedure.objects.bulk_create(
        IncidentProcedure(incident=incident, procedure=one, code=_code(one), begun_at=at, begun_by=by)
        for one in procedures
    )
    owners = {
        who: _owner(incident, who, by) for who in {said["who"] for one in procedures for said in one.steps}
    }
    steps = IncidentStep.objects.bulk_create(
        _step(walk, number, said, owners[said["who"]])
        for walk, one in zip(walks, procedures, strict=True)
        for number, said in enumerate(one.steps, 1)
    )
    owing.begin(steps, incident)
    return walks, [_begun(incident, one, by) for one in procedures]


def _code(procedure: Procedure) -> str:
    return f"{procedure.pack}/{procedure.code}"


def _begun(incident: Incident, procedure: Procedure, by: Person) -> IncidentLog:
    names: dict[str, Any] = {
        "name_vi": procedure.name_vi,
        "name_en": procedure.name_en,
        "version": procedure.version,
    }
    return journal.line(incident, IncidentLog.Kind.PROCEDURE, "", by, **names)


class _Owner(NamedTuple):
    """The ids of whoever owes a step; neither: nobody yet."""

    person: int | None = None
    agency: int | None = None


def _owner(incident: Incident, who: str, by: Person) -> _Owner:
    """Who a role of a procedure is in this case, where that can be told: whoever opens it is at the desk, the agency that leads has
    its officers and crews, the commune's committee its own. Others are given by a person."""
    if who in ("duty-officer", "dispatcher"):
        return _Owner(person=by.pk)
    if who == "leader":
        return _Owner(incident.lead_id, None if incident.lead_id else incident.agency_id)
    if who in ("agency-officer", "operator", "field-crew", "spokesperson"):
        return _Owner(agency=incident.agency_id)
    if who == "ward-officer" and incident.unit_id is not None:
        communes = Agency.objects.filter(unit=incident.unit_id, kind=Agency.Kind.COMMUNE)
        return _Owner(agency=communes.order_by("pk").values_list("pk", flat=True).first())
    return _Owner()


def _step(walk: IncidentProcedure, number: int, said: dict[str, Any], owner: _Owner) -> IncidentStep:
    within = said["within_s"]
    return IncidentStep(
        walk=walk,
        number=number,
        do_vi=said["do_vi"],
        do_en=said["do_en"],
        who=said["who"],
        owner_id=owner.person,
        owner_agency_id=owner.agency,
        optional=said["optional"],
        due_at=None if within is None else walk.begun_at + dt.timedelta(seconds=within),
    )


def _owned(owner: Person | Agency) -> dict[str, Person | Agency | None]:
    is_person = isinstance(owner, Person)
    return {"owner": owner if is_person else None, "owner_agency": None if is_person else owner}


@transaction.atomic
def give_step(step: IncidentStep, owner: Person | Agency, *, by: Person) -> IncidentStep:
    """Somebody owes the step from now on. Raises Conflict when it is theirs already, settled, or the case is closed."""
    incident = _open(step.walk.incident)
    own = Q(owner=owner) if isinstance(owner, Person) else Q(owner_agency=owner)
    rows = IncidentStep.objects.filter(~own | Q(owner__isnull=True, owner_agency__isnull=True), pk=step.pk)
    if not rows.filter(state=IncidentStep.State.OPEN).update(**_owned(owner)):
        raise Conflict("incident-step-given-already", number=step.number, owner=str(owner))
    return _noted(step, incident, "given", "", by, owner=str(owner))


def do_step(step: IncidentStep, *, note: str = "", by: Person) -> IncidentStep:
    """It has been done. Raises Conflict when somebody settled it before, or the case is closed."""
    return _settle(step, IncidentStep.State.DONE, note, by)


def skip_step(step: IncidentStep, *, reason: str, by: Person) -> IncidentStep:
    """An optional step that is not needed here. Raises BadRequest without a reason or when the step is not optional, Conflict as `do_step`."""
    if not step.optional:
        raise BadRequest("incident-step-not-optional", number=step.number)
    if not plain(reason):
        raise BadRequest("incident-step-needs-reason", number=step.number)
    return _settle(step, IncidentStep.State.SKIPPED, reason, by)


@transaction.atomic
def reopen_step(step: IncidentStep, *, reason: str, by: Person) -> IncidentStep:
    """It was not done after all. Raises BadRequest without a reason, Conflict when it is open or the case is closed."""
    why = plain(reason)[:LONGEST_NOTE]
    if not why:
        raise BadRequest("incident-step-needs-reason", number=step.number)
    because(why)
    incident = _open(step.walk.incident)
    settled = IncidentStep.objects.filter(pk=step.pk).exclude(state=IncidentStep.State.OPEN)
    if not settled.update(state=IncidentStep.State.OPEN, settled_at=None, settled_by=None, note=""):
        raise Conflict("incident-step-open-already", number=step.number)
    return _noted(step, incident, "reopened", why, by)


@transaction.atomic
def _settle(step: IncidentStep, state: IncidentStep.State, note: str, by: Person) -> IncidentStep:
    incident = _open(step.walk.incident)
    said = plain(note)[:LONGEST_NOTE]
    moved = IncidentStep.objects.filter(pk=step.pk, state=IncidentStep.State.OPEN).update(
        state=state, settled_at=clock.now(), settled_by=by, note=said
    )
    if not moved:
        step.refresh_from_db()
        raise Conflict("incident-step-settled", number=step.number, by=str(step.settled_by))
    return _noted(step, incident, state.value, said, by)


def _noted(
    step: IncidentStep, incident: Incident, what: str, text: str, by: Person, **more: str
) -> IncidentStep:
    fields: dict[str, Any] = {
        "what": what,
        "number": step.number,
        "do_vi": step.do_vi,
        "do_en": step.do_en,
        **more,
    }
    line = journal.write(incident, IncidentLog.Kind.STEP, text, by, **fields)
    _touch(incident, line.recorded_at)
    step.refresh_from_db()
    owing.follow([step], incident)
    return step


def _open(incident: Incident) -> Incident:
    """The row, held until the end of the transaction: nobody closes the case meanwhile. Raises Conflict when it is closed."""
    held = Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    if not held.is_open:
        raise Conflict("incident-is-closed-for-steps", code=held.code)
    return held


def _touch(incident: Incident, at: dt.datetime) -> None:
    Incident.objects.filter(pk=incident.pk).update(changed_at=at)
    journal.tell("incidents.updated", incident)


def left_open(incident: Incident) -> list[IncidentStep]:
    """The mandatory steps that nobody has done."""
    rows = IncidentStep.objects.filter(walk__incident=incident, state=IncidentStep.State.OPEN, optional=False)
    return list(rows.order_by("walk_id", "number"))
