"""A call as one person may see it: what is personal is masked, and of the legs the notes of others are left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dothi.accounts.models import Person
from dothi.calls import queries, rules
from dothi.calls.models import Call, CallLeg, ExchangeEvent, PlaceLink
from dothi.calls.numbers import masked
from dothi.incidents.kinds import name_of
from dothi.kernel import clock
from dothi.kernel.earth import degrees_of, metres_apart

EVENTS = 100  # of the exchange that a page shows, the last ones


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    call: Call
    number: str
    kind: str


@dataclass(frozen=True, slots=True)
class Leg:
    """`own`: this person's agency answers it. `note` is empty for everybody else, but for the reason of a no."""

    leg: CallLeg
    own: bool
    note: str
    late: bool
    handed: dict[str, Any]
    may_take_back: bool


@dataclass(frozen=True, slots=True)
class Link:
    """`away_m`: how far the phone was from the place that is written."""

    link: PlaceLink
    away_m: float | None


def rows(calls: list[Call], person: Person) -> list[Row]:
    """Numbers in full only where this person may see them; one query for all."""
    scope = person.scope("calls.person")
    seen = {*queries.visible(scope).filter(pk__in=[one.pk for one in calls]).values_list("pk", flat=True)}
    return [
        Row(
            one,
            one.caller_number if one.pk in seen else masked(one.caller_number),
            name_of(one.kind) if one.kind else "",
        )
        for one in calls
    ]


def record(call: Call, person: Person) -> dict[str, Any]:
    """Everything of a call's page."""
    personal, writes = queries.sees_person(call, person), queries.is_own(call, person.scope("calls.take"))
    earlier = queries.earlier(call, person.scope("calls.view"), personal=personal)
    return {
        "call": call,
        "kind": name_of(call.kind) if call.kind else "",
        "personal": personal,
        "writes": writes,
        "number": call.caller_number if personal else masked(call.caller_number),
        "legs": legs(call, person, personal, writes),
        "earlier": earlier,
        "earlier_rows": rows(earlier.calls, person),
        "events": list(ExchangeEvent.objects.filter(call=call).order_by("-at", "-pk")[:EVENTS])[::-1],
        "events_before": max(0, queries.events_of(call) - EVENTS),
        "links": [
            Link(one, _away(one, call)) for one in call.links.select_related("sent_by").order_by("-sent_at")
        ],
        "bounds": _around(call),
        "circle": "" if call.lon is None else f"{call.lon},{call.lat},{call.accuracy_m or 0}",
    }


def legs(call: Call, person: Person, personal: bool, writes: bool) -> list[Leg]:
    """Those who write the record see every leg; an agency that was asked sees its own."""
    scope, answering = person.scope("calls.view"), person.scope("calls.take")
    found = call.legs.select_related("agency", "asked_by", "answered_by", "incident", "call").order_by(
        "asked_at", "pk"
    )
    main = queries.is_own(call, scope)
    shown = [one for one in found if main or queries.answers_leg(one, scope)]
    return [_leg(one, scope, answering, personal, writes) for one in shown]


def _leg(one: CallLeg, scope: Any, answering: Any, personal: bool, writes: bool) -> Leg:
    reads = queries.answers_leg(one, scope) or one.state == CallLeg.State.DECLINED
    waited = (clock.now() - one.asked_at).total_seconds()
    asked, own = one.state == CallLeg.State.ASKED, queries.answers_leg(one, answering)
    handed = dict(one.handed)
    if not personal:
        handed |= {
            "caller_number": masked(handed.get("caller_number", "")),
            "caller_name": "",
            "caller_address": "",
        }
    return Leg(
        one,
        own,
        one.note if reads else "",
        asked and waited > rules.value("leg-answer-s"),
        handed,
        asked and writes and not own,
    )


def _away(link: PlaceLink, call: Call) -> float | None:
    if link.lon is None or link.lat is None or call.lon is None or call.lat is None:
        return None
    away = metres_apart(call.lon, call.lat, link.lon, link.lat)
    return away if away > 1 else None


def _around(call: Call) -> str:
    """A box (w,s,e,n) around the place in which its circle fits."""
    if call.lon is None or call.lat is None:
        return ""
    wide, high = degrees_of(max(call.accuracy_m or 0.0, 250.0) * 1.6, call.lat)
    return f"{call.lon - wide:.5f},{call.lat - high:.5f},{call.lon + wide:.5f},{call.lat + high:.5f}"
