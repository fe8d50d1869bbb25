"""Screens of the rota: who is on duty now, the month of a roster, and what people decide about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Person
from dothi.duty import actions, forms, month, queries, rota
from dothi.duty.models import Override, Pattern, Roster, Swap
from dothi.kernel import clock
from dothi.kernel.errors import DothiError, NotAllowed, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.kernel.sheets import MEDIA_TYPE

SWAP_AHEAD = dt.timedelta(days=62)


@require_safe
@requires("duty.view")
def duty(request: HttpRequest) -> HttpResponse:
    """Every roster of this scope: who is on duty now, who comes next, where nobody is in the next week."""
    return render(request, "duty/list.html", _standing(request))


@require_safe
@requires("duty.view")
def duty_rows(request: HttpRequest) -> HttpResponse:
    """The living part of it."""
    return render(request, "duty/_list.html", _standing(request))


def _standing(request: HttpRequest) -> dict[str, Any]:
    now, scope = clock.now(), scope_of(request)
    rosters = list(queries.visible(scope))
    turns = queries.turns_of_all(rosters, now, now + queries.AHEAD)
    named = {pk for planned in turns.values() for turn in planned for pk in turn.people}
    people = {one.pk: one for one in queries.people_of(list(named))}
    rows = [_row(roster, turns[roster.pk], people, now) for roster in rosters]
    return {
        "rows": rows,
        "exhausted": list(queries.exhausted(scope)[:20]),
        "may_manage": bool(person_of(request).scope("duty.manage")),
        "swaps": list(
            Swap.objects.filter(
                other=person_of(request), state=Swap.State.ASKED, begins_at__gt=now
            ).select_related("asker", "roster")
        ),
    }


def _row(
    roster: Roster, turns: list[rota.Turn], people: dict[int, Person], now: dt.datetime
) -> dict[str, Any]:
    current = [turn for turn in turns if turn.begin <= now < turn.end]
    following = next((turn for turn in turns if turn.begin > now and turn.people), None)
    zone = ZoneInfo(roster.time_zone)
    gaps = queries.gaps_between(roster, turns, now, now + queries.AHEAD)
    return {
        "roster": roster,
        "now": [
            people[pk] for pk in dict.fromkeys(pk for turn in current for pk in turn.people) if pk in people
        ],
        "until": max((turn.end for turn in current), default=None),
        "next": [people[pk] for pk in following.people if pk in people] if following else [],
        "next_at": following.begin if following else None,
        "gaps": [rota.Gap(gap.begin.astimezone(zone), gap.end.astimezone(zone)) for gap in gaps[:5]],
        "more_gaps": max(0, len(gaps) - 5),
    }


@require_safe
@requires("duty.view")
def roster_page(request: HttpRequest, code: str) -> HttpResponse:
    """A month of one roster: who, when, by which telephone; what was decided otherwise."""
    roster = queries.get_roster(code, scope_of(request))
    zone, now = ZoneInfo(roster.time_zone), clock.now()
    first = month.month_of(request.GET.get("month", ""), zone)
    person = person_of(request)
    overrides = list(
        roster.overrides.filter(ends_at__gt=now).select_related("decided_by").order_by("begins_at")[:50]
    )
    context = {
        "roster": roster,
        "first": first,
        "before": month.following(first, -1),
        "after": month.following(first),
        "days": month.days_of(roster, first),
        "patterns": [
            _pattern(row)
            for row in roster.patterns.prefetch_related("places__person").order_by("-valid_from", "days")
        ],
        "overrides": [(row, queries.people_of(row.people)) for row in overrides],
        "swaps": list(roster.swaps.select_related("asker", "other").order_by("-asked_at")[:20]),
        "me": person,
        "may_manage": _may_manage(request, roster),
    }
    return render(request, "duty/roster.html", context)


def _pattern(row: Pattern) -> dict[str, Any]:
    crews: dict[int, list[Any]] = {}
    for place in sorted(row.places.all(), key=lambda one: (one.crew, one.position)):
        crews.setdefault(place.crew, []).append(place.person)
    shifts = [forms.line_of(rota.Hours(one["name"], one["start"], one["end"])) for one in row.shifts]
    return {
        "row": row,
        "crews": list(crews.values()),
        "shifts": shifts,
        "coming": row.valid_from > clock.today(),
    }


@require_GET
@requires("duty.view")
def month_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The month as CSV."""
    return _file(request, code, "csv", "text/csv; charset=utf-8", month.as_csv)


