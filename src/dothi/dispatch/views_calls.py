"""What is done with a call at the desk: parse, scope, action, and the parts of the page that changed by it."""

from __future__ import annotations

import math
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dothi.accounts.asker import person_of
from dothi.calls import queries as calls
from dothi.calls.actions import handing, linking, locating, marking, taking, writing
from dothi.calls.models import Call, CallLeg
from dothi.dispatch import understood
from dothi.dispatch.desk import Desk, desk_of
from dothi.dispatch.views import answer, fresh_when_refused
from dothi.incidents import kinds
from dothi.incidents import queries as incidents
from dothi.kernel.errors import BadRequest, Conflict, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires

AFTER_TAKING = ("queue", "call")
SEND = ("stages", "forces", "cases")
MOST_ADDRESSES = 6
MOST_OF_A_SURGE = 100
FIELDS = ("narrative", "address", "caller_name", "caller_number", "caller_address")


@require_POST
@requires("calls.take")
def take(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """Takes a call (without a code: the one that rings longest). From the sign of any other page it leads to the desk."""
    person = person_of(request)
    scope = person.scope("calls.take")
    wanted = calls.get_call(code, scope) if code else calls.ringing(scope).first()
    try:
        with fresh_when_refused(request, Desk(person)):
            if wanted is None:
                raise Conflict("desk-nothing-rings")
            call = taking.take(wanted, by=person)
    except Conflict as error:
        if _is_script(request):
            raise
        messages.error(request, message_of(error))
        return redirect("/desk/")
    if not _is_script(request):
        return redirect(f"/desk/?call={call.code}")
    return answer(
        request, Desk(person, call), AFTER_TAKING, said=t("dispatch-took", call=call.code), focus="address"
    )


def _is_script(request: HttpRequest) -> bool:
    return "json" in request.headers.get("Accept", "")


@require_POST
@requires("calls.take")
def by_hand(request: HttpRequest) -> JsonResponse:
    """A call without telephony, also one written down while the centre could not be reached: the same key is the same call."""
    person, given = person_of(request), request.POST
    call = taking.open_by_hand(
        by=person,
        number_dialled=given.get("number_dialled", ""),
        caller_number=given.get("caller_number", ""),
        key=given.get("key", ""),
    )
    return answer(
        request, Desk(person, call), AFTER_TAKING, said=t("dispatch-by-hand", call=call.code), focus="address"
    )


@require_POST
@requires("calls.take")
def draft(request: HttpRequest, code: str) -> JsonResponse:
    """What was typed so far. An older revision changes nothing and is answered with the one that stands."""
    desk = _desk(request, code)
    fields = {name: request.POST[name] for name in FIELDS if name in request.POST}
    try:
        desk.call = writing.write_draft(_call(desk), fields=fields, rev=_rev(request), by=desk.person)
    except Conflict as error:
        if error.code != "call-draft-older":
            raise
        return answer(request, desk, (), rev=_call(desk).typed_rev, older=True)
    return answer(request, desk, ("what", "stages"), rev=desk.call.typed_rev)


def _rev(request: HttpRequest) -> int:
    text = request.POST.get("rev", "")
    if not (text.isdecimal() and text.isascii() and len(text) < 10):
        raise BadRequest("call-draft-rev")
    return int(text)


@require_safe
@requires("calls.take")
def addresses(request: HttpRequest) -> HttpResponseBase:
    """Places that the typed words may mean, the likeliest first."""
    found = understood.find_address(
        request.GET.get("q", "")[:300], MOST_ADDRESSES, person_of(request).scope("entities.view")
    )
    return render(
        request, "dispatch/_addresses.html", {"places": found, "typed": request.GET.get("q", "").strip()}
    )


@require_POST
@requires("calls.take")
def place(request: HttpRequest, code: str) -> JsonResponse:
    """Where it is: a proposal that was accepted, a point of the map, or what the caller's phone told (`link`)."""
    desk, given = _desk(request, code), request.POST
    if given.get("source") == Call.Source.LINK:
        told = _call(desk).links.filter(told_at__isnull=False).order_by("-told_at").first()
        if told is None:
            raise Conflict("call-link-told-nothing")
        desk.call = locating.use_link(told, by=desk.person)
    else:
        desk.call = writing.place(
            _call(desk),
            lon=_number(given.get("lon", "")),
            lat=_number(given.get("lat", "")),
            source=given.get("source", ""),
            accuracy_m=_number(given["accuracy_m"]) if given.get("accuracy_m") else None,
            address=given.get("address") or None,
            by=desk.person,
        )
    return answer(request, desk, ("where", "what", *SEND), said=_placed(desk), focus="narrative")


def _placed(desk: Desk) -> str:
    """Beyond this person's area the call stays with them, and they are told that it is others' ground."""
    call = _call(desk)
    if desk.person.scope("calls.take").covers(call.unit_id, call.agency_id):
        return t("dispatch-placed")
    return t("dispatch-placed-outside", unit=str(call.unit or "—"))


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError as error:
        raise BadRequest("call-place-nowhere") from error
    if not math.isfinite(number):
        raise BadRequest("call-place-nowhere")
    return number


@require_POST
@requires("calls.take")
def decide_kind(request: HttpRequest, code: str) -> JsonResponse:
    """What it is: a suggestion that was accepted (its words are kept with it), or chosen by hand."""
    desk, given = _desk(request, code), request.POST
    words = [word for word in given.get("words", "").split("|") if word]
    why = {"by": "suggested", "words": words} if words else {"by": "chosen", "words": []}
    desk.call = writing.decide_kind(
        _call(desk), kind=given.get("kind", ""), severity=given.get("severity", ""), why=why, by=desk.person
    )
    said = t("dispatch-kind-now", kind=kinds.name_of(desk.call.kind))
    return answer(request, desk, ("what", "card", *SEND), said=said)


@require_POST
@requires("calls.take")
def answer_card(request: HttpRequest, code: str) -> JsonResponse:
    """An answer of the protocol card; the others stay."""
    desk, given = _desk(request, code), request.POST
    version = given.get("version", "")
    answers = {name.removeprefix("q-"): given[name] for name in given if name.startswith("q-")}
    desk.call = writing.answer_card(
        _call(desk),
        card=given.get("card", ""),
        version=int(version) if version.isdecimal() and len(version) < 9 else 0,
        answers=answers,
        by=desk.person,
    )
    return answer(request, desk, ("card",))


@require_POST
@requires("calls.take")
def open_case(request: HttpRequest, code: str) -> JsonResponse:
    """A case without a unit yet; sending opens it by itself."""
    desk = _desk(request, code)
    desk.case = linking.open_case(_call(desk), by=desk.person)
    return answer(
        request, _again(desk), ("head", "what", *SEND), said=t("dispatch-opened", case=desk.case.code)
    )


@require_POST
@requires("calls.take")
def attach(request: HttpRequest, code: str) -> JsonResponse:
    """The call is about a case that stands: one key in a flood of calls about one thing."""
    desk = _desk(request, code)
    case = incidents.get_incident(request.POST.get("incident", ""), desk.person.scope("incidents.view"))
    desk.call = linking.attach(_call(desk), case, by=desk.person)
    desk.case = case
    return answer(request, desk, ("head", "what", *SEND), said=t("dispatch-attached", case=case.code))


@require_POST
@requires("calls.take")
def attach_surge(request: HttpRequest) -> JsonResponse:
    """Calls of one event go to its case by one key. Each goes on ringing or talking: its caller is still answered."""
    desk, given = desk_of(request), request.POST
    case = incidents.get_incident(given.get("incident", ""), desk.person.scope("incidents.view"))
    codes = [code for code in dict.fromkeys(given.get("calls", "").split(",")) if code][:MOST_OF_A_SURGE]
    found = [calls.get_call(code, desk.person.scope("calls.take")) for code in codes]
    attached, refused = 0, []
    for call in found:
        try:
            if call.incident_id not in (None, case.pk):
                raise Conflict("desk-call-has-case", call=call.code)  # somebody decided meanwhile
            linking.attach(call, case, by=desk.person)
            attached += 1
        except Conflict as error:
            refused.append(message_of(error))
    said = t("dispatch-surge-attached", count=attached, case=case.code)
    return answer(request, desk_of(request), ("queue", "head", "what", *SEND), said=said, refused=refused)


@require_POST
@requires("calls.take")
def send_link(request: HttpRequest, code: str) -> JsonResponse:
    """A link for the caller's phone; its address is shown once, to be read out or sent by hand where no channel is set up."""
    desk = _desk(request, code)
    path = locating.send_link(_call(desk), by=desk.person, base=request.build_absolute_uri("/"))
    return answer(
        request, _again(desk), ("where",), said=t("dispatch-link-made"), link=request.build_absolute_uri(path)
    )


@require_POST
@requires("calls.take")
def hand_over(request: HttpRequest, code: str) -> JsonResponse:
    desk, given = _desk(request, code), request.POST
    agency = given.get("agency", "")
    leg = handing.hand_over(
        _call(desk),
        service=given.get("service", ""),
        agency_id=int(agency) if agency.isdecimal() and len(agency) < 19 else None,
        message=given.get("message", ""),
        warm=given.get("warm", "1") == "1",
        by=desk.person,
    )
    return answer(request, _again(desk), ("legs", "queue"), said=t("dispatch-handed", agency=leg.agency))


@require_POST
@requires("calls.take")
def answer_leg(request: HttpRequest, code: str, pk: int, step: str) -> JsonResponse:
    """The part that one's own service was asked to take: accepted, declined with a reason, closed."""
    desk, said = _desk(request, code), request.POST.get("reason", "")
    leg = calls.get_leg(_call(desk), pk)
    _LEG_STEPS[step](leg, said, desk)
    return answer(request, _again(desk), ("head", "legs", "queue"), said=t(f"dispatch-leg-now-{step}"))


def _accept(leg: CallLeg, _said: str, desk: Desk) -> None:
    handing.accept_leg(leg, by=desk.person)


def _decline(leg: CallLeg, said: str, desk: Desk) -> None:
    handing.decline_leg(leg, reason=said, by=desk.person)


def _close(leg: CallLeg, said: str, desk: Desk) -> None:
    handing.close_leg(leg, note=said, by=desk.person)


_LEG_STEPS: dict[str, Callable[[CallLeg, str, Desk], None]] = {
    "accept": _accept,
    "decline": _decline,
    "close": _close,
}


@require_POST
@requires("calls.take")
def return_call(request: HttpRequest, code: str) -> JsonResponse:
    """Whoever calls a missed caller back has the record from then on."""
    desk = _desk(request, code)
    with fresh_when_refused(request, Desk(desk.person)):
        desk.call = taking.return_call(_call(desk), by=desk.person)
    return answer(
        request, desk, AFTER_TAKING, said=t("dispatch-returned", call=desk.call.code), focus="address"
    )


@require_POST
@requires("calls.take")
def mark_number(request: HttpRequest, code: str) -> JsonResponse:
    desk = _desk(request, code)
    marking.mark_number(_call(desk), reason=request.POST.get("reason", ""), by=desk.person)
    return answer(request, desk, ("head", "queue"), said=t("dispatch-marked"))


@require_POST
@requires("calls.take")
def go_on(request: HttpRequest, code: str) -> JsonResponse:
    """The sixth key: see `finish`."""
    return finish(request, _desk(request, code))


def finish(request: HttpRequest, desk: Desk) -> JsonResponse:
    """Closes the record with its outcome, where the caller has hung up; what this person has still to finish stands there next."""
    call = _call(desk)
    said = t("dispatch-still-talking", call=call.code)
    if call.adapter == taking.HAND or call.state not in Call.RUNNING:
        outcome = request.POST.get("outcome") or (Call.Outcome.CASE if call.incident_id else "")
        if not outcome:
            raise BadRequest("desk-needs-outcome", call=call.code)
        taking.wrap_up(call, outcome=outcome, by=desk.person)
        said = t("dispatch-wrapped", call=call.code)
    following = _next(desk, call)
    return answer(request, Desk(desk.person, following), ("queue", "call", "cases"), said=said)


def _next(desk: Desk, done: Call) -> Call | None:
    """What this person has still to finish; a ringing call is taken by its own key, never by itself."""
    scope = desk.person.scope("calls.take")
    for rows in (calls.running(scope, desk.person), calls.wrapping(scope, desk.person)):
        if found := rows.exclude(pk=done.pk).first():
            return found
    return None


def _desk(request: HttpRequest, code: str) -> Desk:
    """The desk with the call of the address."""
    desk = desk_of(request)
    desk.call = calls.get_call(code, desk.person.scope("calls.view"))
    return desk


def _call(desk: Desk) -> Call:
    if desk.call is None:
        raise NotFound("call-does-not-exist", call="")
    return desk.call


def _again(desk: Desk) -> Desk:
    """The same look with the call as it stands now."""
    return Desk(
        desk.person,
        calls.get_call(_call(desk).code, desk.person.scope("calls.view")),
        desk.case,
        desk.asked,
        desk.level,
    )
