"""The desk's page, its parts, and the sign of a ringing call on every page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.accounts.asker import person_of
from dothi.accounts.watches import watch_units
from dothi.calls import queries as calls
from dothi.dispatch import parts, places
from dothi.dispatch.desk import Desk, desk_of, sees_number
from dothi.forces.workflow import SHORT
from dothi.kernel import i18n
from dothi.kernel.errors import Conflict
from dothi.kernel.permissions import requires

SCRIPT = "dispatch-js-"


@require_safe
@requires("calls.view")
def desk_page(request: HttpRequest) -> HttpResponse:
    """Bàn tiếp nhận – điều phối: what waits, the call that was taken, the map, the cases and their units."""
    desk = desk_of(request)
    watch_units(desk.person)
    context = {
        "desk": desk,
        "call": desk.call,
        "case": desk.case,
        "parts": {name: one.html for name, one in parts.drawn(desk, parts.ALL).items()},
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
    """What every question of the desk is answered with: which call and case stand on it, the mark of each part, and the parts
    themselves where the page has not just these already (`have`: name:mark,…).

    `said`: what was done, in words; `undo`: a line for the command bar that takes it back; `focus`: a field to go on in.
    """
    drawn = parts.drawn(desk, want)
    have = dict(one.split(":", 1) for one in request.GET.get("have", "").split(",") if ":" in one)
    told = {
        "call": desk.call.code if desk.call else "",
        "case": desk.case.code if desk.case else "",
        "asked": desk.asked,
        "level": desk.level,
        "parts": {name: one.html for name, one in drawn.items() if have.get(name) != one.mark},
        "marks": {name: one.mark for name, one in drawn.items()},
    }
    return JsonResponse(told | {name: value for name, value in more.items() if value is not None})


@contextmanager
def fresh_when_refused(_request: HttpRequest, desk: Desk) -> Iterator[None]:
    """A refusal because somebody was quicker brings the queue as it stands now, so that the button that failed is gone with the word."""
    try:
        yield
    except Conflict as error:
        error.beside = {"parts": {name: one.html for name, one in parts.drawn(desk, ("queue",)).items()}}
        raise


@require_safe
@requires("calls.view")
def desk_map(request: HttpRequest) -> HttpResponse:
    """Units, cases and the call as the desk's map draws them; units and cases only where the page has not just these (`have`: mark)."""
    desk = desk_of(request)
    shown = places.on_map(desk)
    told = json.dumps({"mark": shown.mark, "call": places.of_call(desk.call)})
    body = told if request.GET.get("have") == shown.mark else f"{told[:-1]}, {shown.text}}}"
    return HttpResponse(body, content_type="application/json", headers={"Cache-Control": "no-store"})


@require_safe
@requires("calls.take")
def ringing(request: HttpRequest) -> HttpResponse:
    """The sign on top of every page: the call that rings longest, with the key that takes it, and how many more."""
    person = person_of(request)
    waiting = calls.ringing(person.scope("calls.take"))
    rows = list(waiting[:3])
    seen = bool(rows) and sees_number(rows[0], person)
    context = {
        "waiting": rows[0] if rows else None,
        "more": waiting.count() - 1 if len(rows) > 1 else 0,
        "mark": calls.mark_of(rows[0], personal=seen) if rows else None,
        "sees_numbers": seen,
    }
    return render(request, "dispatch/_ringing.html", context)
