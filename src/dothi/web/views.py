"""Choices of a browser (language, theme, keys), and the pages of errors that Django itself meets."""

from __future__ import annotations

import contextlib
import sys
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from dothi.kernel import events, health
from dothi.kernel.engines import addresses
from dothi.kernel.errors import BadRequest, ConfigurationError, DothiError, NotAllowed, NotFound, Unavailable
from dothi.kernel.i18n import has, message_of, t
from dothi.kernel.models import EventFailure
from dothi.kernel.permissions import public, requires, signed_in
from dothi.livemap.views import live_map
from dothi.web import navigation, refusing

MOST_FAILURES = 200
_YEAR_S = 365 * 86400
_CHOICES = {
    "language": (settings.LANGUAGE_COOKIE_NAME, {"vi", "en"}),
    "theme": ("dothi_theme", {"auto", "light", "dark"}),
    "text": ("dothi_text", {"normal", "large", "largest"}),
    "keys": ("dothi_keys", {"on", "off"}),
}


@public
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remembers a choice in a cookie and goes back to the page it was made on."""
    following = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(following, allowed_hosts={request.get_host()}):
        following = "/"
    if "language" in request.POST:
        following = _without_language(following)
    response = redirect(following)
    for name, (cookie, values) in _CHOICES.items():
        if request.POST.get(name) in values:
            response.set_cookie(
                cookie, request.POST[name], max_age=_YEAR_S, samesite="Lax", secure=request.is_secure()
            )
    return response


def _without_language(address: str) -> str:
    """Whose link said `?lang=en` and who chooses Vietnamese on that page reads Vietnamese."""
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "lang"]
    return urlunsplit(parts._replace(query=urlencode(kept)))


@signed_in
@require_safe
def start(request: HttpRequest) -> HttpResponseBase:
    """The map for those who may see it, else the first page of their menu; who has no right at all is told why."""
    may = navigation.permissions_of(request.user)  # type: ignore[arg-type]  # signed in, so a Person
    if "entities.view" in may:
        return live_map(request)
    if first := next((entry for entry in navigation.ENTRIES if entry.permission in may), None):
        return redirect(first.url)
    raise NotAllowed(permission="entities.view")


@requires("system.view")
@require_safe
def system(request: HttpRequest) -> HttpResponse:
    """Each part of the running system: state, version, how far behind; the same figures as /healthz."""
    parts = async_to_sync(_parts)()
    named = sorted((_name(part), part, how) for part, how in parts.items())
    context: dict[str, Any] = {"parts": named, "status": health.overall(parts)}
    if request.headers.get("HX-Request"):
        return render(request, "web/_system.html", context)
    context["may_manage"] = request.user.may("system.manage")  # type: ignore[union-attr]  # signed in, so a Person
    if context["may_manage"]:
        context["failures"] = (
            EventFailure.objects.filter(settled_at__isnull=True)
            .select_related("event")
            .order_by("-recorded_at")[:MOST_FAILURES]
        )
    return render(request, "web/system.html", context)


@requires("system.manage")
@require_POST
def retry_event(request: HttpRequest, failure: int) -> HttpResponse:
    """Gives the event to its handler once more."""
    settled = events.retry(failure).settled_at is not None
    word = "retried" if settled else "refused-again"
    messages.add_message(
        request, messages.SUCCESS if settled else messages.ERROR, t(f"web-system-failure-{word}")
    )
    return redirect("system")


@requires("system.manage")
@require_POST
def set_event_aside(request: HttpRequest, failure: int) -> HttpResponse:
    events.set_aside(failure, reason=request.POST.get("reason", ""))
    messages.success(request, t("web-system-failure-set-aside"))
    return redirect("system")


def _name(part: str) -> str:
    return t(f"web-part-{part}") if has(f"web-part-{part}") else part


async def _parts() -> dict[str, health.Health]:
    nats = "nats://127.0.0.1:9"  # the discard port: nobody answers there
    with contextlib.suppress(ConfigurationError):  # a people door without a broker beside it
        nats = addresses.nats_url()
    checker = health.Checker(addresses.database_url(), nats)
    try:
        return await checker.parts()
    finally:
        await checker.close()


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusing.page(request, BadRequest())


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusing.page(request, NotAllowed())


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusing.page(request, NotFound("page-not-found"))


def fault(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database is away: this page asks it nothing."""
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    error: DothiError = Unavailable("database-away") if is_away else DothiError()
    met = getattr(request.resolver_match, "func", None)
    told = {"detail": message_of(error), "error": error, "is_public": getattr(met, "dothi_permission", "") == "public"}  # fmt: skip
    return render(None, "web/fault.html", told, status=error.status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return refusing.page(request, NotAllowed("form-expired"))