@require_GET
@requires("duty.view")
def month_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """The month as a workbook."""
    return _file(request, code, "xlsx", MEDIA_TYPE, month.as_xlsx)


def _file(
    request: HttpRequest, code: str, ending: str, media: str, made: Callable[[Roster, dt.date], str | bytes]
) -> HttpResponse:  # fmt: skip
    roster = queries.get_roster(code, scope_of(request))
    first = month.month_of(request.GET.get("month", ""), ZoneInfo(roster.time_zone))
    answer = HttpResponse(made(roster, first), content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="lich-truc-{roster.code}-{first:%Y-%m}.{ending}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@requires("duty.manage")
def roster_new(request: HttpRequest) -> HttpResponseBase:
    """A new post."""
    person, scope = person_of(request), scope_of(request)
    form = forms.RosterNew(request.POST or None, scope=scope)
    if request.method == "POST" and form.is_valid():
        agency = form.cleaned_data["agency"]
        if not scope.covers(agency.unit_id if agency else None, agency.pk if agency else None):
            form.add_error("agency", message_of(NotAllowed(permission="duty.manage")))
        else:
            told = form.cleaned_data | {"unit": agency.unit if agency else None, "valid_from": clock.today()}
            if _done(form, lambda: actions.add_roster(**told, by=person)):
                return redirect("duty-roster", form.cleaned_data["code"])
    return _form(request, form, t("duty-roster-new"), "/duty/")


@require_http_methods(["GET", "HEAD", "POST"])
@requires("duty.manage")
def roster_change(request: HttpRequest, code: str) -> HttpResponseBase:
    """Names, desk, telephone."""
    roster = queries.get_roster(code, scope_of(request))
    form = forms.RosterChange(
        request.POST or None, initial={name: getattr(roster, name) for name in actions.CHANGED}
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, lambda: actions.change_roster(roster, by=person_of(request), **form.cleaned_data))
    ):
        return redirect("duty-roster", code)
    return _form(request, form, t("duty-roster-change"), f"/duty/rosters/{code}/")


@require_http_methods(["GET", "HEAD", "POST"])
@requires("duty.manage")
def pattern_new(request: HttpRequest, code: str) -> HttpResponseBase:
    """The pattern that holds from a day on, filled with the one before."""
    roster = queries.get_roster(code, scope_of(request))
    form = forms.PatternForm(request.POST or None, initial=_initial_pattern(roster))
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, lambda: actions.set_pattern(roster, by=person_of(request), **form.cleaned_data))
    ):
        messages.success(request, t("duty-pattern-saved", day=f"{form.cleaned_data['valid_from']:%d/%m/%Y}"))
        return redirect("duty-roster", code)
    return _form(request, form, t("duty-pattern-new"), f"/duty/rosters/{code}/")


def _initial_pattern(roster: Roster) -> dict[str, Any]:
    last = (
        roster.patterns.filter(days=Pattern.Days.EVERY)
        .prefetch_related("places__person")
        .order_by("-valid_from")
        .first()
    )
    initial: dict[str, Any] = {
        "valid_from": clock.today() + dt.timedelta(days=1),
        "days": Pattern.Days.EVERY,
        "keeps": 0,
    }
    if last is None:
        return initial | {"shifts": "Ca sáng 06:00-14:00\nCa chiều 14:00-22:00\nCa đêm 22:00-06:00"}
    told = _pattern(last)
    crews = "\n".join(", ".join(person.username for person in crew) for crew in told["crews"])
    return initial | {"shifts": "\n".join(told["shifts"]), "crews": crews, "keeps": last.keeps}


