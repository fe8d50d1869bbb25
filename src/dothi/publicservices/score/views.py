"""The score, one term, the dossiers behind it, like with like. Everything within the reader's scope."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Agency
from dothi.kernel import clock, moments
from dothi.kernel.asked import key_of, number_of
from dothi.kernel.errors import BadRequest, DothiError, NotFound
from dothi.kernel.i18n import message_of, named
from dothi.kernel.pages import Pages
from dothi.kernel.permissions import Grant, Scope, requires
from dothi.kernel.vietnamese import in_vietnamese
from dothi.publicservices.models import Dossier, Feed, Procedure
from dothi.publicservices.score import (
    book,
    comparing,
    computing,
    official,
    periods,
    raising,
    reading,
    showing,
)
from dothi.publicservices.score.curves import Count
from dothi.publicservices.score.models import Cell, Over, Scheme, ScoreState, ScoreTerm, Touched
from dothi.publicservices.score.periods import Period
from dothi.publicservices.score.reading import Asked
from dothi.territory.models import Level, Unit
from dothi.territory.queries import units_on

PER_PAGE = 50
SPLITS = ("agency_id", "unit_id", "procedure_code")
MONTHS = 13
FEEDS = 12  # that a page names
CHANCES = 8


@require_safe
@requires("publicservices.view")
def score(request: HttpRequest) -> HttpResponse:
    """All formulas of a scheme in a period; what would raise the points most."""
    asked, scheme = _asked(request), _scheme(request)
    formulas = book.in_force(scheme, asked.day)
    counts = reading.whole(asked, formulas)
    groups = showing.groups(formulas, counts)
    told = {
        **_frame(request, asked),
        "scheme": scheme,
        "schemes": book.SCHEMES,
        "groups": groups,
        "whole": showing.whole(groups),
        "scored": showing.is_scored(scheme),
    }
    if showing.is_scored(scheme):
        told |= _raising(asked, formulas, counts) | _official(request, asked)
    return render(request, "publicservices/score/score.html", told)


def _raising(asked: Asked, formulas: list[Any], counts: dict[str, Any]) -> dict[str, Any]:
    """The terms with points to be had, and the agencies and procedures where they lie."""
    found = {
        by: raising.places(formulas, counts, reading.split(asked, formulas, by), raising.PLACES)
        for by in ("agency_id", "procedure_code")
    }
    return {
        "chances": [
            (showing.Shown(one.formula, one.count), one)
            for one in raising.chances(formulas, counts)[:CHANCES]
        ],
        "by_agency": _named_places(found["agency_id"], _agencies([one.key for one in found["agency_id"]])),
        "by_procedure": _named_places(
            found["procedure_code"], _procedures([one.key for one in found["procedure_code"]])
        ),
    }


def _named_places(found: list[raising.Place], names: dict[Any, str]) -> list[tuple[str, Any, showing.Shown]]:
    return [
        (names.get(one.key) or str(one.key or "–"), one, showing.Shown(one.formula, one.count))
        for one in found
    ]


def _official(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    found = official.of(asked.period.code, asked.agency_id)
    may = person_of(request).may("publicservices.manage")
    return {
        "official": found.get(""),
        "official_of": found,
        "official_groups": official.GROUPS,
        "may_enter": may,
        "form_key": uuid4() if may else None,
    }


@require_safe
@requires("publicservices.view")
def term(request: HttpRequest, code: str) -> HttpResponse:
    """One formula: its counts, its versions, how agencies and procedures stand, like with like."""
    asked = _asked(request)
    one = book.get(code, asked.day)
    shown = showing.Shown(one, reading.whole(asked, [one])[one.code])
    told = {
        **_frame(request, asked),
        "one": shown,
        "versions": ScoreTerm.objects.filter(code=one.code).order_by("-valid_from"),
        "sides": _sides(asked, shown) if shown.has_rows else [],
    }
    if one.row.over == Over.DOSSIER and one.row.unit == "percent":
        told |= _compared(asked, one)
    return render(request, "publicservices/score/term.html", told)


def _sides(asked: Asked, one: showing.Shown) -> list[tuple[str, str]]:
    base = reverse("score-rows", args=[one.row.code])
    return [(side, f"{base}?{_query(asked, side=side)}") for side in reading.SIDES]


def _compared(asked: Asked, one: book.Formula) -> dict[str, Any]:
    split = reading.split(asked, [one], "agency_id,procedure_code")
    both = {key: found[one.code] for key, found in split.items()}
    agencies = Agency.objects.in_bulk({agency for agency, _ in both if agency is not None})
    levels = {pk: str(agency.kind) for pk, agency in agencies.items()}
    return {
        "levels": [
            (level, [showing.Compared(named(agencies[line.key]), line) for line in rows])
            for level, rows in comparing.lines(both, levels).items()
        ],
        "least": comparing.LEAST,
    }


@require_safe
@requires("publicservices.view")
def rows(request: HttpRequest, code: str) -> HttpResponse:
    """The dossiers behind one side of a formula, by the very condition that counted them."""
    asked, side = _asked(request), request.GET.get("side", "missing")
    one = book.get(code, asked.day)
    if one.row.over != Over.DOSSIER or side not in reading.SIDES:
        raise NotFound("score-term-has-no-rows", code=code)
    found = reading.behind(asked, one, side).order_by("-received_at", "-id")
    page = Pages(found, PER_PAGE).get_page(request.GET.get("page"))
    rows_of = Dossier.objects.select_related("agency", "unit", "feed").in_bulk([row.pk for row in page])
    told = {
        **_frame(request, asked),
        "one": showing.Shown(one, reading.whole(asked, [one])[one.code]),
        "side": side,
        "sides": _sides(asked, showing.Shown(one, Count())),
        "page": page,
        "rows": [rows_of[row.pk] for row in page if row.pk in rows_of],
    }
    return render(request, "publicservices/score/rows.html", told)


@require_POST
@requires("publicservices.manage")
def enter(request: HttpRequest) -> HttpResponseBase:
    """A score that the national portal published, typed with where it was read."""
    said = request.POST
    try:
        official.enter(
            said.get("period", ""), said.get("points", ""), source=said.get("source", ""), read_on=moments.day(said.get("read_on")),
            key=_form_key(said.get("key", "")), by=person_of(request), group=said.get("group", "")[:40],
            agency=_agency_to_enter(request),
        )  # fmt: skip
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect(f"{reverse('score')}?{urlencode({'period': said.get('period', '')[:7]})}")


def _form_key(text: str) -> Any:
    found = key_of(text)
    if found is None:
        raise BadRequest("score-official-key")
    return found


def _agency_to_enter(request: HttpRequest) -> Agency | None:
    """The agency that the score is of; none: of the whole centre, which who is limited may not speak for."""
    asked = number_of(request.POST.get("agency", ""))
    found = Agency.objects.filter(pk=asked).first() if asked is not None else None
    scope = scope_of(request)
    if not (scope.everywhere if found is None else scope.covers(found.unit_id, found.pk)):
        raise BadRequest("score-official-scope")
    return found


# what every page says


def _asked(request: HttpRequest) -> Asked:
    get = request.GET
    return Asked(
        scope=_reach(request),
        period=periods.read(get.get("period", "")[:8], clock.today()),
        agency_id=number_of(get.get("agency", "")),
        unit_id=number_of(get.get("unit", "")),
        procedure=get.get("procedure", "")[:60],
        generated=reading.is_generated(),
    )


def _reach(request: HttpRequest) -> Scope:
    """The reader's scope, and what their own agency handles wherever it lies: as the list of dossiers has it."""
    scope, own = scope_of(request), person_of(request).agency_id
    if scope.everywhere or own is None:
        return scope
    return Scope((*scope.grants, Grant(None, own)), holder=scope.holder)


