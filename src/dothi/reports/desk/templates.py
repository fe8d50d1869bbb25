"""Templates of answers as dated data: which hold for an agency on a day, and their text filled in for one report."""

from __future__ import annotations

import datetime as dt
import re

from django.db.models import F, Q

from dothi.accounts.models import Agency, Person
from dothi.incidents import kinds
from dothi.kernel import clock, locks
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest, NotAllowed, NotFound
from dothi.kernel.said import plain
from dothi.reports.actions.stepping import LONGEST_TEXT, action
from dothi.reports.desk.models import AnswerTemplate
from dothi.reports.models import Report

PLACES = (
    "code",
    "category",
    "agency",
    "unit",
    "due",
    "today",
)  # `{code}` in a text; none of them is a person
_PLACE = re.compile(r"\{([^{}]*)\}")
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def holding(agency_id: int | None, day: dt.date | None = None, kind: str = "") -> list[AnswerTemplate]:
    """Those for everybody and those of the agency: of each code its newest, the agency's own before the common one."""
    day = day or clock.today()
    rows = AnswerTemplate.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)
    rows = rows.filter(Q(agency__isnull=True) | Q(agency_id=agency_id))
    own_last = rows.order_by(
        F("agency").asc(nulls_first=True), "valid_from"
    )  # the later takes the earlier's place
    newest = {one.code: one for one in own_last}
    return sorted((one for one in newest.values() if kind in ("", one.kind)), key=lambda one: (one.kind, one.name))  # fmt: skip


def get_template(pk: int, agency_id: int | None) -> AnswerTemplate:
    """One that holds today for the agency. Raises NotFound."""
    found = next((one for one in holding(agency_id) if one.pk == pk), None)
    if found is None:
        raise NotFound("report-template-gone")
    return found


def filled(text: str, report: Report) -> str:
    """The text with its places filled in for this report."""
    told = {
        "code": report.code,
        "category": kinds.name_of(report.category, "vi"),
        "agency": str(report.agency or ""),
        "unit": report.unit.full_name if report.unit else "",
        "due": f"{report.due_at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}",
        "today": f"{clock.today():%d/%m/%Y}",
    }
    return _PLACE.sub(lambda found: told.get(found[1], found[0]), text)


@action
def set_template(
    code: str, *, agency: Agency | None, kind: str, name: str, text: str, valid_from: dt.date, source: str, certainty: str,
    by: Person, reason: str = "",
) -> AnswerTemplate:  # fmt: skip
    """This text from a day on. One's own agency's by whoever works there, everybody's by whoever keeps the rows.

    Raises NotAllowed; BadRequest: a past day, no name, text or source, a place that there is none of."""
    _refuse_stranger(agency, by)
    said = plain(text)[:LONGEST_TEXT]
    if valid_from < clock.today():
        raise BadRequest("report-row-past")
    if not (said and plain(name) and plain(source)) or certainty not in Certainty.values:
        raise BadRequest("report-template-empty")
    if not _CODE.fullmatch(code) or kind not in AnswerTemplate.Kind.values:
        raise BadRequest("report-template-code", code=code[:60])
    if unknown := [one for one in _PLACE.findall(said) if one not in PLACES]:
        raise BadRequest("report-template-place", place=unknown[0][:40], places=", ".join(PLACES))
    locks.hold("reports templates")
    same = AnswerTemplate.objects.filter(agency=agency, code=code, valid_from=valid_from)
    if valid_from == clock.today() and same.exists():
        raise BadRequest("report-row-holds")
    same.delete()
    return AnswerTemplate.objects.create(
        agency=agency, code=code, kind=kind, name=plain(name)[:120], text=said, valid_from=valid_from,
        source=plain(source)[:200], certainty=certainty,
    )  # fmt: skip


@action
def end_template(row: AnswerTemplate, *, by: Person) -> None:
    """From tomorrow on it holds no more; one that has not begun is taken out. Raises NotAllowed."""
    _refuse_stranger(row.agency, by)
    after = clock.today() + dt.timedelta(days=1)
    rows = AnswerTemplate.objects.filter(agency=row.agency, code=row.code)
    rows.filter(valid_from__gte=after).delete()
    rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=after)).update(valid_to=after)


def _refuse_stranger(agency: Agency | None, by: Person) -> None:
    if by.scope("reports.manage").everywhere:
        return
    if agency is None or agency.pk != by.agency_id or not by.may("reports.work"):
        raise NotAllowed(permission="reports.work")
