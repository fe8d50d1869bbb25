"""Screens of alarms. Parsing, scope, action; nothing else happens here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Person
from dothi.entities import meaning
from dothi.entities import queries as entities
from dothi.kernel import clock
from dothi.kernel.audit.as_of import find_as_known_at
from dothi.kernel.errors import BadRequest, DothiError
from dothi.kernel.i18n import language, message_of, t
from dothi.kernel.moments import past_minute
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import requires
from dothi.rules import actions, air, forms, queries
from dothi.rules.models import Alarm

PER_PAGE = 50
MAP_LIMIT = 2000


@require_GET
@requires("alarms.view")
def alarm_list(request: HttpRequest) -> HttpResponse:
    """What is abnormal now, since when, who owns it."""
    context = _rows(request) | {"choices": queries.choices(scope_of(request)), "states": queries.STATES}
    return render(request, "rules/alarm_list.html", context)


@require_GET
@requires("alarms.view")
def alarm_rows(request: HttpRequest) -> HttpResponse:
    """The same rows alone: the page asks for them again after every event."""
    return render(request, "rules/_alarm_table.html", _rows(request))


def _rows(request: HttpRequest) -> dict[str, Any]:
    asked = forms.alarm_filter(request.GET)
    page = Paginator(queries.listed(scope_of(request), asked), PER_PAGE).get_page(request.GET.get("page"))
    person = person_of(request)
    return {
        "page": page,
        "alarms": page.object_list,
        "asked": asked,
        "reached": entities.reached((alarm.entity_urn for alarm in page), person.scope("entities.view")),
        "counts": queries.counts(scope_of(request)),
        "query": request.GET.urlencode(),
        "may_act": person.may("alarms.act"),
        "may_open": person.may("incidents.open"),
    }


@require_GET
@requires("alarms.view")
@gzip_page
def active_json(request: HttpRequest) -> JsonResponse:
    """The map's snapshot: active alarms in a box, in the reader's language."""
    found = queries.active_alarms(scope_of(request), forms.box(request.GET.get("bbox", "")))
    if urn := request.GET.get("urn"):
        found = found.filter(entity_urn=urn)
    alarms = [_on_map(alarm) for alarm in found[: MAP_LIMIT + 1]]
    return JsonResponse({"alarms": alarms[:MAP_LIMIT], "truncated": len(alarms) > MAP_LIMIT})


def _on_map(alarm: Alarm) -> dict[str, Any]:
    return {
        "alarm": alarm.pk,
        "entity": alarm.entity_urn,
        "name": alarm.entity_name,
        "severity": alarm.severity,
        "kind": alarm.kind,
        "title": alarm.rule.name_en if language() == "en" else alarm.rule.name_vi,
        "acknowledged": alarm.acknowledged,
        "active": alarm.active,
        "origin": Origin(alarm.origin).word,
        "raised_at": clock.iso(alarm.raised_at),
        "lon": alarm.lon,
        "lat": alarm.lat,
        "url": f"/alarms/{alarm.pk}/",
    }


@require_GET
@requires("alarms.view")
def alarms_of(request: HttpRequest) -> HttpResponse:
    """A part for the page of an entity: its alarms (with `?at=` as they were known then), open ones first."""
    urn, scope = request.GET.get("entity", ""), scope_of(request)
    at = past_minute(request.GET.get("at", ""))
    found = queries.alarms_of_entity_known_at(urn, scope, at) if at else queries.alarms_of_entity(urn, scope)
    return render(request, "rules/_alarms_of.html", {"alarms": found[:PER_PAGE]})


@require_GET
@requires("entities.view")
def air_card(request: HttpRequest, urn: str) -> HttpResponse:
    """A part for the page of an air station: level, colour, advice, pollutants and method of its index (decision 1459, table 3)."""
    return render(request, "rules/_air_card.html", {"indices": air.indices_of(urn, scope_of(request))})


@require_GET
@requires("alarms.view")
def alarm_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One alarm: what, since when, whose, what to do, the values that fired, its history; `?at=` shows it as known then."""
    alarm = queries.get_alarm(pk, scope_of(request))
    at = past_minute(request.GET.get("at", ""))
    return render(request, "rules/alarm.html", _alarm_context(request, alarm, at))


