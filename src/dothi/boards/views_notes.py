"""Notes on periods of an indicator: written, edited by who wrote them, taken away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dothi.accounts.asker import person_of, scope_of
from dothi.boards import noting
from dothi.indicators.periods import asked
from dothi.kernel.asked import key_of, number_of
from dothi.kernel.errors import BadRequest, NotFound
from dothi.kernel.i18n import t
from dothi.kernel.permissions import requires


@require_POST
@requires("boards.share")
def note_write(request: HttpRequest, code: str) -> HttpResponse:
    """One note; the form's key makes it one however often it is sent."""
    thread = key_of(request.POST.get("thread", ""))
    if thread is None:
        raise BadRequest("board-note-empty")
    noting.write_note(
        code,
        asked(request.POST.get("at", "")),
        request.POST.get("text", ""),
        thread=thread,
        by=person_of(request),
    )
    messages.success(request, t("boards-note-written"))
    return redirect("board-figure", code)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("indicators.view")
def note_page(request: HttpRequest, thread: UUID) -> HttpResponse:
    """All numbers of a note; who wrote it edits it or takes it away."""
    person = person_of(request)
    versions = list(noting.versions(thread))
    if not versions or (
        versions[-1].unit_id is not None and not scope_of(request).reaches(versions[-1].unit_id)
    ):
        raise NotFound("board-note-does-not-exist")
    newest = versions[-1]
    if request.method == "POST":
        if request.POST.get("op") == "withdraw":
            noting.withdraw_note(thread, by=person)
        else:
            seen = number_of(request.POST.get("seen", "")) or 0
            noting.edit_note(thread, request.POST.get("text", ""), seen=seen, by=person)
        messages.success(request, t("boards-note-written"))
        return redirect("board-figure", newest.indicator)
    is_own = newest.written_by_id == person.pk and not newest.withdrawn
    return render(
        request, "boards/note.html", {"newest": newest, "versions": versions[::-1], "is_own": is_own}
    )
