"""Screens of officers: dossiers, and one of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dothi.accounts.asker import scope_of
from dothi.kernel.errors import NotFound
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


@require_safe
@requires("publicservices.view")
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The one dossier of a code, or those of every feed that tells it."""
    found = list(queries.visible(scope_of(request)).filter(code=code[:80]).order_by("feed_id")[:20])
    if not found:
        raise NotFound("publicservices-dossier-does-not-exist", code=code[:80])
    if len(found) == 1:
        return redirect("dossier", found[0].pk)
    return render(request, "publicservices/of_code.html", {"code": code, "rows": found})
