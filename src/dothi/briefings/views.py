"""Briefings on screens: the list, a new one, one with its figures, its files, its steps, its check."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.briefings import actions, composing, queries, verifying
from dothi.briefings.area import area_of
from dothi.briefings.forms import MakeForm
from dothi.briefings.models import Briefing, File
from dothi.kernel.errors import BadRequest, DothiError, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires

PAGE = 50
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
STEPS = {
    "take-again": actions.take_again, "review": actions.review, "give-back": actions.give_back, "sign": actions.sign,
    "send": actions.send, "archive": actions.archive, "drop": actions.drop,
}  # fmt: skip
State = Briefing.State
_NEXT: dict[str, tuple[tuple[str, str], ...]] = {
    State.DRAFT: (("review", "briefings.make"), ("take-again", "briefings.make"), ("drop", "briefings.make")),
    State.REVIEWED: (("sign", "briefings.sign"), ("give-back", "briefings.make")),
    State.SIGNED: (("send", "briefings.sign"),),
    State.SENT: (("archive", "briefings.sign"),),
}


@require_safe
@requires("briefings.view")
def briefings(request: HttpRequest) -> HttpResponse:
    """Those of one's area, the newest first."""
    page = Paginator(queries.visible(scope_of(request)), PAGE).get_page(request.GET.get("page"))
    rows = [(one, composing.number_of(one), composing.span_said(one, None)) for one in page.object_list]
    return render(request, "briefings/list.html", {"rows": rows, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@requires("briefings.make")
def new(request: HttpRequest) -> HttpResponseBase:
    """A draft of a period that is over, or of what there is until now."""
    by = person_of(request)
    form = MakeForm(request.POST or None, by=by, initial={"once": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make(by=by, **form.told())
        except DothiError as error:
            form.add_error(None, message_of(error))
        else:
            return redirect("briefing", made.code)
    return render(request, "briefings/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@requires("briefings.view")
def briefing(request: HttpRequest, code: str) -> HttpResponse:
    """One briefing: how it stands, its figures with their receipts, what changed, what may be done."""
    one = queries.get_briefing(code, scope_of(request))
    return render(request, "briefings/briefing.html", _told(request, one))


def _told(request: HttpRequest, one: Briefing) -> dict[str, Any]:
    receipts = composing.receipts_of(one)
    person = person_of(request)
    return {
        "one": one,
        "number": composing.number_of(one),
        "span": composing.span_said(one, None),
        "area": composing.place_said(one, None),
        "receipts": [
            (each, composing.quality_said(each, None), composing.when_said(each)) for each in receipts
        ],
        "steps": [
            name for name, right in _NEXT.get(one.state, ()) if area_of(one).within(person.scope(right))
        ],
        "may_edit": one.state == State.DRAFT and area_of(one).within(person.scope("briefings.make")),
    }


@require_POST
@requires("briefings.view")
def step(request: HttpRequest, code: str) -> HttpResponseBase:
    """The next step: `do` is one of STEPS; each action asks for its own right."""
    one = queries.get_briefing(code, scope_of(request))
    name = request.POST.get("do", "")
    if name not in STEPS:
        raise BadRequest("briefing-step", step=name[:20])
    try:
        STEPS[name](one, by=person_of(request))
    except DothiError as error:
        messages.error(request, message_of(error))
    else:
        messages.success(request, t("briefings-done"))
    return redirect("briefing", one.code)


@require_safe
@requires("briefings.view")
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Every figure computed again from its recorded time, and as it is known now."""
    one = queries.get_briefing(code, scope_of(request))
    found = verifying.recomputed(one, composing.receipts_of(one))
    told = {"one": one, "number": composing.number_of(one), "report": verifying.Report(one.code, found)}
    return render(request, "briefings/check.html", told)


@require_safe
@requires("briefings.view")
def briefing_file(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """The file that was signed, for good; before that the draft as it stands now."""
    one = queries.get_briefing(code, scope_of(request))
    if ending not in MEDIA:
        raise NotFound("not-found")
    answer = HttpResponse(_body(one, ending), content_type=MEDIA[ending])
    answer["Content-Disposition"] = f'attachment; filename="{one.code}.{ending}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def _body(one: Briefing, ending: str) -> bytes:
    if not one.is_final:
        files = composing.drawn(one)
        return files.docx if ending == "docx" else files.pdf
    kept = one.files.filter(role=File.Role.SIGNED, ending=ending).first()
    body = composing.FILES.read(kept.sha256) if kept else None
    if body is None:
        raise NotFound("briefing-form-gone", code=one.code)
    return body
