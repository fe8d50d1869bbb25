"""What would stay with nobody goes on: an agency was merged or ended, a person left or changed their job.

Who took over an agency (`Agency.successor`) leads and works along from then on. A person who left leaves the task to their agency. Where there
is nobody, the task goes back to whoever gave it; and what they had to decide goes to their agency when they are gone.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import F, Q, QuerySet

from dothi.accounts.models import Agency
from dothi.accounts.queries import heir_of
from dothi.kernel import clock
from dothi.kernel.i18n import t
from dothi.tasks.messages import tell_lead
from dothi.tasks.models import Extension, Owed, State, Task, TaskPart
from dothi.tasks.sides import is_gone
from dothi.tasks.telling import DECIDE, MORE_TIME, lead_anew, renew_debts, tell, write

MOST = 200  # of a kind at a time: the next round goes on
_WORKED_ON = (State.GIVEN, State.ACCEPTED, State.WORKING)
_OVER = (State.CONFIRMED, State.WITHDRAWN)


def pass_on() -> int:
    """How many tasks were passed on."""
    rounds: tuple[tuple[Q, Callable[[Task], None]], ...] = (
        (_given_by_an_ended_agency(), _giver_on),
        (_with_an_ended_agency(), _parts_on),
        (_led_by_nobody(), _lead_on),
        (_decided_by_nobody(), renew_debts),
    )
    return sum(_round(which, act) for which, act in rounds)


@transaction.atomic
def _round(which: Q, act: Callable[[Task], None]) -> int:
    found = Task.objects.filter(which).exclude(state__in=_OVER).order_by("pk").values("pk")
    rows: QuerySet[Task] = Task.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
    people = rows.select_related("lead_person", "lead_agency", "giver", "agency")
    held = list(people.filter(pk__in=list(found.distinct().values_list("pk", flat=True)[:MOST])))
    for one in held:
        act(one)
    return len(held)


def _ended(agency: str) -> Q:
    return Q(**{f"{agency}__valid_to__lte": clock.today()})


def _gone(person: str) -> Q:
    return Q(**{f"{person}__is_active": False}) | Q(**{f"{person}__ends_on__lt": clock.today()})


def _led_by_nobody() -> Q:
    elsewhere = Q(lead_person__isnull=False, lead_agency__isnull=False) & (
        Q(lead_person__agency__isnull=True) | ~Q(lead_person__agency=F("lead_agency"))
    )
    return Q(state__in=_WORKED_ON) & (_ended("lead_agency") | _gone("lead_person") | elsewhere)


def _lead_on(task: Task) -> None:
    """To who took over, or back to the giver."""
    former, person, ended = task.lead, task.lead_person, task.lead_agency
    agency = heir_of(task.lead_agency) if task.lead_agency else None
    stays = person is not None and not is_gone(person) and person.agency_id == (agency.pk if agency else None)
    if agency is None and not stays:
        _back(task, str(former))
        return
    task.lead_agency, task.lead_person, task.changed_at = agency, person if stays else None, clock.now()
    task.save(update_fields=["lead_agency", "lead_person", "changed_at"])
    lead_anew(task)
    if ended is not None and ended != agency:
        task.parts.filter(agency=ended).delete()  # nobody is left there to see it
    write(task, "passed-on", "", None, former=str(former), lead=str(task.lead))
    renew_debts(task)
    tell("tasks.moved", task, step="passed-on", old=task.state, by=None)
    tell_lead(task, "given")


def _back(task: Task, former: str) -> None:
    old, task.state, task.changed_at = task.state, State.REFUSED, clock.now()
    task.reason = t("tasks-led-by-nobody", "vi", former=former)
    task.save(update_fields=["state", "reason", "changed_at"])
    write(task, "fell-back", "", None, former=former)
    renew_debts(task)
    tell("tasks.moved", task, step="fell-back", old=old, by=None)


def _with_an_ended_agency() -> Q:
    ended = TaskPart.objects.filter(
        _ended("agency"), agency__successor__isnull=False, role=TaskPart.Role.WITH
    )
    return Q(pk__in=ended.values("task_id"))


def _parts_on(task: Task) -> None:
    """Who took over works along, unless it takes part already."""
    for part in task.parts.filter(_ended("agency"), role=TaskPart.Role.WITH).select_related("agency"):
        heir, former = heir_of(part.agency), part.agency
        if heir is None:
            continue
        if task.parts.filter(agency=heir).exists():
            part.delete()
        else:
            part.agency, part.unit_id = heir, heir.unit_id
            part.save(update_fields=["agency", "unit"])
        write(task, "part-passed-on", "", None, former=str(former), agency=str(heir))
    renew_debts(task)


def _given_by_an_ended_agency() -> Q:
    return _ended("agency") & Q(agency__successor__isnull=False)


def _giver_on(task: Task) -> None:
    """Who took over decides about it."""
    assert task.agency is not None  # asked for so
    heir: Agency | None = heir_of(task.agency)
    if heir is None:
        return
    former, task.agency, task.unit_id, task.changed_at = task.agency, heir, heir.unit_id, clock.now()
    task.save(update_fields=["agency", "unit", "changed_at"])
    write(task, "giver-passed-on", "", None, former=str(former), agency=str(heir))
    renew_debts(task)


def _decided_by_nobody() -> Q:
    """Something waits for a giver who is gone, and their agency does not know it yet."""
    waits = Q(state__in=(State.HANDED_IN, State.REFUSED)) | Q(extensions__state=Extension.State.ASKED)
    told = Owed.objects.filter(kind__in=(DECIDE, MORE_TIME), closed_at__isnull=True, person__isnull=False)
    elsewhere = Q(giver__agency__isnull=True) | ~Q(giver__agency=F("agency"))
    return waits & Q(agency__isnull=False, code__in=told.values("code")) & (_gone("giver") | elsewhere)
