"""The parts of the desk's page: each is asked for again by its name, at most once a second, and says all it knows by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from dothi.calls import queries as calls
from dothi.calls.models import Call, ExchangeEvent
from dothi.dispatch import queries, recommended, stages, understood
from dothi.dispatch.desk import Desk
from dothi.incidents import kinds
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.rules.models import Severity

MOST_SUGGESTED = 3
MOST_SURGES = 3

Context = Callable[[Desk], dict[str, Any]]


def rendered(request: HttpRequest, desk: Desk, names: Iterable[str]) -> dict[str, str]:
    """The HTML of each part; names that no part has are left out."""
    shared = {"desk": desk, "call": desk.call, "case": desk.case, "at": clock.now()}

    def draw(name: str) -> str:
        return render_to_string(f"dispatch/part/{name}.html", shared | PARTS[name](desk), request)

    wanted = list(dict.fromkeys(names))
    if "call" not in wanted:
        return {name: draw(name) for name in wanted if name in PARTS}
    inside = {name: draw(name) for name in CALL}  # another call: all that is about it
    whole = render_to_string("dispatch/part/call.html", {**shared, "parts": inside}, request)
    beside = {name: draw(name) for name in wanted if name in PARTS and name not in CALL}
    return {"call": whole, "forces": inside["forces"], **beside}


def _queue(desk: Desk) -> dict[str, Any]:
    queue = queries.queue(desk.person)
    return {
        "queue": queue,
        "again": calls.called_again(queue.missed.rows),
        "surges": understood.surges_of(desk.person, MOST_SURGES) if desk.may_take else [],
    }


def _head(desk: Desk) -> dict[str, Any]:
    call = desk.call
    if call is None:
        return {}
    return {
        "earlier": calls.earlier(call, desk.person.scope("calls.view")),
        "said": _said(call),
        "taken_meanwhile": call.taken_by_id not in (None, desk.person.pk),
    }


def _said(call: Call) -> list[str]:
    """What a simulated caller says: without it nobody at a demonstration's desk has anything to write down."""
    if call.origin != Origin.SIMULATED:
        return []
    told = ExchangeEvent.objects.filter(call=call, fields__has_key="said").order_by("at", "pk")
    said = (str(fields["said"]) for fields in told.values_list("fields", flat=True))
    return [line.strip() for text in said for line in text.split(". ") if line.strip()]


def _where(desk: Desk) -> dict[str, Any]:
    return {"link": desk.call.links.order_by("-sent_at").first() if desk.call else None}


def _what(desk: Desk) -> dict[str, Any]:
    call = desk.call
    if call is None:
        return {}
    found = understood.suggest(call.narrative, MOST_SUGGESTED)
    scope = desk.person.scope("incidents.view")
    return {
        "kind": kinds.name_of(call.kind) if call.kind else "",
        "suggestions": [
            (one, kinds.name_of(one.kind)) for one in found if one.kind != call.kind or not call.kind
        ],
        "duplicates": understood.duplicates(call, scope, MOST_SUGGESTED) if call.incident_id is None else [],
        "choices": kinds.choices(),
        "severities": Severity.values,
    }


def _card(desk: Desk) -> dict[str, Any]:
    return {"card": understood.card_of(desk.call) if desk.call else None}


def _legs(desk: Desk) -> dict[str, Any]:
    if desk.call is None:
        return {}
    scope = desk.person.scope("calls.view")
    own = calls.is_own(desk.call, scope)
    legs = (
        calls.legs(desk.person.scope("calls.view"))
        if not own
        else desk.call.legs.select_related("agency", "answered_by", "asked_by")
    )
    shown = list(legs.filter(call=desk.call).order_by("asked_at", "pk"))
    return {
        "own": own,
        "legs": [(leg, calls.answers_leg(leg, desk.person.scope("calls.take"))) for leg in shown],
        "services": [
            one
            for one in calls.services_in_force()
            if one.code != (desk.call.line.service if desk.call.line else "")
        ],
        "outcomes": [value for value in Call.Outcome.values if value not in ("case", "handed-over")],
    }


def _stages(desk: Desk) -> dict[str, Any]:
    waiting = calls.ringing(desk.person.scope("calls.view")).first() if desk.may_take else None
    return {"stages": stages.of(desk, waiting), "waiting": waiting}


def _forces(desk: Desk) -> dict[str, Any]:
    return recommended.shown(desk)


def _cases(desk: Desk) -> dict[str, Any]:
    return {"cases": queries.cases(desk.person)}


def _nothing(_desk: Desk) -> dict[str, Any]:
    return {}


PARTS: dict[str, Context] = {
    "queue": _queue,
    "head": _head,
    "stages": _stages,
    "fields": _nothing,
    "where": _where,
    "what": _what,
    "card": _card,
    "legs": _legs,
    "forces": _forces,
    "cases": _cases,
}
CALL = ("head", "stages", "fields", "where", "what", "card", "legs", "forces")
ALL = ("queue", *CALL, "cases")
