"""One's own data: what is held why and how long (for everybody), what one asks about it (after a code), and the officers' list of that."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of
from dothi.kernel import clock
from dothi.kernel.errors import DothiError, NotFound
from dothi.kernel.holdings import VOICE, Subject, voice_of
from dothi.kernel.i18n import message_of, t
from dothi.kernel.models import RetentionRule
from dothi.kernel.permissions import public, requires
from dothi.kernel.private import private
from dothi.kernel.retention import in_force
from dothi.reports import rules
from dothi.reports.identity import requests, sessions
from dothi.reports.identity.exporting import export
from dothi.reports.identity.models import DataRequest
from dothi.reports.models import ReportRule

MOST = 200
OURS = (
    "report",
    "survey",
    "consultation",
    "around",
    "message",
    "call",
)  # kinds of records that hold something of citizens


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, what for, how long and by whose decision: made from the dated rows that the night's erasing goes by."""
    kept = [row for code, row in sorted(in_force().items()) if code.startswith(OURS)]
    context = {
        "kept": _by_decision(kept),
        "answer": ReportRule.held("data-answer-days"),
        "days": rules.value("data-answer-days"),
    }
    return render(request, "reports/privacy.html", context)


def _by_decision(kept: list[RetentionRule]) -> list[list[RetentionRule]]:
    """Those that hold by one decision since one day stand together: it is told once, below them."""
    found: dict[tuple[dt.date, str, str], list[RetentionRule]] = {}
    for row in kept:
        found.setdefault((row.valid_from, row.source, row.certainty), []).append(row)
    return list(found.values())


@public
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponseBase:
    """Asks about one's own data: `kind`, `text`. Nobody without a code that came back."""
    holder = sessions.find_holder(request)
    if holder is None:
        return redirect("/phan-anh/xac-nhan/?then=data")
    error, status = "", 200
    if request.method == "POST":
        try:
            voice = _voice(request) if request.POST.get("voice") else ""
            requests.ask(
                holder, request.POST.get("kind", "")[:20], request.POST.get("text", "")[:4000], voice=voice
            )
        except DothiError as refused:
            error, status = message_of(refused), refused.status
        else:
            return private(redirect("report-data"))
    context = {
        "holder": holder,
        "error": error,
        "asked": requests.asked_by(holder.way, holder.address)[:MOST],
        "kinds": [str(one) for one in DataRequest.Kind if one != DataRequest.Kind.ACCESS],
        "days": rules.value("data-answer-days"),
        "has_voice": bool(_voice(request)),
    }
    return private(render(request, "reports/data_mine.html", context, status=status))


def _voice(request: HttpRequest) -> str:
    return voice_of(request.COOKIES.get(VOICE, "")[:60])


@public
@require_POST
def file(request: HttpRequest) -> HttpResponseBase:
    """Everything that is held of the holder, at once; that they got it stands on the record."""
    holder = sessions.get_holder(request)
    requests.ask(holder, DataRequest.Kind.ACCESS)
    subject = Subject(holder.way, holder.address, _voice(request))
    answer = HttpResponse(export(subject), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="du-lieu-cua-toi.json"'
    return private(answer)


@require_safe
@requires("reports.person")
def listed(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, by its deadline; then the newest that were answered. Nobody is named."""
    person = person_of(request)
    waiting = DataRequest.objects.filter(state=DataRequest.State.ASKED).order_by("due_at")
    over = DataRequest.objects.exclude(state=DataRequest.State.ASKED).select_related("decided_by")
    context = {
        "waiting": requests.within(waiting, person, MOST),
        "over": requests.within(over.order_by("-decided_at"), person, 50),
        "at": clock.now(),
        "controller": requests.controller(),
        "days": rules.value("data-answer-days"),
    }
    return render(request, "reports/data_requests.html", context)


@require_POST
@requires("reports.person")
def decide(request: HttpRequest, number: int) -> HttpResponseBase:
    """Fulfils (`do=fulfil`) or refuses with a reason (`reason`)."""
    found = DataRequest.objects.filter(pk=number).first()
    if found is None:
        raise NotFound("report-data-none", code=str(number))
    said = request.POST.get("reason", "")[:1000]
    try:
        if request.POST.get("do") == "fulfil":
            requests.fulfil(found, said=said, by=person_of(request))
        else:
            requests.refuse(found, reason=said, by=person_of(request))
        messages.success(request, t("reports-data-done", code=found.code))
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect("report-data-requests")