def _scheme(request: HttpRequest) -> str:
    asked = request.GET.get("scheme", "")
    return asked if asked in book.SCHEMES else str(Scheme.INDEX)


def _query(asked: Asked, **more: str) -> str:
    told = {
        "period": asked.period.code,
        "agency": asked.agency_id or "",
        "unit": asked.unit_id or "",
        "procedure": asked.procedure,
        **more,
    }
    return urlencode({name: value for name, value in told.items() if value})


def _frame(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    state = ScoreState.objects.first()
    now = clock.now()
    return {
        "asked": asked,
        "query": _query(asked),
        "period": asked.period,
        "periods": _periods(asked.period),
        "running": asked.period.is_running(now),
        "before": asked.period.before.code,
        "after": asked.period.next.code if asked.period.end <= now else "",
        "agencies": _agencies(_in_reach(asked.scope)),
        "communes": units_on(clock.today(), Level.COMMUNE)
        .filter(asked.scope.as_q("pk", None))
        .order_by(in_vietnamese("full_name")),
        "procedure": _procedures([asked.procedure]).get(asked.procedure, asked.procedure),
        "agency": Agency.objects.filter(pk=asked.agency_id).first() if asked.agency_id else None,
        "unit": Unit.objects.filter(pk=asked.unit_id).first() if asked.unit_id else None,
        "state": state,
        "waiting": Touched.objects.exists() or not computing.is_current(),
        "feeds": [(showing.name_of(one), one.agency) for one in _feeds(asked)],
        "generated": asked.generated,
        "simulated": not asked.generated and reading.is_simulated(asked),
        "kept": request.GET,
    }  # fmt: skip


def _feeds(asked: Asked) -> list[Feed]:
    rows = Feed.objects.filter(is_on=True, generated=asked.generated).select_related("agency")
    return list(rows.order_by("code")[:FEEDS])


def _periods(chosen: Period) -> list[tuple[str, list[str]]]:
    """What may be chosen: by kind, the newest first; the chosen one among them."""
    found = []
    for kind, number in (("month", MONTHS), ("quarter", 5), ("year", 3)):
        one, codes = periods.of(kind, clock.today()), []
        for _ in range(number):
            codes.append(one.code)
            one = one.before
        if chosen.kind == kind and chosen.code not in codes:
            codes.append(chosen.code)
        found.append((kind, codes))
    return found


def _in_reach(scope: Scope) -> list[int]:
    """Agencies that have cells in this scope."""
    rows = scope.restrict(Cell.objects.all()).exclude(agency=None).values_list("agency_id", flat=True)
    return [pk for pk in rows.distinct() if pk is not None]


def _agencies(keys: list[Any]) -> dict[Any, str]:
    """Names by id, in the order of the alphabet."""
    rows = Agency.objects.filter(pk__in=[key for key in keys if key]).order_by(in_vietnamese("name_vi"))
    return {one.pk: named(one) for one in rows}


def _procedures(codes: list[Any]) -> dict[Any, str]:
    rows = Procedure.objects.filter(code__in=[code for code in codes if code]).order_by("valid_from")
    return {row.code: showing.name_of(row) for row in rows}
