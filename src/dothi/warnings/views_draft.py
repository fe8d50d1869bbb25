"""The form of a draft: new, from a case or a bulletin by one click, changed, or as the update of a warning that holds."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dothi.accounts.asker import person_of
from dothi.accounts.models import Person
from dothi.incidents import queries as incidents
from dothi.incidents.models import Incident
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, DothiError
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.livemap.queries import start_box
from dothi.territory.lookup import unit_at
from dothi.territory.queries import groups_on, member_units, search, units_on
from dothi.warnings import actions, begun, queries
from dothi.warnings.bulletins import Cited, cited
from dothi.warnings.forms import DraftForm, key_in, revision_in, shapes_in, units_in
from dothi.warnings.models import PublicWarning


@require_http_methods(["GET", "HEAD", "POST"])
@requires("warnings.draft")
def new(request: HttpRequest) -> HttpResponseBase:
    """`?case=VV-…` and `?bulletin=urn:…` fill it in; nothing is written before it is sent."""
    person = person_of(request)
    told = request.POST if request.method == "POST" else request.GET
    case = _case(told.get("case", ""), person)
    bulletin = _bulletin(told.get("bulletin", ""), person)
    context: dict[str, Any] = {"case": case, "bulletin": bulletin, "title": "warnings-new"}
    if request.method != "POST":
        return _form(
            request,
            DraftForm(initial=begun.from_told(case, bulletin), cited=_says_level(bulletin)),
            context,
            *begun.place_of(case),
        )
    form = DraftForm(request.POST, cited=_says_level(bulletin))
    try:
        if not form.is_valid():
            raise BadRequest("warning-form")
        said = form.said(units_in(request.POST), shapes_in(request.POST), bulletin.urn if bulletin else "")
        made = actions.draft(said, key=key_in(request.POST), by=person, incident=case)
    except DothiError as error:
        return _refused(request, form, context, error)
    messages.success(request, t("warnings-drafted-now", code=made.code))
    return redirect("warning", made.code)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("warnings.draft")
def edit(request: HttpRequest, code: str) -> HttpResponseBase:
    """A draft written anew; one that waits for release goes back to being a draft."""
    person = person_of(request)
    warning = queries.get_warning(code, person.scope("warnings.view"))
    actions.refuse_writer(warning, person)
    if not warning.is_editable:
        raise Conflict("warning-changed-meanwhile")
    cites = bool(warning.bulletin)
    context: dict[str, Any] = {
        "warning": warning,
        "bulletin": cited(warning.bulletin) if cites else None,
        "title": "warnings-edit",
    }
    if request.method != "POST":
        return _form(
            request,
            DraftForm(initial=begun.from_warning(warning), cited=warning.level is not None),
            context,
            *begun.area_of(warning),
        )
    form = DraftForm(request.POST, cited=warning.level is not None)
    try:
        if not form.is_valid():
            raise BadRequest("warning-form")
        said = form.said(units_in(request.POST), shapes_in(request.POST), warning.bulletin)
        actions.change(warning, said, revision=revision_in(request.POST), by=person)
    except DothiError as error:
        return _refused(request, form, context, error)
    messages.success(request, t("warnings-changed-now"))
    return redirect("warning", code)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("warnings.draft")
def update(request: HttpRequest, code: str) -> HttpResponseBase:
    """A new message about a warning that holds: all of it again, with what is different, and why."""
    person = person_of(request)
    before = queries.get_warning(code, person.scope("warnings.view"))
    actions.refuse_followed(before)
    bulletin = _bulletin(request.POST.get("bulletin", before.bulletin), person)
    context: dict[str, Any] = {
        "before": before,
        "bulletin": bulletin,
        "case": before.incident,
        "title": "warnings-update-of",
    }
    if request.method != "POST":
        form = DraftForm(initial=begun.from_warning(before), update=True, cited=_says_level(bulletin))
        return _form(request, form, context, *begun.area_of(before))
    form = DraftForm(request.POST, update=True, cited=_says_level(bulletin))
    try:
        if not form.is_valid():
            raise BadRequest("warning-form")
        said = form.said(units_in(request.POST), shapes_in(request.POST), bulletin.urn if bulletin else "")
        made = actions.draft(
            said, key=key_in(request.POST), by=person, incident=before.incident, follows=before,
            kind=PublicWarning.Kind.UPDATE, why=form.cleaned_data["why"],
        )  # fmt: skip
    except DothiError as error:
        return _refused(request, form, context, error)
    messages.success(request, t("warnings-drafted-now", code=made.code))
    return redirect("warning", made.code)


@require_safe
@requires("warnings.draft")
def area(request: HttpRequest) -> HttpResponse:
    """The part of the form that chooses units: by name without accents, by group, by a point; keeps what was chosen."""
    return render(request, "warnings/_area.html", _chosen(request, request.GET))


def _chosen(request: HttpRequest, told: QueryDict, units: list[int] | None = None) -> dict[str, Any]:
    today, scope = clock.today(), person_of(request).scope("warnings.draft")
    ids = [*(units or units_in(told)), *(one for one in _added(told) if scope.reaches(one))]
    gone = set(told.getlist("drop"))
    wanted = [one for one in dict.fromkeys(ids) if str(one) not in gone]
    rows = units_on(today).in_bulk(wanted)
    text = told.get("q", "").strip()[:80]
    found = (
        [one for one in search(text, today) if scope.reaches(one.unit.pk) and one.unit.pk not in wanted]
        if text
        else []
    )
    return {
        "units": [rows[one] for one in wanted if one in rows],
        "found": found,
        "asked": text,
        "groups": list(groups_on(today)) if scope.everywhere else [],
    }


def _added(told: QueryDict) -> list[int]:
    """Units that a button, a group or a point adds."""
    today = clock.today()
    numbers = (one for one in told.getlist("add")[:50] if one.isdecimal() and one.isascii())
    added = [int(one) for one in numbers if len(one) < 19]
    group = told.get("group", "")
    if group.isdecimal() and group.isascii() and len(group) < 19:
        added += [unit.pk for unit in member_units(int(group), today)]
    if (place := _point(told.get("at", ""))) is not None:
        unit = unit_at(place[1], place[0], today).unit_id
        added += [unit] if unit else []
    return added


def _point(text: str) -> tuple[float, float] | None:
    """`lat, lon` as a map or a phone tells it."""
    try:
        lat, lon = (float(part) for part in text[:60].replace(",", " ").split())
    except ValueError:
        return None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def _form(
    request: HttpRequest,
    form: DraftForm,
    context: dict[str, Any],
    units: list[int],
    shapes: list[dict[str, Any]],
    status: int = 200,
) -> HttpResponse:
    told = request.POST if request.method == "POST" else request.GET
    shown = context | _chosen(request, told, units) | {
        "form": form,
        "key": told.get("key") or str(uuid4()),
        "bounds": start_box(person_of(request).scope("entities.view")),
        "circles": [f"{one['lat']} {one['lon']} {one['km']}" for one in shapes if one["kind"] == "circle"] or [""],
        "polygons": ["\n".join(f"{lat} {lon}" for lat, lon in one["points"]) for one in shapes if one["kind"] == "polygon"] or [""],
    }  # fmt: skip
    if request.method == "POST":
        shown |= {"circles": told.getlist("circle") or [""], "polygons": told.getlist("polygon") or [""]}
    return render(request, "warnings/form.html", shown, status=status)


def _refused(
    request: HttpRequest, form: DraftForm, context: dict[str, Any], error: DothiError
) -> HttpResponse:
    """The same page with what was typed, and why not."""
    context["error"] = message_of(error)
    return _form(
        request, form, context, units_in(request.POST), [], 409 if isinstance(error, Conflict) else 422
    )


def _case(code: str, person: Person) -> Incident | None:
    return incidents.get_incident(code[:20], person.scope("incidents.view")) if code else None


def _bulletin(urn: str, person: Person) -> Cited | None:
    return cited(urn[:400], person.scope("entities.view")) if urn else None


def _says_level(bulletin: Cited | None) -> bool:
    return bulletin is not None and bulletin.level is not None
