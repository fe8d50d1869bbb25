"""Who stands where towards a task: who gave it, who leads it, who works along; and what each of them may do."""

from __future__ import annotations

from dothi.accounts.models import Person
from dothi.kernel.errors import NotAllowed
from dothi.tasks.models import Task
from dothi.tasks.workflow import Side

_RIGHT = {Side.LEAD: "tasks.work", Side.GIVER: "tasks.give"}


def is_gone(person: Person) -> bool:
    return not person.is_current()


def decides(task: Task) -> Person | None:
    """The giver while they are there; None: whoever of their agency may give."""
    giver, agency = task.giver, task.agency_id
    return None if agency is not None and (is_gone(giver) or giver.agency_id != agency) else giver


def sides_of(task: Task, person: Person) -> frozenset[Side]:
    """The sides that a person may act for; both where they gave it to their own agency."""
    return frozenset(side for side in Side if _stands(side, task, person))


def _stands(side: Side, task: Task, person: Person) -> bool:
    scope = person.scope(_RIGHT[side])
    if not scope:
        return False
    if side is Side.GIVER:
        return task.giver_id == person.pk or scope.covers(task.unit_id, task.agency_id)
    agency = task.lead_agency
    # nobody answers for others, however far their right reaches
    return task.lead_person_id == person.pk or (agency is not None and agency.pk == person.agency_id)


def takes_part(task: Task, person: Person) -> bool:
    """May they write into its record? Whoever leads, gave it, or stands for an agency that works along."""
    if sides_of(task, person):
        return True
    scope = person.scope("tasks.work")
    return (
        bool(scope)
        and person.agency_id is not None
        and task.parts.filter(agency_id=person.agency_id).exists()
    )


def refuse_stranger(task: Task, side: Side, person: Person) -> None:
    """Raises NotAllowed unless the person stands on that side."""
    if not _stands(side, task, person):
        raise NotAllowed(permission=_RIGHT[side])
