"""The page of one report: what was told, its record, and what a person does with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.asked import numbers_of
from dothi.kernel.attachments import JPEG
from dothi.kernel.errors import BadRequest, DothiError, NotFound
from dothi.kernel.i18n import message_of
from dothi.kernel.permissions import requires
from dothi.reports import actions, photos, queries, replying, showing
from dothi.reports.actions.stepping import is_routed_by
from dothi.reports.dated.handling import is_public, law_of
from dothi.reports.desk import views_pause
from dothi.reports.desk.done import doing
from dothi.reports.desk.models import AnswerTemplate
from dothi.reports.desk.views_batch import agency_asked
from dothi.reports.desk.views_sorting import proposals
from dothi.reports.desk.views_templates import offered
from dothi.reports.identity import vault
from dothi.reports.models import Extension, Report, State
from dothi.reports.workflow import may_take
from dothi.tasks import forms as task_forms
from dothi.tasks import reach

_ALONE = {"take": actions.take}
_WITH_REASON = {
    "return": actions.give_back,
    "ask": actions.ask,
    "send-back": actions.send_back,
    "refuse": actions.refuse,
}
# the reporter reads their reason: each has a form with templates of its kind, not a question in passing
_WRITTEN = (AnswerTemplate.Kind.ASK, AnswerTemplate.Kind.REFUSE)


@require_safe
@requires("reports.view")
def report(request: HttpRequest, code: str) -> HttpResponse:
    """One report: what was told, its clock, what this person may do, the record."""
    return render(request, "reports/report.html", _shown(request, code))


@require_safe
@requires("reports.view")
def report_part(request: HttpRequest, code: str) -> HttpResponse:
    """The living part of the page."""
    return render(request, "reports/_report.html", _shown(request, code))


def _shown(request: HttpRequest, code: str) -> dict[str, Any]:
    person = person_of(request)
    found = queries.get_report(code, scope_of(request))
    desk, agency = _sides(found, person)
    steps = showing.steps_for(found, desk=desk, agency=agency)
    answers = agency and may_take("answer", found.state)
    hindrance = actions.hindrance_of(found) if answers else None
    return {
        "report": found,
        "one": showing.shown(found),
        "steps": [one for one in steps if one.name not in _WRITTEN],
        "written": [
            (one, offered(request, found, person.agency_id, one.name))
            for one in steps
            if one.name in _WRITTEN
        ],
        "desk": desk,
        "may_give": desk and found.state == State.NEW,
        "answer_number": queries.answer_number(found),
        "may_answer": answers and hindrance is None,
        "answer_not": message_of(hindrance) if hindrance else "",
        "must_show": answers and actions.must_show(found),
        "may_merge": desk and may_take("merge", found.state),
        "may_release": desk and is_public(found.category),
        "may_unmask": vault.may_unmask(found, person) and vault.is_known(found),
        "agencies": reach.standing() if desk and found.state == State.NEW else [],
        "photos": showing.pictures(
            queries.photos_of(found), lambda number: reverse("report-photo", args=[found.code, number])
        ),
        "record": [showing.Said(line) for line in queries.record(found)],
        "reply_ways": replying.ways_of(found),
        "answer": offered(request, found, person.agency_id, AnswerTemplate.Kind.ANSWER),
        **proposals(found, person, desk=desk),
        **_more_time(found, desk=desk, agency=agency),
        **views_pause.shown(found, desk=desk, agency=agency),
    }


def _more_time(found: Report, *, desk: bool, agency: bool) -> dict[str, Any]:
    """What was asked, who may decide it, whether the agency may ask, and the deadlines of one tap."""
    extensions = list(found.extensions.select_related("asked_by", "decided_by").order_by("pk"))
    waiting = next((one for one in extensions if one.state == Extension.State.ASKED), None)
    given = sum(one.state == Extension.State.GRANTED for one in extensions)
    may_ask = (
        agency
        and waiting is None
        and found.state in (State.GIVEN, State.WORKING)
        and given < law_of(found).extensions
    )
    quick = task_forms.quick(max(found.due_at, clock.now()), task_forms.QUICK[1:]) if may_ask else []
    return {"extensions": extensions, "waiting": waiting, "may_decide": desk and waiting is not None, "may_ask_time": may_ask, "quick": quick}  # fmt: skip


def _sides(found: Report, person: Person) -> tuple[bool, bool]:
    """Does the person stand at the desk that routes it, and in the agency that has it?"""
    agency = (
        found.agency_id is not None and found.agency_id == person.agency_id and person.may("reports.work")
    )
    return is_routed_by(found, person), agency


@require_POST
@requires("reports.view")
def step(request: HttpRequest, code: str) -> HttpResponseBase:
    """One step (`step`), with what it needs: `reason`, `agency`, `text`, pictures, numbers of pictures."""
    found = queries.get_report(code, scope_of(request))
    return doing(
        request, found, request.POST.get("step", "")[:20], lambda: _take(request, found, person_of(request))
    )


def _take(request: HttpRequest, found: Report, by: Person) -> None:
    """Raises DothiError."""
    name, seen = request.POST.get("step", ""), request.POST.get("seen", "")[:10]
    text = request.POST.get("text", "") or request.POST.get("reason", "")
    if name in _ALONE:
        _ALONE[name](found, by=by, seen=seen)
    elif name in _WITH_REASON:
        _WITH_REASON[name](found, reason=text, by=by, seen=seen)
    elif name == "give":
        actions.give(found, agency_asked(request), by=by, seen=seen)
    elif name == "answer":
        pictures = photos.examined(request.FILES.getlist("photos"))
        with photos.put_by(pictures):
            actions.answer(found, text, pictures=pictures, by=by, seen=seen)
    elif name == "publish":
        actions.publish(found, by=by, seen=seen, read=request.POST.get("read", "")[:20])
    elif name == "release":
        actions.release(found, text=text, photos=numbers_of(request.POST.getlist("photo")[:50]), by=by)
    elif name == "note":
        actions.note(found, text, by=by)
    elif name == "merge":
        actions.merge(found, _other(request), by=by, seen=seen)
    else:
        raise BadRequest("report-no-such-step", step=name[:20])


def _other(request: HttpRequest) -> Report:
    return queries.get_report(request.POST.get("into", "").strip().upper(), scope_of(request))


@require_POST
@requires("reports.work")
def more_time(request: HttpRequest, code: str) -> HttpResponseBase:
    """The agency asks for more time (`due`: working days after the one that stands, or `at` an instant), with a reason."""
    found, by = queries.get_report(code, scope_of(request)), person_of(request)

    def ask() -> None:
        until = task_forms.more_time_in(request.POST, max(found.due_at, clock.now()))
        actions.ask_more_time(found, until=until, reason=request.POST.get("reason", ""), by=by)

    return doing(request, found, "ask-time", ask)


@require_POST
@requires("reports.route")
def decide_time(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """Grants (`grant=yes`) or refuses, with a reason, what was asked for."""
    found = queries.get_report(code, scope_of(request))
    asked = found.extensions.filter(pk=pk).first()
    if asked is None:
        raise NotFound("report-time-not-asked", code=found.code)
    grant, by = request.POST.get("grant") == "yes", person_of(request)
    return doing(
        request,
        found,
        "grant-time" if grant else "refuse-time",
        lambda: actions.decide_time(asked, grant=grant, text=request.POST.get("reason", ""), by=by),
    )


@require_POST
@requires("reports.person")
def unmask(request: HttpRequest, code: str) -> HttpResponseBase:
    """Who reported it: asked with a reason, shown once, on the record."""
    found = queries.get_report(code, scope_of(request))
    try:
        contact = vault.unmask(found, reason=request.POST.get("reason", ""), by=person_of(request))
    except DothiError as error:
        messages.error(request, message_of(error))
        return redirect("report", found.code)
    answer = render(request, "reports/person.html", {"report": found, "contact": contact})
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@requires("reports.view")
def photo(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A picture, released or not, for officers who see the report."""
    found = queries.get_report(code, scope_of(request))
    one = found.photos.filter(number=number).first()
    if one is None:
        raise NotFound("report-photo-gone", code=found.code)
    answer = HttpResponse(photos.body_of(one), content_type=JPEG)
    answer["Cache-Control"] = "private, max-age=600"
    return answer
