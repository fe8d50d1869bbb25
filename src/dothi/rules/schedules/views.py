"""The calendar of holidays, swapped days and Tết: a year as it holds, confirmed by a person with the number of its notice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dothi.accounts.asker import person_of
from dothi.kernel import clock
from dothi.kernel.calendar import in_force
from dothi.kernel.errors import BadRequest, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.rules.schedules import actions, year
from dothi.rules.schedules.actions import YEARS
from dothi.rules.schedules.forms import DayForm, YearForm


@require_safe
@requires("rules.view")
def year_page(request: HttpRequest) -> HttpResponse:
    """One year (`?year=`, this one): its days, where each comes from, and whether its notice has come."""
    asked = request.GET.get("year", "")
    return _page(request, _checked(int(asked)) if asked.isdecimal() and len(asked) == 4 else clock.today().year)  # fmt: skip


@require_POST
@requires("rules.manage")
def year_notice(request: HttpRequest, year: int) -> HttpResponseBase:
    """The notice of a year has come: what the page shows is confirmed by it."""
    form = YearForm(request.POST)
    if form.is_valid():
        days = _days(_checked(year))
        if _done(request, form, lambda: actions.confirm_year(year, days=days, by=person_of(request), **form.cleaned_data)):  # fmt: skip
            return _back(year)
    return _page(request, year, year_form=form)


@require_POST
@requires("rules.manage")
def one_day(request: HttpRequest, year: int) -> HttpResponseBase:
    """One day is off, or worked, by a notice."""
    form = DayForm(request.POST)
    if form.is_valid() and _done(request, form, lambda: actions.confirm_day(by=person_of(request), **form.columns)):  # fmt: skip
        return _back(form.cleaned_data["date"].year)
    return _page(request, _checked(year), day_form=form)


def _back(shown: int) -> HttpResponseBase:
    return redirect(f"{reverse('calendar')}?year={shown}")


def _done(request: HttpRequest, form: Any, act: Any) -> bool:
    try:
        act()
    except BadRequest as error:
        form.add_error(None, message_of(error))
        return False
    messages.success(request, t("rules-calendar-saved"))
    return True


def _checked(asked: int) -> int:
    if asked not in YEARS:
        raise NotFound("not-found")
    return asked


def _days(of: int) -> list[year.Shown]:
    return year.days_of(of, in_force())


def _page(request: HttpRequest, of: int, **forms: Any) -> HttpResponse:
    notice = year.notice_of(of)
    begun = {"certainty": "S2", **({"notice": notice.notice, "source": notice.source, "certainty": notice.certainty} if notice else {})}  # fmt: skip
    context = {
        "year": str(of),  # a number would be read as two thousand and twenty-seven: 2.027
        "before": of - 1,
        "after": of + 1,
        "days": _days(of),
        "notice": notice,
        "program": None if notice else year.program_notice(of),
        "may_manage": person_of(request).scope("rules.manage").everywhere,
        "year_form": forms.get("year_form") or YearForm(initial=begun, auto_id="year_%s"),
        "day_form": forms.get("day_form") or DayForm(initial=begun, auto_id="day_%s"),
    }
    return render(request, "rules/calendar.html", context, status=422 if forms else 200)
