"""Screens of officers: surveys with their results, versions and counters."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Agency
from dothi.kernel import qr, settings
from dothi.kernel.errors import BadRequest, DothiError, NotFound
from dothi.kernel.i18n import message_of
from dothi.kernel.permissions import requires
from dothi.surveys import actions, consulted, queries, results, sheet, showing
from dothi.surveys.forms import PosterForm, SurveyForm
from dothi.surveys.models import Kind, Poster, Survey


@require_safe
@requires("surveys.view")
def surveys(request: HttpRequest) -> HttpResponse:
    """Every survey with its share and n, every consultation with what waits to be read."""
    scope = scope_of(request)
    told = {
        "surveys": [showing.Shown(one) for one in results.wholes_of(_standing(), scope)],
        "consultations": [consulted.Shown(one) for one in queries.consultations(scope)[:100]],
    }
    return render(request, "surveys/list.html", told)


def _standing() -> list[Survey]:
    """Those that hold, and those whose first row is to come."""
    held = queries.in_force()
    codes = {one.code for one in held}
    return held + list(Survey.objects.exclude(code__in=codes).order_by("code", "valid_from").distinct("code"))


@require_safe
@requires("surveys.view")
def survey(request: HttpRequest, code: str) -> HttpResponse:
    """One survey: what is asked, what came back, the counters, its versions."""
    scope, one = scope_of(request), queries.get_survey(code)
    told = {
        "one": showing.Shown(results.result_of(one, scope=scope)),
        "survey": one,
        "versions": queries.versions(one.code),
        "remarks": results.words(one, scope),
        "posters": list(queries.posters(one.code, scope)) if one.kind == Kind.VISIT else [],
        "poster_form": PosterForm(by=person_of(request)) if one.kind == Kind.VISIT else None,
        "may_manage": actions.may_manage(person_of(request), one.agency),
    }
    return render(request, "surveys/survey.html", told)


@require_safe
@requires("surveys.view")
def result_file(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """Within one's scope, as CSV or XLSX."""
    return sheet.answered(results.result_of(queries.get_survey(code), scope=scope_of(request)), ending)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("surveys.manage")
def new(request: HttpRequest) -> HttpResponseBase:
    """A survey drawn up."""
    return _drawn_up(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("surveys.manage")
def change(request: HttpRequest, code: str) -> HttpResponseBase:
    """The next row of one that stands: what was asked before stays."""
    return _drawn_up(request, queries.get_survey(code))


def _drawn_up(request: HttpRequest, survey: Survey | None) -> HttpResponseBase:
    by = person_of(request)
    form = SurveyForm(request.POST or None, by=by, survey=survey)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            drawn = actions.draw_up(
                told["code"], told["kind"], valid_from=told["valid_from"], words=form.words(), asked=form.asked(),
                agency=form.owner(), about=told["about"], keep_days=told["keep_days"], certainty=told["certainty"],
                is_on=told["is_on"], by=by,
            )  # fmt: skip
        except DothiError as error:
            form.add_error(None, message_of(error))
        else:
            return redirect("survey", drawn.code)
    told = {"form": form, "survey": survey}
    return render(request, "surveys/form.html", told, status=422 if form.errors else 200)


@require_POST
@requires("surveys.manage")
def step(request: HttpRequest, code: str) -> HttpResponseBase:
    """A counter put up (`do=put-up`) or taken down (`do=take-down`, `poster`)."""
    found = queries.get_survey(code)
    try:
        _take(request, found)
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect("survey", found.code)


def _take(request: HttpRequest, found: Survey) -> None:
    by = person_of(request)
    match request.POST.get("do", ""):
        case "put-up":
            form = PosterForm(request.POST, by=by)
            if not form.is_valid():
                raise BadRequest("survey-poster")
            told = form.cleaned_data
            agency = Agency.objects.select_related("unit").get(pk=told["agency"])
            actions.put_up(
                told["code"],
                found,
                label=told["label"],
                service=told["service"],
                agency=agency,
                unit=agency.unit,
                by=by,
            )
        case "take-down":
            actions.take_down(_poster(request, request.POST.get("poster", "")), by=by)
        case other:
            raise BadRequest("survey-no-such-step", step=other[:20])


def _poster(request: HttpRequest, code: str) -> Poster:
    scope = scope_of(request)
    found = Poster.objects.select_related("agency", "unit").filter(code=code[:60]).first()
    if found is None or not (
        scope.covers(found.unit_id, found.agency_id) or found.agency_id == person_of(request).agency_id
    ):
        raise NotFound("survey-link-does-not-exist")
    return found


@require_safe
@requires("surveys.view")
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """A counter's sheet to print: the QR and its address in letters."""
    found = _poster(request, code)
    base = str(settings.read("PUBLIC_URL")).rstrip("/") or f"{request.scheme}://{request.get_host()}"
    address = base + reverse("survey-counter", args=[found.code])
    told: dict[str, Any] = {
        "poster": found,
        "address": address,
        "qr": qr.svg(address),
        "survey": queries.get_survey(found.survey),
    }
    return render(request, "surveys/poster.html", told)
