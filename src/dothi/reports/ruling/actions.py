"""A new row from a day on, or the end of one. What has begun is never rewritten: reports were routed and promised by it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from dothi.accounts.models import Agency, Person
from dothi.kernel import clock, locks
from dothi.kernel.calendar import in_force
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest, NotAllowed
from dothi.kernel.said import plain
from dothi.reports.actions.stepping import action
from dothi.reports.categories import ANY, is_known
from dothi.reports.clock import deadlines
from dothi.reports.identity.models import Controller
from dothi.reports.identity.requests import CONTROLLER
from dothi.reports.models import Competence, Handling, PauseReason
from dothi.territory.models import Unit


@action
def set_competence(
    *, category: str, unit: Unit | None, agency: Agency, valid_from: dt.date, source: str, certainty: str, by: Person,
    reason: str,
) -> Competence:  # fmt: skip
    """From `valid_from` on reports of the category (empty: all) in the unit (None: everywhere) go to `agency`.

    A row of the same day that has not begun is replaced. Raises NotAllowed; BadRequest: a past day, a day on which one begins that
    holds already, no source or reason, an unknown category, an agency that ended by then.
    """
    _refuse(by, valid_from, source, certainty, reason)
    if category and not is_known(category):
        raise BadRequest("report-category", category=category[:120])
    if agency.valid_to is not None and agency.valid_to <= valid_from:
        raise BadRequest("report-agency-ended", agency=str(agency))
    locks.hold("reports rows")
    same = Competence.objects.filter(category=category, unit=unit, valid_from=valid_from)
    _replace(same, valid_from)
    return Competence.objects.create(
        category=category,
        unit=unit,
        agency=agency,
        valid_from=valid_from,
        source=plain(source)[:200],
        certainty=certainty,
    )


@action
def end_competence(row: Competence, *, last_day: dt.date, by: Person, reason: str) -> int:
    """After `last_day` no row names an agency for this category and place; those that begin later stay. How many rows ended by it.

    Raises NotAllowed, BadRequest (a past day, no reason)."""
    _refuse_stranger(by, reason)
    if last_day < clock.today():
        raise BadRequest("report-row-past")
    locks.hold("reports rows")
    rows = Competence.objects.filter(category=row.category, unit=row.unit, valid_from__lte=last_day)
    after = last_day + dt.timedelta(days=1)
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=after)).update(valid_to=after)


@action
def set_handling(
    code: str, *, valid_from: dt.date, source: str, certainty: str, by: Person, reason: str, **columns: Any
) -> Handling:
    """From `valid_from` on reports of the category are handled so; `columns`: those of `Handling`.

    Raises NotAllowed; BadRequest: as `set_competence`, or a deadline that cannot be counted."""
    _refuse(by, valid_from, source, certainty, reason)
    if code != ANY and not is_known(code):
        raise BadRequest("report-category", category=code[:120])
    for said in (columns["due"], columns["take_within"]):
        deadlines.after(said, clock.now(), in_force())
    locks.hold("reports rows")
    _replace(Handling.objects.filter(code=code, valid_from=valid_from), valid_from)
    return Handling.objects.create(
        code=code, valid_from=valid_from, source=plain(source)[:200], certainty=certainty, **columns
    )


@action
def set_pause_reason(
    code: str, *, name_vi: str, name_en: str, most_days: int, approved_by: str, valid_from: dt.date, source: str, certainty: str,
    by: Person, reason: str,
) -> PauseReason:  # fmt: skip
    """Why reports may rest from `valid_from` on; rests that were granted keep what they were granted with. Raises as `set_competence`."""
    _refuse(by, valid_from, source, certainty, reason)
    locks.hold("reports rows")
    _replace(PauseReason.objects.filter(code=code, valid_from=valid_from), valid_from)
    return PauseReason.objects.create(
        code=code, name_vi=plain(name_vi)[:120], name_en=plain(name_en)[:120], most_days=most_days, approved_by=approved_by,
        valid_from=valid_from, source=plain(source)[:200], certainty=certainty,
    )  # fmt: skip


@action
def set_controller(
    agency: Agency, *, valid_from: dt.date, source: str, certainty: str, by: Person, reason: str
) -> Controller:
    """From `valid_from` on requests about personal data are this agency's debt. Raises NotAllowed, BadRequest (as above)."""
    _refuse(by, valid_from, source, certainty, reason)
    locks.hold("reports rows")
    _replace(Controller.objects.filter(code=CONTROLLER, valid_from=valid_from), valid_from)
    return Controller.objects.create(
        code=CONTROLLER, agency=agency, valid_from=valid_from, source=plain(source)[:200], certainty=certainty
    )


def _refuse(by: Person, valid_from: dt.date, source: str, certainty: str, reason: str) -> None:
    _refuse_stranger(by, reason)
    if valid_from < clock.today():
        raise BadRequest("report-row-past")
    if not plain(source) or certainty not in Certainty.values:
        raise BadRequest("report-row-source")


def _refuse_stranger(by: Person, reason: str) -> None:
    if not by.scope("reports.manage").everywhere:
        raise NotAllowed(permission="reports.manage")
    if not plain(reason):
        raise BadRequest("report-row-reason")


def _replace(same: Any, valid_from: dt.date) -> None:
    """Takes out what was planned for the same day; what begins today holds already."""
    if valid_from == clock.today() and same.exists():
        raise BadRequest("report-row-holds")
    same.delete()
