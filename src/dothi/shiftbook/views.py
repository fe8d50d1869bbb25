"""Screens of the shift book: today's, past ones, handing over and taking over, the desks that keep one."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.kernel import clock, moments
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.shiftbook import actions, carryover, queries, showing
from dothi.shiftbook.forms import DeskForm
from dothi.shiftbook.models import BookLine, Desk, Handover, Shift

PAGE, LINES = 50, 200


@requires("shiftbook.view")
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The book of a desk now: who answers for it, its lines, what is open."""
    desks = list(queries.desks(scope_of(request)))
    code = request.GET.get("desk", "")
    desk = next((one for one in desks if one.code == code), None) or _own(desks, request)
    context: dict[str, Any] = {
        "desks": desks,
        "desk": desk,
        "may_plan": person_of(request).may("duty.manage"),
    }
    if desk is not None:
        context |= _standing(request, desk)
        rooms = showing.open_rooms(queries.desk_scope(desk), person_of(request))
        context |= {"rooms": rooms, "open_count": sum(one.count for one in rooms)}
    return render(request, "shiftbook/today.html", context)


def _own(desks: list[Desk], request: HttpRequest) -> Desk | None:
    """The desk of the person's own agency, else the first."""
    agency = person_of(request).agency_id
    return next((one for one in desks if one.agency_id == agency), desks[0] if desks else None)


@requires("shiftbook.view")
@require_safe
def standing(request: HttpRequest, code: str) -> HttpResponse:
    """What changes of the page while one looks: who answers for the desk, and the lines."""
    return render(
        request, "shiftbook/_standing.html", _standing(request, queries.get_desk(code, scope_of(request)))
    )


