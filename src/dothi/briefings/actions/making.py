"""A briefing drafted: its figures taken as they stand now, each with its receipt, and compared with the one before."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Sequence
from typing import Any

from dothi.accounts.models import Agency, Person
from dothi.briefings import composing, figures, queries, rules, spans
from dothi.briefings.actions.rights import refuse, tell
from dothi.briefings.area import Area, area_of, units_of
from dothi.briefings.models import Briefing, CodeSeries, Kind, Printed, Template
from dothi.briefings.receipts import MOST_ROWS, Found, Receipt, receipt, said
from dothi.briefings.spans import Span
from dothi.kernel import clock, locks, moments, series
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Grant, Scope
from dothi.territory.models import Unit, UnitGroup
from dothi.territory.queries import unit_and_below

_action = action_of("briefings")


@_action
def make(
    kind: str, *, by: Person, day: dt.date | None = None, since: dt.datetime | None = None, template: Template | None = None,
    unit: Unit | None = None, group: UnitGroup | None = None, agency: Agency | None = None, place: str = "", signs_as: str = "", receivers: Sequence[str] = (),
    once: uuid.UUID | None = None,
) -> Briefing:  # fmt: skip
    """A draft of the period that `day` lies in (default: the last whole one), or from `since` until now.

    The same `once` again is the same briefing. Raises NotAllowed, NotFound, BadRequest (a period that is not over, no such kind, a group that has ended),
    Conflict (that period has one already).
    """
    if kind not in Kind.values:
        raise BadRequest("briefing-kind", kind=kind[:20])
    now, once = clock.now(), once or uuid.uuid4()
    locks.hold("briefings making")
    if standing := Briefing.objects.filter(once=once).first():
        return standing
    span = _span(kind, day, since, now)
    agency = agency or by.agency
    if agency is None:
        raise BadRequest("briefing-needs-agency")
    units = _units(group)
    refuse(
        by, "briefings.make", Area(unit.pk if unit else None, agency.pk, frozenset(units) if group else None)
    )
    form = template or queries.template_for(kind)
    _refuse_second(kind, form, agency, unit, group, span)
    row = Briefing.objects.create(
        code=series.next_code("BC", CodeSeries._meta.db_table), once=once, kind=kind, template=form, agency=agency, unit=unit, group=group,
        units=units, begins_at=span.begin, ends_at=span.end, recorded_at=now, scopes=_scopes(by, unit, units), place=place[:60],
        signs_as=signs_as[:120], receivers=_receivers(agency, receivers), made_by=by, made_at=now,
    )  # fmt: skip
    _take(row)
    tell("briefings.made", row)
    return row


@_action
def take_again(briefing: Briefing, *, by: Person) -> Briefing:
    """Figures of a draft as they are known now; those of before stay on record. Raises NotAllowed, Conflict."""
    refuse(by, "briefings.make", area_of(briefing))
    row = Briefing.objects.select_for_update(no_key=True, of=("self",)).get(pk=briefing.pk)
    if row.state != Briefing.State.DRAFT:
        raise Conflict("briefing-state", code=row.code, state=row.state)
    row.round, row.recorded_at, row.revision = row.round + 1, clock.now(), row.revision + 1
    if row.kind == Kind.DEMAND:
        row.ends_at = row.recorded_at
    row.body_sha256 = ""  # a DOCX that was handed in holds the figures of before; it stays among the files
    _take(row)
    tell("briefings.changed", row)
    return row


def _span(kind: str, day: dt.date | None, since: dt.datetime | None, now: dt.datetime) -> Span:
    if kind == Kind.DEMAND:
        begin = since or now - dt.timedelta(days=1)
        if not moments.is_known(begin) or begin >= now:
            raise BadRequest("briefing-period")
        return Span(begin, now)
    if day is not None and not moments.is_known(day):
        raise BadRequest("briefing-period")
    span = spans.span_of(kind, day) if day else spans.last_whole(kind, now)
    if span.end > now:
        raise BadRequest("briefing-period-runs", until=f"{span.end:%H:%M %d/%m/%Y}")
    return span


def _units(group: UnitGroup | None) -> list[int]:
    """Of the group today. Raises BadRequest: it has ended, or holds none."""
    if group is None:
        return []
    found = sorted(units_of(group.pk))
    if not found:
        raise BadRequest("briefing-group-ended", name=group.name_vi)
    return found


def _refuse_second(
    kind: str, form: Template, agency: Agency, unit: Unit | None, group: UnitGroup | None, span: Span
) -> None:
    if kind == Kind.DEMAND:
        return
    rows = Briefing.objects.filter(
        kind=kind, template__code=form.code, agency=agency, unit=unit, group=group, begins_at=span.begin
    )
    if found := rows.exclude(state=Briefing.State.DROPPED).first():
        raise Conflict("briefing-stands", code=found.code)


def _receivers(agency: Agency, told: Sequence[str]) -> list[str]:
    lines = [one.strip("-;. ")[:160] for one in told if one.strip("-;. ")][:40]
    if lines:
        return lines
    return [*([agency.parent.name_vi] if agency.parent else []), "Lưu: VT"]


def _scopes(by: Person, unit: Unit | None, units: Sequence[int]) -> dict[str, Any]:
    """With which rights its figures are taken, by permission: its maker's, within the area that it speaks of."""
    area = unit_and_below(unit.pk) if unit else frozenset(units) or None
    found = {name: _within(by.scope(name), area).as_lines() for name in figures.RIGHTS}
    if not any(found.values()):
        raise NotAllowed(permission="indicators.view")
    return {name: lines for name, lines in found.items() if lines}


