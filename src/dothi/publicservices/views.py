"""Screens of officers: dossiers, and one of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.accounts.asker import scope_of
from dothi.kernel.pages import NarrowPages
from dothi.kernel.permissions import requires
from dothi.publicservices import queries

PER_PAGE = 50


@require_safe
@requires("publicservices.view")
def dossiers(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    rows = queries.visible(scope_of(request)).order_by("-received_at", "-id")
    page = NarrowPages(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "publicservices/list.html", {"page": page})


@require_safe
@requires("publicservices.view")
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """One with its four states, its dates and the steps that its system told."""
    one = queries.get_dossier(pk, scope_of(request))
    return render(
        request, "publicservices/dossier.html", {"one": one, "steps": one.steps.order_by("told_at", "id")}
    )
