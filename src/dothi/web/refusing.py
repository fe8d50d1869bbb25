"""The page of an error: citizens stay among the pages for citizens, whoever signed in among the centre's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dothi.kernel.errors import DothiError
from dothi.kernel.i18n import message_of

_ACCOUNTS = "/accounts/"  # whoever cannot sign in is an officer, too


def page(request: HttpRequest, error: DothiError, detail: str = "") -> HttpResponse:
    """`detail`: what is said instead of the error's own message."""
    person = getattr(request, "user", None)  # None: refused before anybody asked who it is
    is_officer = (person is not None and person.is_authenticated) or request.path.startswith(_ACCOUNTS)
    template = "web/error.html" if is_officer else "web/error_public.html"
    return render(
        request, template, {"failed": error, "detail": detail or message_of(error)}, status=error.status
    )
