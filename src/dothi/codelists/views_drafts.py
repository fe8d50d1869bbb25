"""Screens on which a list is made, handed over, and its next version prepared and published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.codelists import actions, forms, queries, sheet
from dothi.codelists.actions.drafts import WrongEntries, wrong_lines
from dothi.codelists.compare import differences
from dothi.codelists.editions import Entries, entries_of
from dothi.codelists.models import CodeList, Release
from dothi.codelists.views import PER_PAGE, as_workbook, common, person_of, shown
from dothi.kernel import clock
from dothi.kernel.errors import Conflict, DothiError, NotAllowed
from dothi.kernel.i18n import message_of, t
from dothi.kernel.offered import Item
from dothi.kernel.permissions import requires

MOST_COMPLAINTS = 500


@requires("codelists.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponseBase:
    """A new list of an agency inside the person's right."""
    form = forms.ListForm(request.POST or None, scope=request.scope)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.make_list(by=person_of(request), **form.cleaned_data)
        except DothiError as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, t("codelists-made", name=row.name_vi))
            return redirect("codelists-list", row.code)
    return _form(request, "codelists/new.html", form)


@requires("codelists.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: HttpRequest, code: str) -> HttpResponseBase:
    """Another owner for the list, with a reason."""
    row = _managed(request, code)
    form = forms.OwnerForm(request.POST or None, scope=request.scope)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        new = form.cleaned_data["owner"]
        try:
            actions.hand_over(
                row, new, expected=row.owner, reason=form.cleaned_data["reason"], by=person_of(request)
            )
        except DothiError as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, t("codelists-handed-over", owner=str(new)))
            return redirect("codelists-list", code)
    return _form(request, "codelists/owner.html", form, common(request, row, ""))


@requires("codelists.manage")
@require_POST
def begin(request: HttpRequest, code: str) -> HttpResponseBase:
    row = _managed(request, code)
    try:
        actions.begin_draft(row, by=person_of(request))
    except Conflict as error:  # there is one already: that is where the person wants to be
        messages.info(request, message_of(error))
        return redirect("codelists-draft" if row.is_kept else "codelists-list", code)
    return redirect("codelists-draft", code)


@requires("codelists.manage")
@require_safe
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """The draft: what differs from the last version, a file to take in, every entry to edit."""
    return _draft_page(request, _draft(request, code), forms.FileForm())


@requires("codelists.manage")
@require_safe
def draft_workbook(request: HttpRequest, code: str) -> HttpResponse:
    """The draft as XLSX, to be worked on in a spreadsheet and taken in again; an empty one is the form to fill in."""
    release = _draft(request, code)
    return as_workbook(entries_of(release), f"{code}-draft-v{release.number}.xlsx")


@requires("codelists.manage")
@require_POST
def take_in(request: HttpRequest, code: str) -> HttpResponseBase:
    """`check` only reports; else the file takes the place of the draft's entries, if no line of it is bad."""
    release = _draft(request, code)
    form = forms.FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _draft_page(request, release, form, status=422)
    try:
        lines = sheet.read(form.cleaned_data["file"].read(sheet.LARGEST_FILE + 1))
        if "check" in request.POST:
            return _report(request, release, lines)
        actions.take_in(release, lines, by=person_of(request))
    except WrongEntries as error:
        return _draft_page(request, release, form, status=422, complaints=error.complaints)
    except DothiError as error:
        form.add_error("file", message_of(error))
        return _draft_page(request, release, form, status=error.status)
    messages.success(request, t("codelists-taken-in", count=len(lines)))
    return redirect("codelists-draft", code)


def _report(request: HttpRequest, release: Release, lines: Any) -> HttpResponse:
    """The dry run: the bad lines, and what would differ from the last version."""
    found = wrong_lines(release, lines)
    before = entries_of(queries.latest(release.list))
    would = shown(differences(before.items, [line.item for line in lines])) if not found else {}
    context = {"complaints": found, "checked": len(lines), "would": would}
    return _draft_page(request, release, forms.FileForm(), status=422 if found else 200, **context)


@requires("codelists.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, code: str) -> HttpResponseBase:
    """One entry of the draft, or a new one."""
    release = _draft(request, code)
    standing = entries_of(release).by_code.get(request.GET.get("code", ""))
    form = forms.EntryForm(request.POST or None, standing=standing, seen=_seen(standing))
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["seen"] != _seen(standing):
                raise Conflict("codelists-entry-changed-meanwhile", code=form.item.code)
            actions.put_entry(release, form.item, seen=standing, by=person_of(request))
        except WrongEntries as error:
            for one in error.complaints:
                form.add_error(None, t(one.key, **one.fields))
        except DothiError as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, t("codelists-entry-saved", code=form.item.code))
            return redirect("codelists-draft", code)
    context = common(request, release.list, "draft") | {
        "standing": standing,
        "code": request.GET.get("code", ""),
    }
    return _form(request, "codelists/entry.html", form, context)


