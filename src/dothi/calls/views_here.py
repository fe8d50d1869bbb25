"""The page that a caller's phone opens by the link that was sent: without an account, once, and for a few minutes.

A token has 120 random bits, so nobody finds one by trying; a limit for each sender keeps the tries from costing anything.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dothi.accounts.lockout import address_of
from dothi.calls import actions
from dothi.calls.actions.locating import get_link, open_link
from dothi.calls.models import PlaceLink
from dothi.kernel import clock
from dothi.kernel.errors import Conflict, DothiError, NotFound
from dothi.kernel.i18n import LANGUAGES, language, message_of
from dothi.kernel.permissions import public
from dothi.kernel.retention import in_force

TRIES, WITHIN_S, REMEMBERED = 30, 60.0, 10_000
_tries: OrderedDict[str, tuple[float, int]] = OrderedDict()


@csrf_exempt  # no session and nothing to forge: who has the token may say where it is, and only that
@require_http_methods(["GET", "HEAD", "POST"])
@public
def here(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what is asked and why; POST tells the position (lon, lat, accuracy_m) and answers JSON."""
    if _too_many(address_of(request)):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    asked = request.GET.get("lang", "")
    with translation.override(asked if asked in LANGUAGES else language()):
        answer = _told(request, token) if request.method == "POST" else _shown(request, token)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"  # the address holds the token
    answer["Cache-Control"] = "no-store"
    return answer


def _shown(request: HttpRequest, token: str) -> HttpResponse:
    try:
        link = open_link(token) if request.method == "GET" else get_link(token)
    except NotFound:
        return render(request, "calls/here.html", {"over": True}, status=404)
    over = link.told_at is not None or link.expires_at <= clock.now()
    return render(request, "calls/here.html", {"over": over, "days": _days()}, status=410 if over else 200)


def _days() -> int:
    rule = in_force().get("call-people")
    return rule.days if rule else 365


def _told(request: HttpRequest, token: str) -> HttpResponse:
    try:
        link: PlaceLink = actions.tell_place(
            token, *(_number(request, name) for name in ("lon", "lat", "accuracy_m"))
        )
    except DothiError as error:
        status = 410 if isinstance(error, Conflict) else error.status
        return JsonResponse({"text": message_of(error)}, status=status)
    said: dict[str, Any] = {"accuracy_m": round(link.accuracy_m or 0)}
    return JsonResponse(said)


def _number(request: HttpRequest, name: str) -> float:
    """What is no number is no place on earth."""
    try:
        return float(request.POST.get(name, "")[:30])
    except ValueError:
        return float("nan")


def _too_many(address: str) -> bool:
    """More than so many in a minute from one address; each process counts for itself."""
    now = time.monotonic()
    begun, count = _tries.pop(address, (now, 0))
    begun, count = (now, 0) if now - begun > WITHIN_S else (begun, count)
    _tries[address] = (begun, count + 1)
    if len(_tries) > REMEMBERED:
        _tries.popitem(last=False)
    return count >= TRIES