def _standing(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    person, shift, now = person_of(request), queries.open_shift(desk), clock.now()
    may_keep = person.scope("shiftbook.keep").covers(desk.unit_id, desk.agency_id)
    waiting = queries.waiting_shift(desk)
    context: dict[str, Any] = {
        "desk": desk,
        "shift": shift,
        "waiting": waiting,
        "may_keep": may_keep,
        "person": person,
        "expected": queries.expected(desk, now),
    }
    if shift is None:
        return context
    found = list(queries.lines(shift).reverse()[:LINES])
    return context | {
        "key": uuid4(),
        "lines": showing.shown(found),
        "proposal": queries.proposal(shift),
        "overdue": queries.is_overdue(shift, now),
        "is_mine": shift.responsible_id == person.pk,
        "may_take_up": may_keep
        and shift.responsible_id != person.pk
        and (waiting is not None or queries.is_overdue(shift, now)),
    }


@requires("shiftbook.keep")
@require_POST
def open_book(request: HttpRequest, code: str) -> HttpResponseBase:
    desk = queries.get_desk(code, scope_of(request))
    shift = actions.open_book(desk, by=person_of(request))
    messages.success(request, t("shiftbook-opened", shift=shift.code))
    return _home(desk)


@requires("shiftbook.keep")
@require_POST
def note(request: HttpRequest, code: str) -> HttpResponseBase:
    """A line typed; `corrects` is the id of the line that it corrects."""
    shift = queries.get_shift(code, scope_of(request))
    corrects = None
    if (told := request.POST.get("corrects", "")) and told.isdecimal() and len(told) < 19:
        corrects = BookLine.objects.filter(pk=told, shift__in=queries.visible(scope_of(request))).first()
        if corrects is None:
            raise NotFound("not-found")
    text, key = request.POST.get("text", ""), request.POST.get("key", "")
    actions.note(shift, text, by=person_of(request), corrects=corrects, key=key)
    return _home(shift.desk)


@requires("shiftbook.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, code: str) -> HttpResponseBase:
    """What is open, the first of each room with a field for a word, and to whom; everything open is handed over."""
    shift, person = queries.get_shift(code, scope_of(request)), person_of(request)
    if request.method == "POST":
        people = {str(one.pk): one for one in queries.takers(shift.desk, but=person)}
        to = people.get(request.POST.get("to", ""))
        actions.propose(shift, by=person, to=to, text=request.POST.get("text", ""), words=_words(request))
        messages.success(request, t("shiftbook-proposed"))
        return _home(shift.desk)
    if shift.state != Shift.State.OPEN:
        raise Conflict("shift-not-open", shift=shift.code)
    context = {
        "shift": shift,
        "rooms": showing.open_rooms(queries.desk_scope(shift.desk), person, showing.MOST_WORDS),
        "takers": queries.takers(shift.desk, but=person),
        "expected": {one.pk for one in queries.expected(shift.desk, shift.ends_at)},
        "is_mine": shift.responsible_id == person.pk,
    }
    return render(request, "shiftbook/hand_over.html", context)


def _words(request: HttpRequest) -> dict[tuple[str, str], str]:
    """`word-<room>-<code>` of the form."""
    found = {}
    for name, text in request.POST.items():
        begin, _, rest = name.partition("-")
        room, _, code = rest.partition("-")
        if begin == "word" and code and text:
            found[room, code] = str(text)
    return found


def _get_handover(request: HttpRequest, pk: int) -> Handover:
    rows = Handover.objects.select_related("shift__desk", "by", "to", "answered_by")
    made = rows.filter(pk=pk, shift__in=queries.visible(scope_of(request))).first()
    if made is None:
        raise NotFound("not-found")
    return made


@requires("shiftbook.view")
@require_safe
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """One hand-over: what was open, and for the coming person taking it or refusing."""
    made, person = _get_handover(request, pk), person_of(request)
    desk = made.shift.desk
    waits = made.state == Handover.State.PROPOSED
    may = person.scope("shiftbook.keep").covers(desk.unit_id, desk.agency_id)
    context = {
        "made": made,
        "rooms": showing.handed_rooms(made, person),
        "may_answer": waits and may and made.by_id != person.pk and made.to_id in (None, person.pk),
        "may_withdraw": waits and made.by_id == person.pk,
    }
    return render(request, "shiftbook/handover.html", context)


@requires("shiftbook.view")
@require_safe
def handed_of_room(request: HttpRequest, pk: int, room: str) -> HttpResponse:
    """Everything that a hand-over listed of one room, in pages."""
    made = _get_handover(request, pk)
    if room not in carryover.ROOMS:
        raise NotFound("not-found")
    page = Paginator(showing.handed(made, room), LINES).get_page(request.GET.get("page"))
    linked = showing.may_open(person_of(request), room)
    shown = showing.Room(room, page.paginator.count, list(page.object_list), linked)
    return render(request, "shiftbook/handed.html", {"made": made, "page": page, "room": shown})


@requires("shiftbook.keep")
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponseBase:
    made = _get_handover(request, pk)
    shift = actions.accept(made, by=person_of(request), text=request.POST.get("text", ""))
    messages.success(request, t("shiftbook-opened", shift=shift.code))
    return _home(made.shift.desk)


@requires("shiftbook.keep")
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponseBase:
    made = _get_handover(request, pk)
    actions.refuse(made, reason=request.POST.get("reason", ""), by=person_of(request))
    return _home(made.shift.desk)


@requires("shiftbook.keep")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    made = _get_handover(request, pk)
    actions.withdraw(made, by=person_of(request))
    return _home(made.shift.desk)


@requires("shiftbook.keep")
@require_POST
def take_up(request: HttpRequest, code: str) -> HttpResponseBase:
    """A shift that nobody hands over."""
    shift = queries.get_shift(code, scope_of(request))
    actions.take_up(shift, reason=request.POST.get("reason", ""), by=person_of(request))
    return _home(shift.desk)


def _home(desk: Desk) -> HttpResponseBase:
    return redirect(f"/shiftbook/?desk={desk.code}")


@requires("shiftbook.view")
@require_safe
def past(request: HttpRequest) -> HttpResponse:
    """Shifts of a day or of all days; with words, the lines in which they stand."""
    scope, text, day = (
        scope_of(request),
        request.GET.get("q", "").strip()[:100],
        moments.day(request.GET.get("day")),
    )
    context: dict[str, Any] = {"q": text, "day": request.GET.get("day", "")[:10]}
    if text:
        page = Paginator(queries.found(scope, text, day), PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "lines": showing.shown(list(page.object_list))}
    else:
        rows = queries.visible(scope).order_by("-begins_at", "-pk")
        if day:
            begins, ends = moments.span(day)
            rows = rows.filter(begins_at__lt=ends, ends_at__gt=begins)
        context |= {"page": Paginator(rows, PAGE).get_page(request.GET.get("page"))}
    return render(request, "shiftbook/past.html", context)


@requires("shiftbook.view")
@require_safe
def shift(request: HttpRequest, code: str) -> HttpResponse:
    """One shift, whole, as it is printed."""
    found = queries.get_shift(code, scope_of(request))
    made = queries.handover_of(found)
    page = Paginator(queries.lines(found), LINES).get_page(request.GET.get("page"))
    context = {
        "shift": found,
        "page": page,
        "lines": showing.shown(list(page.object_list)),
        "made": made,
        "rooms": showing.handed_rooms(made, person_of(request)) if made else [],
    }
    return render(request, "shiftbook/shift.html", context)


@requires("shiftbook.view")
@require_safe
def printed(request: HttpRequest, code: str) -> HttpResponse:
    """A4 in the administrative form, with both names."""
    from dothi.kernel.papers import pdf
    from dothi.shiftbook.paper import paper_of

    found = queries.get_shift(code, scope_of(request))
    answer = HttpResponse(pdf.draw(paper_of(found, str(person_of(request)))), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{found.code}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@requires("duty.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def desks(request: HttpRequest) -> HttpResponseBase:
    """The desks that keep a book, and a new one."""
    scope, person = scope_of(request), person_of(request)
    form = DeskForm(request.POST if request.method == "POST" else None, scope=scope)
    if request.method == "POST" and form.is_valid():
        try:
            desk = actions.add_desk(by=person, **form.cleaned_data)
        except (BadRequest, Conflict, NotAllowed) as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, t("shiftbook-desk-added", desk=desk.name_vi))
            return redirect("shiftbook-desks")
    context = {"form": form, "rows": queries.desks(scope)}
    return render(request, "shiftbook/desks.html", context, status=422 if form.errors else 200)


@requires("duty.manage")
@require_POST
def end_desk(request: HttpRequest, code: str) -> HttpResponseBase:
    """The desk keeps no book from now on."""
    desk = queries.get_desk(code, scope_of(request))
    actions.end_desk(desk, reason=request.POST.get("reason", ""), by=person_of(request))
    messages.success(request, t("shiftbook-desk-ended", desk=desk.name_vi))
    return redirect("shiftbook-desks")
