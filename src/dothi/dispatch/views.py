"""The desk's page, its parts, and the sign of a ringing call on every page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.accounts.asker import person_of
from dothi.calls import queries as calls
from dothi.dispatch import parts, places
from dothi.dispatch.desk import Desk, desk_of, sees_number
from dothi.forces.workflow import SHORT
from dothi.kernel import i18n
from dothi.kernel.permissions import requires

SCRIPT = "dispatch-js-"


@require_safe
@requires("calls.view")
def desk_page(request: HttpRequest) -> HttpResponse:
    """Bàn tiếp nhận – điều phối: what waits, the call that was taken, the map, the cases and their units."""
    desk = desk_of(request)
    context = {
        "desk": desk,
        "call": desk.call,
        "case": desk.case,
        "parts": parts.rendered(request, desk, parts.ALL),
        "bounds": places.bounds(desk),
        "script_words": script_words(i18n.language()),
        "help_states": [(code, f"forces-state-{state.value}") for code, state in SHORT.items()],
    }
    return render(request, "dispatch/desk.html", context)


def script_words(language: str) -> dict[str, str]:
    """The texts of the desk's scripts, only on its own page."""
    keys = [key for key in i18n.keys() if key.startswith(SCRIPT)]  # noqa: SIM118 - a module, not a dict
    return {key.removeprefix(SCRIPT): i18n.t(key, language) for key in keys}


@require_safe
@requires("calls.view")
def desk_parts(request: HttpRequest) -> JsonResponse:
    """The parts named by `want`, as they stand now."""
    return answer(request, desk_of(request), request.GET.get("want", "").split(","))


def answer(request: HttpRequest, desk: Desk, want: Iterable[str], **more: Any) -> JsonResponse:
    """What every question of the desk is answered with: which call and case stand on it, and the parts that changed.

    `said`: what was done, in words; `undo`: a line for the command bar that takes it back; `focus`: a field to go on in.
    """
    told = {
        "call": desk.call.code if desk.call else "",
        "case": desk.case.code if desk.case else "",
        "asked": desk.asked,
        "level": desk.level,
        "parts": parts.rendered(request, desk, want),
    }
    return JsonResponse(told | {name: value for name, value in more.items() if value is not None})


@require_safe
@requires("calls.view")
def desk_map(request: HttpRequest) -> JsonResponse:
    """Units, cases and the call as the desk's map draws them."""
    response = JsonResponse(places.on_map(desk_of(request)))
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@requires("calls.take")
def ringing(request: HttpRequest) -> HttpResponse:
    """The sign on top of every page: the call that rings longest, with the key that takes it, and how many more."""
    person = person_of(request)
    waiting = calls.ringing(person.scope("calls.take"))
    rows = list(waiting[:3])
    context = {
        "waiting": rows[0] if rows else None,
        "more": waiting.count() - 1 if len(rows) > 1 else 0,
        "mark": calls.mark_on(rows[0].caller_number) if rows else None,
        "sees_numbers": bool(rows) and sees_number(rows[0], person),
    }
    return render(request, "dispatch/_ringing.html", context)
