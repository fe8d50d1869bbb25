"""Screens of alarms. Parsing, scope, action; nothing else happens here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
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
from dothi.kernel.errors import BadRequest, DothiError, NotAllowed
from dothi.kernel.i18n import language, message_of, t
from dothi.kernel.moments import past_minute
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope, requires
from dothi.kernel.templatetags.dothi import vn_time
from dothi.rules.alarms import actions, aside, forms, guides, queries
from dothi.rules.alarms.flood import Flood, flood_of
from dothi.rules.alarms.grouping import Bundle
from dothi.rules.alarms.models import Alarm, Hidden

PER_PAGE = 50
MOST_PAGED = 10_000
MAP_LIMIT = 2000
HOURS = (0.5, 1, 2, 4, 8)  # lengths of shelving to choose from
MOST_UNDER = 200  # rows of one opened cause; the list of its rule has them all


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list: an alarm, what is folded under it, and whether that is open."""

    alarm: Alarm
    bundle: Bundle | None = None
    is_open: bool = False
    is_under: bool = False


@require_GET
@requires("alarms.view")
def alarm_list(request: HttpRequest) -> HttpResponse:
    """What is abnormal now, since when, who owns it."""
    context = _rows(request) | {"choices": queries.choices(scope_of(request))}
    return render(request, "alarms/list.html", context)


@require_GET
@requires("alarms.view")
def alarm_rows(request: HttpRequest) -> HttpResponse:
    """The same rows alone: the page asks for them again after every event."""
    return render(request, "alarms/_table.html", _rows(request))


def _rows(request: HttpRequest) -> dict[str, Any]:
    asked, scope = forms.alarm_filter(request.GET), scope_of(request)
    flood = flood_of(scope)
    page, lines = _lines(request, scope, asked, flood)
    person = person_of(request)
    shown = [line.alarm for line in lines]
    return {
        "page": page,
        "lines": lines,
        "asked": asked,
        "flood": flood,
        "guides": guides.in_force(),
        "is_folded": _is_folded(request, asked),
        "can_fold": asked.state in queries.FOLDED,
        "other_fold": "no" if _is_folded(request, asked) else "",
        "states": queries.STATES,
        "shelve_hours": HOURS,
        "reached": entities.reached((alarm.entity_urn for alarm in shown), person.scope("entities.view")),
        "counts": queries.counts(scope),
        "query": request.GET.urlencode(),
        "may_act": person.may("alarms.act"),
        "may_shelve": person.may("alarms.shelve"),
        "may_open": person.may("incidents.open"),
    }


class _Pages(Paginator):  # type: ignore[type-arg]  # the library's own is no generic class
    """Pages of any number of alarms: nobody turns further than MOST_PAGED, and nobody waits for a million to be counted."""

    @cached_property
    def count(self) -> int:
        return min(self._found, MOST_PAGED)

    @property
    def stops(self) -> bool:
        """Are there more than the list shows?"""
        return self._found > MOST_PAGED

    @cached_property
    def _found(self) -> int:
        return int(self.object_list.values("pk")[: MOST_PAGED + 1].count())  # type: ignore[attr-defined]


def _is_folded(request: HttpRequest, asked: queries.Filter) -> bool:
    return asked.state in queries.FOLDED and request.GET.get("fold") != "no"


def _lines(
    request: HttpRequest, scope: Scope, asked: queries.Filter, flood: Flood
) -> tuple[Page[Any], list[Line]]:
    """One page of the list: causes with what is open under them, or, unfolded, alarm by alarm."""
    number = request.GET.get("page")
    if not _is_folded(request, asked):
        pks = queries.listed(scope, asked).values_list("pk", flat=True)  # what is turned over is not read
        plain = _Pages(pks, PER_PAGE).get_page(number)
        shown = queries.by_pk(scope, plain.object_list)
        return plain, [Line(shown[pk]) for pk in plain.object_list if pk in shown]
    page = Paginator(queries.folded(scope, asked, flood=flood.is_on), PER_PAGE).get_page(number)
    opened = forms.numbers(request.GET.getlist("under"))
    bundles = list(page.object_list)
    wanted = [
        pk
        for bundle in bundles
        for pk in (bundle.pks[:MOST_UNDER] if _is_open(bundle, opened) else [bundle.cause.pk])
    ]
    return page, list(_unfolded(bundles, opened, queries.by_pk(scope, wanted)))


def _is_open(bundle: Bundle, opened: set[int]) -> bool:
    """The address names any alarm of it: its cause may be another by now."""
    return bool(bundle.under) and not opened.isdisjoint(bundle.pks)


def _unfolded(bundles: list[Bundle], opened: set[int], found: dict[int, Alarm]) -> Iterator[Line]:
    for bundle in bundles:
        if bundle.cause.pk not in found:  # closed between the two reads
            continue
        is_open = _is_open(bundle, opened)
        yield Line(found[bundle.cause.pk], bundle, is_open)
        if is_open:
            yield from (
                Line(found[each.pk], is_under=True)
                for each in bundle.under[: MOST_UNDER - 1]
                if each.pk in found
            )


@require_GET
@requires("alarms.view")
def set_aside_list(request: HttpRequest) -> HttpResponse:
    """What people set aside: until when, why, who, and what happened meanwhile. Nothing here is forgotten."""
    scope = scope_of(request)
    context = {
        "rows": queries.aside_rows(scope, MAP_LIMIT),
        "counts": queries.counts(scope),
        "states": queries.STATES,
        "may_shelve": person_of(request).may("alarms.shelve"),
        "may_manage": person_of(request).may("rules.manage"),
    }
    return render(request, "alarms/set_aside.html", context)


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
    return render(request, "alarms/_of.html", {"alarms": found[:PER_PAGE]})


