"""Officers' screens of planned works: the list, one with its record and steps, the form, the file."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.around.works import actions, forms, queries, sheet, showing
from dothi.around.works.models import Work
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, DothiError
from dothi.kernel.i18n import message_of, t
from dothi.kernel.pages import Pages
from dothi.kernel.permissions import requires

PAGE = 50


@require_safe
@requires("around.manage")
def works(request: HttpRequest) -> HttpResponse:
    """What is ahead, what waits as a draft, what is over."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in queries.TABS else queries.TABS[0]
    rows = queries.listed(scope_of(request), tab, clock.now())
    page = Pages(rows, PAGE).get_page(request.GET.get("page"))
    tabs = [(one, f"around-tab-{one}") for one in queries.TABS]
    context = {"page": page, "rows": showing.shown_all(page.object_list), "tab": tab, "tabs": tabs}
    return render(request, "around/works.html", context)


@require_safe
@requires("around.manage")
def work(request: HttpRequest, code: str) -> HttpResponse:
    """One work: what the public reads, its record, what may be done."""
    return render(request, "around/work.html", _shown(request, code))


def _shown(request: HttpRequest, code: str) -> dict[str, Any]:
    found = queries.get_work(code, scope_of(request))
    return {
        "one": showing.Shown(found, clock.now()),
        "record": [showing.Line(line) for line in queries.record(found)],
        "is_draft": found.state == Work.State.DRAFT,
        "is_open": found.state in Work.OPEN,
        "may_begin": found.state in (Work.State.PLANNED, Work.State.MOVED),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires("around.manage")
def new(request: HttpRequest) -> HttpResponseBase:
    """A draft: nothing is public yet."""
    form = forms.WorkForm(request.POST or None, scope_of(request), initial={})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft(form.said(), key=forms.key_in(request.POST), by=person_of(request))
        except DothiError as error:
            form.add_error(None, message_of(error))
        else:
            return redirect("work", made.code)
    context = {"form": form, "key": request.POST.get("key") or uuid4()}
    return render(request, "around/work_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("around.manage")
def edit(request: HttpRequest, code: str) -> HttpResponseBase:
    """Other words, place or times; of a published one with the reason that the public reads."""
    found = queries.get_work(code, scope_of(request))
    published = found.state != Work.State.DRAFT
    initial = forms.initial_of(found)
    form = forms.WorkForm(request.POST or None, scope_of(request), initial=initial, published=published)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(
                found, form.said(), revision=forms.revision_in(request.POST), by=person_of(request), reason=form.cleaned_data.get("reason", "")
            )  # fmt: skip
        except DothiError as error:
            form.add_error(None, message_of(error))
        else:
            return redirect("work", found.code)
    context = {"form": form, "work": found}
    return render(request, "around/work_form.html", context, status=422 if form.errors else 200)


@require_POST
@requires("around.manage")
def step(request: HttpRequest, code: str) -> HttpResponseBase:
    """Publish, begin, move, finish, cancel."""
    found, by = queries.get_work(code, scope_of(request)), person_of(request)
    reason = request.POST.get("reason", "")
    try:
        match request.POST.get("step", ""):
            case "publish":
                actions.publish(found, by=by)
            case "begin":
                actions.begin(found, by=by)
            case "done":
                actions.finish(found, by=by)
            case "cancel":
                actions.cancel(found, reason=reason, by=by)
            case "move":
                start, end = (
                    forms.minute_in(request.POST.get(name, "")) for name in ("starts_at", "ends_at")
                )
                actions.move(found, start, end, reason=reason, by=by)
            case other:
                raise BadRequest("work-no-such-step", step=other[:20])
    except DothiError as error:
        context = _shown(request, code) | {"error": message_of(error)}
        return render(request, "around/work.html", context, status=error.status)
    messages.success(request, t("around-work-saved"))
    return redirect("work", code)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("around.manage")
def take_file(request: HttpRequest) -> HttpResponse:
    """Drafts out of a CSV or XLSX, and what of it was refused."""
    if "sample" in request.GET:
        answer = HttpResponse("\ufeff" + sheet.sample(), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="cong-viec.csv"'
        return answer
    context: dict[str, Any] = {"headings": ", ".join(sheet.SAMPLE)}
    status = 200
    if request.method == "POST":
        try:
            context["outcome"] = sheet.take(_sent(request), by=person_of(request))
        except DothiError as error:
            context["error"], status = message_of(error), error.status
    return render(request, "around/works_file.html", context, status=status)


def _sent(request: HttpRequest) -> bytes:
    file = request.FILES.get("file")
    if file is None:
        raise BadRequest("work-sheet-missing")
    return bytes(file.read(sheet.LARGEST + 1))
