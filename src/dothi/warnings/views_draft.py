"""The form of a draft: new, from a case or a bulletin by one click, changed, or as the update of a warning that holds."""

from __future__ import annotations

import datetime as dt
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
from dothi.territory.lookup import unit_at
from dothi.territory.queries import groups_on, member_units, search, units_on, versions_of
from dothi.warnings import actions, queries
from dothi.warnings.bulletins import Cited, cited
from dothi.warnings.dated import events_on, levels_on
from dothi.warnings.forms import DraftForm, key_in, revision_in, shapes_in, units_in
from dothi.warnings.models import PublicWarning

_HOURS = 6  # a new draft's end, until a person says otherwise
_NEAR_KM = 1.0


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
            DraftForm(initial=_begun(case, bulletin), cited=_says_level(bulletin)),
            context,
            *_place_of(case),
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
            DraftForm(initial=_written(warning), cited=warning.level is not None),
            context,
            *_area(warning),
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
        form = DraftForm(initial=_written(before), update=True, cited=_says_level(bulletin))
        return _form(request, form, context, *_area(before))
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


def _place_of(case: Incident | None) -> tuple[list[int], list[dict[str, Any]]]:
    """Where a case is: its unit as it is today, and a circle around its point."""
    if case is None:
        return [], []
    units: list[int] = []
    if case.unit_id:
        units = list(
            units_on(clock.today()).filter(pk__in=versions_of(case.unit_id)).values_list("pk", flat=True)
        )
    if case.lon is None or case.lat is None:
        return units, []
    return units, [{"kind": "circle", "lat": round(case.lat, 5), "lon": round(case.lon, 5), "km": _NEAR_KM}]


def _area(warning: PublicWarning) -> tuple[list[int], list[dict[str, Any]]]:
    """The units of a warning as they are called today."""
    today, found = clock.today(), []
    for row in warning.units.all():
        found += list(
            units_on(today).filter(pk__in=versions_of(row.unit_id)).values_list("pk", flat=True)[:1]
        )
    return found, list(warning.shapes)


def _begun(case: Incident | None, bulletin: Cited | None) -> dict[str, Any]:
    """What a case or a bulletin says already; the person reads and mends it."""
    now = clock.now().astimezone(clock.VIETNAM)
    events = events_on(clock.today())
    code = _event_of(case, bulletin)
    event = events[code]
    until = (
        bulletin.until
        if bulletin and bulletin.until and bulletin.until > now
        else now + dt.timedelta(hours=_HOURS)
    )
    real = bulletin is None or not bulletin.simulated
    begun: dict[str, Any] = {
        "status": PublicWarning.Status.ACTUAL if real else PublicWarning.Status.EXERCISE, "event": code, "urgency": event.urgency, "certainty": event.certainty,
        "responses": list(event.responses), "expires": until.astimezone(clock.VIETNAM), "contact": "1022",
        "instruction_vi": event.instruction["vi"], "instruction_en": event.instruction["en"],
    }  # fmt: skip
    if bulletin is not None:
        level = levels_on(clock.today()).get(bulletin.level or 0)
        begun |= {
            "severity": level.severity if level else "Unknown",
            "headline_vi": t("warnings-begun-headline", "vi", event=event.name["vi"], level=bulletin.level or "—"),
            "headline_en": t("warnings-begun-headline", "en", event=event.name["en"], level=bulletin.level or "—"),
            "description_vi": t("warnings-begun-description", "vi", number=bulletin.number, issuer=bulletin.issuer, area=bulletin.area or "—"),
        }  # fmt: skip
    elif case is not None:
        grave = {"critical": "Extreme", "high": "Severe", "medium": "Moderate", "low": "Minor"}
        begun |= {"severity": grave.get(case.severity, "Unknown"), "headline_vi": case.title[:160]}
    return begun


# what a case is about → what the public is warned of; any other is `other`, and the person chooses
_OF_CASE = {
    "fire": "fire",
    "flood": "flood",
    "flooding": "inundation",
    "traffic": "traffic",
    "chemical": "chemical",
    "storm": "tropical-storm",
}


def _event_of(case: Incident | None, bulletin: Cited | None) -> str:
    known = events_on(clock.today())
    if bulletin is not None and bulletin.hazard in known:
        return bulletin.hazard
    if case is not None:
        words = case.kind.replace(".", "-").split("-")
        return next((event for word, event in _OF_CASE.items() if word in words), "other")
    return "other"


def _written(warning: PublicWarning) -> dict[str, Any]:
    """A warning as the fields of its form."""
    begun: dict[str, Any] = {
        name: getattr(warning, name)
        for name in ("status", "event", "severity", "urgency", "certainty", "responses", "contact")
    }
    for name in ("onset", "expires"):
        at = getattr(warning, name)
        begun[name] = at.astimezone(clock.VIETNAM) if at else None
    for text in warning.texts.all():
        for name in ("headline", "description", "instruction"):
            begun[f"{name}_{text.language}"] = getattr(text, name)
    return begun
