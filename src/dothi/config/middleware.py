"""What wraps every page: domain errors become clear pages, and every change knows its person and reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pghistory
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render

from dothi.kernel.errors import DothiError, NotAuthenticated
from dothi.kernel.i18n import message_of

Next = Callable[[HttpRequest], HttpResponseBase]


class ErrorPages:
    """A `DothiError` raised by a view becomes its status with its message: a page, a part for htmx, or RFC 7807 for JSON."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DothiError):
            return None
        wants_json = "json" in request.headers.get("Accept", "") or request.path.startswith("/api/")
        if isinstance(error, NotAuthenticated) and not wants_json:
            return redirect(f"/accounts/login/?next={request.get_full_path()}")
        detail = message_of(error)
        if wants_json:
            body: dict[str, Any] = {"type": f"https://dothi.vn/errors/{error.code}", "title": error.title, "status": error.status, "detail": detail, "code": error.code}
            return JsonResponse(body, status=error.status, content_type="application/problem+json")
        return render(request, "web/error.html", {"error": error, "detail": detail}, status=error.status)


class ChangeContext:
    """Every row changed during a request is recorded with the person, the address and the path (pghistory context)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        user = getattr(request, "user", None)
        with pghistory.context(person=getattr(user, "pk", None), url=request.path, reason=request.POST.get("reason", "")[:500]):
            return self.get_response(request)
