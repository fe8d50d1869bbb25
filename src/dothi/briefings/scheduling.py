"""Briefings that are drafted by themselves: at their hour, with the rights of whoever answers for them, who is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from dothi.accounts.models import Agency, Person
from dothi.briefings import actions, queries, spans
from dothi.briefings.actions.rights import refuse
from dothi.briefings.area import area_planned
from dothi.briefings.models import Briefing, Kind, Schedule, Template
from dothi.kernel import clock
from dothi.kernel.audit.action import action_of
from dothi.kernel.calendar import in_force
from dothi.kernel.errors import BadRequest, Conflict, DothiError
from dothi.kernel.i18n import message_of
from dothi.notify import actions as notify
from dothi.notify.said import Said
from dothi.territory.models import Unit, UnitGroup

_action = action_of("briefings")
DAY_OFF = "day-off"
MOST_AT_ONCE = 10  # periods that a schedule catches up: the days of Tết


@_action
def plan(
    kind: str, *, template: Template | None, agency: Agency | None, unit: Unit | None, at: dt.time, working_days: bool,
    group: UnitGroup | None = None, receivers: Sequence[str] = (), by: Person,
) -> Schedule:  # fmt: skip
    """Raises NotAllowed, BadRequest, Conflict (such a schedule stands)."""
    if kind not in Kind.values or kind == Kind.DEMAND:
        raise BadRequest("briefing-kind", kind=kind[:20])
    agency = agency or by.agency
    if agency is None:
        raise BadRequest("briefing-needs-agency")
    where = area_planned(unit.pk if unit else None, group.pk if group else None, agency.pk)
    refuse(by, "briefings.make", where)
    form = template or queries.template_for(kind)
    now = clock.now()
    try:
        with transaction.atomic():
            return Schedule.objects.create(
                kind=kind, template=form.code, agency=agency, unit=unit, group=group, at=at, working_days=working_days,
                person=by, made_at=now,
                receivers=[one.strip()[:160] for one in receivers if one.strip()][:40],
                last_day=_last_day(spans.last_whole(kind, now)),  # the first is of the period that runs
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict("briefing-schedule-stands") from error


@_action
def stop(row: Schedule, *, by: Person) -> None:
    """Raises NotAllowed."""
    refuse(by, "briefings.make", area_planned(row.unit_id, row.group_id, row.agency_id))
    Schedule.objects.filter(pk=row.pk, is_on=True).update(is_on=False)


def _last_day(span: spans.Span) -> dt.date:
    return span.end.astimezone(clock.VIETNAM).date() - dt.timedelta(days=1)


def is_due(row: Schedule, now: dt.datetime) -> bool:
    """Its period is over, its hour has come, and where it asks for working days today is one."""
    local = now.astimezone(clock.VIETNAM)
    last = _last_day(spans.last_whole(row.kind, now))
    if not row.is_on or (row.last_day is not None and row.last_day >= last) or local.time() < row.at:
        return False
    return not row.working_days or not in_force().during(DAY_OFF, now)


def draft_due(now: dt.datetime | None = None) -> int:
    """Drafts what is due, each by itself: one that cannot be made says why and holds up no other."""
    now = now or clock.now()
    made = 0
    for row in (
        Schedule.objects.filter(is_on=True).select_related("person", "agency", "unit", "group").order_by("pk")
    ):
        if is_due(row, now):
            made += _drafted(row, now)
    return made


def _drafted(row: Schedule, now: dt.datetime) -> int:
    """Every period that ended since the last one, the newest at last: what a day off held up is not lost."""
    return sum(_drafted_of(row, last) for last in _waiting(row, now))


def _waiting(row: Schedule, now: dt.datetime) -> list[dt.date]:
    """The last days of these periods, at most `MOST_AT_ONCE` of them."""
    newest = _last_day(spans.last_whole(row.kind, now))
    found: list[dt.date] = []
    day = newest
    while (row.last_day is None or day > row.last_day) and len(found) < MOST_AT_ONCE:
        found.insert(0, day)
        day = spans.span_of(row.kind, day).begin.astimezone(clock.VIETNAM).date() - dt.timedelta(days=1)
    return found


def _drafted_of(row: Schedule, last: dt.date) -> int:
    trouble, one = "", None
    try:
        one = _make(row, last)
    except DothiError as error:
        trouble = message_of(error, "vi")[:300]
    # compare and swap: of two processes one tells
    done = Schedule.objects.filter(pk=row.pk, last_day=row.last_day).update(last_day=last, trouble=trouble)
    row.last_day = last
    if done and one is not None:
        text = Said("briefings-draft-message", {"code": one.code, "path": f"/briefings/{one.code}/"})
        notify.send(
            row.person,
            text,
            about=f"/briefings/{one.code}/",
            purpose="briefings.draft",
            key=f"briefing-draft-{one.code}",
        )
    return int(bool(done and one))


def _make(row: Schedule, last: dt.date) -> Briefing:
    template = queries.get_template(row.template)
    try:
        return actions.make(
            row.kind,
            by=row.person,
            day=last,
            template=template,
            unit=row.unit,
            group=row.group,
            agency=row.agency,
            receivers=row.receivers,
        )
    except Conflict:
        found = Briefing.objects.filter(
            kind=row.kind, template__code=row.template, agency=row.agency, unit=row.unit, group=row.group
        )
        standing = found.exclude(state=Briefing.State.DROPPED).order_by("-ends_at").first()
        if standing is None:
            raise
        return standing