@require_GET
@requires("alarms.view")
def alarm_part(request: HttpRequest, pk: int) -> HttpResponse:
    """The living part of the alarm's page."""
    return render(
        request, "rules/_alarm.html", _alarm_context(request, queries.get_alarm(pk, scope_of(request)), None)
    )


def _alarm_context(request: HttpRequest, alarm: Alarm, at: dt.datetime | None) -> dict[str, Any]:
    person = person_of(request)
    shown = find_as_known_at(alarm, at) if at else alarm
    links = queries.links(alarm, at)
    may_act = at is None and person.scope("alarms.act").covers(alarm.unit_id, alarm.agency_id)
    return {
        "alarm": alarm,
        "reached": entities.reached([alarm.entity_urn], person.scope("entities.view")),
        "shown": shown,
        "at": at,
        "fired": _readings(shown.fired) if shown else [],
        "cleared": _readings(shown.cleared_by or {}) if shown else [],
        "comments": queries.comments(alarm, at),
        "links": links,
        "open_link": next((link for link in links if link.open), None),
        "versions": queries.history(alarm, at),
        "may_act": may_act,
        "may_open": at is None and person.scope("incidents.open").covers(alarm.unit_id, alarm.agency_id),
        "owners": queries.possible_owners(alarm) if may_act and alarm.closed_at is None else [],
        "chart": ",".join(sorted(alarm.fired) or alarm.rule.attributes),
    }


def _readings(values: dict[str, Any]) -> list[dict[str, Any]]:
    """Stored inputs for the template, with their times as times."""
    return [
        {"label": meaning.attribute(name), **value, "at": dt.datetime.fromisoformat(value["at"])}
        for name, value in sorted(values.items())
    ]


Act = Callable[[HttpRequest, Alarm, Person], str]


def _acting(request: HttpRequest, pk: int, act: Act) -> HttpResponseBase:
    """Reads the alarm through the right to act, acts, says what was done, goes back; a refusal is said in the same place."""
    alarm = queries.get_alarm(pk, scope_of(request))
    try:
        messages.success(request, act(request, alarm, person_of(request)))
    except DothiError as error:
        if request.htmx:  # type: ignore[attr-defined]
            raise
        messages.error(request, message_of(error))
    return redirect(_back(request, f"/alarms/{pk}/"))


def _back(request: HttpRequest, default: str) -> str:
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else default


@require_POST
@requires("alarms.act")
def alarm_acknowledge(request: HttpRequest, pk: int) -> HttpResponseBase:
    def act(request: HttpRequest, alarm: Alarm, person: Person) -> str:
        actions.acknowledge(alarm, by=person)
        return t("alarms-acknowledged-now")

    return _acting(request, pk, act)


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 19  # "²" is a digit to Python, and no number


@require_POST
@requires("alarms.act")
def alarm_assign(request: HttpRequest, pk: int) -> HttpResponseBase:
    def act(request: HttpRequest, alarm: Alarm, person: Person) -> str:
        chosen = request.POST.get("owner", "")
        owner = Person.objects.filter(pk=int(chosen)).first() if _is_number(chosen) else None
        if owner is None:
            raise BadRequest("alarm-owner-unknown")
        actions.assign_owner(alarm, owner, by=person)
        return t("alarms-assigned-now", owner=str(owner))

    return _acting(request, pk, act)


@require_POST
@requires("alarms.act")
def alarm_comment(request: HttpRequest, pk: int) -> HttpResponseBase:
    def act(request: HttpRequest, alarm: Alarm, person: Person) -> str:
        actions.comment(alarm, request.POST.get("text", ""), by=person)
        return t("alarms-commented-now")

    return _acting(request, pk, act)


@require_POST
@requires("alarms.act")
def alarm_close(request: HttpRequest, pk: int) -> HttpResponseBase:
    def act(request: HttpRequest, alarm: Alarm, person: Person) -> str:
        actions.close(alarm, reason=request.POST.get("reason", ""), by=person)
        return t("alarms-closed-now")

    return _acting(request, pk, act)
