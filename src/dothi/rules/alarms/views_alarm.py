"""One alarm on the screen, now or as it was known then, and the alarms of one entity."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dothi.accounts.asker import person_of, scope_of
from dothi.entities import meaning
from dothi.entities import queries as entities
from dothi.kernel import clock
from dothi.kernel.audit.as_of import find_as_known_at
from dothi.kernel.moments import past_minute
from dothi.kernel.permissions import Scope, requires
from dothi.rules.alarms import guides, queries
from dothi.rules.alarms.models import Alarm

MOST_OF_ENTITY = 50


@require_GET
@requires("alarms.view")
def alarms_of(request: HttpRequest) -> HttpResponse:
    """A part for the page of an entity: its alarms (with `?at=` as they were known then), open ones first."""
    urn, scope = request.GET.get("entity", ""), scope_of(request)
    at = past_minute(request.GET.get("at", ""))
    found = queries.alarms_of_entity_known_at(urn, scope, at) if at else queries.alarms_of_entity(urn, scope)
    return render(request, "alarms/_of.html", {"alarms": found[:MOST_OF_ENTITY]})


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
        "shelve_hours": guides.shelve_hours(alarm.severity),
        "latest_review": clock.today() + dt.timedelta(days=guides.value("review-days")),
        "parent": _parent(alarm, scope_of(request)),
        "chart": ",".join(_charted(alarm)),
    }


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
