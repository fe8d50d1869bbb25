"""Lines and times of this room: each holds from a day on; what held before stays on record."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from dothi.accounts.models import Agency, Person
from dothi.calls.models import CallRule, Line
from dothi.calls.numbers import plain_number
from dothi.calls.rules import BY_CODE
from dothi.kernel import clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.kernel.said import plain
from dothi.territory.models import Unit

_action = action_of("calls")
_NUMBER = re.compile(r"\+?[0-9]{2,15}")


@_action
def add_line(
    *,
    number: str,
    name: str,
    service: str,
    agency: Agency,
    unit: Unit | None,
    valid_from: dt.date,
    valid_to: dt.date | None,
    source: str,
    certainty: str,
    by: Person,
) -> Line:
    """A number from a day on. The line of that number before ends where this one begins, if it did not end by itself.

    Raises NotAllowed, BadRequest (no number, no source, days the wrong way round), Conflict (one that begins that day;
    another agency's, where this person manages no lines).
    """
    _refuse(by, unit, agency)
    digits = plain_number(number)
    if not _NUMBER.fullmatch(digits):
        raise BadRequest("call-line-number")
    said = _named(name, source, certainty)
    if valid_to is not None and valid_to <= valid_from:
        raise BadRequest("call-line-days")
    locks.hold(f"line {digits}")
    if Line.objects.filter(number=digits, valid_from=valid_from).exists():
        raise Conflict("call-line-there", number=digits, day=f"{valid_from:%d/%m/%Y}")
    _refuse_others(digits, valid_from, valid_to, by)
    return Line.objects.create(
        number=digits, service=service, agency=agency, unit=unit, valid_from=valid_from, valid_to=valid_to, changed_by=by, **said
    )  # fmt: skip


@_action
def change_line(line: Line, *, name: str, source: str, certainty: str, by: Person) -> Line:
    """What calls do not rest on. Another number, agency or service is another line, from its own day on. Raises NotAllowed, BadRequest."""
    _refuse(by, line.unit, line.agency)
    for field, text in _named(name, source, certainty).items():
        setattr(line, field, text)
    line.changed_by = by
    line.save(update_fields=["name", "source", "certainty", "changed_by"])
    return line


@_action
def end_line(line: Line, *, by: Person) -> Line:
    """From today on it is no line (from the day after its first, where it began today). Raises NotAllowed, Conflict (it has ended)."""
    _refuse(by, line.unit, line.agency)
    day = max(clock.today(), line.valid_from + dt.timedelta(days=1))
    fresh = Line.objects.select_for_update(no_key=True, of=("self",)).get(pk=line.pk)
    if fresh.valid_to is not None and fresh.valid_to <= day:
        raise Conflict("call-line-over")
    fresh.valid_to, fresh.changed_by = day, by
    fresh.save(update_fields=["valid_to", "changed_by"])
    return fresh


@_action
def set_rule(code: str, value: int, *, source: str, certainty: str, by: Person) -> CallRule:
    """Another time from today on. Raises NotAllowed (calls.manage everywhere), NotFound, BadRequest (out of bounds, no source)."""
    if not by.scope("calls.manage").everywhere:
        raise NotAllowed(permission="calls.manage")
    if code not in BY_CODE:
        raise NotFound("call-rule-unknown", code=code[:40])
    seed = BY_CODE[code]
    if not seed.lowest <= value <= seed.highest:
        raise BadRequest("call-rule-value", lowest=seed.lowest, highest=seed.highest)
    if not plain(source) or certainty not in Certainty.values:
        raise BadRequest("call-needs-source")
    said = {"value": value, "source": plain(source)[:200], "certainty": certainty}
    row, _ = CallRule.objects.update_or_create(code=code, valid_from=clock.today(), defaults=said)
    return row


def _refuse(by: Person, unit: Unit | None, agency: Agency) -> None:
    if not by.scope("calls.manage").covers(unit.pk if unit else None, agency.pk):
        raise NotAllowed(permission="calls.manage")


def _refuse_others(digits: str, valid_from: dt.date, valid_to: dt.date | None, by: Person) -> None:
    """A number that rings elsewhere in those days is not drawn to oneself. Raises Conflict with whose it is."""
    lasting = Line.objects.exclude(valid_to__lte=valid_from).filter(number=digits).select_related("agency")
    for one in lasting.filter(valid_from__lt=valid_to) if valid_to else lasting:
        if not by.scope("calls.manage").covers(one.unit_id, one.agency_id):
            raise Conflict("call-line-of-others", number=digits, agency=str(one.agency))


def _named(name: str, source: str, certainty: str) -> dict[str, Any]:
    if not plain(name) or not plain(source) or certainty not in Certainty.values:
        raise BadRequest("call-needs-source")
    return {"name": plain(name)[:200], "source": plain(source)[:200], "certainty": certainty}
