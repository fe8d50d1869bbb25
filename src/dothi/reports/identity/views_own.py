"""One's own reports: by the link that was told once, or after a code that went to one's telephone or e-mail came back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dothi.kernel.errors import DothiError, NotFound
from dothi.kernel.i18n import message_of
from dothi.kernel.pages import Pages
from dothi.kernel.permissions import public
from dothi.kernel.private import private
from dothi.notify.actions import erase_text
from dothi.reports import rules, showing
from dothi.reports.actions.stepping import LONGEST_TEXT
from dothi.reports.email.answering import RECEIPT
from dothi.reports.identity import requests, sessions, vault
from dothi.reports.identity.models import DataRequest
from dothi.reports.identity.vault import Voice
from dothi.reports.intake import formkey
from dothi.reports.intake import waiting as waiting_forms
from dothi.reports.intake.models import WaitingForm
from dothi.reports.models import Report
from dothi.reports.public import pages

PAGE = 20


@public
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, token: str) -> HttpResponseBase:
    """One's own report by its link: how it stands, what is asked, the answer to judge."""
    # asked first: a form that becomes a report between the two questions is found by the second
    waiting = WaitingForm.objects.filter(digest=vault.digest_of(token)).first()
    try:
        found, is_reporter = vault.report_of(token)
    except NotFound:
        if waiting is None:
            raise
        return _waiting(request, token, waiting)
    if "thu" in request.GET:
        erase_text(RECEIPT.format(found.pk))  # the letter that held the link did its service
    placeless = is_reporter and found.lon is None and found.is_open
    return _one(
        request,
        found,
        Voice(is_reporter, vault.digest_of(token)),
        reverse("report-mine", args=[token]),
        lambda number: reverse("report-photo-mine", args=[token, number]),
        place_url=reverse("report-mine-place", args=[token]) if placeless else "",
        **_erasing(found, vault.digest_of(token)),
    )


def _erasing(found: Report, digest: str) -> dict[str, Any]:
    """What whoever has nothing but this link may ask about their data, and asked; others do so after a code."""
    if not vault.by_link_alone(found, digest):
        return {}
    asked = list(requests.asked_by(vault.LINK, digest)[:PAGE])
    waits = any(one.state == DataRequest.State.ASKED for one in asked)
    return {"erasable": True, "asked": asked, "erasure_waits": waits, "days": rules.value("data-answer-days")}


def _waiting(request: HttpRequest, token: str, waiting: WaitingForm) -> HttpResponseBase:
    """A form that is no report yet, or was refused."""
    address = request.build_absolute_uri(reverse("report-mine", args=[token]))
    context = {"waiting": waiting, "address": address}
    if waiting.refused:
        context |= {"said": waiting_forms.said(waiting), "key": formkey.fresh()}
    return private(render(request, "reports/public_waiting.html", context))


@public
@require_safe
def photo_mine(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """One's own picture, released or not; of the result only what was released."""
    found, is_reporter = vault.report_of(token)
    return pages.picture(found, number, released=not is_reporter)


@public
@require_safe
def own(request: HttpRequest) -> HttpResponseBase:
    """Everything that the holder of a proved number or e-mail reported or follows."""
    holder = sessions.find_holder(request)
    if holder is None:
        return redirect("report-code")
    page = Pages(vault.own(holder.way, holder.address), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": showing.shown_all(page.object_list), "holder": holder}
    return private(render(request, "reports/public_own.html", context))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def own_one(request: HttpRequest, code: str) -> HttpResponseBase:
    """One of them. Somebody else's does not exist here."""
    holder = sessions.find_holder(request)
    if holder is None:
        return redirect("report-code")
    found, voice = vault.get_own(code, holder.way, holder.address)
    return _one(
        request,
        found,
        voice,
        reverse("report-own-one", args=[found.code]),
        lambda number: reverse("report-own-photo", args=[found.code, number]),
    )


@public
@require_safe
def own_photo(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A picture of one's own report."""
    holder = sessions.get_holder(request)
    found, voice = vault.get_own(code, holder.way, holder.address)
    return pages.picture(found, number, released=not voice.is_reporter)


def _one(
    request: HttpRequest,
    found: Report,
    voice: Voice,
    path: str,
    address: Callable[[int], str],
    **more: Any,
) -> HttpResponseBase:
    error, status = "", 200
    if request.method == "POST":
        try:
            pages.do(request, found, voice)
        except DothiError as refused:
            error, status = message_of(refused), refused.status
        else:
            did = request.POST["do"]
            return private(redirect(f"{path}?xong={did}" if did in pages.DONE else path))
    done = request.GET.get("xong", "")
    context = {
        **pages.told(found, address, own=voice.is_reporter),
        **pages.judging(found, voice.digest),
        "error": error,
        "said": request.POST.get("text", "")[:LONGEST_TEXT] if error else "",
        "done": f"reports-mine-did-{done}" if done in pages.DONE else "",
        "fresh": "moi" in request.GET,
        "again": "lai" in request.GET,
        "address": request.build_absolute_uri(path),
        "is_reporter": voice.is_reporter,
        **more,
    }
    return private(render(request, "reports/public_mine.html", context, status=status))
