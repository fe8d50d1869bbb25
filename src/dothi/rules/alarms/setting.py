"""A figure that alarms are measured against, set anew from a day on: with its source, how sure it is, who and why."""

from __future__ import annotations

import datetime as dt

from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.audit.action import action_of
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest, NotAllowed, NotFound
from dothi.rules.alarms import guides
from dothi.rules.alarms.models import AlarmGuide

FURTHEST = 3650  # days ahead: a value of the year 9999 would be announced for ever
_BEGINS, _ENDS = "flood-begins", "flood-ends"


def may_set(person: Person) -> bool:
    """The figures hold for every console: only who manages rules everywhere sets them."""
    return person.scope("rules.manage").everywhere


@action_of("rules", after=guides.forget)
def set_guide(
    code: str,
    value: int,
    *,
    valid_from: dt.date,
    source: str,
    certainty: str,
    by: Person,
    reason: str,
) -> AlarmGuide:
    """Lets a figure hold from a day on; what held before stays on record, a value dated to that very day is corrected.

    Raises NotAllowed, NotFound, BadRequest (out of bounds, past or far day, no source or reason, a flood that would end above its begin).
    """
    if not may_set(by):
        raise NotAllowed(permission="rules.manage")
    _refuse_out_of_bounds(code, value)
    _refuse_day(valid_from)
    if not source.strip() or not reason.strip():
        raise BadRequest("alarm-guide-needs-source")
    if certainty not in Certainty.values:
        raise BadRequest("alarm-guide-certainty", certainty=certainty)
    said = {"value": value, "source": source.strip()[:200], "certainty": certainty}
    row, _ = AlarmGuide.objects.update_or_create(code=code, valid_from=valid_from, defaults=said)
    _refuse_flood_without_end(valid_from)
    return row


def _refuse_out_of_bounds(code: str, value: int) -> None:
    seed = guides.BY_CODE.get(code)
    if seed is None:
        raise NotFound("alarm-guide-unknown", code=code)
    if not seed.may_change:
        raise BadRequest("alarm-guide-fixed")
    if not seed.lowest <= value <= seed.highest:
        raise BadRequest("alarm-guide-bounds", value=value, lowest=seed.lowest, highest=seed.highest)


def _refuse_day(valid_from: dt.date) -> None:
    if valid_from < clock.today():
        raise BadRequest("alarm-guide-past")
    if valid_from > (last := clock.today() + dt.timedelta(days=FURTHEST)):
        raise BadRequest("alarm-guide-far", last=f"{last:%d/%m/%Y}")


def _refuse_flood_without_end(since: dt.date) -> None:
    """A flood ends below its begin, on every day from `since` on: the two are set one by one, each with days of its own."""
    later = AlarmGuide.objects.filter(code__in=(_BEGINS, _ENDS), valid_from__gt=since)
    for day in (since, *later.values_list("valid_from", flat=True)):
        held = AlarmGuide.current(day)
        begins, ends = (
            held[code].value if code in held else guides.BY_CODE[code].value for code in (_BEGINS, _ENDS)
        )
        if ends > begins:
            raise BadRequest(
                "alarm-guide-flood", begins=round(begins), ends=round(ends), day=f"{day:%d/%m/%Y}"
            )
