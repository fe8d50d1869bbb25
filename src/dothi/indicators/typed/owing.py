"""Typed figures in the one list of what people owe: the report of each period, and the second person's word on it.

What was handed in, returned or approved is written in the same transaction (`actions.py`); that a new period has begun, a pack came
or an agency ended, only time tells: `renew`, by the worker's loop.
"""

from __future__ import annotations

from typing import Any

from dothi.accounts.models import Agency
from dothi.indicators.models import Report
from dothi.indicators.typed import owed as periods
from dothi.indicators.typed.forms import Form, forms_in_force
from dothi.indicators.typed.owed import Owed
from dothi.kernel import clock
from dothi.kernel.permissions import Grant, Scope
from dothi.tasks import owed
from dothi.tasks.models import Owed as Row
from dothi.tasks.owed import Debt

FIGURES, APPROVE = "figures", "approve"
_EVERYWHERE = Scope((Grant(None, None),))


def renew() -> int:
    """Every report that is owed now, and no other; returns how many."""
    debts = [_figures(one) for one in periods.owed(_EVERYWHERE)]
    owed.owe_all(debts)
    gone = Row.objects.filter(kind=FIGURES, closed_at__isnull=True).exclude(
        code__in=[one.code for one in debts]
    )
    gone.update(closed_at=clock.now())
    return len(debts)


def handed_in(report: Report, form: Form) -> None:
    """Now a second person owes a word."""
    owed.settle(FIGURES, _code(report.form, report.agency_id, f"{report.day}"))
    owed.owe(
        APPROVE,
        str(report.pk),
        path=f"/figures/reports/{report.pk}/",
        due_at=None,
        permission="indicators.approve",
        title_key="tasks-owed-approve",
        title_fields=_said(form, report.agency, f"{report.day:%d/%m/%Y}"),
        agency_id=report.agency_id,
        unit_id=report.unit_id,
        besides_id=report.typed_by_id,
    )


def decided(report: Report) -> None:
    """The second person has spoken. What was returned is owed again, unless an earlier report of the period holds."""
    owed.settle(APPROVE, str(report.pk))
    same = Report.objects.filter(form=report.form, agency_id=report.agency_id, day=report.day)
    if report.state != Report.State.RETURNED or same.filter(state=Report.State.APPROVED).exists():
        return
    form = next((one for one in forms_in_force() if one.code == report.form), None)
    if form is not None:
        owed.owe_all([_figures(Owed(form, report.agency, report.day, report.due_at, report))])


def _figures(one: Owed) -> Debt:
    day = f"{one.day:%m/%Y}" if one.form.over == "month" else f"{one.day:%d/%m/%Y}"
    return Debt(
        kind=FIGURES,
        code=_code(one.form.code, one.agency.pk, f"{one.day}"),
        path=f"/figures/{one.form.code}/{one.agency.pk}/{one.day}/",
        permission="indicators.enter",
        due_at=one.due_at,
        title_key="tasks-owed-figures",
        title_fields=_said(one.form, one.agency, day),
        agency_id=one.agency.pk,
        unit_id=one.agency.unit_id,
    )


def _code(form: str, agency_id: int, day: str) -> str:
    return f"{form}/{agency_id}/{day}"


def _said(form: Form, agency: Agency, day: str) -> dict[str, Any]:
    name = form.told["name"]
    return {
        "form_vi": name["vi"], "form_en": name["en"], "agency_vi": agency.name_vi, "agency_en": agency.name_en, "day": day,
    }  # fmt: skip
