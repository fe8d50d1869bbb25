"""The public's door to codes: a number or e-mail is typed, a code goes there and comes back; following a report, and no more of it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dothi.kernel import clock
from dothi.kernel.errors import DothiError
from dothi.kernel.i18n import language, message_of
from dothi.kernel.permissions import public
from dothi.kernel.private import private
from dothi.reports import queries, rules
from dothi.reports.identity import codes, proving, sessions, vault
from dothi.reports.identity.sessions import ASKED, PROVEN, Holder

FOLLOW = "follow:"
PLACES = {
    "": "report-own",
    "data": "report-data",
}  # where a code leads: names of ours alone, never an address that somebody sent


@public
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponseBase:
    """Where the code shall go (`address`), and what for (`then`). The answer is the same whoever's number it is."""
    then = request.POST.get("then", request.GET.get("then", ""))[:60]
    if request.method != "POST":
        return _asked(request, then)
    return _send(request, then)


def _send(request: HttpRequest, then: str) -> HttpResponseBase:
    told = request.POST.get("address", "")[:200]
    try:
        return proving.send(request, told, then, to="report-code-answer")
    except DothiError as error:
        return _asked(request, then, error=message_of(error), status=error.status, told=told)


def _asked(
    request: HttpRequest, then: str, *, error: str = "", status: int = 200, told: str = ""
) -> HttpResponseBase:
    context = {
        "then": then,
        "told": told,
        "error": error,
        "follows": _followed(then),
        "minutes": rules.value("proof-minutes"),
    }
    return private(render(request, "reports/public_code.html", context, status=status))


def _followed(then: str) -> str:
    """The code of the report that shall be followed; empty for anything else."""
    return then.removeprefix(FOLLOW) if then.startswith(FOLLOW) else ""


@public
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest) -> HttpResponseBase:
    """The code comes back (`code`)."""
    waiting = sessions.asking(request)
    if waiting is None:
        return redirect("report-code")
    error, status = "", 200
    if request.method == "POST":
        try:
            proving.confirm(request, waiting)
            return proving.proven(request, waiting, to=_wanted(waiting))
        except DothiError as refused:
            error, status = message_of(refused), refused.status
    context = {
        "waiting": waiting,
        "error": error,
        "minutes": rules.value("code-minutes"),
        "most": rules.value("codes-per-hour"),
    }
    return private(render(request, "reports/public_code_answer.html", context, status=status))


def _wanted(holder: Holder) -> str:
    """Does what the code was asked for, and says where to go on."""
    if code := _followed(holder.then):
        return _follow(code, holder)
    return reverse(PLACES.get(holder.then, PLACES[""]))


def _follow(code: str, holder: Holder) -> str:
    report = queries.get_public(code)
    vault.follow(report, holder.way, holder.address, language(), clock.now())
    return f"{reverse('report-public', args=[report.code])}?{urlencode({'theo-doi': 1})}"


@public
@require_POST
def follow(request: HttpRequest, code: str) -> HttpResponseBase:
    """I saw it too: hears of a released report. Whoever proved a way already follows at once, others get a code (`address`)."""
    report = queries.get_public(code)
    holder = sessions.find_holder(request)
    told = request.POST.get("address", "").strip()
    if holder is not None and (not told or told == holder.address):
        return private(redirect(_follow(report.code, holder)))
    if not told:
        return redirect(f"{reverse('report-code')}?{urlencode({'then': FOLLOW + report.code})}")
    return _send(request, FOLLOW + report.code)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def unfollow(request: HttpRequest, token: str) -> HttpResponseBase:
    """The link below every message: one button, and no more comes. A page that a machine opens first ends nothing."""
    report = vault.followed_by(token)
    if request.method == "POST":
        vault.unfollow(token)
    context = {"report": report, "is_over": report is None or request.method == "POST"}
    return private(render(request, "reports/public_unfollow.html", context))


@public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Ends the short time: this browser acts for nobody any more."""
    holder = sessions.find_holder(request)
    if holder is not None:
        codes.end(holder.number)
    answer = redirect("reports-public")
    sessions.forget(answer, ASKED, PROVEN)
    return answer
