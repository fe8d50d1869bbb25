"""The command bar: a line is parsed, carried out by the same actions as the buttons, and what it did is said."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from dothi.accounts.asker import person_of
from dothi.calls import queries as calls
from dothi.calls.actions import handing, linking, taking
from dothi.dispatch import command_line, queries, views_calls, views_forces
from dothi.dispatch.command_line import Command
from dothi.dispatch.desk import Desk, desk_of
from dothi.dispatch.views import answer, fresh_when_refused
from dothi.forces import actions as forces
from dothi.forces.models import Force
from dothi.incidents import actions as incidents_actions
from dothi.incidents import queries as incidents
from dothi.incidents.models import Incident, Status
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.kernel.i18n import t
from dothi.kernel.permissions import requires

MOST_FOUND = 8
MOST_OFFERED = 1000


@require_POST
@requires("calls.view")
def command(request: HttpRequest) -> JsonResponse:
    """Carries out one line. A refusal says what is missing and how the line is written."""
    desk, told = desk_of(request), command_line.parse(request.POST.get("line", ""))
    needed = _NEEDS.get(told.verb)
    if needed and not desk.person.may(needed):
        raise NotAllowed(permission=needed)
    return _VERBS[told.verb](request, desk, told)


@require_safe
@requires("calls.view")
def complete(request: HttpRequest) -> JsonResponse:
    """Whole lines that what is typed may become."""
    person, line = person_of(request), request.GET.get("line", "")[: command_line.LONGEST]
    units = queries.reachable(person).values_list("call_sign", flat=True)[:MOST_OFFERED]
    open_ = incidents.visible(person.scope("incidents.view")).exclude(status=Status.CLOSED)
    cases = open_.order_by("-opened_at").values_list("code", flat=True)[:MOST_OFFERED]
    return JsonResponse({"lines": command_line.completions(line, list(units), list(cases))})


def _unit(desk: Desk, name: str) -> Force:
    """By a call sign as somebody types it. Raises NotFound with the nearest there are, BadRequest where two are alike."""
    squeezed = list(queries.within(desk.person.scope("forces.send")))
    found = [one for one in squeezed if command_line.same_unit(one.call_sign, name)]
    if not found:
        found = [one for one in squeezed if command_line.ends_alike(one.call_sign, name)]
    if len(found) > 1:
        raise BadRequest(
            "desk-unit-ambiguous", unit=name, units=", ".join(one.call_sign for one in found[:MOST_FOUND])
        )
    if not found:
        raise NotFound("desk-unit-unknown", unit=name)
    return found[0]


def _case(desk: Desk, name: str) -> Incident:
    """By its code or the number at its end; without a name the one on the desk."""
    if not name:
        if desk.case is None:
            raise BadRequest("desk-no-case-here")
        return desk.case
    scope = desk.person.scope("incidents.view")
    if not name.isdecimal():
        return incidents.get_incident(name, scope)
    found = [
        one
        for one in incidents.visible(scope).filter(code__endswith=name).order_by("-opened_at")[:MOST_FOUND]
        if one.code.rpartition("-")[2].lstrip("0") == name.lstrip("0")
    ]
    if not found:
        raise NotFound("incident-does-not-exist", incident=name)
    return found[0]


def _take(request: HttpRequest, desk: Desk, told: Command) -> JsonResponse:
    scope = desk.person.scope("calls.take")
    wanted = calls.get_call(told.call, scope) if told.call else calls.ringing(scope).first()
    with fresh_when_refused(request, desk):
        if wanted is None:
            raise Conflict("desk-nothing-rings")
        call = taking.take(wanted, by=desk.person)
    return answer(
        request,
        Desk(desk.person, call),
        ("queue", "call"),
        said=t("dispatch-took", call=call.code),
        focus="address",
    )


def _return(request: HttpRequest, desk: Desk, told: Command) -> JsonResponse:
    scope = desk.person.scope("calls.take")
    wanted = calls.get_call(told.call, scope) if told.call else calls.missed(scope).first()
    if wanted is None:
        raise Conflict("desk-nothing-missed")
    call = taking.return_call(wanted, by=desk.person)
    return answer(
        request,
        Desk(desk.person, call),
        ("queue", "call"),
        said=t("dispatch-returned", call=call.code),
        focus="address",
    )


def _send(request: HttpRequest, desk: Desk, told: Command) -> JsonResponse:
    units = [_unit(desk, name) for name in told.units]
    if told.case:
        desk = Desk(desk.person, None, _case(desk, told.case))
    return views_forces.send_units(request, desk, units)


def _state(request: HttpRequest, desk: Desk, told: Command) -> JsonResponse:
    return views_forces.move(request, desk, _unit(desk, told.units[0]), told.state, note=told.note)


def _recall(request: HttpRequest, desk: Desk, told: Command) -> JsonResponse:
    sent = views_forces.open_assignment(desk, _unit(desk, told.units[0]).call_sign)
    if not told.note:
        raise BadRequest("desk-recall-needs-reason", line=f"/thu hoi {sent.force.call_sign}")
    forces.recall(sent, told.note, by=desk.person)
    said = t("dispatch-recalled", force=sent.force.call_sign)
    return answer(request, desk, ("stages", "forces", "cases"), said=said)


def _safe(request: HttpRequest, desk: Desk, told: Command) -> JsonResponse:
    sent = views_forces.open_assignment(desk, _unit(desk, told.units[0]).call_sign)
    return answer(request, desk, ("forces", "cases"), said=views_forces.safe(desk, sent, told.note))


def _open(request: HttpRequest, desk: Desk, _told: Command) -> JsonResponse:
    if desk.call is None:
        raise BadRequest("desk-no-call-here")
    desk.case = linking.open_case(desk.call, by=desk.person)
    desk.call.refresh_from_db()
    return answer(
        request,
        desk,
        ("head", "what", "stages", "forces", "cases"),
        said=t("dispatch-opened", case=desk.case.code),
    )


def _attach(request: HttpRequest, desk: Desk, told: Command) -> JsonResponse:
    if desk.call is None:
        raise BadRequest("desk-no-call-here")
    case = _case(desk, told.case)
    desk.call = linking.attach(desk.call, case, by=desk.person)
    desk.case = case
    return answer(
        request,
        desk,
        ("head", "what", "stages", "forces", "cases"),
        said=t("dispatch-attached", case=case.code),
    )


def _hand(request: HttpRequest, desk: Desk, told: Command) -> JsonResponse:
    if desk.call is None:
        raise BadRequest("desk-no-call-here")
    leg = handing.hand_over(desk.call, service=told.units[0], message=told.note, by=desk.person)
    return answer(request, desk, ("legs", "queue"), said=t("dispatch-handed", agency=leg.agency))


def _note(request: HttpRequest, desk: Desk, told: Command) -> JsonResponse:
    case = _case(desk, "")
    if not desk.person.scope("incidents.work").covers(case.unit_id, case.agency_id):
        raise NotAllowed(permission="incidents.work")
    incidents_actions.add_note(case, told.note, by=desk.person)
    return answer(request, desk, (), said=t("dispatch-noted", case=case.code))


def _look(request: HttpRequest, desk: Desk, told: Command) -> JsonResponse:
    case = _case(desk, told.case)
    return answer(request, Desk(desk.person, None, case), ("call",), said=case.code)


def _find(request: HttpRequest, desk: Desk, told: Command) -> JsonResponse:
    """Units, cases and calls whose name holds the words, each with the line that leads there."""
    words, person = told.note, desk.person
    units = queries.reachable(person).filter(Q(call_sign__icontains=words) | Q(name__icontains=words))[
        :MOST_FOUND
    ]
    cases = incidents.visible(person.scope("incidents.view")).filter(
        Q(code__icontains=words) | Q(title__icontains=words)
    )
    heard = calls.visible(person.scope("calls.view")).filter(
        Q(code__icontains=words) | Q(address__icontains=words)
    )
    found = [
        *({"text": f"{one.call_sign} · {one.name} · {t(f'forces-state-{one.state}')}", "href": f"/forces/{one.call_sign}/"} for one in units),
        *({"text": f"{one.code} · {one.title}", "href": f"/desk/?case={one.code}"} for one in cases.order_by("-opened_at")[:MOST_FOUND]),
        *({"text": f"{one.code} · {one.address or t('dispatch-no-address')}", "href": f"/desk/?call={one.code}"} for one in heard.order_by("-received_at")[:MOST_FOUND]),
    ]  # fmt: skip
    return answer(request, desk, (), said=t("dispatch-found", count=len(found), words=words), found=found)


def _next(request: HttpRequest, desk: Desk, _told: Command) -> JsonResponse:
    if desk.call is None:
        raise BadRequest("desk-no-call-here")
    return views_calls.finish(request, desk)


def _help(request: HttpRequest, desk: Desk, _told: Command) -> JsonResponse:
    return answer(request, desk, (), open="desk-help")


Verb = Callable[[HttpRequest, Desk, Command], JsonResponse]
_VERBS: dict[str, Verb] = {
    "take": _take, "return": _return, "send": _send, "state": _state, "recall": _recall, "safe": _safe, "open": _open,
    "attach": _attach, "hand": _hand, "note": _note, "case": _look, "find": _find, "next": _next, "help": _help,
}  # fmt: skip
_NEEDS = {
    "take": "calls.take", "return": "calls.take", "open": "calls.take", "attach": "calls.take", "hand": "calls.take",
    "next": "calls.take", "send": "forces.send", "state": "forces.send", "recall": "forces.send", "safe": "forces.send",
    "note": "incidents.work",
}  # fmt: skip