@require_GET
@requires("alarms.view")
def alarm_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One alarm: what, since when, whose, what to do, the values that fired, its history; `?at=` shows it as known then."""
    alarm = queries.get_alarm(pk, scope_of(request))
    at = past_minute(request.GET.get("at", ""))
    return render(request, "alarms/alarm.html", _alarm_context(request, alarm, at))


@require_GET
@requires("alarms.view")
def alarm_part(request: HttpRequest, pk: int) -> HttpResponse:
    """The living part of the alarm's page."""
    return render(
        request, "alarms/_alarm.html", _alarm_context(request, queries.get_alarm(pk, scope_of(request)), None)
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
        "fired": _readings(shown.fired, shown.entity_type) if shown else [],
        "cleared": _readings(shown.cleared_by or {}, shown.entity_type) if shown else [],
        "comments": queries.comments(alarm, at),
        "links": links,
        "open_link": next((link for link in links if link.open), None),
        "versions": queries.history(alarm, at),
        "may_act": may_act,
        "may_open": at is None and person.scope("incidents.open").covers(alarm.unit_id, alarm.agency_id),
        "owners": queries.possible_owners(alarm) if may_act and alarm.closed_at is None else [],
        "asides": queries.asides_of(alarm)[:20] if at is None else [],
        "may_shelve": at is None and person.scope("alarms.shelve").covers(alarm.unit_id, alarm.agency_id),
        "may_retire": at is None and person.scope("rules.manage").covers(alarm.unit_id, alarm.agency_id),
        "guides": guides.in_force(),
        "shelve_hours": _hours(alarm),
        "latest_review": clock.today() + dt.timedelta(days=guides.value("review-days")),
        "parent": _parent(alarm, scope_of(request)),
        "chart": ",".join(_charted(alarm)),
    }


def _hours(alarm: Alarm) -> list[float]:
    """Lengths to choose from, as far as this severity allows."""
    longest = guides.longest_shelving(alarm.severity)
    return [hours for hours in HOURS if dt.timedelta(hours=hours) <= longest]


def _parent(alarm: Alarm, scope: Scope) -> Alarm | None:
    """The alarm that suppresses this one, where the reader may see it."""
    pk = (alarm.suppressed_by or {}).get("alarm")
    return queries.visible(scope).filter(pk=pk).first() if pk else None


def _charted(alarm: Alarm) -> list[str]:
    """What fired it, as far as a chart can draw it; of silence all that its rule awaits."""
    told = sorted(
        name
        for name, one in alarm.fired.items()
        if isinstance(one.get("value"), int | float) and not isinstance(one.get("value"), bool)
    )
    return told or sorted(alarm.fired) or list(alarm.rule.attributes)


def _readings(values: dict[str, Any], type_: str) -> list[dict[str, Any]]:
    """Stored inputs for the template, with their times as times."""
    return [
        {
            **value,
            "label": meaning.attribute(name, type_),
            "value": meaning.value(name, value.get("value"), type_),
            "at": dt.datetime.fromisoformat(value["at"]),
        }
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


@require_POST
@requires("alarms.act")
def alarm_assign(request: HttpRequest, pk: int) -> HttpResponseBase:
    def act(request: HttpRequest, alarm: Alarm, person: Person) -> str:
        chosen = forms.number(request.POST.get("owner"))
        owner = Person.objects.filter(pk=chosen).first() if chosen is not None else None
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


@require_POST
@requires("alarms.act")
def alarm_take(request: HttpRequest, pk: int) -> HttpResponseBase:
    def act(request: HttpRequest, alarm: Alarm, person: Person) -> str:
        actions.take(alarm, by=person)
        return t("alarms-taken-now")

    return _acting(request, pk, act)


@require_POST
@requires("alarms.shelve")
def alarm_shelve(request: HttpRequest, pk: int) -> HttpResponseBase:
    def act(request: HttpRequest, alarm: Alarm, person: Person) -> str:
        until = forms.shelved_until(request.POST)
        made = aside.shelve(alarm, until=until, reason=request.POST.get("reason", ""), by=person)
        return t("alarms-shelved-now", until=vn_time(made.until))

    return _acting(request, pk, act)


@require_POST
@requires("rules.manage")
def alarm_retire(request: HttpRequest, pk: int) -> HttpResponseBase:
    def act(request: HttpRequest, alarm: Alarm, person: Person) -> str:
        day = forms.review_day(request.POST)
        aside.take_out_of_service(alarm, review_on=day, reason=request.POST.get("reason", ""), by=person)
        return t("alarms-retired-now", day=f"{day:%d/%m/%Y}")

    return _acting(request, pk, act)


@require_POST
@requires("alarms.shelve")
def aside_end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Back on the duty list, or back in service (which asks for the right to manage rules)."""
    found = queries.get_aside(pk, scope_of(request))
    person = person_of(request)
    if found.kind == Hidden.OUT_OF_SERVICE and not person.scope("rules.manage").covers(
        found.unit_id, found.agency_id
    ):
        raise NotAllowed(permission="rules.manage")
    try:
        aside.bring_back(found.pk, by=person)
        messages.success(request, t("alarms-brought-back-now", place=found.place_name))
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect(_back(request, "/alarms/set-aside/"))
