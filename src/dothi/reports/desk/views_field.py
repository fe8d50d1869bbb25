"""The inspector's pages for one thumb: what one's agency has, the nearest deadline first; arrived, done with a picture."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, DothiError, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.reports import actions, photos, queries, showing
from dothi.reports.desk.models import AnswerTemplate
from dothi.reports.desk.views_templates import offered
from dothi.reports.models import Report
from dothi.reports.workflow import may_take

MOST = 50


@require_safe
@requires("reports.work")
def field(request: HttpRequest) -> HttpResponse:
    """What the agency has in hand, by its deadline."""
    person = person_of(request)
    rows = queries.inbox(scope_of(request), "mine", clock.now(), person.agency_id)
    return render(request, "reports/field.html", {"rows": showing.shown_all(rows[:MOST])})


@require_http_methods(["GET", "HEAD", "POST"])
@requires("reports.work")
def field_one(request: HttpRequest, code: str) -> HttpResponseBase:
    """One report in the street: take it, say that one is there, answer with a picture of the result."""
    person = person_of(request)
    found = queries.get_report(code, person.scope("reports.view"))
    if found.agency_id is None or found.agency_id != person.agency_id:
        raise NotFound("report-does-not-exist", code=code[:20])
    if request.method == "POST":
        try:
            _take(request, found, person)
        except DothiError as error:
            messages.error(request, message_of(error))
            return redirect("report-field", found.code)
        if request.POST["step"] != "arrived":  # that is said on the page itself
            messages.success(request, t(f"reports-did-{request.POST['step']}", code=found.code))
        in_hand = may_take("answer", found.state)
        return redirect("report-field", found.code) if in_hand else redirect("reports-field")
    in_hand = may_take("answer", found.state)
    hindrance = actions.hindrance_of(found) if in_hand else None
    context = {
        "report": found,
        "one": showing.shown(found),
        "photos": showing.pictures(
            queries.photos_of(found), lambda number: reverse("report-photo", args=[found.code, number])
        ),
        "must_show": actions.must_show(found),
        "is_there": queries.arrivals(found).order_by("-pk").first(),
        "in_hand": in_hand,
        "answer_not": message_of(hindrance) if hindrance else "",
        "answer": offered(request, found, person.agency_id, AnswerTemplate.Kind.ANSWER),
    }
    return render(request, "reports/field_one.html", context)


def _take(request: HttpRequest, found: Report, by: Person) -> None:
    """Raises DothiError."""
    seen = request.POST.get("seen", "")[:10]
    match request.POST.get("step", ""):
        case "take":
            actions.take(found, by=by, seen=seen)
        case "arrived":
            actions.arrive(found, by=by)
        case "answer":
            pictures = photos.examined(request.FILES.getlist("photos"))
            with photos.put_by(pictures):
                actions.answer(found, request.POST.get("text", ""), pictures=pictures, by=by, seen=seen)
        case other:
            raise BadRequest("report-no-such-step", step=other[:20])