@require_POST
@requires("duty.manage")
def pattern_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back one that has not begun."""
    row = Pattern.objects.select_related("roster").filter(pk=pk, roster__in=_managed(request)).first()
    if row is None:
        raise NotFound("duty-roster-unknown", roster="")
    return _deed(
        request,
        row.roster,
        lambda: actions.withdraw_pattern(row, by=person_of(request)),
        "duty-pattern-withdrawn",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires("duty.manage")
def override_new(request: HttpRequest, code: str) -> HttpResponseBase:
    """Other people for a time: a day, an hour, all of Tết."""
    roster = queries.get_roster(code, scope_of(request))
    form = forms.OverrideForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, lambda: actions.override(roster, by=person_of(request), **form.cleaned_data))
    ):
        messages.success(request, t("duty-override-saved"))
        return redirect("duty-roster", code)
    return _form(request, form, t("duty-override-new"), f"/duty/rosters/{code}/")


@require_POST
@requires("duty.manage")
def override_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """What the pattern says holds again."""
    row = Override.objects.select_related("roster").filter(pk=pk, roster__in=_managed(request)).first()
    if row is None:
        raise NotFound("duty-roster-unknown", roster="")
    return _deed(
        request,
        row.roster,
        lambda: actions.withdraw_override(row, by=person_of(request)),
        "duty-override-withdrawn",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires("duty.view")
def swap_new(request: HttpRequest, code: str) -> HttpResponseBase:
    """One asks for oneself; the other one answers."""
    roster, person = queries.get_roster(code, scope_of(request)), person_of(request)
    mine, theirs, people = _swappable(roster, person.pk)
    form = forms.SwapForm(request.POST or None, mine=mine, theirs=theirs, people=people)
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, lambda: _asked(roster, form.cleaned_data, request))
    ):
        messages.success(request, t("duty-swap-sent", person=str(form.cleaned_data["other"])))
        return redirect("duty-roster", code)
    return _form(request, form, t("duty-swap-new"), f"/duty/rosters/{code}/")


def _asked(roster: Roster, told: dict[str, Any], request: HttpRequest) -> Swap:
    begin, end, _ = told["mine"].split("|")
    back = told["theirs"].split("|")[:2] if told["theirs"] else None
    return actions.ask_swap(
        roster, asker=person_of(request), other=told["other"], begins_at=forms.minute_of(begin), ends_at=forms.minute_of(end),
        back=(forms.minute_of(back[0]), forms.minute_of(back[1])) if back else None, reason=told["reason"], by=person_of(request),
    )  # fmt: skip


def _swappable(roster: Roster, me: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[int]]:
    """My turns and those of others in the next two months, and everybody else of the roster."""
    now, zone = clock.now(), ZoneInfo(roster.time_zone)
    mine: list[tuple[str, str]] = []
    theirs: list[tuple[str, str]] = []
    turns = [turn for turn in queries.turns_of(roster, now, now + SWAP_AHEAD) if turn.begin > now]
    names = {
        one.pk: str(one) for one in queries.people_of(list({pk for turn in turns for pk in turn.people}))
    }
    for turn in turns:
        when = f"{turn.begin.astimezone(zone):%d/%m/%Y %H:%M}–{turn.end.astimezone(zone):%H:%M}"
        for pk in turn.people:
            value = f"{turn.begin.isoformat()}|{turn.end.isoformat()}|{pk}"
            if pk == me:
                mine.append((value, f"{when} {turn.name}".strip()))
            else:
                theirs.append((value, f"{names.get(pk, '')}: {when} {turn.name}".strip()))
    return mine, theirs, [pk for pk in names if pk != me]


@require_POST
@requires("duty.view")
def swap_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes or no of the other one."""
    swap = _swap(request, pk)
    agrees = request.POST.get("answer") == "yes"
    word = "duty-swap-agreed" if agrees else "duty-swap-refused"
    return _deed(
        request, swap.roster, lambda: actions.answer_swap(swap, agrees=agrees, by=person_of(request)), word
    )


@require_POST
@requires("duty.view")
def swap_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Who asked takes it back."""
    swap = _swap(request, pk)
    return _deed(
        request,
        swap.roster,
        lambda: actions.withdraw_swap(swap, by=person_of(request)),
        "duty-swap-withdrawn",
    )


def _swap(request: HttpRequest, pk: int) -> Swap:
    rows = Swap.objects.select_related("roster", "asker", "other")
    found = rows.filter(pk=pk, roster__in=scope_of(request).restrict(Roster.objects.all())).first()
    if found is None:
        raise NotFound("duty-swap-unknown")
    return found


def _managed(request: HttpRequest) -> Any:
    return scope_of(request).restrict(Roster.objects.all())


def _may_manage(request: HttpRequest, roster: Roster) -> bool:
    return person_of(request).scope("duty.manage").covers(roster.unit_id, roster.agency_id)


def _done(form: django_forms.Form, act: Callable[[], object]) -> bool:
    """Was it done? What was refused is said in the form."""
    try:
        act()
    except DothiError as error:
        form.add_error(None, message_of(error))
        return False
    return True


def _deed(request: HttpRequest, roster: Roster, act: Callable[[], object], word: str) -> HttpResponse:
    """Done or refused, said on the roster's page."""
    try:
        act()
        messages.success(request, t(word))
    except NotAllowed:
        raise
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect("duty-roster", roster.code)


def _form(request: HttpRequest, form: Any, title: str, leave: str) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "duty/form.html", {"form": form, "title": title, "leave": leave}, status=status)
