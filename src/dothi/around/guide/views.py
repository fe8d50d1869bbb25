"""The guide: for everybody to read, for officers to write on a screen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of
from dothi.around.guide import entries
from dothi.around.guide.forms import GuideForm
from dothi.around.guide.models import GuideEntry
from dothi.kernel.errors import DothiError
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import public, requires
from dothi.surveys import consulted, queries

MOST_CONSULTATIONS = 5  # the page of all of them is one press away


@public
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Numbers to call, pages by whom they are for, and what everybody is asked about now."""
    shown = entries.standing()
    pages = [one for one in shown if one.row.kind == GuideEntry.Kind.PAGE]
    groups = [(who, [one for one in pages if one.row.audience == who]) for who in GuideEntry.Audience.values]
    context = {
        "lines": [one for one in shown if one.row.kind == GuideEntry.Kind.LINE],
        "groups": [(who, f"around-guide-audience-{who}", found) for who, found in groups if found],
        "consultations": [consulted.Shown(one) for one in queries.open_now()[:MOST_CONSULTATIONS]],
    }
    return render(request, "around/guide_public.html", context)


@public
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """One page of the guide."""
    return render(request, "around/guide_page_public.html", {"one": entries.get_page(code)})


@require_safe
@requires("around.manage")
def listed(request: HttpRequest) -> HttpResponse:
    """Every entry, with what is to be looked at again."""
    return render(request, "around/guide.html", {"rows": entries.all_for(person_of(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@requires("around.manage")
def new(request: HttpRequest) -> HttpResponseBase:
    """A page or a number that was not there."""
    return _written(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("around.manage")
def edit(request: HttpRequest, code: str) -> HttpResponseBase:
    """What it says from a day on."""
    return _written(request, entries.get_newest(code))


def _written(request: HttpRequest, row: GuideEntry | None) -> HttpResponseBase:
    form = GuideForm(request.POST or None, row)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            entries.write(told["code"], form.told(), valid_from=told["valid_from"], by=person_of(request))
        except DothiError as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, t("around-guide-saved"))
            return redirect("guide")
    return render(
        request, "around/guide_form.html", {"form": form, "row": row}, status=422 if form.errors else 200
    )


@require_POST
@requires("around.manage")
def confirm(request: HttpRequest, code: str) -> HttpResponseBase:
    """It is still so."""
    entries.confirm(entries.get_newest(code), by=person_of(request))
    messages.success(request, t("around-guide-confirmed"))
    return redirect("guide")
