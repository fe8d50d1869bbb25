"""Screens of officers for consultations: drawn up, announced, opinions released and answered, the result published."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Person
from dothi.kernel.asked import number_of, numbers_of
from dothi.kernel.errors import BadRequest, DothiError
from dothi.kernel.i18n import message_of
from dothi.kernel.pages import Pages
from dothi.kernel.permissions import requires
from dothi.surveys import actions, consulted, papers, queries
from dothi.surveys.forms import ConsultationForm
from dothi.surveys.models import Consultation, Opinion

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@requires("surveys.manage")
def new(request: HttpRequest) -> HttpResponseBase:
    """A consultation drawn up: nobody outside reads it before it is announced."""
    by = person_of(request)
    form = ConsultationForm(request.POST or None, by=by)
    if request.method == "POST" and form.is_valid():
        try:
            one = actions.propose(
                words=form.words(), opens_at=form.cleaned_data["opens_at"], closes_at=form.cleaned_data["closes_at"],
                agency=form.owner(), unit=form.area(), asked=form.asked(),
                papers=papers.examined(request.FILES.getlist("papers")), by=by,
            )  # fmt: skip
        except DothiError as error:
            form.add_error(None, message_of(error))
        else:
            return redirect("consultation", one.code)
    return render(
        request, "surveys/consultation_form.html", {"form": form}, status=422 if form.errors else 200
    )


@require_safe
@requires("surveys.view")
def consultation(request: HttpRequest, code: str) -> HttpResponse:
    """One consultation: its words, the opinions that wait, the answers, the result."""
    one = queries.get_consultation(code, scope_of(request))
    state = request.GET.get("state", "")
    state = state if state in Opinion.State.values else Opinion.State.NEW
    rows = one.opinions.filter(state=state).select_related("reply", "decided_by").order_by("-pk")
    told = {
        "one": consulted.Shown(one),
        "state": state,
        "states": Opinion.State.values,
        "page": Pages(rows, PAGE).get_page(request.GET.get("page")),
        "replies": one.replies.order_by("pk"),
        "may_manage": actions.may_manage(person_of(request), one.agency),
    }
    return render(request, "surveys/consultation.html", told)


@require_POST
@requires("surveys.manage")
def step(request: HttpRequest, code: str) -> HttpResponseBase:
    """One step (`do`): announce, release, hide, reply, conclude."""
    one = queries.get_consultation(code, scope_of(request))
    try:
        _take(request, one, person_of(request))
    except DothiError as error:
        messages.error(request, message_of(error))
    state = request.POST.get("state", "")
    asked = f"?state={state}" if state in Opinion.State.values else ""
    answer = redirect("consultation", one.code)
    answer["Location"] += asked
    return answer


def _take(request: HttpRequest, one: Consultation, by: Person) -> None:
    """Raises DothiError."""
    text, seen = request.POST.get("text", ""), request.POST.get("seen", "")[:40]
    match request.POST.get("do", ""):
        case "announce":
            actions.announce(one, by=by)
        case "release":
            actions.release(_opinion(request, one), text=text, by=by, seen=seen)
        case "hide":
            actions.hide(_opinion(request, one), reason=text, by=by, seen=seen)
        case "reply":
            chosen = numbers_of(request.POST.getlist("opinion")[:500])
            actions.reply(one, request.POST.get("title", ""), text, opinions=chosen, by=by)
        case "conclude":
            actions.conclude(one, vi=request.POST.get("vi", ""), en=request.POST.get("en", ""), by=by)
        case other:
            raise BadRequest("survey-no-such-step", step=other[:20])


def _opinion(request: HttpRequest, one: Consultation) -> Opinion:
    number = number_of(request.POST.get("opinion", ""))
    found = one.opinions.select_related("consultation__agency").filter(pk=number or 0).first()
    if found is None:
        raise BadRequest("opinion-does-not-exist")
    return found
