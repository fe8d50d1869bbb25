"""Writing on a draft: blocks on a screen, or the DOCX handed in again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dothi.accounts.asker import person_of, scope_of
from dothi.briefings import actions, composing, figures, queries
from dothi.briefings.files import placeholders
from dothi.briefings.models import Briefing
from dothi.kernel.errors import BadRequest, Conflict, DothiError
from dothi.kernel.i18n import has, message_of, t
from dothi.kernel.permissions import requires

PREFIX = "text-"


@require_http_methods(["GET", "HEAD", "POST"])
@requires("briefings.make")
def edit(request: HttpRequest, code: str) -> HttpResponseBase:
    """The blocks that people write. Who saves second sees both: what was saved meanwhile, and their own words in the fields."""
    one = queries.get_briefing(code, scope_of(request))
    if request.method != "POST":
        return _page(
            request,
            one,
            dict(one.texts),
            {"place": one.place, "signs_as": one.signs_as, "receivers": "\n".join(one.receivers)},
        )
    texts = {
        name.removeprefix(PREFIX): value for name, value in request.POST.items() if name.startswith(PREFIX)
    }
    wanted = {name: str(text) for name, text in texts.items() if name in _names(one)}
    fields = {name: str(request.POST.get(name, "")) for name in ("place", "signs_as", "receivers")}
    try:
        actions.write(
            one, texts=wanted, fields=fields, receivers=fields["receivers"].splitlines(), revision=_revision(request),
            by=person_of(request),
        )  # fmt: skip
    except (BadRequest, Conflict) as error:
        messages.error(request, message_of(error))
        fresh = queries.get_briefing(code, scope_of(request))
        return _page(request, fresh, wanted, fields, status=409 if isinstance(error, Conflict) else 422)
    messages.success(request, t("briefings-done"))
    return redirect("briefing-edit", one.code)


def _revision(request: HttpRequest) -> int:
    try:
        return int(request.POST.get("revision", ""))
    except ValueError as error:
        raise BadRequest("briefing-revision") from error


def _names(one: Briefing) -> list[str]:
    """The blocks of its form, in order."""
    return placeholders.checked(
        composing.document_of(one.template),
        [*figures.known_keys(), *(each.key for each in composing.receipts_of(one))],
    )


def _page(
    request: HttpRequest, one: Briefing, texts: dict[str, str], fields: dict[str, str], status: int = 200
) -> HttpResponse:
    blocks = []
    for name in _names(one):
        key = f"briefings-text-{name}"
        label = t(key) if has(key) else name.replace("_", " ").capitalize()
        saved = one.texts.get(name, "")
        typed = texts.get(name, "")
        blocks.append(
            {"name": PREFIX + name, "label": label, "text": typed, "saved": saved if saved != typed else ""}
        )
    told = {
        "one": one, "blocks": blocks, "fields": fields, "number": composing.number_of(one), "span": composing.span_said(one, None),
        "receipts": composing.receipts_of(one), "is_draft": one.state == Briefing.State.DRAFT, "example": "{{ so.canh-bao.dang-mo }}",
    }  # fmt: skip
    return render(request, "briefings/edit.html", told, status=status)


@require_POST
@requires("briefings.make")
def hand_in(request: HttpRequest, code: str) -> HttpResponseBase:
    """The DOCX changed in a word processor."""
    one = queries.get_briefing(code, scope_of(request))
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise BadRequest("briefing-file-kind", name="–")
        actions.hand_in(
            one, upload.name or "", upload.read(), revision=_revision(request), by=person_of(request)
        )
    except DothiError as error:
        messages.error(request, message_of(error))
    else:
        messages.success(request, t("briefings-done"))
    return redirect("briefing-edit", one.code)
