"""What wraps every page: domain errors become clear pages, sessions rest and end, every change knows its person and reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from dothi.accounts import presence, queries, rights
from dothi.accounts.models import Person
from dothi.kernel import kept
from dothi.kernel.audit.context import change
from dothi.kernel.errors import BadRequest, DothiError, NotAllowed, NotAuthenticated
from dothi.kernel.i18n import message_of, named, t
from dothi.web import refusing

Next = Callable[[HttpRequest], HttpResponseBase]

# Open while a duty (new password, second factor) is still owed, and never a reason to end a session.
_DUTY_PATHS = ("/accounts/", "/static/", "/web/choices/")


def _wants_json(request: HttpRequest) -> bool:
    return "json" in request.headers.get("Accept", "") or request.path.startswith("/api/")


class ErrorPages:
    """A `DothiError` raised by a view becomes its status with its message: a page, a part for htmx, or RFC 7807 for JSON."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DataError) and _is_of_zero_byte(error):
            error = BadRequest()
        if not isinstance(error, DothiError):
            return None
        if isinstance(error, NotAuthenticated) and not _wants_json(request):
            return to_login(request)
        detail = _ended(request, error) or message_of(error)
        if _wants_json(request):
            return problem(error, detail)
        return refusing.page(request, error, detail)


def _is_of_zero_byte(error: DataError) -> bool:
    """A zero byte in an address or a form: no text has one, the database stores none (neither as text nor as JSON)."""
    return "NUL" in str(error) or "\\u0000" in str(error)


def _ended(request: HttpRequest, error: DothiError) -> str | None:
    """Where a right is missing because a role ended, that is what helps: which role, when, whom to ask."""
    permission = error.fields.get("permission")
    if not isinstance(error, NotAllowed) or permission is None or not isinstance(request.user, Person):
        return None
    grant = queries.ended_grant(request.user, str(permission))
    if grant is None:
        return None
    return t("accounts-role-ended", role=named(grant.role), day=f"{grant.last_day:%d/%m/%Y}")


def problem(error: DothiError, detail: str) -> JsonResponse:
    """The error as RFC 7807."""
    body: dict[str, Any] = error.beside | {
        "type": f"urn:dothi:error:{error.code}",
        "title": error.title,
        "status": error.status,
        "detail": detail,
        "code": error.code,
    }
    return JsonResponse(body, status=error.status, content_type="application/problem+json")


def to_login(request: HttpRequest) -> HttpResponse:
    """The login page, and afterwards back; htmx is told to load it as a whole page."""
    if getattr(request, "htmx", False):
        came_from = getattr(request.htmx, "current_url_abs_path", None) or "/"  # type: ignore[attr-defined]
        return HttpResponse(
            status=200, headers={"HX-Redirect": f"/accounts/login/?{urlencode({'next': came_from})}"}
        )
    return redirect(f"/accounts/login/?{urlencode({'next': _page_of(request)})}")


def _page_of(request: HttpRequest) -> str:
    """Where the person was: an address that only takes forms shows nothing, the page that held the form does."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return "/"
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


class Presence:
    """Ends sessions that rested too long, asks for a new password or a second factor first, reads rights once a request."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with rights.kept_for_this_request():
            answer = self._stopped(request) or self.get_response(request)
            if request.user.is_authenticated and "Cache-Control" not in answer.headers:
                # desks are shared: nothing of a person's pages stays in a browser or on the way
                answer.headers["Cache-Control"] = "private, no-store"
            return answer

    def _stopped(self, request: HttpRequest) -> HttpResponseBase | None:
        if request.path.startswith("/static/") or not request.user.is_authenticated:
            return None
        assert isinstance(request.user, Person)
        if not presence.touch(request, request.user):
            return (
                to_login(request)
                if not _wants_json(request)
                else problem(NotAuthenticated(), message_of(NotAuthenticated()))
            )
        duty = presence.first_duty(request, request.user)
        if duty is None or request.path.startswith(_DUTY_PATHS):
            return None
        if _wants_json(request) or presence.BACKGROUND in request.headers:
            # a script that followed the way would open the page a second time, and a new secret voids the one just scanned
            return problem(NotAllowed(duty=duty), message_of(NotAllowed()))
        return redirect(duty)


class ChangeContext:
    """Every row changed during a request is recorded with the person, the address and the reason."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            with kept.asked_once():
                return self.get_response(request)
        person = request.user if request.user.is_authenticated else None
        with change(by=person, source=request.path, reason=request.POST.get("reason", "")):
            return self.get_response(request)
