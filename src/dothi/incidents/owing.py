"""Steps that somebody owes, in the one list of what people owe: written in the transaction of the step's or the case's own change.

A step is owed while it is open, must be done, has an owner, and its case is open: nobody owes anything in a closed case, and of one
that was merged the work goes on in the other.
"""

from __future__ import annotations

from collections.abc import Iterable

from dothi.incidents.models import Incident, IncidentStep
from dothi.tasks import owed
from dothi.tasks.owed import Debt

KIND = "step"


def begin(steps: Iterable[IncidentStep], incident: Incident) -> None:
    """Steps that are new: those that somebody owes, by one statement."""
    owed.owe_all([_debt(step, incident) for step in steps if _is_owed(step)])


def follow(steps: Iterable[IncidentStep], incident: Incident) -> None:
    """Who owes these steps of the case as they stand now; by one statement for what is owed and one for what is not."""
    debts, over = [], []
    for step in steps:
        if incident.is_open and _is_owed(step):
            debts.append(_debt(step, incident))
        else:
            over.append(str(step.pk))
    owed.owe_all(debts)
    owed.settle_all(KIND, over)


def follow_case(incident: Incident) -> None:
    """The case was closed, opened again, merged or parted."""
    follow(IncidentStep.objects.filter(walk__incident=incident), incident)


def _is_owed(step: IncidentStep) -> bool:
    has_owner = step.owner_id is not None or step.owner_agency_id is not None
    return step.state == IncidentStep.State.OPEN and not step.optional and has_owner


def _debt(step: IncidentStep, incident: Incident) -> Debt:
    said = {"code": incident.code, "number": step.number, "do_vi": step.do_vi, "do_en": step.do_en}
    return Debt(
        kind=KIND,
        code=str(step.pk),
        path=f"/incidents/{incident.code}/",
        permission="incidents.work",
        due_at=step.due_at,
        title_key="tasks-owed-step",
        title_fields=said,
        person_id=step.owner_id,
        agency_id=step.owner_agency_id,
        unit_id=incident.unit_id,
    )
