"""The parts of the desk's page: each is asked for again by its name, at most once a second, and says all it knows by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from dothi.calls import queries as calls
from dothi.calls.actions.locating import sms_state
from dothi.calls.models import Call, ExchangeEvent
from dothi.calls.rules import value
from dothi.dispatch import queries, recommended, stages, stamps, understood
from dothi.dispatch.desk import Desk
from dothi.dispatch.shared import Shelf
from dothi.incidents import kinds
from dothi.kernel import clock
from dothi.kernel.i18n import language
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope
from dothi.rules.models import Severity

MOST_SUGGESTED = 3
MOST_SURGES = 3
MOST_KEPT = 64  # shared texts of one kind: of as many different rights and languages

Context = Callable[[Desk], dict[str, Any]]


class Drawn(NamedTuple):
    """The HTML of a part, and a short mark of it: equal marks, equal HTML."""

    html: str
    mark: str


def drawn(desk: Desk, names: Iterable[str]) -> dict[str, Drawn]:
    """Each part; names that no part has are left out. No part knows the request: it says the same wherever it is asked from."""
    shared = {"desk": desk, "call": desk.call, "case": desk.case, "at": clock.now()}

    def draw(name: str) -> str:
        context = PARTS[name](desk)
        return str(context["text"]) if "text" in context else _template(f"part/{name}", shared | context)

    wanted = list(dict.fromkeys(names))
    if "call" not in wanted:
        return _marked({name: draw(name) for name in wanted if name in PARTS})
    inside = {name: draw(name) for name in CALL}  # another call: all that is about it
    whole = _template("part/call", {**shared, "parts": inside})
    beside = {name: draw(name) for name in wanted if name in PARTS and name not in CALL}
    return _marked({"call": whole, "forces": inside["forces"], **beside})


def _template(name: str, context: dict[str, Any]) -> SafeString:
    return render_to_string(f"dispatch/{name}.html", context)


def _marked(texts: dict[str, str]) -> dict[str, Drawn]:
    return {
        name: Drawn(text, blake2b(text.encode(), digest_size=9).hexdigest()) for name, text in texts.items()
    }


class _Queue(NamedTuple):
    """What of the queue is the same for all with the same reach: above one's own calls and below them."""

    first: SafeString
    last: SafeString
    is_empty: bool


_queues: Shelf[_Queue] = Shelf(MOST_KEPT)
_lists: Shelf[SafeString] = Shelf(MOST_KEPT)


def _queue(desk: Desk) -> dict[str, Any]:
    reach = queries.reach_of(desk.person)
    waiting = _queues.read((reach, *_today()), stamps.of("waiting"), lambda: _draw_queue(reach))
    return {"waiting": waiting, "own": queries.own(desk.person)}


def _draw_queue(reach: queries.Reach) -> _Queue:
    waiting, may_take = queries.waiting(reach), bool(reach.taking)
    surges = understood.surges_of(reach.taking, reach.cases, MOST_SURGES) if may_take else []
    context = {"queue": waiting, "may_take": may_take, "surges": surges}
    return _Queue(_template("_queue_first", context), _template("_queue_last", context), not waiting)


def _today() -> tuple[str, dt.date]:
    """What else a shared text depends on: its language, and the day whose limits and words hold."""
    return language(), clock.today()


def _head(desk: Desk) -> dict[str, Any]:
    call = desk.call
    if call is None:
        return {}
    return {
        "earlier": calls.earlier(call, desk.person.scope("calls.view"), personal=desk.sees_numbers),
        "said": _said(call),
        "taken_meanwhile": call.taken_by_id not in (None, desk.person.pk),
        **_wrap_up(desk, call),
    }


def _wrap_up(desk: Desk, call: Call) -> dict[str, Any]:
    """Until when the record of a call that is over is to be finished, and how many seconds that are in all."""
    if not desk.writes or call.ended_at is None:
        return {}
    limit_s = value("wrap-up-s")
    return {"wrap_by": call.ended_at + dt.timedelta(seconds=limit_s), "wrap_s": limit_s}


def _said(call: Call) -> list[str]:
    """What a simulated caller says: without it nobody at a demonstration's desk has anything to write down."""
    if call.origin != Origin.SIMULATED:
        return []
    told = ExchangeEvent.objects.filter(call=call, fields__has_key="said").order_by("at", "pk")
    said = (str(fields["said"]) for fields in told.values_list("fields", flat=True))
    return [line.strip() for text in said for line in text.split(". ") if line.strip()]


def _where(desk: Desk) -> dict[str, Any]:
    link = desk.call.links.order_by("-sent_at").first() if desk.call else None
    return {"link": link, "sms": sms_state(link)}


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
        "duplicates": understood.duplicates(call, scope, MOST_SUGGESTED, personal=desk.sees_numbers),
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
        "marked": calls.mark_of(desk.call, personal=desk.sees_numbers) is not None,
    }


def _stages(desk: Desk) -> dict[str, Any]:
    is_ringing = desk.may_take and calls.ringing(desk.person.scope("calls.view")).exists()
    return {"stages": stages.of(desk, is_ringing)}


def _forces(desk: Desk) -> dict[str, Any]:
    return recommended.shown(desk)


def _cases(desk: Desk) -> dict[str, Any]:
    """The list is the same for all who may see the same cases; which of them stands on this desk is put in afterwards."""
    scope = Scope(desk.person.scope("incidents.view").grants)
    text = _lists.read((scope, *_today()), stamps.of("cases"), lambda: _draw_cases(scope))
    here = f' id="case-{desk.case.code}"' if desk.case else ""
    return {"text": text.replace(here, f' aria-current="true"{here}', 1) if here else text}


def _draw_cases(scope: Scope) -> SafeString:
    return _template("part/cases", {"cases": queries.cases(scope), "at": clock.now()})


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
