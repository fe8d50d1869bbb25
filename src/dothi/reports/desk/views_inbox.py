"""The officers' list: what lies in their scope, narrowed by its address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.pages import NarrowPages
from dothi.kernel.permissions import requires
from dothi.kernel.vietnamese import in_vietnamese
from dothi.reports import categories, queries, showing
from dothi.reports.desk import narrowing, templates
from dothi.reports.email.actions import waiting
from dothi.reports.models import Door, Process
from dothi.tasks import forms as task_forms
from dothi.tasks import reach
from dothi.territory import queries as territory
from dothi.territory.models import Level, Unit

PAGE = 50


@require_safe
@requires("reports.view")
def inbox(request: HttpRequest) -> HttpResponse:
    """What citizens reported and how it stands; open ones by their deadline."""
    person = person_of(request)
    scope = person.scope("reports.route")
    letters = waiting(scope, person.agency_id).count() if scope else 0
    return render(request, "reports/list.html", {**_listed(request), "mails": letters})


@require_safe
@requires("reports.view")
def inbox_rows(request: HttpRequest) -> HttpResponse:
    """What changes of the list while one looks."""
    return render(request, "reports/_list.html", _listed(request))


def _listed(request: HttpRequest) -> dict[str, Any]:
    scope, person, now = scope_of(request), person_of(request), clock.now()
    usual = "new" if person.may("reports.route") else "mine"
    tab = request.GET.get("tab", "")
    tab = tab if tab in queries.TABS else usual
    rows = queries.inbox(scope, tab, now, person.agency_id)
    told = request.GET.dict()
    what = narrowing.asked_by(told)
    page = NarrowPages(queries.sought(rows, what, now), PAGE).get_page(request.GET.get("page"))
    return {
        **_choices(person),
        "page": page,
        "rows": showing.shown_all(page.object_list),
        "asked": what,
        "tab": tab,
        "tabs": [(one, f"reports-tab-{one}") for one in queries.TABS],
        "query": request.GET.urlencode(),
        "narrowed": narrowing.sentence(told),
        "chosen": any((what.category, what.unit, what.agency, what.door, what.process)),
        "kept": narrowing.kept(told),
    }


def _choices(person: Person) -> dict[str, Any]:
    """What the filters and the batch offer."""
    day = clock.today()
    reached = Unit.objects.filter(person.scope("reports.view").as_q("pk", None))
    communes = territory.units_on(day, Level.COMMUNE).filter(pk__in=reached.values("pk"))
    return {
        "agencies": reach.standing(),
        "communes": communes.order_by(in_vietnamese("full_name")),
        "categories": categories.choices(),
        "doors": Door.values,
        "processes": Process.values,
        "templates": templates.holding(person.agency_id, kind="answer"),
        "may_work": person.may("reports.work"),
        "may_route": person.may("reports.route"),
        "quick": task_forms.quick(clock.now(), task_forms.QUICK[1:]),
    }
