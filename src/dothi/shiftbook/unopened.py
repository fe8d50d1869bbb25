"""A planned shift that nobody opens: after a dated wait it stands in the book as such, people are told, the one before stays responsible."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from dothi.accounts.models import Person
from dothi.kernel import clock, locks
from dothi.kernel.audit.action import action_of
from dothi.notify import actions as notify
from dothi.notify.said import Said
from dothi.shiftbook import book, queries, rules
from dothi.shiftbook.actions import next_code
from dothi.shiftbook.models import Desk, Shift

_action = action_of("shiftbook")


def note_unopened(now: dt.datetime | None = None) -> int:
    """Looks at every desk with a roster; how many shifts were noted as unopened."""
    now = now or clock.now()
    standing = Desk.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=clock.today())).exclude(
        roster=""
    )
    return sum(_note(desk, now) for desk in standing.select_related("agency"))


@_action
def _note(desk: Desk, now: dt.datetime) -> bool:
    """The newest planned shift that began `unopened-minutes` ago, where the book has none of that time."""
    locks.hold(f"shifts of {desk.pk}")
    due = [
        one
        for one in queries.planned(desk, now)
        if one.begins_at + rules.minutes("unopened-minutes") <= now < one.ends_at
    ]
    if not due:
        return False
    plan, before = due[-1], queries.open_shift(desk)
    since = dt.datetime.combine(desk.valid_from, dt.time(), clock.VIETNAM)
    if plan.begins_at < since or _has(desk, plan, before):
        return False
    shift = Shift.objects.create(
        code=next_code(), desk=desk, name=plan.name, state=Shift.State.UNOPENED, begins_at=plan.begins_at, ends_at=plan.ends_at,
        previous=before, unopened_at=now, responsible=before.responsible if before else None,
    )  # fmt: skip
    name = str(shift.responsible) if shift.responsible else "—"
    book.write(shift, "unopened", responsible=name, desk=desk.name_vi)
    if before is not None:
        book.write(before, "goes-on", responsible=name, shift=shift.code)
    book.tell("unopened", shift, agency=desk.agency_id)
    _call(shift)
    return True


def _has(desk: Desk, plan: queries.Planned, before: Shift | None) -> bool:
    """Is there a shift of this planned time, opened or noted? One that was opened early for it counts."""
    if before is not None and before.begins_at >= plan.begins_at:
        return True
    return queries.had(desk, plan)


def _call(shift: Shift) -> None:
    """Who is on duty by the roster, and who still answers for the desk, by every way that they have."""
    people: dict[int, Person] = {one.pk: one for one in queries.expected(shift.desk, shift.begins_at)}
    if shift.responsible is not None:
        people[shift.responsible.pk] = shift.responsible
    begins = f"{shift.begins_at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}"
    for person in people.values():
        notify.send(
            person,
            # on a locked screen it is called shiftbook-message-unopened-title
            Said(
                "shiftbook-message-unopened",
                {"desk": shift.desk.name_vi, "begins": begins, "code": shift.code},
            ),
            importance="critical",
            about=f"/shiftbook/{shift.code}/",
            purpose="shift",
            key=f"shift-unopened-{shift.code}-{person.pk}",
        )