@requires("codelists.manage")
@require_POST
def take_out(request: HttpRequest, code: str) -> HttpResponseBase:
    """An entry that was never published leaves the draft."""
    which = request.POST.get("code", "")[:60]

    def act(release: Release) -> str:
        actions.take_out_entry(release, which, by=person_of(request))
        return t("codelists-entry-taken-out", code=which)

    return _acting(request, code, act, "codelists-draft")


@requires("codelists.manage")
@require_POST
def discard(request: HttpRequest, code: str) -> HttpResponseBase:
    def act(release: Release) -> str:
        actions.discard_draft(release, reason=request.POST.get("reason", ""), by=person_of(request))
        return t("codelists-draft-discarded")

    return _acting(request, code, act, "codelists-list")


@requires("codelists.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, code: str) -> HttpResponseBase:
    """What would be published, and from when. Exactly what was shown is published, or nothing."""
    release = _draft(request, code)
    entries = entries_of(release)
    initial = {"valid_from": clock.today(), "certainty": "S", "seen": entries.digest}
    form = forms.PublishForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.publish(release, by=person_of(request), **form.cleaned_data)
        except DothiError as error:
            form.add_error(None, message_of(error))
        else:
            word = "codelists-published-waits" if done.is_waiting() else "codelists-published"
            messages.success(request, t(word, number=done.number, day=f"{done.valid_from:%d/%m/%Y}"))
            return redirect("codelists-list", code)
    before = queries.latest(release.list)
    context = common(request, release.list, "draft") | {
        "entries": entries,
        "before": before,
        **shown(differences(entries_of(before).items, entries.items)),
    }
    return _form(request, "codelists/publish.html", form, context)


@requires("codelists.manage")
@require_POST
def withdraw(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    row = _managed(request, code)
    state = queries.state_of(row, number)
    assert state.release is not None
    try:
        actions.withdraw(state.release, reason=request.POST.get("reason", ""), by=person_of(request))
    except DothiError as error:
        messages.error(request, message_of(error))
    else:
        messages.success(request, t("codelists-withdrawn", number=number))
    return redirect("codelists-versions", code)


def _managed(request: HttpRequest, code: str) -> CodeList:
    """The list, where the person's right to manage reaches it. Raises NotFound, NotAllowed."""
    row = queries.managed(request.scope).filter(code=code).first()  # type: ignore[attr-defined]
    if row is None:
        queries.get_list(code)
        raise NotAllowed("codelists-not-yours")
    return row


def _draft(request: HttpRequest, code: str) -> Release:
    """The draft of a list that the person manages. Raises NotFound, NotAllowed."""
    row = _managed(request, code)
    release = queries.get_draft(row)
    release.list = row
    return release


def _seen(standing: Item | None) -> str:
    return Entries([standing]).digest if standing else ""


def _acting(request: HttpRequest, code: str, act: Callable[[Release], str], then: str) -> HttpResponseBase:
    try:
        messages.success(request, act(_draft(request, code)))
    except NotAllowed:
        raise
    except DothiError as error:
        messages.error(request, message_of(error))
        return redirect("codelists-draft" if error.status != 404 else "codelists-list", code)
    return redirect(then, code)


def _draft_page(
    request: HttpRequest, release: Release, form: forms.FileForm, status: int = 200, **more: Any
) -> HttpResponse:
    entries, before = entries_of(release), queries.latest(release.list)
    text = request.GET.get("q", "")[:100]
    found = more.pop("complaints", [])
    context = common(request, release.list, "draft") | {
        "form": form,
        "release": release,
        "entries": entries,
        "before": before,
        "text": text,
        "page": Paginator(entries.found(text), PER_PAGE).get_page(request.GET.get("page")),
        "published": entries_of(before).by_code,
        "complaints": found[:MOST_COMPLAINTS],
        "complaint_count": len(found),
        **shown(differences(entries_of(before).items, entries.items)),
        **more,
    }
    return render(request, "codelists/draft.html", context, status=status)


def _form(
    request: HttpRequest, template: str, form: Any, context: dict[str, Any] | None = None
) -> HttpResponse:
    return render(request, template, {**(context or {}), "form": form}, status=422 if form.errors else 200)
