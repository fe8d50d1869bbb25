"""Plates on the officers' side: the list, a form that takes many, the sheet to be printed."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.kernel import qr
from dothi.kernel.asked import numbers_of
from dothi.kernel.errors import DothiError
from dothi.kernel.i18n import message_of, t
from dothi.kernel.pages import Pages
from dothi.kernel.permissions import requires
from dothi.reports import categories
from dothi.reports.intake import formkey
from dothi.reports.plates import actions, queries
from dothi.reports.plates.models import Plate

PAGE, MOST_PRINTED = 50, 200


@require_http_methods(["GET", "HEAD", "POST"])
@requires("reports.route")
def plates(request: HttpRequest) -> HttpResponseBase:
    """GET lists them; POST makes those of `lines`, with a proposed `category`."""
    error, status, key = "", 200, uuid4()
    if request.method == "POST":
        key = formkey.read(request.POST.get("key", ""))
        try:
            return _made(request, key)
        except DothiError as refused:
            error, status = message_of(refused), refused.status
    page = Pages(queries.visible(scope_of(request)), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": page.object_list,
        "categories": categories.choices(),
        "told": request.POST,
        "key": key,
        "error": error,
        "most": actions.MOST,
    }
    return render(request, "reports/plates.html", context, status=status)


def _made(request: HttpRequest, key: UUID) -> HttpResponseBase:
    told = actions.read(request.POST.get("lines", "")[:60_000])
    made = actions.make(told, key=key, by=person_of(request), category=request.POST.get("category", "")[:120])
    messages.success(request, t("reports-plates-made", count=len(made)))
    return redirect(f"{reverse('report-plates-sheet')}?{'&'.join(f'plate={one.pk}' for one in made)}")


@require_safe
@requires("reports.route")
def sheet(request: HttpRequest) -> HttpResponse:
    """The chosen plates (`plate`) as they are cut out; without a choice all that stand."""
    chosen = numbers_of(request.GET.getlist("plate"))
    rows = queries.visible(scope_of(request)).filter(valid_to__isnull=True)
    rows = rows.filter(pk__in=chosen) if chosen else rows
    told = [(one, qr.svg(_address(request, one)), _address(request, one)) for one in rows[:MOST_PRINTED]]
    return render(request, "reports/plates_sheet.html", {"plates": told})


def _address(request: HttpRequest, plate: Plate) -> str:
    return request.build_absolute_uri(reverse("report-plate", args=[plate.code]))


@require_POST
@requires("reports.route")
def take_down(request: HttpRequest, pk: int) -> HttpResponseBase:
    """It was taken down, or is wrong."""
    actions.take_down(queries.get_plate(pk, scope_of(request)), by=person_of(request))
    messages.success(request, t("reports-plate-ended"))
    return redirect("report-plates")
