"""What is done with units at the desk: propose, send, set a state, call back, hear that a crew is safe."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from dothi.calls.actions import linking
from dothi.dispatch import queries, recommended
from dothi.dispatch.desk import Desk, desk_of
from dothi.dispatch.views import answer
from dothi.forces import actions as forces
from dothi.forces.models import Assignment, CheckIn, Force
from dothi.forces.workflow import CODES, State, may_follow, needs
from dothi.kernel.errors import BadRequest, Conflict, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires

SENT = ("head", "stages", "what", "forces", "cases")
MOST_AT_ONCE = 40


@require_POST
@requires("forces.send")
def recommend(request: HttpRequest) -> JsonResponse:
    """The proposal for the call or the case that stands on the desk, at the level asked for."""
    desk = desk_of(request)
    desk.asked = True
    about = desk.case or desk.call
    if about is None or not about.kind:
        raise BadRequest("desk-needs-kind")
    if about.lon is None:
        raise BadRequest("desk-needs-place")
    return answer(request, desk, ("stages", "forces"))


@require_POST
@requires("forces.send")
def send(request: HttpRequest) -> JsonResponse:
    """Sends the chosen units; the case of a call is opened by it. Of two desks that send one unit one wins, the other is told."""
    desk = desk_of(request)
    chosen = chosen_units(desk, request.POST.getlist("force"))
    return send_units(request, desk, chosen)


def chosen_units(desk: Desk, names: Sequence[str]) -> list[Force]:
    """By call sign, inside this person's right to send. Raises BadRequest for none or too many, NotFound for one out of reach."""
    wanted = list(dict.fromkeys(names))
    if not wanted or len(wanted) > MOST_AT_ONCE:
        raise BadRequest("desk-needs-units", most=MOST_AT_ONCE)
    reach = desk.person.scope("forces.send")
    found = {one.call_sign: one for one in queries.within(reach).filter(call_sign__in=wanted)}
    if missing := [name for name in wanted if name not in found]:
        raise NotFound("force-does-not-exist", force=missing[0][:30])
    return [found[name] for name in wanted]


def send_units(request: HttpRequest, desk: Desk, units: Sequence[Force]) -> JsonResponse:
    """Opens the case where the call has none, and sends. What could not go is told beside what went."""
    proposal = recommended.proposal(desk) if desk.asked else None
    if desk.case is None:
        if desk.call is None:
            raise BadRequest("desk-needs-case-or-call")
        desk.case = linking.open_case(desk.call, by=desk.person)
        desk.call.refresh_from_db()
    sent = forces.send(
        desk.case,
        units,
        level=desk.level,
        recommended=proposal.recommended() if proposal else {},
        by=desk.person,
    )
    desk.asked = False
    names = ", ".join(one.force.call_sign for one in sent)
    return answer(
        request,
        desk,
        SENT,
        said=t("dispatch-sent", forces=names, case=desk.case.code),
        refused=[message_of(error) for error in sent.refused],
        undo=f"/thu hoi {sent[0].force.call_sign} " if len(sent) == 1 else None,
    )


@require_POST
@requires("forces.send")
def set_state(request: HttpRequest) -> JsonResponse:
    """A unit's next state, as its button or the command bar says it."""
    desk, given = desk_of(request), request.POST
    unit = chosen_units(desk, [given.get("force", "")])[0]
    return move(
        request,
        desk,
        unit,
        given.get("state", ""),
        note=given.get("reason", ""),
        expected=given.get("expected"),
    )


def move(
    request: HttpRequest, desk: Desk, unit: Force, state: str, *, note: str = "", expected: str | None = None
) -> JsonResponse:
    """Sets it and says how it is taken back, where that is a step of the workflow."""
    for told in (state, expected or state):
        if told not in set(State):
            raise BadRequest("desk-state-unknown", state=told[:30], states=", ".join(CODES.values()))
    old, new = State(unit.state), State(state)
    forces.set_state(unit, new, expected=expected or old, note=note, by=desk.person)
    said = t("dispatch-state-now", force=unit.call_sign, state=t(f"forces-state-{new.value}"))
    return answer(request, desk, ("stages", "forces", "cases"), said=said, undo=_undo(unit, old, new))


def _undo(unit: Force, old: State, new: State) -> str | None:
    if not may_follow(new, old) or old is State.ALERTED:
        return None
    why = f" {t('dispatch-undo-reason')}" if needs(old, new) else ""
    return f"/trang thai {unit.call_sign}{why} {CODES[old]}"


@require_POST
@requires("forces.send")
def recall(request: HttpRequest) -> JsonResponse:
    desk = desk_of(request)
    sent = open_assignment(desk, request.POST.get("force", ""))
    forces.recall(sent, request.POST.get("reason", ""), by=desk.person)
    return answer(
        request, desk, ("stages", "forces", "cases"), said=t("dispatch-recalled", force=sent.force.call_sign)
    )


@require_POST
@requires("forces.send")
def decline(request: HttpRequest) -> JsonResponse:
    """The crew said that it cannot go: with its reason, told to every desk."""
    desk = desk_of(request)
    sent = open_assignment(desk, request.POST.get("force", ""))
    forces.decline(sent, request.POST.get("reason", ""), by=desk.person)
    return answer(
        request, desk, ("stages", "forces", "cases"), said=t("dispatch-declined", force=sent.force.call_sign)
    )


@require_POST
@requires("forces.send")
def acknowledge(request: HttpRequest) -> JsonResponse:
    """The crew said on the radio that it heard."""
    desk = desk_of(request)
    sent = open_assignment(desk, request.POST.get("force", ""))
    forces.acknowledge(sent, by=desk.person)
    return answer(request, desk, ("forces", "cases"), said=t("dispatch-heard", force=sent.force.call_sign))


@require_POST
@requires("forces.send")
def check_in(request: HttpRequest) -> JsonResponse:
    """A crew in danger said that it is well."""
    desk = desk_of(request)
    sent = open_assignment(desk, request.POST.get("force", ""))
    said = safe(desk, sent, request.POST.get("reason", ""), asked=request.POST.get("asked", ""))
    return answer(request, desk, ("forces", "cases"), said=said)


def safe(desk: Desk, sent: Assignment, note: str, *, asked: str = "") -> str:
    """`asked`: the question that stood on the screen, so that a second press never answers the next one in advance."""
    question = CheckIn.objects.filter(assignment=sent, answered_at__isnull=True).first()
    if question is None:
        raise BadRequest("desk-no-check-in", force=sent.force.call_sign)
    if asked and asked != str(question.pk):
        raise Conflict("force-check-in-taken", force=sent.force.call_sign)
    forces.answer_check_in(question, note=note, by=desk.person)
    return t("dispatch-safe", force=sent.force.call_sign)


def open_assignment(desk: Desk, name: str) -> Assignment:
    """What this unit is on. Raises NotFound when it is nowhere, or out of reach."""
    unit = chosen_units(desk, [name])[0]
    found = (
        Assignment.objects.select_related("force", "incident")
        .filter(force=unit, ended_at__isnull=True)
        .first()
    )
    if found is None:
        raise NotFound("desk-unit-not-sent", force=unit.call_sign)
    return found
