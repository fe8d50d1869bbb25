"""After a step on the page of one report: what was done, or what stands against it, said where the person looks next."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from dothi.accounts.asker import scope_of
from dothi.kernel.errors import DothiError
from dothi.kernel.i18n import message_of, t
from dothi.reports import queries
from dothi.reports.models import Report


def doing(request: HttpRequest, found: Report, did: str, act: Callable[[], object]) -> HttpResponseBase:
    """Does it and leads back to the report, or to the list where the step took it out of the person's sight. `did`: which sentence of
    `reports-did-…` says that it is done."""
    try:
        act()
    except DothiError as error:
        messages.error(request, message_of(error))
    else:
        messages.success(request, t(f"reports-did-{did}", code=found.code))
    return back(request, found)


def back(request: HttpRequest, found: Report) -> HttpResponseBase:
    """Whoever returns a report that was their agency's alone does not see it any more."""
    if queries.visible(scope_of(request)).filter(pk=found.pk).exists():
        return redirect("report", found.code)
    return redirect("reports")
