"""Screens of calls: all of them, those missed, one record, and those of a case. Parsing, scope, action; nothing else happens here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Person
from dothi.calls import actions, forms, queries, rules, shown
from dothi.calls.models import Call, PlaceLink
from dothi.calls.numbers import plain_number
from dothi.incidents import queries as incidents
from dothi.kernel import clock, moments
from dothi.kernel.errors import DothiError, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.territory.names import folded

PER_PAGE = 50
MISSED = 200  # shown at once; the oldest wait first, so the list is worked off from its top
SHORTEST_NUMBER = 3  # digits of a number that are worth asking for


@require_safe
@requires("calls.view")
def call_list(request: HttpRequest) -> HttpResponse:
    """All calls, the newest first."""
    return render(
        request,
        "calls/list.html",
        _listed(request) | {"services": queries.services_in_force(), "states": forms.STATES},
    )


@require_safe
@requires("calls.view")
def call_rows(request: HttpRequest) -> HttpResponse:
    """What changes of the list while one looks."""
    return render(request, "calls/_rows.html", _listed(request))


def _listed(request: HttpRequest) -> dict[str, Any]:
    asked = forms.asked(request.GET)
    found = _found(request, queries.visible(scope_of(request)), asked)
    page = Paginator(found.order_by("-received_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "rows": shown.rows(list(page.object_list), person_of(request)),
        "asked": asked,
        "query": request.GET.urlencode(),
        "missed": queries.missed(scope_of(request)).count(),
    }


def _found(request: HttpRequest, calls: QuerySet[Call], asked: forms.Asked) -> QuerySet[Call]:
    if asked.state == "open":
        calls = calls.filter(wrapped_at__isnull=True).exclude(
            state=Call.State.ABANDONED, returned_at__isnull=False
        )
    elif asked.state != "all":
        calls = calls.filter(state=asked.state)
    if asked.service:
        calls = calls.filter(line__service=asked.service)
    if asked.day:
        begin, end = moments.span(asked.day)
        calls = calls.filter(received_at__gte=begin, received_at__lt=end)
    return calls.filter(_words(request, asked.text)) if asked.text else calls


def _words(request: HttpRequest, text: str) -> Q:
    """Every word of it in code, address or narrative, accents or not; or the end of a number, for who may see numbers."""
    condition = Q()
    for word in folded(text).split()[:8]:
        condition &= Q(search_text__contains=word)
    digits = plain_number(text)
    if len(digits) >= SHORTEST_NUMBER:
        seen = queries.visible(person_of(request).scope("calls.person"))
        numbered = seen.filter(caller_number__endswith=digits).values("pk")
        return (condition if condition else Q(pk__in=[])) | Q(pk__in=numbered)
    return condition if condition else Q(pk__in=[])


@require_safe
@requires("calls.view")
def missed(request: HttpRequest) -> HttpResponse:
    """Who hung up before anybody answered, the longest waiting first."""
    return render(request, "calls/missed.html", _missed(request))


@require_safe
@requires("calls.view")
def missed_rows(request: HttpRequest) -> HttpResponse:
    return render(request, "calls/_missed.html", _missed(request))


def _missed(request: HttpRequest) -> dict[str, Any]:
    calls = list(queries.missed(scope_of(request))[:MISSED])
    late = clock.now() - dt.timedelta(seconds=rules.value("call-back-s"))
    again = queries.called_again(calls)
    rows = shown.rows(calls, person_of(request))
    return {
        "rows": [(row, again.get(row.call.pk), row.call.received_at < late) for row in rows],
        "may_take": person_of(request).may("calls.take"),
    }


@require_safe
@requires("calls.view")
def call_page(request: HttpRequest, code: str) -> HttpResponse:
    """One call: times, place, what was said, legs, earlier calls of the number, what the exchange told."""
    return render(request, "calls/call.html", _record(request, code))


@require_safe
@requires("calls.view")
def call_part(request: HttpRequest, code: str) -> HttpResponse:
    """What changes while one looks."""
    return render(request, "calls/_call.html", _record(request, code))


def _record(request: HttpRequest, code: str) -> dict[str, Any]:
    call = queries.get_call(code, scope_of(request))
    person = person_of(request)
    return shown.record(call, person) | {
        "may_mark": bool(call.caller_number)
        and (call.number_rang or queries.sees_person(call, person))
        and queries.is_own(call, person.scope("calls.take")),
        "sees_case": _sees_case(call, person),
        "may_listen": bool(call.recording)
        and queries.visible(person.scope("calls.listen")).filter(pk=call.pk).exists(),
        "mark_days": rules.value("mark-days"),
    }


def _sees_case(call: Call, person: Person) -> bool:
    return (
        call.incident is not None
        and incidents.visible(person.scope("incidents.view")).filter(pk=call.incident.pk).exists()
    )


@require_safe
@requires("calls.view")
def of_case(request: HttpRequest) -> HttpResponse:
    """The panel on the page of a case."""
    case = incidents.get_incident(
        request.GET.get("case", "")[:20], person_of(request).scope("incidents.view")
    )
    calls = list(queries.of_incident(case, scope_of(request))[:PER_PAGE])
    return render(request, "calls/_of.html", {"rows": shown.rows(calls, person_of(request)), "case": case})


Act = Callable[[Call], str]


def acting(request: HttpRequest, code: str, act: Act, *, to: str = "") -> HttpResponseBase:
    """Reads the call through the right to see it, acts (the action asks whose call it is), says what was done; a refusal is said in
    the same place."""
    call = queries.get_call(code, person_of(request).scope("calls.view"))
    try:
        messages.success(request, act(call))
    except DothiError as error:
        if request.htmx:  # type: ignore[attr-defined]
            raise
        messages.error(request, message_of(error))
    return redirect(to or f"/calls/{call.code}/")


@require_POST
@requires("calls.take")
def call_back(request: HttpRequest, code: str) -> HttpResponseBase:
    def act(call: Call) -> str:
        actions.return_call(call, by=person_of(request))
        return t("calls-called-back-now", code=call.code)

    return acting(request, code, act, to="/calls/missed/" if request.POST.get("list") else "")


@require_POST
@requires("calls.take")
def mark_number(request: HttpRequest, code: str) -> HttpResponseBase:
    def act(call: Call) -> str:
        actions.mark_number(call, reason=request.POST.get("reason", ""), by=person_of(request))
        return t("calls-marked-now")

    return acting(request, code, act)


@require_POST
@requires("calls.take")
def end_mark(request: HttpRequest, code: str) -> HttpResponseBase:
    def act(call: Call) -> str:
        mark = queries.mark_of(call, personal=queries.sees_person(call, person_of(request)))
        if mark is None:
            raise NotFound("call-mark-ended")
        actions.end_mark(mark, reason=request.POST.get("reason", ""), by=person_of(request))
        return t("calls-mark-ended-now")

    return acting(request, code, act)


@require_POST
@requires("calls.take")
def use_link(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    def act(call: Call) -> str:
        link = PlaceLink.objects.select_related("call").filter(call=call, pk=pk).first()
        if link is None:
            raise NotFound("call-link-does-not-exist")
        actions.use_link(link, by=person_of(request))
        return t("calls-link-used-now")

    return acting(request, code, act)


@require_POST
@requires("calls.take")
def answer_leg(request: HttpRequest, code: str, pk: int, what: str) -> HttpResponseBase:
    """What a service does with its part: accept, decline, close, note, case."""
    person, said = person_of(request), request.POST.get("reason", "") or request.POST.get("text", "")

    def act(call: Call) -> str:
        leg = queries.get_leg(call, pk)
        if what == "case":
            return t("calls-leg-case-now", code=actions.open_case_of_leg(leg, by=person).code)
        done: dict[str, tuple[str, Callable[[], object]]] = {
            "accept": ("accepted", lambda: actions.accept_leg(leg, by=person)),
            "decline": ("declined", lambda: actions.decline_leg(leg, reason=said, by=person)),
            "close": ("closed", lambda: actions.close_leg(leg, note=said, by=person)),
            "note": ("noted", lambda: actions.note_leg(leg, text=said, by=person)),
        }
        if what not in done:
            raise NotFound
        word, do = done[what]
        do()
        return t(f"calls-leg-{word}-now")

    return acting(request, code, act)