def _within(scope: Scope, area: frozenset[int] | None) -> Scope:
    if area is None:
        return Scope(scope.grants)
    grants = [
        Grant(area if one.unit_ids is None else one.unit_ids & area, one.agency_id)
        for one in scope.grants
        if one.unit_ids is None or one.unit_ids & area
    ]
    return Scope(tuple(grants))


def scopes_of(row: Briefing) -> dict[str, Scope]:
    return {
        name: Scope.of_lines([(units, agency) for units, agency in lines])
        for name, lines in row.scopes.items()
    }


def scope_mark(row: Briefing) -> str:
    """Of the rights, as a receipt says them: equal rights have equal marks."""
    return hashlib.sha256(json.dumps(row.scopes, sort_keys=True).encode()).hexdigest()[:12]


def _take(row: Briefing) -> None:
    """Figures, receipts, what changed since the one before."""
    span, scopes = Span(row.begins_at, row.ends_at), scopes_of(row)
    found = figures.collect(scopes, span, row.recorded_at)[: rules.value("most-figures")]
    receipts = [
        receipt(number, one, scope=scope_mark(row), recorded_at=row.recorded_at)
        for number, one in enumerate(found, 1)
    ]
    Printed.objects.bulk_create(
        Printed(
            briefing=row,
            round=row.round,
            place=one.mark,
            key=one.key,
            receipt=one.told(),
            rows=list(of.rows[:MOST_ROWS]),
        )
        for one, of in zip(receipts, found, strict=True)
    )
    row.origin = max((Origin.of(word) for one in found for word in one.origins), default=Origin.LIVE)
    row.before = queries.before(row)
    row.changes = changes(row.before, receipts) if row.before else []
    row.save()


def changes(last: Briefing, receipts: Sequence[Receipt]) -> list[dict[str, Any]]:
    """What is other than in the last briefing of this kind, and which of its figures were corrected after it was made."""
    then = {one.key: one for one in composing.receipts_of(last)}
    now = {one.key: one for one in receipts}
    told = [
        {
            "name": one.name,
            "old": then[key].text if key in then else "–",
            "new": one.text,
            "what": _what(then.get(key), one),
        }
        for key, one in now.items()
        if key not in then or then[key].printed != one.printed or then[key].version != one.version
    ]
    told += [
        {"name": one.name, "old": one.text, "new": "–", "what": "gone"}
        for key, one in then.items()
        if key not in now
    ]
    return told + _corrected(last, then)


def _what(before: Receipt | None, now: Receipt) -> str:
    if before is None:
        return "new"
    return "definition" if before.version != now.version else "value"


def _corrected(last: Briefing, then: dict[str, Receipt]) -> list[dict[str, Any]]:
    """Figures of the last one that are others today for its own period: what came late, what was corrected."""
    again = figures.again(
        scopes_of(last),
        [(one.key, one.version) for one in then.values() if one.group],
        Span(last.begins_at, last.ends_at),
        clock.now(),
    )
    return [
        {
            "name": one.name,
            "old": one.text,
            "new": said(found.value, found.printed, one.unit),
            "what": "corrected",
        }
        for key, one in then.items()
        if (found := again.get(key)) is not None
        and one.group
        and found.printed != one.printed
        and _same_period(one, found)
    ]


def _same_period(one: Receipt, found: Found) -> bool:
    return bool(one.begin) and found.begin is not None and clock.iso(found.begin) == one.begin
