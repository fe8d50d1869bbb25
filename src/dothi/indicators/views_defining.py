"""Definitions on screens: all of them, drafts with their trial, what changed between versions, targets by year."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Person
from dothi.indicators import book, queries
from dothi.indicators.defining import actions, diff, targets
from dothi.indicators.defining.forms import AdoptForm, DraftForm, TargetForm
from dothi.indicators.models import Draft, Target
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, DothiError, NotFound
from dothi.kernel.facts import all_facts, find_fact
from dothi.kernel.i18n import message_of
from dothi.kernel.permissions import requires
from dothi.territory.names import folded

_OPEN = (Draft.State.DRAWN, Draft.State.TRIED)


@require_safe
@requires("indicators.view")
def indicator_list(request: HttpRequest) -> HttpResponse:
    """Every indicator in force with its newest figure, found by words; drafts in work."""
    words = folded(request.GET.get("q", "")[:100]).split()
    found = [
        one
        for one in book.in_force().values()
        if all(word in folded(f"{one.code} {one.name_vi} {one.name_en}") for word in words)
    ]
    found.sort(key=lambda one: (one.pack, one.name_vi))
    shown = found[:300]
    readings = queries.readings(shown, scope_of(request))
    told = {
        "q": request.GET.get("q", "")[:100], "total": len(found), "readings": [readings[one.code] for one in shown],
        "drafts": Draft.objects.filter(state__in=_OPEN).select_related("made_by").order_by("-made_at")[:100],
    }  # fmt: skip
    return render(request, "indicators/list.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(actions.MANAGES)
def new(request: HttpRequest) -> HttpResponseBase:
    """A definition drawn up."""
    return _drawn_up(request, DraftForm(request.POST or None), "")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(actions.MANAGES)
def change(request: HttpRequest, code: str) -> HttpResponseBase:
    """The next version of one that people made, beginning with what holds."""
    draft = Draft.objects.filter(code=code, state__in=_OPEN).first()
    fields = draft.fields if draft else actions.fields_of(book.get_indicator(code))
    return _drawn_up(request, DraftForm(request.POST or None, code=code, fields=fields), code)


def _drawn_up(request: HttpRequest, form: DraftForm, code: str) -> HttpResponseBase:
    if request.method == "POST" and form.is_valid():
        try:
            draft = actions.draw_up(form.cleaned_data["code"], form.told(), by=person_of(request))
        except DothiError as error:
            form.add_error(None, message_of(error))
        else:
            return redirect("indicator-draft", draft.pk)
    told = {"form": form, "code": code, "facts": all_facts()}
    return render(request, "indicators/draw_up.html", told, status=422 if form.errors else 200)


@require_safe
@requires("indicators.view")
def draft_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft: what it says, what changes, its numbers over the past."""
    draft = get_object_or_404(Draft.objects.select_related("made_by", "decided_by"), pk=pk)
    one, before = actions.as_indicator(draft), actions.newest(draft.code)
    person = person_of(request)
    told = {
        "draft": draft, "trial": _trial(draft, person), "sees_whole": person.scope("indicators.view").everywhere, "one": one, "before": before, "differences": diff.differences(before, one) if draft.is_open else [],
        "adopt_form": AdoptForm(), "is_own": draft.made_by_id == person.pk, "adopted": draft.adopted_as.first(),
    }  # fmt: skip
    return render(request, "indicators/draft.html", told)


class _Span(NamedTuple):
    """A period of a trial, as the filter `period` writes it."""

    starts_at: dt.datetime
    ends_at: dt.datetime


def _trial(draft: Draft, person: Person) -> list[dict[str, Any]]:
    """A trial speaks of all places: its numbers are for who sees all figures, its records for who sees all records of the fact."""
    if not person.scope("indicators.view").everywhere:
        return []
    fact = find_fact(str(draft.fields.get("parameters", {}).get("fact")))
    sees_rows = fact is not None and person.scope(fact.permission).everywhere
    return [
        line
        | {"span": _Span(*(dt.datetime.fromisoformat(line[name]) for name in ("begin", "end")))}
        | {"keys": line.get("keys", []) if sees_rows else []}
        for line in draft.trial
    ]


@require_POST
@requires(actions.MANAGES)
def draft_step(request: HttpRequest, pk: int) -> HttpResponseBase:
    """`do=try`: computed over the past; `do=drop`: laid aside."""
    draft, by = get_object_or_404(Draft, pk=pk), person_of(request)
    try:
        match request.POST.get("do", ""):
            case "try":
                actions.try_over_the_past(draft, by=by)
            case "drop":
                actions.drop(draft, by=by)
            case other:
                raise BadRequest("indicator-no-such-step", step=other[:20])
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect("indicator-draft", pk)


@require_POST
@requires(actions.APPROVES)
def adopt(request: HttpRequest, pk: int) -> HttpResponseBase:
    """In force from a day, by a second person."""
    draft, form = get_object_or_404(Draft, pk=pk), AdoptForm(request.POST)
    try:
        if not form.is_valid():
            raise BadRequest("indicator-adopted-from", day=f"{clock.today():%d/%m/%Y}")
        one = actions.adopt(draft, form.cleaned_data["valid_from"], by=person_of(request))
    except DothiError as error:
        messages.error(request, message_of(error))
        return redirect("indicator-draft", pk)
    return redirect("indicator", one.code)


@require_safe
@requires("indicators.view")
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """All versions, the newest first, each with what it changed."""
    rows = book.versions(code)
    if not rows:
        raise NotFound("indicator-does-not-exist", code=code)
    pairs = [*pairwise(rows), (rows[-1], None)]
    told = {
        "one": rows[0],
        "versions": [{"row": row, "changes": diff.differences(before, row)} for row, before in pairs],
    }
    return render(request, "indicators/versions.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(actions.MANAGES)
def target(request: HttpRequest, code: str) -> HttpResponseBase:
    """What an indicator is to reach in a year; earlier rows stay to be read."""
    one = book.get_indicator(code)
    form = TargetForm(request.POST or None, initial={"unit_code": one.unit_code})
    if request.method == "POST" and form.is_valid():
        clean: dict[str, Any] = form.cleaned_data
        try:
            targets.set_target(
                code, clean["year"], clean["value"], clean["unit_code"], source=clean["target_source"], certainty=clean["target_certainty"],
                by=person_of(request),
            )  # fmt: skip
        except DothiError as error:
            form.add_error(None, message_of(error))
        else:
            return redirect("indicator-target", code)
    rows = (
        Target.objects.filter(code=code)
        .select_related("unit", "recorded_by")
        .order_by("-year", "-valid_from")
    )
    return render(
        request,
        "indicators/target.html",
        {"form": form, "one": one, "rows": rows},
        status=422 if form.errors else 200,
    )
