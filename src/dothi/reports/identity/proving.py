"""A way is proved in a browser, for every page that asks for it: a code goes there, comes back, and for a short time the browser acts
for it. What was wanted meanwhile waits in that browser, not with us."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from dothi.accounts.lockout import address_of
from dothi.kernel.errors import DothiError
from dothi.kernel.i18n import language
from dothi.kernel.networks import network_of
from dothi.kernel.private import private
from dothi.reports.identity import codes, sessions
from dothi.reports.identity.sessions import ASKED, PATH, PROVEN, Holder


def send(request: HttpRequest, told: str, then: str, *, to: str, path: str = PATH) -> HttpResponseBase:
    """Sends a code to the number or e-mail that was typed and goes on to `to`, where it is entered; below `path` the browser keeps
    what it was asked for. Raises DothiError: no address, or too many codes."""
    way, address = codes.reach_of(told)
    row = codes.ask(way, address, network=network_of(address_of(request)), language=language())
    answer = redirect(to)
    sessions.remember(answer, request, ASKED, Holder(way, address, row.pk, then), path)
    return private(answer)


def confirm(request: HttpRequest, waiting: Holder) -> None:
    """The code that was entered (`code`) is the one that was sent. Raises DothiError: it is not, or it is over."""
    given = request.POST.get("code", "")[:40]
    if codes.answer(waiting.number, waiting.way, waiting.address, given) is None:
        raise DothiError("report-code-wrong", status=422)


def proven(request: HttpRequest, holder: Holder, *, to: str, path: str = PATH) -> HttpResponseBase:
    """Goes on to `to`; from now on the browser acts for whoever proved it."""
    answer = redirect(to)
    sessions.remember(answer, request, PROVEN, replace(holder, then=""))
    sessions.forget(answer, ASKED, path=path)
    return private(answer)
