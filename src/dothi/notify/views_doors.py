"""Doors for machines: receipts of providers, what a browser says of a pushed message, and the script that shows it there.

Nobody signs in here; who has a channel's token, or a message's id, may say what became of messages and nothing else.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.lockout import address_of
from dothi.kernel.permissions import public
from dothi.notify import receipts as taking
from dothi.notify.channels.kinds import Request, Told

TRIES, WITHIN_S, REMEMBERED = 600, 60.0, 10_000  # a minute and sender; a provider tells of many messages
MOST = 256 * 1024  # bytes of a request
_tries: OrderedDict[str, tuple[float, int]] = OrderedDict()
_SCRIPT = Path(__file__).parent / "static" / "notify" / "push.js"


@csrf_exempt  # no session and nothing to forge: the token in the address is the right
@require_http_methods(["GET", "POST"])
@public
def receipts(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Answers 200 for a repeat and for a message that we do not know: a provider that hears no would only say it again."""
    if _too_many(address_of(request)):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST:
        return HttpResponse(status=413)
    headers = {name.lower(): value for name, value in request.headers.items()}
    told = Request(*_body_and_fields(request), headers)
    try:
        new = taking.take(code, token, told)
    except Told as refused:
        return HttpResponse(status=refused.status)
    return JsonResponse({"new": new})


def _body_and_fields(request: HttpRequest) -> tuple[bytes, dict[str, str]]:
    """A form is read before we see it, and its body is gone; an empty one leaves neither."""
    form = request.POST.dict()
    try:
        body = b"" if form else request.body
    except RawPostDataException:
        body = b""
    return body, {**request.GET.dict(), **form}


@csrf_exempt  # the message's id, 122 random bits, is the right
@require_POST
@public
def arrived(request: HttpRequest) -> HttpResponse:
    """A browser's own receipt of a pushed message: {id, state}."""
    if _too_many(address_of(request)):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    taking.take_of_browser(request.POST.get("id", "")[:40], request.POST.get("state", ""))
    return HttpResponse(status=204)


@require_safe
@public
def service_worker(_request: HttpRequest) -> HttpResponse:
    """Runs below this room's addresses only."""
    return HttpResponse(
        _SCRIPT.read_bytes(),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


def _too_many(address: str) -> bool:
    """More than so many in a minute from one address; each process counts for itself."""
    now = time.monotonic()
    begun, count = _tries.pop(address, (now, 0))
    begun, count = (now, 0) if now - begun > WITHIN_S else (begun, count)
    _tries[address] = (begun, count + 1)
    if len(_tries) > REMEMBERED:
        _tries.popitem(last=False)
    return count >= TRIES
